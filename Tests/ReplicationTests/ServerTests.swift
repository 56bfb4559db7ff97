internal import Logging
internal import MillraceTesting
import Testing

@testable import Replication

/// One server for the tests that need none of their own; each test has a database.
enum SharedServer {
    static let server = Task { try await MariaDBServer() }

    static func database(_ name: String, _ statements: String) async throws -> MariaDBServer {
        let server = try await server.value
        try await server.execute("CREATE DATABASE `\(name)` CHARACTER SET utf8mb4")
        try await server.execute(statements, database: name)
        return server
    }
}

@Suite(.enabled(if: MariaDBServer.isAvailable, "skipped: no mariadbd"), .timeLimit(.minutes(2)))
struct ServerTests {
    @Test func snapshotThenChanges() async throws {
        let server = try await SharedServer.database(
            "basic", "CREATE TABLE t (id INT PRIMARY KEY, name VARCHAR(20)); INSERT INTO t VALUES (1, 'a'), (2, NULL)")
        var run = try ReplicationRun(server, database: "basic")
        try await run.snapshot()
        let name = TableName(database: "basic", table: "t")
        #expect(run.replica.tables[name]?.rows == [["1", "a"], ["2", nil]])
        try await server.execute(
            """
            INSERT INTO t VALUES (3, 'c'); UPDATE t SET name = 'b' WHERE id = 2; DELETE FROM t WHERE id = 1;
            START TRANSACTION; INSERT INTO t VALUES (4, 'd'); UPDATE t SET id = 40 WHERE id = 4; COMMIT;
            START TRANSACTION; INSERT INTO t VALUES (5, 'e'); ROLLBACK
            """, database: "basic")
        try await run.catchUp(with: server)
        try await run.expectSame()
        #expect(run.replica.tables[name]?.rows.count == 3)
        #expect(run.replica.transactionCount == 4)
    }

    @Test(arguments: [false, true]) func everyTypeReadsTheSameFromSnapshotAndLog(ignoresMariaDBFeatures: Bool)
        async throws
    {
        let database = ignoresMariaDBFeatures ? "types_mysql" : "types"
        let server = try await SharedServer.database(database, TypeCases.createTable)
        let (fromLog, fromSnapshot) = (
            TableName(database: database, table: "logged"), TableName(database: database, table: "copied")
        )
        try await server.execute(
            "CREATE TABLE copied LIKE logged;" + TypeCases.inserts(into: "copied"), database: database)
        var run = try ReplicationRun(server, database: database) { $0.ignoresMariaDBFeatures = ignoresMariaDBFeatures }
        try await run.snapshot()
        try await server.execute(TypeCases.inserts(into: "logged"), database: database)
        try await run.catchUp(with: server)
        #expect(run.replica.failures.isEmpty)
        let logged = try #require(run.replica.tables[fromLog])
        let copied = try #require(run.replica.tables[fromSnapshot])
        #expect(logged.schema.columns == copied.schema.columns)
        #expect(logged.rows.count == TypeCases.rowCount)
        #expect(logged.rows == copied.rows)
        for (index, expectation) in TypeCases.columns.enumerated() {
            #expect(logged.schema.columns[index + 1].type.description == expectation.type, "\(expectation.declaration)")
            for (row, value) in expectation.values.enumerated() {
                #expect(logged.rows[row][index + 1] == value.expected, "\(expectation.declaration) \(value.sql)")
            }
        }
    }

    @Test func tablesThatCannotBeReplicatedFailAlone() async throws {
        let server = try await SharedServer.database(
            "failing",
            """
            CREATE TABLE good (id INT PRIMARY KEY); CREATE TABLE place (id INT PRIMARY KEY, p POINT);
            CREATE TABLE aria (id INT PRIMARY KEY) ENGINE=Aria; CREATE TABLE wide (id INT PRIMARY KEY, d
                DECIMAL(60,10));
            CREATE TABLE child (id INT PRIMARY KEY, good INT, FOREIGN KEY (good) REFERENCES good (id) ON DELETE
                CASCADE);
            CREATE TABLE sjis (t TEXT CHARACTER SET sjis); CREATE VIEW v AS SELECT * FROM good;
            """)
        var run = try ReplicationRun(server, database: "failing")
        try await run.snapshot()
        try await server.execute(
            "INSERT INTO good VALUES (1); INSERT INTO place VALUES (1, POINT(1, 2))", database: "failing")
        try await run.catchUp(with: server)
        #expect(run.replica.tables.keys.map(\.table) == ["good"])
        #expect(run.replica.failures.keys.map(\.table).sorted() == ["aria", "child", "place", "sjis", "wide"])
        #expect(run.replica.failures.values.allSatisfy { $0.code == .unsupportedTable })
        try await run.expectSame()
        // What was in the way is gone, so the table comes in by itself.
        try await server.execute("ALTER TABLE place DROP COLUMN p", database: "failing")
        try await run.catchUp(with: server)
        #expect(run.replica.tables.keys.map(\.table).sorted() == ["good", "place"])
        try await run.expectSame()
    }

