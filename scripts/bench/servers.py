"""The servers that are measured, each in a folder of its own and stopped at the end."""
import contextlib
import glob
import os
import pwd
import shutil
import socket
import subprocess
import tempfile
import time


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@contextlib.contextmanager
def scratch_folder():
    folder = tempfile.mkdtemp(prefix="millrace-bench-")
    os.chmod(folder, 0o755)
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@contextlib.contextmanager
def millrace(program, folder):
    """Starts the program and gives its addresses by name: sql, api, web."""
    log_path = os.path.join(folder, "serve.log")
    arguments = [program, "serve", "--data", os.path.join(folder, "data"), "--shares", os.path.join(folder, "shares")]
    arguments += ["--sql-port", "0", "--api-port", "0", "--web-port", "0"]
    with open(log_path, "wb") as log:
        process = subprocess.Popen(arguments, stdout=log, stderr=log)
    try:
        deadline = time.monotonic() + 60
        addresses = {}
        while not {"sql", "api", "web"} <= addresses.keys():
            if process.poll() is not None or time.monotonic() > deadline:
                with open(log_path, errors="replace") as log:
                    raise SystemExit(f"the program did not start:\n{log.read()}")
            time.sleep(0.05)
            with open(log_path, errors="replace") as log:
                addresses = dict(words for words in map(str.split, log) if len(words) == 2)
        yield addresses
    finally:
        process.terminate()
        process.wait(30)


@contextlib.contextmanager
def postgres(folder):
    """Makes and starts a PostgreSQL cluster that trusts this machine; gives its port."""
    programs = sorted(glob.glob("/usr/lib/postgresql/*/bin"), key=lambda path: int(path.split("/")[4]))
    if not programs:
        raise SystemExit("PostgreSQL is not installed; ./run bench installs it")
    data, port = os.path.join(folder, "postgres"), free_port()
    os.mkdir(data)
    as_user = []
    if os.getuid() == 0:
        # PostgreSQL refuses to run as root.
        account = pwd.getpwnam("postgres")
        os.chown(data, account.pw_uid, account.pw_gid)
        as_user = ["runuser", "-u", "postgres", "--"]
    quiet = {"check": True, "stdout": subprocess.DEVNULL, "cwd": "/"}
    subprocess.run(as_user + [programs[-1] + "/initdb", "-D", data, "-A", "trust", "-U", "dev"], **quiet)
    options = f"-p {port} -k {data} -c listen_addresses=127.0.0.1 -c shared_buffers=512MB"
    control = as_user + [programs[-1] + "/pg_ctl", "-D", data, "-w"]
    subprocess.run(control + ["-l", data + "/log", "-o", options, "start"], **quiet)
    try:
        yield port
    finally:
        subprocess.run(control + ["-m", "fast", "stop"], **quiet)
