package import DuckDB
package import Logging
package import Replication

/// Runs one worker for each integration that has a database, and no other.
package actor IntegrationSupervisor {
    private let database: Database
    private let connection: Connection
    private let seal: SecretSeal
    private let commits: CommitLog
    private let logger: Logger
    private let thread = EngineThread(label: "integrations")

    private struct Running {
        var worker: IntegrationWorker
        var task: Task<Void, any Error>
    }
    private var running: [Int64: Running] = [:]

    package nonisolated var unownedExecutor: UnownedSerialExecutor { thread.asUnownedSerialExecutor() }

    /// A supervisor; `seal` opens the addresses of the sources, `commits` is told of every commit and tells when the
    /// catalog changed.
    package init(database: Database, seal: SecretSeal, commits: CommitLog, logger: Logger) throws {
        self.seal = seal
        self.database = database
        connection = try database.connect()
        self.commits = commits
        self.logger = logger
    }

    /// Follows the catalog until the task is cancelled, then stops all workers.
    package func run() async throws {
        while !Task.isCancelled {
            let seen = commits.catalog.count
            try await reconcile()
            await commits.catalog.wait(after: seen)
        }
        for entry in running.values { entry.task.cancel() }
        for entry in running.values { _ = try? await entry.task.value }  // Each one logged its own failure.
        running = [:]
    }

    /// Starts, restarts and stops workers until they are what the catalog says.
    package func reconcile() async throws {
        let all = try Catalog(connection).integrations()
        let wanted = Dictionary(
            uniqueKeysWithValues: all.compactMap { one in one.targetDatabase.map { (one.id, (one, $0)) } })
        for (id, entry) in running where wanted[id]?.0 != entry.worker.integration {
            entry.task.cancel()
            running[id] = nil
            _ = try? await entry.task.value  // A worker that ends has nothing more to say.
        }
        // Whose database is gone starts anew if it ever gets another.
        for one in all where one.targetDatabase == nil {
            try connection.transaction { try Catalog(connection).removeIntegrationState(one.id) }
        }
        for (id, (integration, target)) in wanted where running[id] == nil {
            let worker = try IntegrationWorker(
                integration, target: target, database: database, seal: seal, committed: commits, logger: logger)
            running[id] = Running(worker: worker, task: Task { try await worker.run() })
        }
    }

    /// Copies tables of a database's source again: those that `isIncluded` says of their name and state. Returns which.
    @discardableResult
    package func refresh(
        database: String, where isIncluded: @Sendable (ReplicatedTable) -> Bool
    ) async throws -> Set<TableName> {
        try await reconcile()
        guard let entry = running.values.first(where: { $0.worker.integration.targetDatabase == database }) else {
            throw WarehouseError(.invalidCatalogName, "database \"\(database)\" is not kept up by an integration")
        }
        let tables = try Catalog(connection).replicatedTables(of: entry.worker.integration.id)
        let chosen = Set(tables.filter { $0.state != .deleted && isIncluded($0) }.map(\.name))
        await entry.worker.requestSnapshot(of: chosen)
        return chosen
    }

    /// Why each integration that stands still does so, by its name.
    package func failures() async -> [String: WarehouseError] {
        var failures: [String: WarehouseError] = [:]
        for entry in running.values { failures[entry.worker.integration.name] = await entry.worker.failure }
        return failures
    }
}
