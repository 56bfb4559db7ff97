"""What the client scripts share: addresses of the server under test, and waiting for a condition."""
import os

from waiting import eventually

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


def expect(actual, right, what):
    if actual != right:
        raise SystemExit(f"{what}: got {actual!r}, but {right!r} is right")
