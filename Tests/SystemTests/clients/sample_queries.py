"""The article's two sample queries, verbatim, against a calculation of the same rows in exact arithmetic.

usage: sample_queries.py {stream|external} SHARED_FOLDER SCRATCH_FOLDER
"""
import csv
import datetime
import decimal
import fractions
import json
import os
import subprocess
import sys

import pyarrow
import pyarrow.parquet

from common import SQL_PORT, eventually, expect, kinesis_client, psycopg_connection, redshift_connection

SOURCE, SHARED, SCRATCH = sys.argv[1:]
MARKET = SHARED + "/data/market/"
QUOTE_STEP, TRADE_STEP = 95, 31


def csv_map(file, key, value):
    with open(MARKET + file, newline="") as lines:
        return {row[key]: row[value] for row in csv.DictReader(lines)}


VENUES = csv_map("exchange_codes.csv", "code", "exchange_name")
SECTOR_CODES = csv_map("symbol_sector_code_approx.csv", "symbol", "sector_code")
SECTOR_NAMES = csv_map("factset_sector_map.csv", "factset_sector_code", "factset_sector_desc")


def rows(file, step, venue):
    """Every `step`-th row, so that all symbols, days and venues are among them."""
    for row in pyarrow.parquet.read_table(MARKET + file).to_pylist()[::step]:
        row["exchange_name"] = VENUES[row.pop(venue)]
        row["sector_code"] = SECTOR_CODES[row["symbol"]]
        yield row


QUOTES = list(rows("us_nbbo_2013-10-07_09.parquet", QUOTE_STEP, "bid_exchange"))
TRADES = list(rows("us_trades_2013-10-07_09.parquet", TRADE_STEP, "exchange"))
for trade in TRADES:
    trade["price"] = decimal.Decimal(repr(trade["price"])).quantize(decimal.Decimal("0.0001"))


def sample_queries():
    """The two statements of the article: from a line `select` to the line that groups."""
    found, statement = [], None
    with open(SHARED + "/articles/trade-reporting.txt") as article:
        for line in article:
            if line.strip() == "select" and statement is None:
                statement = []
            if statement is not None:
                statement.append(line)
                if line.strip() == "group by 1,2,3":
                    found.append("".join(statement))
                    statement = None
    expect(len(found), 2, "sample queries in the article")
    return found


def parent_exchange(name):
    if name.startswith("Cboe"):
        return "CBOE"
    if name.startswith("NYSE") or name == "New York Stock Exchange":
        return "NYSE"
    return "NASDAQ" if name.startswith("Nasdaq") else None


def group(row):
    return (row["date_dt"].date(), parent_exchange(row["exchange_name"]), SECTOR_NAMES[row["sector_code"]])


def right_spreads():
    sums = {}
    for row in QUOTES:
        bid, ask = (fractions.Fraction(repr(row[side])) for side in ("bid_price", "ask_price"))
        if bid == 0 or ask == 0:
            continue
        weight = bid * row["bid_volume"] + ask * row["ask_volume"]
        total = sums.setdefault(group(row), [0, 0])
        total[0] += (ask - bid) / ask * weight
        total[1] += weight
    return {key: total[0] / total[1] for key, total in sums.items()}


def right_volumes():
    sums = {}
    for row in TRADES:
        sums[group(row)] = sums.get(group(row), 0) + row["price"] * row["volume"]
    return sums


def declare_stream(connection):
    """Quotes through PutRecords into a streaming view, trades by COPY into a table."""
    kinesis = kinesis_client()
    kinesis.create_stream(StreamName="quotes", ShardCount=2)
    kinesis.get_waiter("stream_exists").wait(StreamName="quotes", WaiterConfig={"Delay": 1, "MaxAttempts": 20})
    connection.execute("CREATE EXTERNAL SCHEMA market FROM KINESIS")
    connection.execute(
        """
        CREATE MATERIALIZED VIEW dt_hist_quotes AUTO REFRESH YES AS
        SELECT json_extract_path_text(from_varbyte(kinesis_data, 'utf-8'), 'date_dt')::timestamp AS date_dt,
            json_extract_path_text(from_varbyte(kinesis_data, 'utf-8'), 'exchange_name')::varchar(64) AS exchange_name,
            json_extract_path_text(from_varbyte(kinesis_data, 'utf-8'), 'sector_code')::varchar(4) AS sector_code,
            json_extract_path_text(from_varbyte(kinesis_data, 'utf-8'), 'bid_price')::double precision AS bid_price,
            json_extract_path_text(from_varbyte(kinesis_data, 'utf-8'), 'bid_volume')::bigint AS bid_volume,
            json_extract_path_text(from_varbyte(kinesis_data, 'utf-8'), 'ask_price')::double precision AS ask_price,
            json_extract_path_text(from_varbyte(kinesis_data, 'utf-8'), 'ask_volume')::bigint AS ask_volume
        FROM market."quotes" WHERE can_json_parse(kinesis_data)
        """)
    for start in range(0, len(QUOTES), 500):
        records = [
            {"Data": json.dumps(quote, default=str).encode(), "PartitionKey": quote["symbol"]}
            for quote in QUOTES[start:start + 500]]
        expect(kinesis.put_records(StreamName="quotes", Records=records)["FailedRecordCount"], 0, "refused records")
    connection.execute(
        "CREATE TABLE dt_hist_trades (date_dt timestamp, symbol varchar(12), exchange_name varchar(64), "
        "sector_code char(4), price decimal(12,4), volume int)")
    columns = ("date_dt", "symbol", "exchange_name", "sector_code", "price", "volume")
    with connection.cursor().copy(f"COPY dt_hist_trades ({', '.join(columns)}) FROM STDIN") as copy:
        for trade in TRADES:
            copy.write_row([trade[column] for column in columns])
    eventually(lambda: connection.execute("SELECT count(*) FROM dt_hist_quotes").fetchone()[0] == len(QUOTES))


