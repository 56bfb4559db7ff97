"""A program in a pseudo terminal, as a user sits before it."""
import atexit
import os
import pty
import select
import signal
import time


class Terminal:
    def __init__(self, arguments, environment):
        self.unread = b""
        self.process, self.file = pty.fork()
        if self.process == 0:
            # Whoever started this script may have blocked signals, and Ctrl-C is one: a user's shell has none blocked.
            signal.pthread_sigmask(signal.SIG_SETMASK, [])
            os.execvpe(arguments[0], arguments, {**os.environ, "TERM": "dumb", **environment})
        atexit.register(self.end)

    def until(self, text, seconds=60):
        """Reads on to `text` and returns what came, with it; what follows is left for the next call."""
        end = time.monotonic() + seconds
        while text.encode() not in self.unread:
            ready, _, _ = select.select([self.file], [], [], max(0, end - time.monotonic()))
            if not ready:
                raise SystemExit(f"{text!r} did not come in {seconds} s, but {self.unread.decode(errors='replace')!r}")
            self.unread += os.read(self.file, 1 << 16)
        shown, _, self.unread = self.unread.partition(text.encode())
        return shown.decode(errors="replace") + text

    def type(self, text):
        os.write(self.file, text.encode())

    def press_control_c(self):
        self.type("\x03")

    def end(self):
        atexit.unregister(self.end)
        os.kill(self.process, signal.SIGKILL)
        os.waitpid(self.process, 0)
        os.close(self.file)
