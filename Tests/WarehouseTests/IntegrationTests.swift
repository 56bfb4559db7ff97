import DuckDB
import Foundation
import MillraceTesting
import Testing

@testable import Warehouse

@Suite(.enabled(if: MariaDBServer.isAvailable, "skipped: no mariadbd"), .timeLimit(.minutes(5)))
struct IntegrationTests {
    private static let server = Task { try await MariaDBServer() }

    private func fixture(_ name: String, _ statements: String, filter: String = "") async throws -> IntegrationFixture {
        let server = try await Self.server.value
        try await server.execute("CREATE DATABASE \(name)")
        try await server.execute(statements, database: name)
        return try IntegrationFixture(server, source: name, filter: filter)
    }

    @Test func snapshotThenChangesOfKeyedAndKeylessTables() async throws {
        let fixture = try await fixture(
            "shop",
            """
            CREATE TABLE orders (id INT PRIMARY KEY, customer VARCHAR(20), amount DECIMAL(10,2));
            CREATE TABLE log (line VARCHAR(20), n INT); INSERT INTO orders VALUES (1, 'ann', 9.50), (2, NULL, NULL);
            INSERT INTO log VALUES ('same', 1), ('same', 1), (NULL, NULL);
            """)
        try fixture.start()
        try await fixture.catchUp()
        #expect(try fixture.rows("orders") == ["1\tann\t9.50", "2\tNULL\tNULL"])
        try await fixture.server.execute(
            """
            START TRANSACTION; INSERT INTO orders VALUES (3, 'bob', 1); UPDATE orders SET amount = 2 WHERE id = 3;
            UPDATE orders SET id = 20 WHERE id = 2; DELETE FROM orders WHERE id = 1; INSERT INTO orders VALUES (1,
                'back', 0);
            INSERT INTO log VALUES ('same', 1), ('new', NULL); DELETE FROM log WHERE n = 1 LIMIT 2;
            UPDATE log SET n = 5 WHERE n IS NULL LIMIT 1; COMMIT
            """, database: "shop")
        try await fixture.catchUp()
        try await fixture.expectSame()
        #expect(try fixture.rows("orders") == ["1\tback\t0.00", "20\tNULL\tNULL", "3\tbob\t2.00"])
        try await fixture.stop()
    }

