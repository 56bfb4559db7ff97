"""Ctrl-C in psql, at a terminal: the statement ends, in the server too, and the session goes on."""
import os
import time

from common import SQL_PORT, eventually, expect, psycopg_connection
from terminal import Terminal

SERVER = int(os.environ["MILLRACE_PROCESS"])
PROMPT = "dev=> "
LONG = "SELECT count(*) FROM generate_series(1, 100000000000) AS numbers(n) WHERE n % 7 = 3;\n"


def processor_seconds():
    """What the server's process has used so far (proc(5): utime and stime)."""
    with open(f"/proc/{SERVER}/stat") as stat:
        fields = stat.read().rsplit(")", 1)[1].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def is_busy(share):
    before = processor_seconds()
    time.sleep(0.5)
    return processor_seconds() - before > share * 0.5


terminal = Terminal(
    ["psql", "--no-psqlrc", "--no-readline", "--pset=pager=off", "--host=127.0.0.1", f"--port={SQL_PORT}", "--username=dev",
     "dev"], {"PGSSLMODE": "disable"})
terminal.until(PROMPT)
terminal.type("\\set VERBOSITY verbose\n")
terminal.until(PROMPT)


def cancel():
    """Presses Ctrl-C once the server works, and waits for the error, the prompt, and the end of the work."""
    eventually(lambda: is_busy(0.25), 30)
    terminal.press_control_c()
    terminal.until("ERROR:  57014: canceling statement due to user request", 20)
    terminal.until("> ", 20)
    eventually(lambda: not is_busy(0.15), 20)


terminal.type(LONG)
cancel()
terminal.type("SELECT 41 + 1 AS answer;\n")
terminal.until("42")
terminal.until(PROMPT)

# In a transaction: it has failed, and what it did is gone.
for statement in ("CREATE TABLE kept (n int);", "BEGIN;", "INSERT INTO kept VALUES (1);"):
    terminal.type(statement + "\n")
    terminal.until("> ")
terminal.type(LONG)
cancel()
terminal.type("SELECT 1;\n")
terminal.until("25P02")
terminal.type("ROLLBACK;\n")
terminal.until(PROMPT)

# Rows on their way to the client.
terminal.type("\\copy (SELECT n FROM generate_series(1, 100000000000) AS numbers(n)) TO /dev/null\n")
cancel()
terminal.type("SELECT count(*) AS rows_kept FROM kept;\n")
terminal.until("(1 row)")
terminal.end()

with psycopg_connection() as connection:
    expect(connection.execute("SELECT count(*) FROM kept").fetchone()[0], 0, "rows of the cancelled transaction")
