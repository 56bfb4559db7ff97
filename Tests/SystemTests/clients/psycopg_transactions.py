"""What takes effect together: several statements in one message, pipelines, executemany; and prepared statements."""
import psycopg

from common import expect, psycopg_connection


def fails(connection, statement, error):
    try:
        connection.execute(statement)
    except error:
        return
    raise SystemExit(f"{statement}: {error.__name__} did not come")


def numbers(connection):
    return [row[0] for row in connection.execute("SELECT n FROM effect ORDER BY n").fetchall()]


def several_statements_in_one_message(connection):
    fails(connection, "INSERT INTO effect VALUES (1); SELECT 1/0", psycopg.errors.DivisionByZero)
    expect(numbers(connection), [], "what came before an error")
    expect(connection.info.transaction_status, psycopg.pq.TransactionStatus.IDLE, "the session after an error")
    connection.execute("INSERT INTO effect VALUES (2); INSERT INTO effect VALUES (3)")
    expect(numbers(connection), [2, 3], "two statements that succeed")
    fails(
        connection, "INSERT INTO effect VALUES (4); COMMIT; INSERT INTO effect VALUES (5); SELECT 1/0",
        psycopg.errors.DivisionByZero)
    expect(numbers(connection), [2, 3, 4], "a COMMIT inside the message")
    connection.execute("BEGIN; INSERT INTO effect VALUES (6)")
    expect(connection.info.transaction_status, psycopg.pq.TransactionStatus.INTRANS, "a BEGIN inside the message")
    connection.execute("ROLLBACK")
    fails(connection, "INSERT INTO effect VALUES (7); SELECT * FROM absent", psycopg.errors.UndefinedTable)
    fails(connection, "INSERT INTO effect VALUES (8); SELEC", psycopg.errors.SyntaxError)
    connection.execute("CREATE TABLE passing (n int); INSERT INTO passing VALUES (1); DROP TABLE passing")
    fails(connection, "CREATE TABLE passing (n int); SELECT 1/0", psycopg.errors.DivisionByZero)
    fails(connection, "SELECT * FROM passing", psycopg.errors.UndefinedTable)
    expect(numbers(connection), [2, 3, 4], "rows in the end")
    # A REFRESH is a transaction of its own: it sees what stands before it.
    connection.execute("CREATE MATERIALIZED VIEW total AS SELECT count(*) AS c FROM effect")
    connection.execute("INSERT INTO effect VALUES (9); REFRESH MATERIALIZED VIEW total; DELETE FROM effect WHERE n = 9")
    expect(connection.execute("SELECT c FROM total").fetchone(), (4,), "a view refreshed between statements")
    connection.execute("DROP MATERIALIZED VIEW total")


def pipelines(connection):
    with connection.pipeline():
        first, second = connection.execute("SELECT 1"), connection.execute("SELECT %s::int", [2])
        expect((first.fetchone(), second.fetchone()), ((1,), (2,)), "answers of a pipeline")
    try:
        with connection.pipeline():
            connection.execute("INSERT INTO effect VALUES (20)")
            connection.execute("SELECT * FROM absent")
            connection.execute("INSERT INTO effect VALUES (21)")
        raise SystemExit("an error in a pipeline did not come")
    except psycopg.errors.UndefinedTable:
        pass
    expect(numbers(connection), [2, 3, 4], "a pipeline with an error has no effect")
    with connection.pipeline() as pipeline:
        connection.execute("INSERT INTO effect VALUES (22)")
        pipeline.sync()
        connection.execute("INSERT INTO effect VALUES (23)")
    expect(numbers(connection), [2, 3, 4, 22, 23], "a pipeline with two Syncs")


def many(connection):
    cursor = connection.cursor()
    cursor.executemany("INSERT INTO effect VALUES (%s)", [(n,) for n in range(100, 400)])
    expect(cursor.rowcount, 300, "rows of executemany")
    try:
        cursor.executemany("INSERT INTO effect VALUES (%s::int)", [("500",), ("501",), ("x",), ("502",)])
        raise SystemExit("a bad value did not fail")
    except psycopg.errors.InvalidTextRepresentation:
        pass
    expect([n for n in numbers(connection) if n >= 500], [], "executemany takes effect as one")
    cursor.executemany("SELECT %s::int + 1", [(1,), (2,)], returning=True)
    answers = [cursor.fetchall()]
    while cursor.nextset():
        answers.append(cursor.fetchall())
    expect(answers, [[(2,)], [(3,)]], "results of executemany")


def prepared(connection):
    connection.execute("PREPARE above (int) AS SELECT count(*) FROM effect WHERE n > $1")
    expect(connection.execute("EXECUTE above (300)").fetchone(), (99,), "EXECUTE")
    expect(connection.execute("EXECUTE above ('3' || '98')").fetchone(), (1,), "EXECUTE with an expression")
    connection.execute("PREPARE next (int) AS SELECT $1 + 1")
    expect(connection.execute("EXECUTE next (2)").fetchone(), (3,), "a parameter of a declared type")
    connection.execute("PREPARE add AS INSERT INTO effect VALUES ($1)")
    expect(connection.execute("EXECUTE add (1000)").statusmessage, "INSERT 0 1", "EXECUTE of an INSERT")
    fails(connection, "EXECUTE above (1, 2)", psycopg.errors.SyntaxError)
    fails(connection, "PREPARE above AS SELECT 1", psycopg.errors.DuplicatePreparedStatement)
    fails(connection, "SET SESSION AUTHORIZATION somebody", psycopg.errors.FeatureNotSupported)
    fails(connection, "PREPARE bad AS SELECT * FROM absent", psycopg.errors.UndefinedTable)
    connection.execute("DEALLOCATE above")
    fails(connection, "EXECUTE above (1)", psycopg.errors.InvalidSqlStatementName)
    # The driver prepares by message and frees its statements by DEALLOCATE: more of them than a session may keep.
    connection.prepare_threshold, connection.prepared_max = 0, 5
    for number in range(30):
        expect(connection.execute(f"SELECT {number} + %s::int", [1]).fetchone(), (number + 1,), "a prepared statement")


with psycopg_connection() as connection:
    connection.execute("CREATE TABLE effect (n int)")
    for part in (several_statements_in_one_message, pipelines, many, prepared):
        part(connection)