    @Test func typesArriveAsTheMappingSays() async throws {
        let fixture = try await fixture(
            "mapped",
            """
            CREATE TABLE t (a TINYINT UNSIGNED, b SMALLINT UNSIGNED, c INT UNSIGNED, d BIGINT UNSIGNED, e DECIMAL(4,1),
              f DECIMAL(9,0), g DECIMAL(18,6), h DECIMAL(38,2), i FLOAT, j DOUBLE, k BIT(9), l BINARY(3), m CHAR(3),
              n VARCHAR(9), o TEXT, p ENUM('x','y'), q SET('x','y'), r DATE, s DATETIME(6), t TIMESTAMP NULL, u
                  TIME(1), v YEAR);
            """)
        try fixture.start()
        try await fixture.catchUp()
        let values = """
            (255, 65535, 4294967295, 18446744073709551615, -999.9, 999999999, -0.000001, 12345678901234567890.12,
                0.1, 0.1,
             b'100000001', 'a', 'b', 'a long text', 'text', 'y', 'x,y', '1969-12-31', '2024-02-29 12:00:00.000001',
             '2024-01-01 00:00:00', '-01:02:03.4', 2024), (\(Array(repeating: "NULL", count: 22).joined(separator:
                 ",")))
            """
        try await fixture.server.execute(
            "SET sql_mode = '', time_zone = '+00:00'; INSERT INTO t VALUES \(values)", database: "mapped")
        try await fixture.catchUp()
        #expect(
            try fixture.rows("t") == [
                "255\t65535\t4294967295\t18446744073709551615\t-999.9\t999999999\t-0.000001\t12345678901234567890.12\t0.1\t0.1"
                    + "\t\\x01\\x01\ta\\x00\\x00\tb\ta long te\ttext\ty\tx,y\t1969-12-31\t2024-02-29 12:00:00.000001"
                    + "\t2024-01-01 00:00:00\t-01:02:03.4\t2024",
                Array(repeating: "NULL", count: 22).joined(separator: "\t"),
            ])
        let types = try fixture.connection.query(
            "SELECT data_type FROM duckdb_columns() WHERE schema_name = 'trading.mapped' AND table_name = 't' ORDER BY column_index"
        ).rows().compactMap { $0[0].text }
        #expect(
            types == [
                "SMALLINT", "INTEGER", "BIGINT", "DECIMAL(20,0)", "DECIMAL(4,1)", "DECIMAL(9,0)", "DECIMAL(18,6)",
                "DECIMAL(38,2)",
                "FLOAT", "DOUBLE", "BLOB", "BLOB", "VARCHAR", "VARCHAR", "VARCHAR", "VARCHAR", "VARCHAR", "DATE",
                "TIMESTAMP",
                "TIMESTAMP", "VARCHAR", "VARCHAR",
            ])
        try await fixture.stop()
    }

    @Test func schemaChangesAreFollowed() async throws {
        let fixture = try await fixture(
            "changing",
            "CREATE TABLE t (id INT PRIMARY KEY, a INT, b VARCHAR(10)); INSERT INTO t VALUES (1, 2, 'b'), (2, 3, 'c')")
        try fixture.start()
        try await fixture.catchUp()
        for statements in [
            "ALTER TABLE t ADD COLUMN c INT", "UPDATE t SET c = 7 WHERE id = 1", "ALTER TABLE t RENAME COLUMN a TO x",
            "ALTER TABLE t DROP COLUMN b; INSERT INTO t VALUES (3, 4, 5)",
            "ALTER TABLE t ADD COLUMN d INT NOT NULL DEFAULT 9",
            "ALTER TABLE t MODIFY COLUMN x BIGINT FIRST; UPDATE t SET x = 5000000000 WHERE id = 2",
            "TRUNCATE TABLE t; INSERT INTO t VALUES (1, 2, 3, 4)",
            "RENAME TABLE t TO u; INSERT INTO u VALUES (5, 6, 7, 8)", "CREATE TABLE t AS SELECT * FROM u",
            "DROP TABLE u",
            "ALTER TABLE t RENAME COLUMN x TO y, RENAME COLUMN c TO x",
            "ALTER TABLE t RENAME COLUMN x TO y, RENAME COLUMN y TO x",
            "ALTER TABLE t ADD PRIMARY KEY (id); UPDATE t SET d = d + 1",
        ] {
            try await fixture.server.execute(statements, database: "changing")
            try await fixture.catchUp()
            try await fixture.expectSame()
        }
        #expect(
            try fixture.text("SELECT table_state FROM millrace.svv_integration_table_state WHERE table_name = 'u'")
                == [["Deleted"]])
        try await fixture.stop()
    }

    @Test func aTableThatCannotBeReplicatedIsAStateOfItsOwn() async throws {
        let fixture = try await fixture("broken", "CREATE TABLE good (id INT PRIMARY KEY); CREATE TABLE bad (p POINT)")
        try fixture.start()
        try await fixture.catchUp()
        let states = try fixture.text(
            "SELECT table_name, table_state, reason FROM millrace.svv_integration_table_state ORDER BY 1")
        #expect(states.map { $0[0] } == ["bad", "good", "marks"])
        #expect(states.map { $0[1] } == ["Failed", "Synced", "Synced"])
        #expect(states[0][2]?.contains("POINT") == true)
        let info = try fixture.connection.query(
            "SELECT state, total_tables_replicated, total_tables_failed, target_database FROM millrace.svv_integration"
        ).rows()
        #expect(info == [[.text("CdcRefreshState"), .integer(2), .integer(1), .text("trading")]])
        try await fixture.stop()
    }

    @Test func systemViewsTellWhatWasDone() async throws {
        let fixture = try await fixture(
            "viewed", "CREATE TABLE t (id INT PRIMARY KEY); INSERT INTO t VALUES (1), (2), (3)")
        try fixture.start()
        try await fixture.catchUp()
        try await fixture.server.execute(
            "START TRANSACTION; INSERT INTO t VALUES (4), (5); DELETE FROM t WHERE id = 1; UPDATE t SET id = 30 WHERE id = 3; COMMIT",
            database: "viewed")
        try await fixture.wait(
            until: """
                SELECT count(*) = 1 FROM millrace.sys_integration_table_activity
                WHERE table_name = 't' AND inserted_rows = 2 AND deleted_rows = 1 AND updated_rows = 1 AND
                    bytes_ingested > 0
                """)
        try await fixture.wait(
            until: """
                SELECT count(*) > 0 FROM millrace.sys_integration_activity
                WHERE checkpoint_type = 'snapshot' AND integration_end_time >= integration_start_time
                """)
        // MariaDB's commit times are whole seconds, so the lag may be a second longer than it was, and never negative.
        try await fixture.wait(
            until: """
                SELECT count(*) > 0 FROM millrace.sys_integration_activity WHERE checkpoint_type = 'cdc'
                  AND integration_end_time - last_commit_timestamp BETWEEN INTERVAL 0 SECOND AND INTERVAL 30 SECOND
                """)
        try await fixture.wait(
            until: "SELECT table_rows = 4 FROM millrace.svv_integration_table_state WHERE table_name = 't'")
        // With nothing more to come the lag is none.
        try await fixture.wait(until: "SELECT current_lag = 0 FROM millrace.svv_integration")
        try await fixture.wait(
            until: """
                SELECT count(*) = 1 FROM millrace.sys_integration_table_state_change WHERE table_name = 't' AND
                    new_state = 'Synced'
                """)
        try await fixture.stop()
    }

    @Test func refreshCopiesATableAgain() async throws {
        let fixture = try await fixture("refreshed", "CREATE TABLE t (id INT PRIMARY KEY); INSERT INTO t VALUES (1)")
        try fixture.start()
        try await fixture.catchUp()
        try fixture.connection.execute("DELETE FROM \"trading.refreshed\".t")
        let chosen = try await fixture.supervisor?.refresh(database: "trading") { "\($0.name)" == "refreshed.t" }
        #expect(chosen?.map { "\($0)" } == ["refreshed.t"])
        try await fixture.wait(until: "SELECT count(*) = 1 FROM \"trading.refreshed\".t")
        try await fixture.server.execute("INSERT INTO t VALUES (2)", database: "refreshed")
        try await fixture.catchUp()
        try await fixture.expectSame()
        try await fixture.stop()
    }

    @Test func aLostBinlogIsHealedByAFreshCopy() async throws {
        let server = try await MariaDBServer()
        try await server.execute("CREATE DATABASE d; CREATE TABLE d.t (id INT PRIMARY KEY); INSERT INTO d.t VALUES (1)")
        let fixture = try IntegrationFixture(server, source: "d")
        try fixture.start()
        try await fixture.catchUp()
        try await fixture.stop()
        try await server.execute("INSERT INTO d.t VALUES (2); FLUSH BINARY LOGS; FLUSH BINARY LOGS")
        let last = try #require(await server.execute("SHOW MASTER STATUS").first?.split(separator: "\t").first)
        while try await server.execute("SHOW BINARY LOGS").count > 1 {
            try await server.execute("PURGE BINARY LOGS TO '\(last)'")
        }
        try fixture.start()
        try await fixture.wait(
            until: """
                SELECT count(*) > 0 FROM millrace.sys_integration_table_state_change
                WHERE new_state = 'ResyncRequired' AND contains(state_change_reason, 'no longer has')
                """)
        try await fixture.catchUp()
        try await fixture.expectSame()
        try await fixture.stop()
    }

    @Test func aDroppedDatabaseStopsItsWorkerAndAnotherBeginsAnew() async throws {
        let fixture = try await fixture("moved", "CREATE TABLE t (id INT PRIMARY KEY); INSERT INTO t VALUES (1)")
        try fixture.start()
        try await fixture.catchUp()
        let catalog = Catalog(fixture.connection)
        #expect(throws: WarehouseError.self) { try catalog.removeIntegration("orders") }
        try fixture.connection.transaction { try catalog.removeDatabase("trading") }
        fixture.commits.catalog.raise()
        try await fixture.wait(until: "SELECT count(*) = 0 FROM millrace.integration_state")
        try fixture.connection.transaction { try catalog.addDatabase("trading", fromIntegration: "orders") }
        fixture.commits.catalog.raise()
        try await fixture.catchUp()
        try await fixture.expectSame()
        try await fixture.stop()
    }

    @Test func aSourceThatIsAwayIsNamedAndFollowedOnceItIsBack() async throws {
        let server = try await MariaDBServer()
        try await server.execute("CREATE DATABASE d; CREATE TABLE d.t (id INT PRIMARY KEY)")
        let fixture = try IntegrationFixture(server, source: "d")
        try fixture.start()
        try await fixture.catchUp()
        server.kill()
        try await fixture.wait(until: "SELECT state = 'ErrorState' AND last_error <> '' FROM millrace.svv_integration")
        try await fixture.wait(until: "SELECT current_lag > 300 FROM millrace.svv_integration")
        try await server.start()
        try await server.execute("INSERT INTO d.t VALUES (1)")
        try await fixture.catchUp()
        try await fixture.expectSame()
        #expect(
            try fixture.text("SELECT state, last_error FROM millrace.svv_integration") == [["CdcRefreshState", nil]])
        try await fixture.stop()
    }
}