def declare_external(connection):
    """Both tables as Parquet files in place, a folder a day, under the names of views."""
    connection.execute("CREATE EXTERNAL SCHEMA hist FROM DATA CATALOG DATABASE 'hist' IAM_ROLE default")
    price = pyarrow.decimal128(12, 4)
    write("quotes", QUOTES, [("date_dt", pyarrow.timestamp("us")), ("exchange_name", pyarrow.string()),
          ("sector_code", pyarrow.string()), ("bid_price", pyarrow.float64()), ("bid_volume", pyarrow.int64()),
          ("ask_price", pyarrow.float64()), ("ask_volume", pyarrow.int64())])
    write("trades", TRADES, [("date_dt", pyarrow.timestamp("us")), ("exchange_name", pyarrow.string()),
          ("sector_code", pyarrow.string()), ("price", price), ("volume", pyarrow.int32())])
    common = "date_dt timestamp, exchange_name varchar(64), sector_code char(4)"
    for name, columns in [
        ("quotes", "bid_price double precision, bid_volume bigint, ask_price double precision, ask_volume bigint"),
        ("trades", "price decimal(12,4), volume int"),
    ]:
        connection.execute(
            f"CREATE EXTERNAL TABLE hist.{name} ({common}, {columns}) PARTITIONED BY (day date) STORED AS PARQUET "
            f"LOCATION '{SCRATCH}/{name}/'")
        expect(connection.execute(f"SELECT count(*) FROM hist.{name}").fetchone()[0], 0, "no partition, no rows")
        connection.execute(f"MSCK REPAIR TABLE hist.{name}")
        connection.execute(
            f"CREATE VIEW dt_hist_{name} AS SELECT * FROM hist.{name} WITH NO SCHEMA BINDING")


def write(name, table, columns):
    schema = pyarrow.schema(columns)
    for day in sorted({row["date_dt"].date() for row in table}):
        part = [{column: row[column] for column, _ in columns} for row in table if row["date_dt"].date() == day]
        folder = f"{SCRATCH}/{name}/day={day}"
        os.makedirs(folder)
        pyarrow.parquet.write_table(pyarrow.Table.from_pylist(part, schema=schema), folder + "/part-0.parquet")


def mount_sector_map(connection):
    connection.execute("CREATE SCHEMA ref_v2")
    connection.execute(
        "CREATE TABLE ref_v2.factset_sector_map (factset_sector_code char(4), factset_sector_desc varchar(100))")
    for row in SECTOR_NAMES.items():
        connection.execute("INSERT INTO ref_v2.factset_sector_map VALUES (%s, %s)", row)
    connection.execute("CREATE DATASHARE fundamentals")
    connection.execute("ALTER DATASHARE fundamentals ADD SCHEMA ref_v2")
    connection.execute("ALTER DATASHARE fundamentals ADD TABLE ref_v2.factset_sector_map")
    connection.execute(f"PUBLISH DATASHARE fundamentals TO '{SCRATCH}/shares'")
    namespace = connection.execute("SELECT current_namespace").fetchone()[0]
    connection.execute(
        f"CREATE DATABASE fds_adx_fundamentals_db FROM DATASHARE fundamentals OF NAMESPACE '{namespace}'")


def compare(answers, driver):
    spreads, volumes = right_spreads(), right_volumes()
    expect(None in {key[1] for key in volumes}, True, "the data has venues outside the three groups")
    received = {tuple(row[:3]): row[3] for row in answers[0]}
    expect(received.keys(), spreads.keys(), f"groups of spreads by {driver}")
    for key, right in spreads.items():
        if abs(float(received[key]) - float(right)) > 1e-9 * max(float(abs(right)), 1e-6):
            raise SystemExit(f"spread of {key} by {driver}: {received[key]}, but {float(right)} is right")
    expect({tuple(row[:3]): row[3] for row in answers[1]}, volumes, f"volumes by {driver}")


def psql_answer(query, measure):
    """The rows as psql prints them, read back."""
    printed = subprocess.run(
        ["psql", "--no-psqlrc", "--csv", "--tuples-only", "--host=127.0.0.1", f"--port={SQL_PORT}", "--username=dev", "dev",
         "--command", query], env={**os.environ, "PGSSLMODE": "disable"}, check=True, capture_output=True, text=True).stdout
    return [
        (datetime.date.fromisoformat(date), exchange or None, sector, measure(value))
        for date, exchange, sector, value in csv.reader(printed.splitlines())]


def main():
    with psycopg_connection() as connection:
        {"stream": declare_stream, "external": declare_external}[SOURCE](connection)
        mount_sector_map(connection)
        compare([connection.execute(query).fetchall() for query in sample_queries()], "psycopg")
    compare([psql_answer(query, measure) for query, measure in zip(sample_queries(), (float, decimal.Decimal))], "psql")
    connection = redshift_connection()
    cursor = connection.cursor()
    answers = []
    for query in sample_queries():
        cursor.execute(query)
        answers.append([tuple(row) for row in cursor.fetchall()])
    compare(answers, "redshift_connector")


main()
