"""Kills the server at random moments while quotes stream, trades change and views refresh, then compares with the sources.

usage: kill.py PROGRAM DATA_FOLDER MARIADB_PORT ROUNDS SEED

The program is started anew after each kill, on the same data; most times both sources then rest until the contents are seen
to equal them. A record that the API acknowledged must be in the view, and no record twice; one whose answer was cut off may
be there or not. Trades must equal the source's, row by row, and the view over the view must have counted every quote.
"""
import json
import os
import random
import signal
import socket
import subprocess
import sys
import threading
import time

import boto3
import botocore.config
import psycopg

import source_server
import waiting

program, folder, mariadb_port, rounds, seed = sys.argv[1:4] + [int(sys.argv[4]), int(sys.argv[5])]
chance = random.Random(seed)


def free_port():
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return listener.getsockname()[1]


sql_port, api_port = free_port(), free_port()


def start():
    log = open(folder + ".log", "a")
    return subprocess.Popen(
        [program, "serve", "--data", folder, "--sql-port", str(sql_port), "--api-port", str(api_port), "--web-port", "0"],
        stdout=log, stderr=log)


def sql(statement):
    with psycopg.connect(
            host="127.0.0.1", port=sql_port, dbname="dev", user="dev", sslmode="disable", autocommit=True,
            connect_timeout=5) as connection:
        cursor = connection.execute(statement)
        return cursor.fetchall() if cursor.description else None


def eventually(condition, seconds):
    return waiting.eventually(condition, seconds, tolerated=(psycopg.Error, OSError), log=folder + ".log")


def source(statement):
    return source_server.execute(mariadb_port, statement, "trading")


class Source(threading.Thread):
    """Repeats `step` until `ends` is set; holding `rest` keeps it between two steps."""

    def __init__(self):
        super().__init__(daemon=True)
        self.ends, self.rest = False, threading.Lock()

    def run(self):
        while not self.ends:
            with self.rest:
                self.step()
            time.sleep(0)  # Let go of the interpreter, so that who waits for the rest gets it.


class Producer(Source):
    """Puts records with ever new numbers, and notes which were acknowledged and which answers never came."""

    def __init__(self):
        super().__init__()
        self.acknowledged, self.unknown, self.next = set(), set(), 0
        self.client = boto3.client(
            "kinesis", endpoint_url=f"http://127.0.0.1:{api_port}", region_name="us-east-1", aws_access_key_id="test",
            aws_secret_access_key="test",
            config=botocore.config.Config(retries={"total_max_attempts": 1}, connect_timeout=1, read_timeout=5))

    def step(self):
        numbers = range(self.next, self.next + 50)
        self.next += 50
        try:
            answer = self.client.put_records(StreamName="quotes", Records=[
                {"Data": json.dumps({"n": n, "price": n / 4}).encode(), "PartitionKey": str(n % 7)} for n in numbers])
            for n, record in zip(numbers, answer["Records"]):
                (self.acknowledged if "SequenceNumber" in record else self.unknown).add(n)
        except Exception:  # The server was killed in between: whether these were stored is not known.
            self.unknown.update(numbers)
            time.sleep(0.02)


class Trader(Source):
    """Inserts, updates and deletes trades in transactions on the source."""

    def __init__(self):
        super().__init__()
        self.chance, self.next = random.Random(seed + 1), 1

    def step(self):
        statements = ["BEGIN"]
        for _ in range(self.chance.randrange(1, 20)):
            kind = self.chance.random()
            known = self.chance.randrange(1, self.next + 1)
            if kind < 0.6:
                statements.append(f"INSERT INTO trades VALUES ({self.next}, 'S{self.next % 9}', {self.next}.25, 100)")
                self.next += 1
            elif kind < 0.85:
                statements.append(f"UPDATE trades SET price = price + 1, volume = volume * 2 % 100003 WHERE id = {known}")
            else:
                statements.append(f"DELETE FROM trades WHERE id = {known}")
        statements.append("COMMIT")
        source("; ".join(statements))


def quotes_agree():
    counts = sql("SELECT count(*), count(DISTINCT n) FROM quotes")[0]
    if counts[0] != counts[1]:
        raise SystemExit(f"records twice: {counts[0]} rows, {counts[1]} numbers")
    if counts[0] < len(producer.acknowledged):
        return False
    seen = {n for n, in sql("SELECT n FROM quotes")}
    if seen - producer.acknowledged - producer.unknown:
        raise SystemExit("records that nobody sent")
    return producer.acknowledged <= seen and len(seen)


def trades_agree():
    right = source("SELECT id, symbol, price, volume FROM trades ORDER BY id").splitlines()
    ours = ["\t".join(str(cell) for cell in row)
            for row in sql("SELECT id, symbol, price, volume FROM trades_db.trading.trades ORDER BY id")]
    return ours == right and len(right)


def totals_agree():
    counted = sql("SELECT (SELECT sum(records) FROM totals), (SELECT count(*) FROM quotes)")[0]
    return counted[0] == counted[1]


def compare():
    """Waits until the contents equal the sources, which must rest."""
    counts = eventually(quotes_agree, 60), eventually(trades_agree, 60)
    eventually(totals_agree, 60)
    return counts


server = start()
eventually(lambda: sql("SELECT 1"), 30)
producer, trader = Producer(), Trader()
eventually(lambda: producer.client.create_stream(StreamName="quotes", ShardCount=3) or True, 10)
for statement in (
        "CREATE EXTERNAL SCHEMA market FROM KINESIS",
        "CREATE MATERIALIZED VIEW quotes AUTO REFRESH YES AS SELECT "
        "JSON_EXTRACT_PATH_TEXT(FROM_VARBYTE(kinesis_data, 'utf-8'), 'n')::bigint AS n, "
        "JSON_EXTRACT_PATH_TEXT(FROM_VARBYTE(kinesis_data, 'utf-8'), 'price')::double precision AS price "
        'FROM market."quotes"',
        "CREATE MATERIALIZED VIEW totals AUTO REFRESH YES AS SELECT n % 10 AS part, count(*) AS records FROM quotes GROUP BY 1",
        f"CREATE INTEGRATION orders SOURCE 'mysql://reader:secret@127.0.0.1:{mariadb_port}/trading'",
        "CREATE DATABASE trades_db FROM INTEGRATION 'orders'"):
    sql(statement)
producer.start()
trader.start()
for round_number in range(1, rounds + 1):
    time.sleep(chance.uniform(0.05, 0.8))
    os.kill(server.pid, signal.SIGKILL)
    server.wait()
    server = start()
    if chance.random() < 0.7:  # Otherwise the next kill may meet the start itself.
        eventually(lambda: sql("SELECT 1"), 30)
        with producer.rest, trader.rest:
            counts = compare()
        print(f"kill {round_number}: {counts[0]} quotes and {counts[1]} trades agree", flush=True)
producer.ends = trader.ends = True
producer.join()
trader.join()
eventually(lambda: sql("SELECT 1"), 30)
quote_count, trade_count = compare()
server.terminate()
if server.wait(20) != 0:
    raise SystemExit(f"the server ended with {server.returncode}")
print(f"{rounds} kills: {quote_count} quotes, each once, none of {len(producer.acknowledged)} acknowledged ones lost; "
      f"{trade_count} trades equal the source's")
