package import DuckDB
package import Logging

/// Refreshes the views that are not streaming and have AUTO REFRESH, when something they read has changed.
package actor AutoRefresher {
    private let connection: Connection
    private let commits: CommitLog
    private let logger: Logger
    private let thread = EngineThread(label: "refresh")

    package nonisolated var unownedExecutor: UnownedSerialExecutor { thread.asUnownedSerialExecutor() }

    /// A refresher with a connection of its own.
    package init(database: Database, commits: CommitLog, logger: Logger) throws {
        connection = try database.connect()
        self.commits = commits
        self.logger = logger
    }

    /// Follows commits until the task is cancelled.
    package func run() async throws {
        while !Task.isCancelled {
            let seen = commits.data.count
            let start = ContinuousClock.now
            refreshAll()
            // As long a rest as the work took, so that recomputation never takes more than half of the machine; one that
            // is cancelled ends the loop.
            try? await Task.sleep(for: max(ContinuousClock.now - start, .milliseconds(50)))
            await commits.data.wait(after: seen)
        }
    }

    /// Refreshes one view at a user's wish.
    package func refresh(_ view: MaterializedView) throws -> RefreshOutcome {
        try ViewRefresh(connection: connection, commits: commits).run(view, isAutomatic: false)
    }

    private func refreshAll() {
        let refresh = ViewRefresh(connection: connection, commits: commits)
        do {
            // Views are ordered by age, so one that reads another follows it.
            for view in try Catalog(connection).materializedViews() where view.autoRefreshes && !view.isStreaming {
                do {
                    _ = try refresh.run(view, isAutomatic: true)
                } catch {
                    logger.warning(
                        "automatic refresh failed",
                        metadata: ["view": "\(view.engineName)", "error": "\(WarehouseError(error))"])
                }
            }
        } catch {
            logger.warning("automatic refresh failed", metadata: ["error": "\(WarehouseError(error))"])
        }
    }
}
