"""psycopg's server-side cursors, text and binary, in and out of transactions; and PostgreSQL's own statements for them."""
import psycopg

from common import expect, psycopg_connection


def refused(connection, statement, error):
    try:
        connection.execute(statement)
    except error:
        return
    raise SystemExit(f"{statement}: {error.__name__} did not come")


def reads_in_parts(connection):
    for binary in (False, True):
        with connection.transaction(), connection.cursor(name="parts", binary=binary) as cursor:
            cursor.itersize = 700
            cursor.execute("SELECT n, label FROM number WHERE n > %s ORDER BY n", [10])
            # Other statements run while the cursor is open.
            rows = []
            for row in cursor:
                rows.append(row)
                if len(rows) % 900 == 0:
                    connection.execute("SELECT count(*) FROM number")
            expect(rows, [(n, f"label {n}") for n in range(11, 5001)], f"rows in parts, binary={binary}")


def is_listed(connection):
    with connection.transaction():
        with connection.cursor(name="listed", scrollable=True) as cursor:
            cursor.execute("SELECT 1")
            expect(
                connection.execute(
                    "SELECT name, is_holdable, is_binary, is_scrollable, creation_time <= now() + interval '1 minute' "
                    "FROM pg_catalog.pg_cursors").fetchall(),
                [("listed", False, False, True, True)], "pg_cursors")
            expect(connection.execute("SELECT count(*) FROM pg_cursors").fetchone(), (1,), "without its schema")
        expect(connection.execute("SELECT count(*) FROM pg_cursors").fetchone(), (0,), "pg_cursors after CLOSE")


def ends_with_its_transaction(connection):
    connection.execute("BEGIN")
    connection.execute("DECLARE short CURSOR FOR SELECT n FROM number ORDER BY n")
    connection.execute("DECLARE long CURSOR WITH HOLD FOR SELECT n FROM number ORDER BY n")
    expect(connection.execute("FETCH 2 FROM long").fetchall(), [(1,), (2,)], "a cursor in its transaction")
    connection.execute("COMMIT")
    refused(connection, "FETCH 1 FROM short", psycopg.errors.InvalidCursorName)
    connection.execute("DELETE FROM number WHERE n <= 4")
    expect(connection.execute("FETCH 2 FROM long").fetchall(), [(3,), (4,)], "WITH HOLD keeps the rows it was declared with")
    connection.execute("BEGIN")
    connection.execute("DECLARE lost CURSOR WITH HOLD FOR SELECT 1")
    connection.execute("ROLLBACK")
    refused(connection, "FETCH 1 FROM lost", psycopg.errors.InvalidCursorName)
    expect(connection.execute("FETCH 1 FROM long").fetchall(), [(5,)], "a held cursor after a rollback")
    connection.execute("CLOSE long")
    refused(connection, "FETCH 1 FROM long", psycopg.errors.InvalidCursorName)
    refused(connection, "DECLARE outside CURSOR FOR SELECT 1", psycopg.errors.NoActiveSqlTransaction)
    expect(connection.execute("SELECT count(*) FROM pg_cursors").fetchone(), (0,), "open cursors in the end")


def scrolls(connection):
    # Without a transaction: psycopg declares it WITH HOLD.
    with connection.cursor(name="scrolling", scrollable=True, withhold=True) as cursor:
        cursor.execute("SELECT n FROM generate_series(1, 1000) AS numbers(n) ORDER BY n")
        expect(cursor.fetchmany(3), [(1,), (2,), (3,)], "the first rows")
        cursor.scroll(-3)
        expect(cursor.fetchmany(2), [(1,), (2,)], "the same rows again")
        cursor.scroll(500, mode="absolute")
        expect(cursor.fetchone(), (501,), "a row by its number")
        cursor.scroll(-2)
        expect(cursor.fetchone(), (500,), "the row before")
        expect(len(cursor.fetchall()), 500, "the rest")
    connection.execute("BEGIN")
    cursor = connection.cursor(name="forward", scrollable=False)
    cursor.execute("SELECT n FROM generate_series(1, 10) AS numbers(n) ORDER BY n")
    expect(len(cursor.fetchmany(4)), 4, "rows of a cursor that goes forward")
    try:
        cursor.scroll(-1)
        raise SystemExit("a NO SCROLL cursor went back")
    except psycopg.errors.ObjectNotInPrerequisiteState:
        pass
    connection.execute("ROLLBACK")


def fetches_in_every_direction(connection):
    """The answers are PostgreSQL's."""
    with connection.transaction():
        connection.execute("DECLARE c SCROLL CURSOR FOR SELECT n FROM generate_series(1, 10) AS numbers(n) ORDER BY n")
        for direction, right in [
            ("NEXT FROM", [1]), ("3 FROM", [2, 3, 4]), ("PRIOR FROM", [3]), ("BACKWARD 2 IN", [2, 1]), ("ABSOLUTE 5 FROM", [5]),
            ("RELATIVE 2 FROM", [7]), ("RELATIVE -3 FROM", [4]), ("0 FROM", [4]), ("LAST FROM", [10]), ("NEXT FROM", []),
            ("PRIOR FROM", [10]), ("FIRST FROM", [1]), ("ALL FROM", list(range(2, 11))),
            ("BACKWARD ALL FROM", list(range(10, 0, -1))), ("PRIOR FROM", []), ("FORWARD 2 FROM", [1, 2]), ("", [3]),
            ("-2 FROM", [2, 1]), ("ABSOLUTE -2 FROM", [9]), ("ABSOLUTE 11 FROM", []), ("ABSOLUTE 0 FROM", []),
        ]:
            rows = [row[0] for row in connection.execute(f"FETCH {direction} c").fetchall()]
            expect(rows, right, f"FETCH {direction}")
        expect(connection.execute("MOVE 4 FROM c").statusmessage, "MOVE 4", "MOVE")
        expect(connection.execute("MOVE FORWARD ALL FROM c").statusmessage, "MOVE 6", "MOVE to the end")


with psycopg_connection() as connection:
    connection.execute("CREATE TABLE number (n int, label varchar(20))")
    connection.execute("INSERT INTO number SELECT n, 'label ' || n FROM generate_series(1, 5000) AS numbers(n)")
    for part in (reads_in_parts, is_listed, ends_with_its_transaction, scrolls, fetches_in_every_direction):
        part(connection)
