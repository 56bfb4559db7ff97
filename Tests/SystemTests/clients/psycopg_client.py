"""psycopg 3 as applications use it: text and binary results, parameters, cursors, COPY, transactions, errors."""
import datetime
import decimal
import math
import tempfile

import psycopg

from common import expect, psycopg_connection

VALUES = """
    SELECT 1::smallint, 2::int, 9007199254740993::bigint, 1.5::real, 0.1::double precision, 12345.6789::decimal(12,4),
        true, 'Zürich, €'::varchar(20), date '2013-10-07', timestamp '2013-10-07 04:00:00.547', NULL::int
"""
RIGHT = (
    1, 2, 9007199254740993, 1.5, 0.1, decimal.Decimal("12345.6789"), True, "Zürich, €", datetime.date(2013, 10, 7),
    datetime.datetime(2013, 10, 7, 4, 0, 0, 547000), None)


def results_in_both_formats(connection):
    for binary in (False, True):
        row = connection.cursor(binary=binary).execute(VALUES).fetchone()
        expect(row, RIGHT, f"types, binary={binary}")


def parameters(connection):
    cursor = connection.cursor(binary=True)
    for value in (1, -(2**62), 2.25, "O'Neill", None, datetime.date(2024, 2, 29)):
        row = cursor.execute("SELECT %s", [value]).fetchone()
        expect(row[0], value, "a parameter comes back")
    # After five runs the driver prepares the statement by name.
    for number in range(12):
        expect(cursor.execute("SELECT %s::int + 1", [number]).fetchone()[0], number + 1, "a prepared statement")


def tables_and_cursors(connection):
    connection.execute("CREATE TABLE number (n int, square bigint)")
    with connection.cursor().copy("COPY number FROM STDIN") as copy:
        for n in range(10_000):
            copy.write_row((n, n * n))
    expect(connection.execute("SELECT count(*), sum(square) FROM number").fetchone(), (10_000, 333283335000), "COPY")
    with connection.transaction():
        with connection.cursor(name="numbers") as cursor:
            cursor.itersize = 1000
            cursor.execute("SELECT n FROM number ORDER BY n")
            expect([row[0] for row in cursor], list(range(10_000)), "a server-side cursor")
    with connection.cursor().copy("COPY (SELECT n FROM number WHERE n < 3 ORDER BY n) TO STDOUT") as copy:
        expect(b"".join(bytes(part) for part in copy), b"0\n1\n2\n", "COPY TO")


def transactions_and_errors(connection):
    try:
        with connection.transaction():
            connection.execute("DELETE FROM number")
            connection.execute("SELECT 1/0")
        raise SystemExit("division by zero was no error")
    except psycopg.errors.DivisionByZero:
        pass
    expect(connection.execute("SELECT count(*) FROM number").fetchone()[0], 10_000, "rows after a rollback")
    connection.execute("BEGIN")
    try:
        connection.execute("SELECT * FROM absent")
    except psycopg.errors.UndefinedTable:
        pass
    try:
        connection.execute("SELECT 1")
        raise SystemExit("a failed transaction went on")
    except psycopg.errors.InFailedSqlTransaction:
        pass
    connection.execute("ROLLBACK")
    expect(connection.execute("SELECT 1").fetchone()[0], 1, "the session goes on")


def timeouts(connection):
    connection.execute("SET statement_timeout TO 300")
    for statement in ("SELECT count(*) FROM generate_series(1, 100000000000) AS numbers(n) WHERE n % 7 = 3",
                      "CREATE TABLE endless AS SELECT n FROM generate_series(1, 100000000000) AS numbers(n)"):
        try:
            connection.execute(statement)
            raise SystemExit("a statement outlived statement_timeout")
        except psycopg.errors.QueryCanceled as error:
            expect(str(error), "canceling statement due to statement timeout", "the error of a timeout")
    connection.execute("RESET statement_timeout")
    expect(connection.execute("SELECT 1").fetchone()[0], 1, "the session goes on")


def what_no_statement_may(connection):
    for statement, error in (
            ("SELECT * FROM read_text('/etc/hostname')", psycopg.errors.InsufficientPrivilege),
            ("SELECT * FROM millrace.account", psycopg.errors.InsufficientPrivilege),
            # Values nested deeply enough would end the server in these.
            ("SELECT json_structure('{}')", psycopg.errors.FeatureNotSupported),
            ("SELECT '{}'::variant", psycopg.errors.FeatureNotSupported),
            ("SELECT CAST('{}' AS variant)", psycopg.errors.FeatureNotSupported)):
        try:
            connection.execute(statement)
            raise SystemExit(f"{statement} was let through")
        except error:
            pass
    no_statement_reads_a_file_by_its_name(connection)
    expect(connection.execute("SELECT 1 AS variant").fetchone(), (1,), "a column of that name")
    nested = "[" * 300_000 + "]" * 300_000
    for statement in ("SELECT json_parse(%s)", "SELECT can_json_parse(%s)", "SELECT is_array(json_parse(%s))"):
        try:
            connection.execute(statement, [nested])
        except psycopg.errors.DataException:
            pass
    expect(connection.execute("SELECT 1").fetchone()[0], 1, "the server goes on after a value of great depth")


def no_statement_reads_a_file_by_its_name(connection):
    """The engine would take each of these names for the file's."""
    with tempfile.NamedTemporaryFile("w", prefix="names", suffix=".csv") as file:
        file.write("n\n1\n")
        file.flush()
        stem = file.name.removesuffix(".csv")
        connection.execute(f'CREATE SCHEMA "{stem}"')
        for name in (f"'{file.name}'", f'"{file.name}"', f'"{stem}"."csv"', f'dev."{stem}"."csv"'):
            for statement in (
                    f"SELECT * FROM {name}", f"SELECT 1 WHERE 1 IN (SELECT n FROM {name})",
                    f"INSERT INTO number SELECT n, n FROM {name}", f"DELETE FROM number USING {name} AS f WHERE f.n = number.n",
                    f"UPDATE number SET n = f.n FROM {name} AS f", f"CREATE TABLE copied AS SELECT * FROM {name}",
                    f"CREATE VIEW shown AS SELECT * FROM {name}", f"EXPLAIN SELECT * FROM {name}",
                    f"COPY (SELECT * FROM {name}) TO STDOUT", f"PREPARE file AS SELECT * FROM {name}",
                    f"MERGE INTO number USING {name} AS f ON f.n = number.n WHEN MATCHED THEN DELETE",
                    f"SELECT * FROM {name} PIVOT (max(n) FOR n IN (1))"):
                try:
                    connection.execute(statement)
                    raise SystemExit(f"{statement} was let through")
                except (psycopg.errors.UndefinedTable, psycopg.errors.SyntaxError):
                    pass
        connection.execute(f'DROP SCHEMA "{stem}"')
    expect(
        connection.execute("SELECT extract(year FROM '2024-02-01'::date), trim(both 'x' from 'xax')").fetchone(), (2024, "a"),
        "FROM before a text")


def special_numbers(connection):
    for binary in (False, True):
        row = connection.cursor(binary=binary).execute(
            "SELECT 'NaN'::double precision, 'Infinity'::double precision").fetchone()
        if not (math.isnan(row[0]) and math.isinf(row[1])):
            raise SystemExit(f"NaN and infinity came as {row}")


with psycopg_connection() as connection:
    results_in_both_formats(connection)
    parameters(connection)
    tables_and_cursors(connection)
    transactions_and_errors(connection)
    timeouts(connection)
    what_no_statement_may(connection)
    special_numbers(connection)
