import DuckDB
import Foundation
import Logging
import MillraceTesting

@testable import Warehouse

/// A warehouse's engine and catalog without its services.
struct BareWarehouse {
    let folder: URL
    let database: Database
    let connection: Connection

    init(folder: URL = TemporaryFolder.make()) throws {
        self.folder = folder
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        database = try Database(path: folder.appending(path: "dev.duckdb").path)
        connection = try database.connect()
        try Catalog(connection).bootstrap()
    }

    func rows(_ sql: String) throws -> [[Value]] { try connection.query(sql).rows() }
}

/// A publisher with the share `fundamentals`, the folder it publishes to, and a consumer that mounts it as `shared`.
struct ShareFixture {
    let publisher: BareWarehouse
    let consumer: BareWarehouse
    let root = TemporaryFolder.make()
    let commits = CommitLog()

    init() throws {
        publisher = try BareWarehouse()
        consumer = try BareWarehouse()
        try publisher.connection.execute("CREATE SCHEMA reference")
        try publisher.connection.execute(
            """
            CREATE TABLE reference.sector AS
            SELECT 'AAPL' AS symbol, 3300::SMALLINT AS code, '{"a":[1]}'::JSON AS note
            """
        )
        try publisher.connection.execute(
            "CREATE VIEW reference.sector_code AS SELECT DISTINCT code FROM reference.sector")
        let catalog = Catalog(publisher.connection)
        try catalog.createDatashare("fundamentals", database: "dev")
        try catalog.addSchemas(["reference"], toDatashare: "fundamentals")
        try catalog.addAllRelations(inSchemas: ["reference"], toDatashare: "fundamentals")
    }

    var publisherSettings: ShareSettings { ShareSettings(folder: publisher.folder, roots: []) }

    var consumerSettings: ShareSettings {
        var settings = ShareSettings(folder: consumer.folder, roots: [root.path])
        settings.pollIntervalMilliseconds = 0
        settings.retentionSeconds = 0
        return settings
    }

    func namespace() throws -> String { try Catalog(publisher.connection).namespace() }

    /// The share's folder below the root.
    func folder() throws -> URL { root.appending(path: try namespace()).appending(path: "fundamentals") }

    @discardableResult
    func publish() throws -> DataSharePublisher.Outcome {
        try publisher.connection.transaction {
            try DataSharePublisher(publisher.connection, settings: publisherSettings)
                .publish(share: "fundamentals", to: root.path)
        }
    }

    func mount() throws {
        try consumer.connection.transaction {
            _ = try ShareMounts(consumer.connection, settings: consumerSettings)
                .mount(database: "shared", share: "fundamentals", namespace: try namespace())
        }
    }

    func service() throws -> DataShareService {
        try DataShareService(
            database: consumer.database, settings: consumerSettings, commits: commits, logger: Logger(label: "test"))
    }

    /// The symbols that the consumer sees.
    func symbols() throws -> [String] {
        try consumer.rows("SELECT symbol FROM \"shared.reference\".sector ORDER BY symbol").compactMap { $0[0].text }
    }

    func addSymbol(_ symbol: String) throws {
        try publisher.connection.execute("INSERT INTO reference.sector VALUES ('\(symbol)', 4800, NULL)")
    }

    /// State, reason and version of the mount.
    func state() throws -> (state: String?, reason: String?, version: Int64?) {
        let row = try consumer.rows(
            "SELECT state, reason, version FROM millrace.svv_datashares WHERE share_type = 'INBOUND'")[0]
        return (row[0].text, row[1].text, row[2].integer)
    }
}
