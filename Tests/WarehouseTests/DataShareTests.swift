import Crypto
import DuckDB
import Foundation
import Logging
import Testing

@testable import Warehouse

/// Publishing, mounting and switching versions.
@Suite struct DataShareTests {
    @Test func aShareIsReadInAnotherWarehouseByThreePartNames() throws {
        let fixture = try ShareFixture()
        let outcome = try fixture.publish()
        #expect(outcome.version == 1)
        #expect(outcome.relations == 2)
        #expect(outcome.rows == 2)
        try fixture.mount()
        #expect(
            try fixture.consumer.rows(
                "SELECT symbol, code, note, typeof(code), typeof(note) FROM \"shared.reference\".sector")
                == [[.text("AAPL"), .integer(3300), .text("{\"a\":[1]}"), .text("SMALLINT"), .text("JSON")]])
        #expect(try fixture.consumer.rows("SELECT code FROM \"shared.reference\".sector_code") == [[.integer(3300)]])
        #expect(try Catalog(fixture.consumer.connection).readOnlyKind(ofDatabase: "shared") == "share")
    }

    @Test func everyColumnTypeArrivesAsRedshiftMeansIt() throws {
        let fixture = try ShareFixture()
        try fixture.publisher.connection.execute(
            """
            CREATE TABLE reference.types AS SELECT true AS a, 1::TINYINT AS b, 2::USMALLINT AS c, 3::BIGINT AS d,
                170141183460469231::HUGEINT AS e, 12.345::DECIMAL(9,3) AS f, 1.5::FLOAT AS g, 2.5::DOUBLE AS h,
                'x' AS i, DATE '2024-02-29' AS j, TIME '01:02:03.000004' AS k, '01:02:03.000004+05:30'::TIMETZ AS l,
                TIMESTAMP '2024-02-29 01:02:03.000004' AS m, TIMESTAMPTZ '2024-02-29 01:02:03.000004+00' AS n,
                INTERVAL '1 month 2 days 3.000004 seconds' AS o,
                '[1]'::JSON AS p, '\\x00\\xFF'::BLOB AS q, [1, NULL, 3] AS r,
                {'s': 1, 't': 'u'} AS v, NULL::VARCHAR AS "a ""quoted"" name"
            """)
        try Catalog(fixture.publisher.connection).addRelations([("reference", "types")], toDatashare: "fundamentals")
        try fixture.publish()
        try fixture.mount()
        let sql =
            "SELECT a, b, c, d, e, f, g, h, i, j, k, l::VARCHAR, m, n, o, p, q, r::VARCHAR, v::VARCHAR, "
            + "\"a \"\"quoted\"\" name\" FROM"
        let there = try fixture.publisher.rows("\(sql) reference.types")
        var here = try fixture.consumer.rows("\(sql) \"shared.reference\".types")
        #expect(here[0][4] == .decimal(unscaled: 170_141_183_460_469_231, width: 38, scale: 0))
        here[0][4] = .hugeInteger(170_141_183_460_469_231)
        #expect(here == there)
    }

    @Test func anotherVersionAppearsWithoutARestart() async throws {
        let fixture = try ShareFixture()
        try fixture.publish()
        try fixture.mount()
        let service = try fixture.service()
        try await service.reconcile()
        #expect(try fixture.symbols() == ["AAPL"])
        try fixture.addSymbol("MSFT")
        try fixture.publisher.connection.execute("DROP VIEW reference.sector_code")
        try fixture.publish()
        #expect(try fixture.symbols() == ["AAPL"])
        let seen = fixture.commits.data.count
        try await service.reconcile()
        #expect(try fixture.symbols() == ["AAPL", "MSFT"])
        #expect(fixture.commits.data.count > seen)
        #expect(throws: EngineError.self) {
            try fixture.consumer.rows("SELECT * FROM \"shared.reference\".sector_code")
        }
        #expect(try fixture.state() == ("current", nil, 2))
    }

    @Test func theServiceFollowsPublicationsByItself() async throws {
        let fixture = try ShareFixture()
        try fixture.publish()
        try fixture.mount()
        let service = try fixture.service()
        let task = Task { try await service.run() }
        defer { task.cancel() }
        try fixture.addSymbol("MSFT")
        try fixture.publish()
        let deadline = ContinuousClock.now + .seconds(20)
        while try fixture.symbols().count < 2, ContinuousClock.now < deadline { await Task.yield() }
        #expect(try fixture.symbols() == ["AAPL", "MSFT"])
    }

    @Test func aRunningTransactionKeepsTheVersionItSaw() async throws {
        let fixture = try ShareFixture()
        try fixture.publish()
        try fixture.mount()
        let reader = try fixture.consumer.database.connect()
        try reader.execute("BEGIN TRANSACTION")
        let sql = "SELECT count(*) FROM \"shared.reference\".sector"
        #expect(try reader.query(sql).rows() == [[.integer(1)]])
        try fixture.addSymbol("MSFT")
        try fixture.publish()
        var settings = fixture.consumerSettings
        settings.retentionSeconds = 600
        let service = try DataShareService(
            database: fixture.consumer.database, settings: settings, commits: fixture.commits,
            logger: .init(label: "test"))
        try await service.reconcile()
        #expect(try fixture.symbols().count == 2)
        #expect(try reader.query(sql).rows() == [[.integer(1)]])
        try reader.execute("COMMIT")
        #expect(try reader.query(sql).rows() == [[.integer(2)]])
    }

    @Test func copiesThatNoMountReadsAreRemoved() async throws {
        let fixture = try ShareFixture()
        try fixture.publish()
        try fixture.mount()
        try fixture.addSymbol("MSFT")
        try fixture.publish()
        let service = try fixture.service()
        try await service.reconcile()
        let copies = fixture.consumer.folder.appending(path: "shares")
        #expect(try FileManager.default.contentsOfDirectory(atPath: copies.path).count == 1)
        try fixture.consumer.connection.transaction {
            try ShareMounts(fixture.consumer.connection, settings: fixture.consumerSettings).unmount(database: "shared")
        }
        try await service.reconcile()
        #expect(try FileManager.default.contentsOfDirectory(atPath: copies.path).isEmpty)
        #expect(throws: EngineError.self) { try fixture.symbols() }
    }

    @Test func aMovedDataFolderKeepsItsMounts() async throws {
        let fixture = try ShareFixture()
        try fixture.publish()
        try fixture.mount()
        fixture.consumer.database.close()
        let moved = fixture.consumer.folder.deletingLastPathComponent()
            .appending(path: fixture.consumer.folder.lastPathComponent + "-moved")
        defer { try? FileManager.default.removeItem(at: moved) }
        try FileManager.default.copyItem(at: fixture.consumer.folder, to: moved)
        try FileManager.default.removeItem(at: fixture.consumer.folder)
        try FileManager.default.removeItem(at: fixture.root)
        let consumer = try BareWarehouse(folder: moved)
        let service = try DataShareService(
            database: consumer.database, settings: ShareSettings(folder: moved, roots: [fixture.root.path]),
            commits: fixture.commits, logger: .init(label: "test"))
        try await service.restore()
        try await service.reconcile()
        #expect(try consumer.rows("SELECT symbol FROM \"shared.reference\".sector") == [[.text("AAPL")]])
        #expect(try consumer.rows("SELECT state FROM millrace.share_mount") == [[.text("unreachable")]])
    }

    @Test func theSigningKeyIsTheOwnersAlone() throws {
        let fixture = try ShareFixture()
        try fixture.publish()
        let path = fixture.publisher.folder.appending(path: SigningKey.fileName).path
        let mode = try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions] as? Int
        #expect(mode == 0o600)
        let key = try String(contentsOfFile: path, encoding: .utf8)
        let publicKey = try #require(try fixture.publisher.rows("SELECT public_key FROM millrace.namespace")[0][0].text)
        #expect(!publicKey.isEmpty && publicKey != key)
        try FileManager.default.removeItem(atPath: path)
        #expect(throws: WarehouseError.self) { try fixture.publish() }
    }

    @Test func unknownSharesAndNamespacesAreNamed() throws {
        let fixture = try ShareFixture()
        let error = #expect(throws: WarehouseError.self) { try fixture.mount() }
        #expect(error?.sqlState == WarehouseError.State.undefinedObject.rawValue)
        let mounts = ShareMounts(fixture.consumer.connection, settings: fixture.consumerSettings)
        #expect(throws: WarehouseError.self) { try mounts.mount(database: "d", share: "s", namespace: "../..") }
    }
}
