import Foundation
import MillraceTesting
import Testing

/// The program under stock clients, unmodified and started as users start them.
@Suite(.serialized) struct ClientTests {
    /// Scripts that need nothing but the server; each says what it looks at.
    static let scripts = ["psycopg_cursors.py", "psycopg_transactions.py", "psql_cancel.py", "scan_states.py"]

    @Test(.enabled(if: Needs.hasPython, Needs.python), .timeLimit(.minutes(3)), arguments: scripts)
    func theScriptFindsNothingWrong(script: String) async throws {
        try await MillraceServer.withTemporary { try await Clients.python(script, $0) }
    }

    @Test(.enabled(if: Needs.hasPython, Needs.python), .timeLimit(.minutes(2)))
    func filesAreLoadedAndWritten() async throws {
        let lake = TemporaryFolder.make().path
        try await MillraceServer.withTemporary(arguments: ["--bucket", "lake=\(lake)"]) { server in
            try await Clients.python("storage.py", server, [lake])
        }
    }

    @Test(.enabled(if: Needs.hasServer, Needs.server), .timeLimit(.minutes(1)))
    func psqlCopiesFromAndToFiles() async throws {
        let folder = TemporaryFolder.make()
        try "AIG|49.18\nBAC|\\N\n".write(to: folder.appending(path: "in"), atomically: true, encoding: .utf8)
        try await MillraceServer.withTemporary { server in
            let outcome = try await Clients.psql(
                server,
                """
                CREATE TABLE price (symbol varchar(12), price decimal(12,4));
                \\copy price FROM '\(folder.path)/in' DELIMITER '|'
                \\copy price TO '\(folder.path)/out' WITH (FORMAT csv, HEADER)
                \\d+ price
                """)
            #expect(outcome.status == 0, "\(outcome.output)")
            #expect(outcome.output.contains("COPY 2\nCOPY 2\n"))
            let written = try String(contentsOf: folder.appending(path: "out"), encoding: .utf8)
            #expect(written == "symbol,price\nAIG,49.1800\nBAC,\n")
        }
    }

    @Test(.enabled(if: Needs.hasServer, Needs.server), .timeLimit(.minutes(1)))
    func psqlRunsStatementsAndShowsErrors() async throws {
        try await MillraceServer.withTemporary { server in
            let outcome = try await Clients.psql(
                server,
                """
                CREATE TABLE venue (code char(1), name varchar(40)) DISTSTYLE ALL SORTKEY (code);
                INSERT INTO venue VALUES ('N', 'New York Stock Exchange'), ('D', NULL);
                SELECT code, name FROM venue ORDER BY code DESC;
                """, ["--tuples-only", "--no-align"])
            #expect(outcome.status == 0, "\(outcome.output)")
            #expect(outcome.output.contains("N|New York Stock Exchange\nD|\n"))
            let failure = try await Clients.psql(server, "SELECT * FROM nothing_here;")
            #expect(failure.status == 3)
            #expect(failure.output.contains("nothing_here"))
        }
    }

    @Test(.enabled(if: Needs.hasServer, Needs.server), .timeLimit(.minutes(1)))
    func aResultLargerThanAnyBufferArrivesWhole() async throws {
        try await MillraceServer.withTemporary { server in
            let outcome = try await Clients.psql(
                server, "SELECT n, 'row ' || n::varchar FROM generate_series(1, 200000) AS numbers(n);",
                ["--tuples-only", "--no-align"])
            #expect(outcome.status == 0)
            #expect(outcome.output.split(separator: "\n").count == 200_000)
            #expect(outcome.output.hasSuffix("200000|row 200000\n"))
        }
    }

    @Test(.enabled(if: Needs.hasPython, Needs.python), .timeLimit(.minutes(3)))
    func slowAndVanishedClientsHoldNothingBack() async throws {
        try await MillraceServer.withTemporary { server in
            try await Clients.python("slow_clients.py", server, ["3000000"])
        }
    }

    @Test(.enabled(if: Needs.hasServer, Needs.server), .timeLimit(.minutes(1)))
    func psqlCopiesInAndOut() async throws {
        try await MillraceServer.withTemporary { server in
            let outcome = try await Clients.psql(
                server,
                #"""
                CREATE TABLE quote (symbol varchar(12), price decimal(12,4), note varchar(40));
                \copy quote FROM STDIN WITH (FORMAT csv)
                AIG,49.18,"a, b"
                BAC,13.70,
                \.
                \copy (SELECT * FROM quote ORDER BY symbol) TO STDOUT WITH (FORMAT csv)
                """#, ["--quiet"])
            #expect(outcome.status == 0, "\(outcome.output)")
            #expect(outcome.output.contains("AIG,49.1800,\"a, b\"\nBAC,13.7000,\n"))
        }
    }

    @Test(.enabled(if: Needs.hasPython, Needs.python), .timeLimit(.minutes(2)))
    func psycopgReadsAndWrites() async throws {
        try await MillraceServer.withTemporary { try await Clients.python("psycopg_client.py", $0) }
    }

    @Test(.enabled(if: Needs.hasPython, Needs.python), .timeLimit(.minutes(2)))
    func theRedshiftDriverReadsAndWrites() async throws {
        try await MillraceServer.withTemporary { try await Clients.python("redshift_client.py", $0) }
    }

    @Test(.enabled(if: Needs.hasPython, Needs.python), .timeLimit(.minutes(2)))
    func boto3ProducesAndConsumes() async throws {
        try await MillraceServer.withTemporary { try await Clients.python("kinesis_client.py", $0) }
    }

    @Test(.enabled(if: Needs.hasPython, Needs.python), .timeLimit(.minutes(2)))
    func theAWSCommandReachesAView() async throws {
        try await MillraceServer.withTemporary { server in
            let created = try await Clients.aws(
                server, ["kinesis", "create-stream", "--stream-name", "clicks", "--shard-count", "1"])
            #expect(created.status == 0, "\(created.output)")
            let declared = try await Clients.psql(
                server,
                """
                CREATE EXTERNAL SCHEMA market FROM KINESIS;
                CREATE MATERIALIZED VIEW clicks AUTO REFRESH YES AS
                SELECT JSON_PARSE(kinesis_data) AS payload FROM market."clicks" WHERE CAN_JSON_PARSE(kinesis_data);
                """)
            #expect(declared.status == 0, "\(declared.output)")
            let put = try await Clients.aws(
                server,
                [
                    "kinesis", "put-record", "--stream-name", "clicks", "--partition-key", "a", "--data",
                    #"{"page":"/home"}"#,
                ])
            #expect(put.status == 0, "\(put.output)")
            #expect(put.output.contains("SequenceNumber"))
            try await eventually {
                let seen = try await Clients.psql(
                    server, "SELECT payload.page::varchar FROM clicks;", ["--tuples-only", "--no-align"])
                return seen.output == "/home\n"
            }
        }
    }
}

/// Asks `condition` again and again until it holds; half a minute at most.
func eventually(_ condition: () async throws -> Bool) async throws {
    let deadline = ContinuousClock.now + .seconds(30)
    while try await !condition() {
        try #require(ContinuousClock.now < deadline, "the condition did not come true in 30 s")
        try await Task.sleep(for: .milliseconds(50))
    }
}
