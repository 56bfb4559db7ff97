"""What the client scripts share: addresses of the server under test, and waiting for a condition."""
import os
import time

SQL_PORT = int(os.environ["MILLRACE_SQL_PORT"])
API_URL = os.environ["MILLRACE_API_URL"]


def psycopg_connection(**options):
    import psycopg

    return psycopg.connect(
        host="127.0.0.1", port=SQL_PORT, dbname="dev", user="dev", sslmode="disable", autocommit=True, **options)


def redshift_connection():
    import redshift_connector

    connection = redshift_connector.connect(
        host="127.0.0.1", port=SQL_PORT, database="dev", user="dev", password="", ssl=False)
    connection.autocommit = True
    return connection


def kinesis_client():
    import boto3

    return boto3.client("kinesis", endpoint_url=API_URL)


def eventually(condition, seconds=60):
    """Asks `condition` until it gives something true, and returns that."""
    deadline = time.monotonic() + seconds
    while True:
        answer = condition()
        if answer:
            return answer
        if time.monotonic() > deadline:
            raise SystemExit(f"the condition did not come true in {seconds} s; last answer: {answer!r}")
        time.sleep(0.05)


def expect(actual, right, what):
    if actual != right:
        raise SystemExit(f"{what}: got {actual!r}, but {right!r} is right")
