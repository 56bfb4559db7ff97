"""COPY from files, UNLOAD, CREATE EXTERNAL TABLE AS and pseudo-columns, by psycopg.

usage: storage.py BUCKET_FOLDER (which the server has as bucket `lake`)
"""
import datetime
import gzip
import json
import os
import sys

import psycopg
import pyarrow.parquet

from common import expect, psycopg_connection

LAKE = sys.argv[1]
ROLE = "IAM_ROLE 'arn:aws:iam::123456789012:role/reader'"
DAY = datetime.date(2024, 1, 1)


def write(name, text):
    os.makedirs(os.path.dirname(f"{LAKE}/{name}"), exist_ok=True)
    with open(f"{LAKE}/{name}", "w") as file:
        file.write(text)


def fails(connection, statement, state):
    try:
        connection.execute(statement)
    except psycopg.Error as error:
        expect(error.sqlstate, state, statement)
        return
    raise SystemExit(f"{statement}: no error")


def loads(connection):
    notices = []
    connection.add_notice_handler(lambda notice: notices.append(notice.message_primary))
    write("in/part-1.csv", 'id,name,d\n1,"x, y",2024-01-01\n2,,\n')
    write("in/part-2.csv", "id,name,d\n3,z,2024-01-03\n")
    write("in/rows.json", '{"id": 4, "name": "json", "d": "2024-01-01"}\n{"ID": 5}')
    connection.execute("CREATE TABLE loaded (id int, name varchar(20), d date)")
    expect(
        connection.execute(f"COPY loaded FROM 's3://lake/in/part' {ROLE} FORMAT AS CSV IGNOREHEADER 1 REGION 'us-east-1'")
        .statusmessage, "COPY", "the tag of COPY")
    expect(notices, ["Load into table 'loaded' completed, 3 record(s) loaded successfully."], "the notice of COPY")
    expect(connection.execute("SELECT pg_last_copy_count()").fetchone(), (3,), "pg_last_copy_count")
    connection.execute(f"COPY loaded (id, name) FROM 's3://lake/in/rows.json' {ROLE} JSON 'auto ignorecase'")
    expect(
        connection.execute("SELECT * FROM loaded ORDER BY id").fetchall(),
        [(1, "x, y", DAY), (2, "", None), (3, "z", datetime.date(2024, 1, 3)), (4, "json", None), (5, None, None)],
        "rows that were loaded")
    # All or nothing: the second file's header is no row.
    fails(connection, f"COPY loaded FROM 's3://lake/in/part' {ROLE} CSV", "22P02")
    fails(connection, f"COPY loaded FROM 's3://lake/absent' {ROLE} CSV", "58030")
    fails(connection, f"COPY loaded FROM 's3://lake/in/part' {ROLE} CSV MAXERROR 5", "0A000")
    fails(connection, f"COPY absent FROM 's3://lake/in/part' {ROLE} CSV", "42P01")
    connection.execute("BEGIN")
    connection.execute(f"COPY loaded FROM 's3://lake/in/part' {ROLE} CSV IGNOREHEADER 1")
    connection.execute("ROLLBACK")
    expect(connection.execute("SELECT count(*) FROM loaded").fetchone(), (5,), "rows after failures and a rollback")


