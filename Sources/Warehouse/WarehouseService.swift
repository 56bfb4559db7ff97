package import DuckDB
package import Foundation
package import Logging
internal import ServiceLifecycle
package import Streams

/// How a warehouse is opened.
package struct WarehouseConfiguration: Sendable {
    /// The folder of the engine's file; nil keeps everything in memory.
    package var folder: URL?
    /// Where the engine's extensions lie.
    package var extensionFolder: URL?
    /// Settings of the engine by its names, such as `memory_limit` and `threads`.
    package var engineSettings: [String: String] = [:]
    /// Local folders that stand for buckets of an object store, by bucket name.
    package var buckets: [String: URL] = [:]
    /// How buckets without a local folder are reached; nil if they are not.
    package var remoteStorage: RemoteStorage?
    /// Where the shares of others are looked for: folders, or `s3://` prefixes.
    package var shareRoots: [String] = []

    /// A warehouse in `folder`.
    package init(folder: URL?) { self.folder = folder }
}

/// The heart: one engine database with everything the catalog declares, and the services that keep it true.
package final class WarehouseService: Service {
    /// The engine.
    package let database: Database
    /// Which relations changed when.
    package let commits = CommitLog()
    /// Which views read which relations.
    package let views = ViewGraph()
    /// Follows streams.
    package let ingestion: IngestionSupervisor
    /// Replicates databases.
    package let integrations: IntegrationSupervisor
    /// Keeps views that are not streaming fresh.
    package let refresher: AutoRefresher
    /// Takes over versions of mounted shares.
    package let shares: DataShareService
    /// Looks for the files of external tables.
    package let externalTables: ExternalTableRefresher
    /// What addresses of files mean.
    package let storage: ObjectStorage
    /// Where shares are found and kept.
    package let shareSettings: ShareSettings
    /// Seals the secrets of the catalog.
    let secretSeal: SecretSeal
    package let configuration: WarehouseConfiguration
    package let logger: Logger

    /// Opens the warehouse, or makes it; streams without REGION or ENDPOINT are read by `streams`.
    package init(_ configuration: WarehouseConfiguration, streams: any StreamReader, logger: Logger) throws {
        self.configuration = configuration
        self.logger = logger
        if let folder = configuration.folder {
            if try DataFolder.prepare(folder) {
                logger.warning("others than its owner can read the data folder", metadata: ["folder": "\(folder.path)"])
            }
        }
        // The file's name is the engine's name of the local database, so that `dev.public.t` needs no translation.
        let file = configuration.folder?.appending(path: "\(EngineName.localDatabase).duckdb")
        database = try Database(path: file?.path ?? ":memory:", settings: Self.settings(configuration))
        if let file { try DataFolder.protect(file) }
        secretSeal = try SecretSeal(folder: configuration.folder)
        let connection = try database.connect()
        try Self.prepare(connection, database: database, configuration)
        storage = ObjectStorage(
            buckets: configuration.buckets, remote: configuration.remoteStorage, dataFolder: configuration.folder)
        externalTables = try ExternalTableRefresher(database: database, storage: storage)
        shareSettings = ShareSettings(folder: configuration.folder, roots: configuration.shareRoots, storage: storage)
        shares = try DataShareService(database: database, settings: shareSettings, commits: commits, logger: logger)
        ingestion = try IngestionSupervisor(
            database: database, readers: StreamReaders(local: streams), commits: commits, logger: logger)
        integrations = try IntegrationSupervisor(
            database: database, seal: secretSeal, commits: commits, logger: logger)
        refresher = try AutoRefresher(database: database, commits: commits, logger: logger)
    }

    /// Runs all services until the task is cancelled or its service group shuts down.
    package func run() async throws {
        try await cancelWhenGracefulShutdown {
            try await withThrowingTaskGroup(of: Void.self) { group in
                group.addTask { try await self.ingestion.run() }
                group.addTask { try await self.integrations.run() }
                group.addTask { try await self.refresher.run() }
                group.addTask { try await self.shares.run() }
                try await group.waitForAll()
            }
        }
    }

    private static func settings(_ configuration: WarehouseConfiguration) -> [String: String] {
        var settings = [
            "default_null_order": "nulls_last_on_asc_first_on_desc",
            "autoinstall_known_extensions": "false",
            "autoload_known_extensions": "false",
            // A checkpoint stalls writers; one every 64 MB of log keeps it rare and recovery short.
            "checkpoint_threshold": "64MB",
        ]
        settings.merge(configuration.engineSettings) { $1 }
        return settings
    }

    private static func prepare(
        _ connection: Connection, database: Database, _ configuration: WarehouseConfiguration
    ) throws {
        try connection.execute("SET GLOBAL TimeZone = 'UTC'")
        try connection.execute("SET GLOBAL integer_division = true")
        if let file = configuration.extensionFolder?.appending(path: "httpfs.duckdb_extension").path,
            FileManager.default.fileExists(atPath: file)
        {
            try connection.execute("LOAD \(EngineName.literal(file))")
        }
        if let remote = configuration.remoteStorage { try remote.register(on: connection) }
        try connection.transaction {
            try Catalog(connection).bootstrap()
        }
        for view in try Catalog(connection).streamingViews() {
            // The relations that streaming queries read need their batch before anything names them.
            _ = BatchSlot(database: database, id: view.id)
        }
    }
}
