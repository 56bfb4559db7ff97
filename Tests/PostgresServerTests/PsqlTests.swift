import Testing
import Warehouse

@testable import PostgresServer

/// What stock clients see, through psql.
@Suite(.enabled(if: hasProgram("psql"), "skipped: no psql"), .timeLimit(.minutes(2)))
struct PsqlTests {
    @Test func answersSimpleQueries() async throws {
        try await withServer(provider: EngineProvider()) { port, _ in
            let result = try await psql(
                port: port,
                [
                    "SELECT 1, 'two', 3.50, NULL, true, 0.1::double, 1e20::double, 'x'::blob, [1], DATE '2024-02-29'",
                    "CREATE TABLE t (a int, b text); INSERT INTO t VALUES (1, 'x'), (2, 'y'); SELECT * FROM t",
                    "", "UPDATE t SET a = 3", "SELECT count(*) FROM range(100000)",
                ])
            #expect(result.errors == "")
            #expect(
                result.output == """
                    1|two|3.50||t|0.1|1e+20|78|[1]|2024-02-29
                    CREATE
                    INSERT 0 2
                    1|x
                    2|y
                    UPDATE 2
                    100000

                    """)
        }
    }

    @Test func reportsErrorsAndGoesOn() async throws {
        try await withServer(provider: EngineProvider()) { port, _ in
            let result = try await runProgram(
                "psql", ["-X", "-A", "-t", "-h", "127.0.0.1", "-p", "\(port)", "-U", "tester", "dev"],
                input: """
                    \\set VERBOSITY verbose
                    SELECT nothing FROM nowhere;
                    BEGIN;
                    SELECT 1/'x';
                    SELECT 1;
                    ROLLBACK;
                    SELECT 7;
                    """)
            #expect(result.errors.contains("ERROR:  42P01: table with name nowhere does not exist"))
            #expect(result.errors.contains("25P02: current transaction is aborted"))
            #expect(result.output == "BEGIN\nROLLBACK\n7\n")
        }
    }

    @Test func copiesInAndOut() async throws {
        try await withServer(provider: EngineProvider()) { port, _ in
            let rows = (0..<5000).map { "\($0),\"quoted, \"\"\($0)\"\"\nline\",\($0).5\n" }.joined()
            let result = try await runProgram(
                "psql",
                [
                    "-X", "-A", "-t", "-v", "ON_ERROR_STOP=1", "-h", "127.0.0.1", "-p", "\(port)", "-U", "tester",
                    "dev",
                    "-c", "CREATE TABLE t (a int, b varchar, c double)", "-c", "\\copy t FROM pstdin CSV",
                    "-c", "SELECT count(*), sum(a), max(b), sum(c) FROM t", "-c", "\\copy t TO pstdout CSV",
                ], input: rows)
            #expect(result.errors == "")
            let answers = "CREATE\nCOPY 5000\n5000|12497500|quoted, \"999\"\nline|12500000\n"
            #expect(result.output == answers + rows)
        }
    }

    @Test func passesNoticesAndSettingsOn() async throws {
        try await withServer(provider: EngineProvider()) { port, _ in
            let result = try await psql(port: port, ["NOTIFY_ME"])
            #expect(result.output == "NOTIFY_ME\n")
            #expect(result.errors == "INFO:  as you wish\nHINT:  do not ask again\n")
        }
    }

    @Test func refusesToOpenWithTheProvidersError() async throws {
        try await withServer(provider: EngineProvider()) { port, _ in
            let result = try await runProgram(
                "psql", ["-X", "-h", "127.0.0.1", "-p", "\(port)", "-U", "tester", "missing", "-c", "SELECT 1"])
            #expect(result.status == 2)
            #expect(result.errors.contains("FATAL:  database \"missing\" does not exist"))
        }
    }

    @Test(arguments: [
        StoredCredential.scram(ScramVerifier(password: "pencil", salt: [1, 2, 3, 4, 5, 6, 7, 8])),
        StoredCredential.md5(password: "pencil", user: "tester"),
    ])
    func checksPasswords(credential: StoredCredential) async throws {
        let provider = try EngineProvider(credentials: ["tester": credential])
        let configuration = ServerConfiguration(port: 0, authentication: .password)
        try await withServer(configuration, provider: provider) { port, _ in
            let right = try await psql(port: port, ["SELECT 1"], environment: ["PGPASSWORD": "pencil"])
            #expect(right.output == "1\n")
            #expect(right.errors == "")
            for user in ["tester", "nobody"] {
                let wrong = try await psql(port: port, ["SELECT 1"], user: user, environment: ["PGPASSWORD": "pen"])
                #expect(wrong.status == 2)
                #expect(wrong.errors.contains("FATAL:  password authentication failed for user \"\(user)\""))
            }
        }
    }

    @Test(.enabled(if: hasProgram("openssl"), "skipped: no openssl"))
    func encrypts() async throws {
        let files = try await TestCertificate.make()
        let provider = try EngineProvider(
            credentials: ["tester": .scram(ScramVerifier(password: "pencil", salt: [9, 9, 9, 9]))])
        let configuration = ServerConfiguration(port: 0, authentication: .password, tls: files)
        try await withServer(configuration, provider: provider) { port, _ in
            let environment = [
                "PGPASSWORD": "pencil", "PGSSLMODE": "verify-ca", "PGSSLROOTCERT": files.certificateChain,
            ]
            let result = try await psql(
                port: port, ["SELECT repeat('x', 3) FROM range(2)", "\\conninfo"], environment: environment)
            #expect(result.errors == "")
            #expect(result.output.hasPrefix("xxx\nxxx\n"))
            #expect(result.output.contains("TLSv1.3"))
        }
    }

    @Test func endsTheStatementOfAVanishedClient() async throws {
        let provider = try EngineProvider()
        try await withServer(provider: provider) { port, service in
            let endless = "SELECT sum(a.range * b.range) FROM range(10000000) a, range(10000000) b"
            async let program = runProgram(
                "timeout",
                [
                    "--signal=KILL", "2", "psql", "-X", "-h", "127.0.0.1", "-p", "\(port)", "-U", "tester", "dev", "-c",
                    endless,
                ])
            let hasBegun = try await eventually { provider.openSessions.value == 1 }
            #expect(hasBegun)
            let result = try await program
            #expect(result.status != 0)
            let hasEnded = try await eventually { provider.openSessions.value == 0 && service.connectionCount == 0 }
            #expect(hasEnded)
        }
    }
}
