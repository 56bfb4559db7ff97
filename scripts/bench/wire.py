"""The cheapest client there can be: it reads a result as fast as the server writes it, and counts bytes."""
import socket
import struct

READY = b"Z\x00\x00\x00\x05I"


class Client:
    """One session of the PostgreSQL protocol, without passwords and TLS."""

    def __init__(self, port, user="dev", database="dev"):
        self.socket = socket.create_connection(("127.0.0.1", port))
        parameters = b"".join(
            part.encode() + b"\0" for part in ("user", user, "database", database, "client_encoding", "UTF8")) + b"\0"
        self.socket.sendall(struct.pack("!II", len(parameters) + 8, 196608) + parameters)
        self.read_until_ready()

    def bytes_of_result(self, sql):
        """Runs a query and returns how many bytes its answer has."""
        text = sql.encode() + b"\0"
        self.socket.sendall(b"Q" + struct.pack("!I", len(text) + 4) + text)
        return self.read_until_ready()

    def read_until_ready(self):
        buffer = bytearray(1 << 20)
        total, tail = 0, b""
        while not tail.endswith(READY):
            count = self.socket.recv_into(buffer)
            if count == 0:
                raise SystemExit("the server closed the connection")
            total += count
            tail = (tail + bytes(buffer[max(0, count - 64):count]))[-64:]
        return total

    def close(self):
        self.socket.sendall(b"X\x00\x00\x00\x04")
        self.socket.close()