    @Test func filtersChooseTables() async throws {
        let server = try await SharedServer.database(
            "filtered",
            "CREATE TABLE orders (id INT PRIMARY KEY); CREATE TABLE tmp_1 (id INT PRIMARY KEY); CREATE TABLE log (id INT)"
        )
        let filter = "include: filtered.*, exclude: filtered./tmp_.*/, exclude: *.log"
        var run = try ReplicationRun(server, database: "filtered", filter: filter)
        try await run.snapshot()
        try await server.execute(
            "CREATE TABLE tmp_2 (id INT); INSERT INTO tmp_2 VALUES (1); INSERT INTO log VALUES (2); INSERT INTO orders VALUES (3)",
            database: "filtered")
        try await run.catchUp(with: server)
        #expect(run.replica.tables.keys.map(\.table) == ["orders"])
        // Into and out of the filter by name.
        try await server.execute("RENAME TABLE tmp_1 TO kept, orders TO tmp_orders", database: "filtered")
        try await run.catchUp(with: server)
        #expect(run.replica.tables.keys.map(\.table) == ["kept"])
        try await run.expectSame()
    }

    @Test func settingsThatPreventReplicationAreNamed() async throws {
        for option in ["--binlog-format=STATEMENT", "--binlog-row-image=MINIMAL", "--skip-log-bin"] {
            let server = try await MariaDBServer(options: [option])
            let run = try ReplicationRun(server, database: "mysql")
            let error = await #expect(throws: ReplicationError.self) { _ = try await run.next() }
            #expect(error?.code == .sourceSettings)
            #expect(error?.hint != nil)
        }
    }

    @Test func withoutFullMetadataTheCatalogNamesTheColumns() async throws {
        let server = try await MariaDBServer(options: ["--binlog-row-metadata=NO_LOG"])
        try await server.execute("CREATE DATABASE plain")
        try await server.execute(
            "CREATE TABLE t (id INT UNSIGNED PRIMARY KEY, e ENUM('x', 'it''s'), s SET('a', 'b'), n BIGINT UNSIGNED)",
            database: "plain")
        var run = try ReplicationRun(server, database: "plain")
        try await run.snapshot()
        try await server.execute(
            "INSERT INTO t VALUES (4294967295, 'it''s', 'a,b', 18446744073709551615); UPDATE t SET e = 'x'",
            database: "plain")
        try await server.execute(
            "ALTER TABLE t ADD COLUMN more INT; INSERT INTO t VALUES (2, 'x', 'b', 1, 7)", database: "plain")
        try await run.catchUp(with: server)
        #expect(run.replica.failures.isEmpty)
        try await run.expectSame()
    }

    @Test func aLargeTransactionComesInParts() async throws {
        let server = try await SharedServer.database(
            "large", "CREATE TABLE t (id INT PRIMARY KEY, filler VARCHAR(100))")
        var run = try ReplicationRun(server, database: "large")
        try await run.snapshot()
        try await server.execute("INSERT INTO t SELECT seq, REPEAT('x', 10) FROM seq_1_to_250000", database: "large")
        var parts = 0
        try await run.follow { replica, event in
            guard case .transaction(let transaction) = event else { return false }
            parts += 1
            return transaction.isLast
        }
        #expect(parts == 3)
        try await run.expectSame()
    }

    @Test func aCompressedLogIsRead() async throws {
        let server = try await MariaDBServer(options: ["--log-bin-compress=ON", "--log-bin-compress-min-len=10"])
        try await server.execute("CREATE DATABASE d; CREATE TABLE d.t (id INT PRIMARY KEY, filler VARCHAR(3000))")
        var run = try ReplicationRun(server, database: "d")
        try await run.snapshot()
        try await server.execute(
            """
            INSERT INTO t SELECT seq, REPEAT(CHAR(97 + seq % 26), seq) FROM seq_1_to_2000;
            UPDATE t SET filler = CONCAT(filler, id) WHERE id % 3 = 0; DELETE FROM t WHERE id % 5 = 0;
            ALTER TABLE t ADD COLUMN a_column_with_a_long_name INT
            """, database: "d")
        try await run.catchUp(with: server)
        try await run.expectSame()
    }

    @Test func wrongPasswordIsRefusedForGood() async throws {
        let server = try await SharedServer.server.value
        let configuration = MySQLConfiguration(host: "127.0.0.1", port: server.port, user: "reader", password: "wrong")
        let source = MySQLSource(configuration, resuming: nil, logger: .init(label: "test"))
        let error = await #expect(throws: ReplicationError.self) { _ = try await source.next() }
        #expect(error?.code == .accessDenied)
    }
}
