import Foundation
import MillraceTesting
import Testing

/// What is around the program fails: the source server, the connection to it, the disk. The program stays and catches up.
@Suite(
    .serialized, .enabled(if: Needs.hasPython, Needs.python),
    .enabled(if: MariaDBServer.isAvailable, "there is no mariadbd")) struct OutageTests
{
    @Test(.timeLimit(.minutes(5)))
    func replicationGoesOnAfterTheSourceDiesAndConnectionsAreCut() async throws {
        let source = try await MariaDBServer()
        defer { source.stop() }
        try await source.execute(
            """
            CREATE DATABASE trading;
            CREATE TABLE trading.trades (id BIGINT AUTO_INCREMENT PRIMARY KEY, symbol VARCHAR(12), volume INT);
            INSERT INTO trading.trades (symbol, volume) SELECT 'BEFORE', seq FROM trading.seq_1_to_500;
            """)
        try await MillraceServer.withTemporary { server in
            let created = try await Clients.psql(
                server,
                """
                CREATE INTEGRATION orders SOURCE '\(source.url(database: "trading"))';
                CREATE DATABASE trades_db FROM INTEGRATION 'orders';
                """)
            #expect(created.status == 0, "\(created.output)")
            try await expectEqual(server, source)
            for round in 0..<6 {
                async let writes: Void = write(300, to: source, round: round)
                try await interrupt(source, round: round)
                // What the dying server did not commit, the writer lost with its connection: that is the source's matter.
                try? await writes
                if round % 2 == 0 { try await source.start() }
                try await write(50, to: source, round: round)
                try await expectEqual(server, source)
            }
            let reported = try await Clients.psql(
                server, "SELECT state FROM svv_integration WHERE integration_name = 'orders'", Self.plain)
            #expect(reported.status == 0 && reported.output == "CdcRefreshState\n", "\(reported.output)")
        }
    }

    @Test(.timeLimit(.minutes(2)))
    func aTableThatFailedSaysSoWhenItIsQueried() async throws {
        let source = try await MariaDBServer()
        defer { source.stop() }
        try await source.execute(
            "CREATE DATABASE trading; CREATE TABLE trading.places (id INT PRIMARY KEY); INSERT INTO trading.places VALUES (1)"
        )
        try await MillraceServer.withTemporary { server in
            let created = try await Clients.psql(
                server,
                """
                CREATE INTEGRATION orders SOURCE '\(source.url(database: "trading"))';
                CREATE DATABASE trades_db FROM INTEGRATION 'orders';
                """)
            #expect(created.status == 0, "\(created.output)")
            let query = "SELECT 'rows: ' || count(*) FROM trades_db.trading.places;"
            try await eventually { try await Clients.psql(server, query, Self.plain).output == "rows: 1\n" }
            try await source.execute(
                "ALTER TABLE places ADD COLUMN p POINT; INSERT INTO places VALUES (2, POINT(1, 1))", database: "trading"
            )
            try await eventually {
                let output = try await Clients.psql(server, query, Self.plain).output
                return output.contains("WARNING:  table trades_db.trading.places does not follow its source any more")
                    && output.contains("POINT") && output.contains("rows: 1")
            }
        }
    }

    /// In even rounds the server is killed and stays down; in odd ones the replication's connections are cut, again and again.
    private func interrupt(_ source: MariaDBServer, round: Int) async throws {
        if round % 2 == 0 {
            source.kill()
            return
        }
        for _ in 0..<5 {
            let connections = try await source.execute(
                "SELECT id FROM information_schema.processlist WHERE user = 'reader'")
            // A connection may be gone before it is cut.
            for connection in connections { _ = try? await source.execute("KILL HARD CONNECTION \(connection)") }
        }
    }

    /// Inserts rows one transaction each, changes some and deletes some.
    private func write(_ rows: Int, to source: MariaDBServer, round: Int) async throws {
        let statements = (0..<rows).map { row in
            """
            INSERT INTO trades (symbol, volume) VALUES ('R\(round)', \(row));
            UPDATE trades SET volume = volume + 1 WHERE id % 97 = \(row % 97);
            DELETE FROM trades WHERE id % 211 = \(row % 211) AND symbol = 'BEFORE';
            """
        }
        try await source.execute(statements.joined(separator: "\n"), database: "trading")
    }

    private static let plain = ["--tuples-only", "--no-align", "--field-separator=\t"]

    /// Waits, at most a minute, until the replicated table has the rows of the source.
    private func expectEqual(_ server: MillraceServer, _ source: MariaDBServer) async throws {
        let right = try await source.execute("SELECT id, symbol, volume FROM trading.trades ORDER BY id")
        let deadline = ContinuousClock.now + .seconds(60)
        var answer: [String] = []
        repeat {
            let outcome = try await Clients.psql(
                server, "SELECT id, symbol, volume FROM trades_db.trading.trades ORDER BY id", Self.plain)
            answer = outcome.output.split(separator: "\n").map(String.init)
            if outcome.status == 0, answer == right { return }
        } while ContinuousClock.now < deadline
        Issue.record(
            "\(answer.count) rows, the source has \(right.count); the last: \(answer.suffix(2)), \(right.suffix(2))")
    }

    @Test(
        .enabled(if: SmallDisk.isPossible, "the kernel does not let users mount file systems of their own"),
        .timeLimit(.minutes(5)), arguments: [12, 33])
    func aFullDiskRefusesChangesAndLosesNothing(freeMegabytes: Int) async throws {
        let source = try await MariaDBServer()
        defer { source.stop() }
        try await Clients.python(
            "disk_full.py",
            [
                try #require(MillraceServer.binary), TemporaryFolder.make().appending(path: "disk").path,
                "\(source.port)", "\(freeMegabytes)",
            ])
    }
}

/// A file system of a few megabytes, which a user may mount in a namespace of its own where the kernel allows that.
private enum SmallDisk {
    static let isPossible: Bool = {
        let attempt = Process()
        attempt.executableURL = URL(filePath: "/usr/bin/unshare")
        attempt.arguments = [
            "--user", "--map-root-user", "--mount", "mount", "-t", "tmpfs", "-o", "size=1m", "tmpfs", "/mnt",
        ]
        attempt.standardError = FileHandle.nullDevice
        guard (try? attempt.run()) != nil else { return false }
        attempt.waitUntilExit()
        return attempt.terminationStatus == 0
    }()
}
