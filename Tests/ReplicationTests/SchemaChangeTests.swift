internal import MillraceTesting
import Testing

@testable import Replication

@Suite(.enabled(if: MariaDBServer.isAvailable, "skipped: no mariadbd"), .timeLimit(.minutes(2)))
struct SchemaChangeTests {
    struct Step: CustomTestStringConvertible {
        let statements: String
        /// How many snapshots of single tables it takes.
        let snapshots: Int
        init(_ statements: String, snapshots: Int = 0) {
            self.statements = statements
            self.snapshots = snapshots
        }
        var testDescription: String { statements }
    }

    static let steps = [
        Step("ALTER TABLE t ADD COLUMN extra VARCHAR(10); INSERT INTO t VALUES (10, 'x', 'more')"),
        Step("ALTER TABLE t ADD COLUMN extra VARCHAR(10)"),
        Step("ALTER TABLE t ADD COLUMN first INT NULL FIRST; UPDATE t SET first = id"),
        Step("ALTER TABLE t ADD COLUMN a INT, ADD COLUMN b INT AFTER id, ADD INDEX (name)"),
        Step("ALTER TABLE t ADD COLUMN filled INT NOT NULL DEFAULT 7; INSERT INTO t (id) VALUES (10)", snapshots: 1),
        Step("ALTER TABLE t ADD COLUMN at TIMESTAMP", snapshots: 1),
        Step("ALTER TABLE t DROP COLUMN name; INSERT INTO t VALUES (10)"),
        Step("ALTER TABLE t RENAME COLUMN name TO title; UPDATE t SET title = 'new' WHERE id = 1"),
        Step("ALTER TABLE t CHANGE name title VARCHAR(30); UPDATE t SET title = 'new' WHERE id = 1", snapshots: 1),
        Step("ALTER TABLE t MODIFY COLUMN id BIGINT; INSERT INTO t VALUES (5000000000, 'big')", snapshots: 1),
        Step("ALTER TABLE t MODIFY COLUMN name VARCHAR(5) FIRST; UPDATE t SET name = 'q'", snapshots: 1),
        Step("ALTER TABLE t DROP PRIMARY KEY; INSERT INTO t VALUES (1, 'twice'); DELETE FROM t WHERE id = 2"),
        Step(
            "ALTER TABLE t COMMENT = 'x', ENGINE = InnoDB; CREATE INDEX i ON t (name); INSERT INTO t VALUES (10, 'i')"),
        Step("TRUNCATE TABLE t; INSERT INTO t VALUES (1, 'again')"),
        Step("DROP TABLE t"),
        Step(
            "DROP TABLE t; CREATE TABLE t (id INT PRIMARY KEY, other DATE); INSERT INTO t VALUES (1, '2024-01-01')",
            snapshots: 1),
        Step("CREATE OR REPLACE TABLE t (a INT); INSERT INTO t VALUES (1), (1)", snapshots: 1),
        Step("CREATE TABLE u LIKE t; INSERT INTO u SELECT * FROM t; UPDATE u SET name = 'u'", snapshots: 1),
        Step("CREATE TABLE u AS SELECT * FROM t; INSERT INTO u VALUES (9, 'more')", snapshots: 1),
        Step("CREATE TABLE IF NOT EXISTS t (id INT); INSERT INTO t VALUES (10, 'kept')"),
        Step("RENAME TABLE t TO v; INSERT INTO v VALUES (10, 'v'); ALTER TABLE v ADD COLUMN w INT"),
        Step(
            "CREATE TABLE u (id INT PRIMARY KEY); RENAME TABLE t TO old, u TO t; INSERT INTO t VALUES (1)", snapshots: 1
        ),
        Step("ALTER TABLE t RENAME TO v; DELETE FROM v WHERE id = 1"),
        Step("CREATE TEMPORARY TABLE scratch (id INT); INSERT INTO scratch VALUES (1); DROP TEMPORARY TABLE scratch"),
        Step(
            "ALTER TABLE t ADD COLUMN a INT; ALTER TABLE t DROP COLUMN a; ALTER TABLE t ADD COLUMN a VARCHAR(9); UPDATE t SET a = 'z'"
        ),
        Step(
            "SET binlog_format = STATEMENT; UPDATE t SET name = CONCAT(name, '!'); SET binlog_format = ROW",
            snapshots: 1),
        Step("XA START 'x'; INSERT INTO t VALUES (10, 'xa'); XA END 'x'; XA PREPARE 'x'; XA COMMIT 'x'", snapshots: 1),
        Step("XA START 'y'; INSERT INTO t VALUES (10, 'xa'); XA END 'y'; XA PREPARE 'y'; XA ROLLBACK 'y'"),
        Step("START TRANSACTION; INSERT INTO t VALUES (10, 'a'); SAVEPOINT s; DELETE FROM t; ROLLBACK TO s; COMMIT"),
    ]

    @Test(arguments: Array(steps.enumerated())) func isFollowed(_ numbered: (offset: Int, element: Step)) async throws {
        let database = "schema_\(numbered.offset)"
        let server = try await SharedServer.database(
            database,
            "CREATE TABLE t (id INT PRIMARY KEY, name VARCHAR(20)); INSERT INTO t VALUES (1, 'a'), (2, 'b'), (3, NULL)")
        var run = try ReplicationRun(server, database: database)
        try await run.snapshot()
        try await server.execute(numbered.element.statements, database: database)
        try await run.catchUp(with: server)
        try await run.expectSame()
        let snapshots = run.replica.resnapshots.values.reduce(0, +)
        // The catalog may be ahead of the log by the time that it is read; then a snapshot takes the place of the
        // change.
        #expect(snapshots >= numbered.element.snapshots)
        // From here on it goes on as ever, also after a restart.
        run.restart()
        let name = run.replica.tables.keys.min() ?? TableName(database: database, table: "none")
        if !run.replica.tables.isEmpty {
            try await server.execute("DELETE FROM `\(name.table)` LIMIT 1", database: database)
        }
        try await run.catchUp(with: server)
        try await run.expectSame()
    }

    @Test func aDroppedDatabaseTakesItsTables() async throws {
        let server = try await SharedServer.database(
            "dropped", "CREATE TABLE t (id INT PRIMARY KEY); CREATE TABLE u (id INT)")
        var run = try ReplicationRun(server, database: "dropped")
        try await run.snapshot()
        #expect(run.replica.tables.count == 2)
        try await server.execute("DROP DATABASE dropped; CREATE DATABASE dropped; CREATE TABLE dropped.w (id INT)")
        try await run.catchUp(with: server)
        #expect(run.replica.tables.keys.map(\.table) == ["w"])
    }
}