def unloads(connection):
    statement = f"UNLOAD ('SELECT * FROM loaded WHERE name <> ''none'' ORDER BY id') TO 's3://lake/out/%s' {ROLE} "
    connection.execute(statement % "p_" + "FORMAT PARQUET")
    table = pyarrow.parquet.read_table(f"{LAKE}/out/p_0000_part_00.parquet")
    expect(table.to_pylist()[0], {"id": 1, "name": "x, y", "d": DAY}, "a row of Parquet")
    expect(table.num_rows, 4, "rows of Parquet")
    fails(connection, statement % "p_" + "FORMAT PARQUET", "55000")
    connection.execute(statement % "p_" + "FORMAT PARQUET ALLOWOVERWRITE")
    connection.execute(statement % "t_" + "HEADER DELIMITER '|' GZIP")
    with gzip.open(f"{LAKE}/out/t_0000_part_00.gz", "rt") as file:
        expect(file.read().splitlines()[:3], ["id|name|d", "1|x, y|2024-01-01", "2||"], "delimited text")
    connection.execute(statement % "j_" + "JSON")
    with open(f"{LAKE}/out/j_0000_part_00") as file:
        expect(json.loads(file.readline()), {"id": 1, "name": "x, y", "d": "2024-01-01"}, "JSON")
    connection.execute(f"UNLOAD ('SELECT id, name, d FROM loaded') TO 's3://lake/days/' {ROLE} PARQUET PARTITION BY (d)")
    expect(
        sorted(os.listdir(f"{LAKE}/days")), ["d=2024-01-01", "d=2024-01-03", "d=__HIVE_DEFAULT_PARTITION__"], "partitions")
    fails(connection, f"UNLOAD ('SELECT * FROM read_text(''/etc/hostname'')') TO 's3://lake/secret' {ROLE}", "42501")
    fails(connection, f"UNLOAD ('DELETE FROM loaded') TO 's3://lake/deleted' {ROLE}", "42601")
    connection.execute(f"COPY loaded FROM 's3://lake/out/p_' {ROLE} PARQUET")
    expect(connection.execute("SELECT count(*) FROM loaded").fetchone(), (9,), "rows after the way out and in")


def makes_external_tables(connection):
    connection.execute(f"CREATE EXTERNAL SCHEMA hist FROM DATA CATALOG DATABASE 'hist' {ROLE}")
    create = "CREATE EXTERNAL TABLE hist.%s PARTITIONED BY (d) STORED AS PARQUET LOCATION 's3://lake/ext/' AS "
    connection.execute(create % "days" + "SELECT id, name, d FROM loaded WHERE d IS NOT NULL")
    expect(connection.execute("SELECT count(*), count(DISTINCT d) FROM hist.days").fetchone(), (4, 2), "rows of the table")
    fails(connection, create % "again" + "SELECT id, name, d FROM loaded", "55000")


def shows_pseudo_columns(connection):
    expect(
        [column.name for column in connection.execute("SELECT * FROM hist.days").description], ["id", "name", "d"],
        "what * means")
    row = connection.execute('SELECT *, "$path", "$size" FROM hist.days WHERE id = 3').fetchone()
    expect(row[3], "s3://lake/ext/d=2024-01-03/data_0.parquet", "$path")
    expect(row[4], os.path.getsize(f"{LAKE}/ext/d=2024-01-03/data_0.parquet"), "$size")
    expect(
        connection.execute(
            'SELECT t."$path", count(*) FROM hist.days t JOIN loaded USING (id) GROUP BY 1 ORDER BY 1').fetchall(),
        [(f"s3://lake/ext/d=2024-01-0{day}/data_0.parquet", count) for day, count in ((1, 4), (3, 4))], "$path in groups")
    connection.execute('CREATE TABLE paths AS SELECT DISTINCT "$path" AS path FROM hist.days')
    expect(connection.execute("SELECT count(*) FROM paths").fetchone(), (2,), "$path kept in a table")
    fails(connection, 'SELECT "$path" FROM loaded', "42703")


def belongs_to_superusers(connection):
    """Folders that are no bucket are for administrators alone."""
    connection.execute("CREATE USER clerk PASSWORD 'Clerk12345'")
    with psycopg.connect(connection.info.dsn, user="clerk", password="Clerk12345", autocommit=True) as clerk:
        fails(clerk, f"UNLOAD ('SELECT 1') TO '{LAKE}/clerk' {ROLE}", "42501")
        fails(clerk, f"COPY loaded FROM '{LAKE}/in/' {ROLE} CSV", "42501")
        fails(clerk, f"CREATE EXTERNAL TABLE hist.own (id int) STORED AS PARQUET LOCATION '{LAKE}/in/'", "42501")
        fails(clerk, f"ALTER TABLE hist.days SET LOCATION '{LAKE}/in/'", "42501")
        clerk.execute(f"UNLOAD ('SELECT 1') TO 's3://lake/clerk_' {ROLE}")


with psycopg_connection() as connection:
    for part in (loads, unloads, makes_external_tables, shows_pseudo_columns, belongs_to_superusers):
        part(connection)
