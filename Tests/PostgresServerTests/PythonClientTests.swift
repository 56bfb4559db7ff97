import Foundation
import Testing
import Warehouse

@testable import PostgresServer

/// Stock Python drivers. `MILLRACE_TEST_PYTHON` names a Python that has them.
@Suite(
    .enabled(
        if: ProcessInfo.processInfo.environment["MILLRACE_TEST_PYTHON"] != nil,
        "skipped: MILLRACE_TEST_PYTHON is not set"),
    .timeLimit(.minutes(2)))
struct PythonClientTests {
    /// Runs a script, which finds the port in `sys.argv[1]`, and returns what it printed.
    private func run(_ script: String, port: Int) async throws -> String {
        let python = ProcessInfo.processInfo.environment["MILLRACE_TEST_PYTHON"] ?? "python3"
        let result = try await runProgram(python, ["-c", script, "\(port)"])
        #expect(result.errors == "")
        #expect(result.status == 0)
        return result.output
    }

    @Test func servesPsycopg() async throws {
        let script = """
            import sys, decimal, datetime, psycopg
            url = f"host=127.0.0.1 port={sys.argv[1]} user=tester dbname=dev sslmode=disable"
            with psycopg.connect(url, autocommit=True) as c:
                select = "SELECT 1, 2::bigint, 3::smallint, 1.5::double, 12.345::decimal(9,3), 'x', true, NULL, " \\
                    "DATE '2024-02-29', TIMESTAMP '2024-01-02 03:04:05.6', TIME '01:02:03', 2.5::float"
                for binary in (False, True):
                    print(c.cursor(binary=binary).execute(select).fetchone())
                values = (7, 'text', 2.5, decimal.Decimal('1.25'), datetime.date(2024, 1, 31), None, True,
                    datetime.datetime(2024, 1, 2, 3, 4, 5), b'\\x00\\xff')
                types = ('bigint', 'varchar', 'double', 'decimal(9,2)', 'date', 'int', 'boolean', 'timestamp', 'blob')
                for mark in ('%s', '%b', '%t'):
                    sql = 'SELECT ' + ', '.join(f'{mark}::{t}' for t in types)
                    print(c.cursor(binary=True).execute(sql, values).fetchone() == values)
                c.execute('CREATE TABLE t (a int, b varchar)')
                with c.cursor().copy('COPY t FROM STDIN') as copy:
                    for i in range(3): copy.write_row((i, None if i == 1 else f'row\\t{i}'))
                with c.cursor().copy('COPY t TO STDOUT') as copy:
                    print([row for row in copy.rows()])
                try:
                    c.execute('SELECT * FROM nowhere')
                except psycopg.errors.UndefinedTable as e:
                    print(e.sqlstate)
                with c.transaction():
                    print(c.info.transaction_status.name)
                with c.pipeline():
                    cursors = [c.execute('SELECT %s::int', (i,)) for i in range(20)]
                print([cursor.fetchone()[0] for cursor in cursors] == list(range(20)))
                for i in range(8):
                    assert c.execute('SELECT %s::int + 1', (i,), prepare=True).fetchone() == (i + 1,)
                print(sum(1 for _ in c.cursor(binary=True).stream('SELECT range FROM range(50000)')))
            """
        try await withServer(provider: EngineProvider()) { port, _ in
            let row = """
                (1, 2, 3, 1.5, Decimal('12.345'), 'x', True, None, datetime.date(2024, 2, 29), \
                datetime.datetime(2024, 1, 2, 3, 4, 5, 600000), datetime.time(1, 2, 3), 2.5)

                """
            let expected = """
                True
                True
                True
                [('0', 'row\\t0'), ('1', None), ('2', 'row\\t2')]
                42P01
                INTRANS
                True
                50000

                """
            let output = try await run(script, port: port)
            #expect(output == row + row + expected)
        }
    }

    @Test func servesTheRedshiftDriver() async throws {
        let script = """
            import sys, decimal, datetime, redshift_connector
            def connect(password):
                return redshift_connector.connect(
                    host='127.0.0.1', port=int(sys.argv[1]), user='tester', database='dev',
                    password=password, ssl=False)
            with connect('pencil') as c:
                c.autocommit = True
                cursor = c.cursor()
                cursor.execute("SELECT 1, 2::bigint, 1.5::double, 12.345::decimal(9,3), 'x', true, NULL, "
                    "DATE '2024-02-29', TIMESTAMP '2024-01-02 03:04:05', '{\\"a\\":1}'::json")
                print(cursor.fetchone())
                cursor.execute('SELECT %s::int, %s::varchar, %s::double', (5, 'six', 7.5))
                print(cursor.fetchall())
                cursor.execute('CREATE TABLE t (a int, b varchar)')
                cursor.executemany('INSERT INTO t VALUES (%s, %s)', [(1, 'one'), (2, 'two')])
                cursor.execute('SELECT * FROM t ORDER BY a')
                print(cursor.fetchall())
            try:
                connect('pen')
            except redshift_connector.Error as e:
                print('password authentication failed' in str(e))
            """
        let provider = try EngineProvider(credentials: ["tester": .md5(password: "pencil", user: "tester")])
        try await withServer(ServerConfiguration(port: 0, authentication: .password), provider: provider) { port, _ in
            let expected = """
                [1, 2, 1.5, Decimal('12.345'), 'x', True, None, datetime.date(2024, 2, 29), \
                datetime.datetime(2024, 1, 2, 3, 4, 5), '{"a":1}']
                ([5, 'six', 7.5],)
                ([1, 'one'], [2, 'two'])
                True

                """
            let output = try await run(script, port: port)
            #expect(output == expected)
        }
        let scram = try EngineProvider(
            credentials: ["tester": .scram(ScramVerifier(password: "pencil", salt: [1, 2, 3]))])
        try await withServer(ServerConfiguration(port: 0, authentication: .password), provider: scram) { port, _ in
            let answer = """
                import sys, redshift_connector
                with redshift_connector.connect(host='127.0.0.1', port=int(sys.argv[1]), user='tester', database='dev',
                    password='pencil', ssl=False) as c:
                    print(c.cursor().execute('SELECT 8').fetchall())
                """
            let output = try await run(answer, port: port)
            #expect(output == "([8],)\n")
        }
    }
}
