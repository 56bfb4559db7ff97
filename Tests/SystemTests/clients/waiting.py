"""Waiting for a condition, for scripts that find a server and for those that start one themselves."""
import time


def eventually(condition, seconds=60, what="the condition", tolerated=(), process=None, log=None):
    """Asks `condition` until it gives something true, and returns that.

    Errors of the `tolerated` kinds count as not yet. Gives up when the time is over, or `process` has ended, with the end
    of the file `log`.
    """
    deadline = time.monotonic() + seconds
    while True:
        try:
            answer = condition()
            if answer:
                return answer
        except tolerated as error:
            answer = error
        if process is not None and process.poll() is not None:
            raise SystemExit(f"{what}: the server ended with {process.returncode}{tail(log)}")
        if time.monotonic() > deadline:
            raise SystemExit(f"{what} did not come true in {seconds} s; last answer: {answer!r}{tail(log)}")
        time.sleep(0.05)


def tail(log):
    return "" if log is None else "\n" + open(log).read()[-3000:]
