"""Large results, clients that stop reading and clients that vanish: the server holds nothing back and keeps nothing of them.

usage: slow_clients.py ROWS
"""
import os
import re
import socket
import struct
import sys

from common import SQL_PORT, eventually, expect, psycopg_connection

process, rows = os.environ["MILLRACE_PROCESS"], int(sys.argv[1])
QUERY = f"SELECT i::bigint AS n, 'row ' || i::varchar AS t FROM generate_series(1, {rows}) AS s(i)"
ROOM_MB = 64


def memory_mb():
    return int(re.search(r"VmRSS:\s+(\d+)", open(f"/proc/{process}/status").read())[1]) // 1024


def open_files():
    return len(os.listdir(f"/proc/{process}/fd"))


def message(kind, body):
    return kind + struct.pack("!I", len(body) + 4) + body


def asking_client():
    """A session that has asked for the large result, and read nothing of it."""
    client = socket.create_connection(("127.0.0.1", SQL_PORT))
    client.sendall(message(b"", struct.pack("!I", 196608) + b"user\0dev\0database\0dev\0\0"))
    greeting = b""
    while not greeting.endswith(b"Z\0\0\0\5I"):
        greeting += client.recv(65536)
    client.sendall(message(b"Q", QUERY.encode() + b"\0"))
    return client


with psycopg_connection() as session:
    session.execute("CREATE TABLE small AS SELECT 1 AS n")
before_mb, before_files = memory_mb(), open_files()

reader, peak_mb, received, tail = asking_client(), before_mb, 0, b""
while not tail.endswith(b"Z\0\0\0\5I"):
    block = reader.recv(1 << 20)
    if not block:
        raise SystemExit(f"the connection ended after {received} bytes")
    if received // 4_000_000 != (received + len(block)) // 4_000_000:
        peak_mb = max(peak_mb, memory_mb())
    received, tail = received + len(block), (tail + block)[-6:]
if peak_mb - before_mb > ROOM_MB:
    raise SystemExit(f"{received} bytes of answer took {peak_mb - before_mb} MB of the server")
reader.close()

for _ in range(3):
    clients = [asking_client() for _ in range(20)]
    for client in clients[:10]:
        client.recv(1)
    with psycopg_connection() as session:
        expect(session.execute("SELECT count(*) FROM small").fetchone(), (1,), "a query beside twenty clients that do not read")
        session.execute("INSERT INTO small VALUES (2)")
        session.execute("DELETE FROM small WHERE n = 2")
    # Reset, not closed: what is on its way meets an error at once.
    for client in clients:
        client.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        client.close()
    eventually(lambda: open_files() <= before_files, 30)
if memory_mb() - before_mb > 3 * ROOM_MB:
    raise SystemExit(f"sixty vanished clients left {memory_mb() - before_mb} MB in the server")
print(f"{rows} rows, {received} bytes: at most {peak_mb - before_mb} MB more; sixty vanished clients left nothing open")
