package import DuckDB
package import Logging
internal import Streams

/// Runs one worker for each streaming view that the catalog has, and no other.
package actor IngestionSupervisor {
    private let database: Database
    private let connection: Connection
    private let readers: StreamReaders
    private let commits: CommitLog
    private let logger: Logger
    private let thread = EngineThread(label: "ingestion")

    private struct Running {
        var worker: IngestionWorker
        var task: Task<Void, any Error>?
    }
    private var running: [Int64: Running] = [:]

    package nonisolated var unownedExecutor: UnownedSerialExecutor { thread.asUnownedSerialExecutor() }

    /// A supervisor; streams are read by `readers`.
    package init(database: Database, readers: StreamReaders, commits: CommitLog, logger: Logger) throws {
        self.database = database
        connection = try database.connect()
        self.readers = readers
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
        for entry in running.values { entry.task?.cancel() }
        for entry in running.values { _ = try? await entry.task?.value }  // Each one logged its own failure.
        running = [:]
    }

    /// Starts, restarts and stops workers until they are what the catalog says.
    package func reconcile() async throws {
        let views = Dictionary(uniqueKeysWithValues: try Catalog(connection).streamingViews().map { ($0.id, $0) })
        for (id, entry) in running where views[id] != entry.worker.view {
            entry.task?.cancel()
            running[id] = nil
            _ = try? await entry.task?.value  // A worker that ends has nothing more to say.
            if views[id] == nil { database.unregister(id) }
        }
        for (id, view) in views where running[id] == nil {
            let worker = try IngestionWorker(
                view: view, reader: readers.reader(for: view.schema), source: BatchSlot(database: database, id: id),
                database: database, committed: commits, logger: logger)
            let task = view.autoRefreshes ? Task { try await worker.run() } : nil
            running[id] = Running(worker: worker, task: task)
        }
    }

    /// The worker of a view, started if the catalog has it; nil if it is no streaming view.
    package func worker(of viewID: Int64) async throws -> IngestionWorker? {
        try await reconcile()
        return running[viewID]?.worker
    }

    /// Why each view that stands still does so.
    package func failures() async -> [Int64: WarehouseError] {
        var failures: [Int64: WarehouseError] = [:]
        for (id, entry) in running { failures[id] = await entry.worker.failure }
        return failures
    }
}
