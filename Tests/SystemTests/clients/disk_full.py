"""Fills the disk under a server that takes quotes and replicates trades, then makes room again.

usage: disk_full.py PROGRAM FOLDER MARIADB_PORT FREE_MB

The data folder is a small file system of its own, in a mount namespace of the server. While it is full, requests must be
refused with an error of the API, queries must go on over what is there, and the server must stay; once there is room,
everything acknowledged and every trade of the source must be there, each once.
"""
import json
import os
import subprocess
import sys
import time

import boto3
import botocore.config
import botocore.exceptions
import psycopg

import source_server
import waiting

program, folder, mariadb_port, free_mb = sys.argv[1:5]
BALLAST_MB = 64
os.makedirs(folder)
log = open(folder + ".log", "w")
server = subprocess.Popen(
    ["unshare", "--user", "--map-root-user", "--mount", "sh", "-c",
     'mount -t tmpfs -o "size=$1" tmpfs "$2" && head -c "$3" /dev/zero > "$2/ballast" && '
     'exec "$0" serve --data "$2/data" --sql-port 0 --api-port 0 --web-port 0',
     program, f"{BALLAST_MB + int(free_mb)}m", folder, f"{BALLAST_MB}M"], stdout=log, stderr=log)


def eventually(condition, seconds, what):
    return waiting.eventually(
        condition, seconds, what, tolerated=(psycopg.Error, OSError), process=server, log=folder + ".log")


def addresses():
    words = [line.split() for line in open(folder + ".log").read().splitlines()]
    found = {line[0]: line[1] for line in words if len(line) == 2}
    return found if {"sql", "api"} <= found.keys() else None


def sql(statement):
    with psycopg.connect(address["sql"], user="dev", autocommit=True, connect_timeout=5) as connection:
        cursor = connection.execute(statement)
        return cursor.fetchall() if cursor.description else None


def source(statement):
    return source_server.execute(mariadb_port, statement)


def put(first):
    """Puts a hundred records of a kilobyte, and returns the numbers of those that were stored."""
    numbers = range(first, first + 100)
    answer = kinesis.put_records(StreamName="quotes", Records=[
        {"Data": json.dumps({"n": n, "text": f"{n:x}".zfill(8) * 128}).encode(), "PartitionKey": str(n)} for n in numbers])
    refused = [record for record in answer["Records"] if "ErrorCode" in record]
    errors.update(f"{record['ErrorCode']}: {record['ErrorMessage']}" for record in refused)
    return [n for n, record in zip(numbers, answer["Records"]) if "SequenceNumber" in record]


def trades():
    return sql("SELECT count(*), sum(id) FROM full_db.full_disk.trades")[0]


address = eventually(addresses, 30, "the server listens")
kinesis = boto3.client(
    "kinesis", endpoint_url=address["api"], region_name="us-east-1", aws_access_key_id="test",
    aws_secret_access_key="test", config=botocore.config.Config(retries={"total_max_attempts": 1}))
source("CREATE DATABASE full_disk; CREATE TABLE full_disk.trades (id BIGINT PRIMARY KEY, note VARCHAR(2000))")
kinesis.create_stream(StreamName="quotes", ShardCount=2)
for statement in (
        "CREATE EXTERNAL SCHEMA market FROM KINESIS",
        "CREATE MATERIALIZED VIEW quotes AUTO REFRESH YES AS SELECT "
        "JSON_EXTRACT_PATH_TEXT(FROM_VARBYTE(kinesis_data, 'utf-8'), 'n')::bigint AS n, "
        "JSON_EXTRACT_PATH_TEXT(FROM_VARBYTE(kinesis_data, 'utf-8'), 'text')::varchar AS text FROM market.\"quotes\"",
        f"CREATE INTEGRATION full_disk SOURCE 'mysql://reader:secret@127.0.0.1:{mariadb_port}/full_disk'",
        "CREATE DATABASE full_db FROM INTEGRATION 'full_disk'",
        "CREATE TABLE narrow (text varchar(64))"):
    sql(statement)

acknowledged, errors, next_number, next_trade = set(), set(), 0, 1
deadline = time.monotonic() + 120
while len(errors) == 0:
    if time.monotonic() > deadline:
        raise SystemExit("the disk did not fill")
    try:
        acknowledged.update(put(next_number))
    except botocore.exceptions.ClientError as error:
        errors.add(str(error))
    next_number += 100
    source("INSERT INTO full_disk.trades VALUES " + ", ".join(
        f"({n}, REPEAT(SHA2({n}, 256), 30))" for n in range(next_trade, next_trade + 20)))
    next_trade += 20
print(f"the disk is full after {len(acknowledged)} records and {next_trade - 1} trades: {errors}")
# The source goes on meanwhile.
source(f"INSERT INTO full_disk.trades SELECT {next_trade} + seq, REPEAT(SHA2(seq, 256), 30) FROM full_disk.seq_0_to_4999")
next_trade += 5000
for rows, target in (3_000_000, "CREATE TABLE wide AS"), (100_000, "INSERT INTO narrow"):
    try:
        sql(f"{target} SELECT md5(i::varchar) || md5((i + 1)::varchar) AS text FROM generate_series(1, {rows}) AS s(i)")
        raise SystemExit(f"{rows} rows found room on a full disk")
    except psycopg.Error as error:
        if error.sqlstate != "53100" or "free space" not in str(error):
            raise SystemExit(f"a full disk is SQLSTATE 53100 and a hint, not {error.sqlstate} {error}")
for source_table in "quotes", "full_db.full_disk.trades":
    if sql(f"SELECT count(*) FROM {source_table}")[0][0] == 0:
        raise SystemExit(f"{source_table} cannot be read on a full disk")

os.remove(f"/proc/{server.pid}/root{folder}/ballast")
print("there is room")


def takes_records():
    global next_number
    stored = put(next_number)
    acknowledged.update(stored)
    next_number += 100
    return len(stored) == 100


eventually(takes_records, 30, "records are taken again")
# Those refused may have been stored before the disk was full: they may be there, but each once.
eventually(lambda: sql("SELECT count(*) >= %d AND count(*) = count(DISTINCT n) FROM quotes" % len(acknowledged))[0][0], 60,
           "every record is in the view, each once")
seen = {n for n, in sql("SELECT n FROM quotes")}
if acknowledged - seen:
    raise SystemExit(f"{len(acknowledged - seen)} acknowledged records are lost")
eventually(lambda: trades() == (next_trade - 1, next_trade * (next_trade - 1) // 2), 60, "every trade is there, once")
sql("CREATE TABLE room AS SELECT 1 AS n")
server.terminate()
if server.wait(20) != 0:
    raise SystemExit(f"the server ended with {server.returncode}")
print(f"{len(acknowledged)} acknowledged records and {next_trade - 1} trades are there, each once")
