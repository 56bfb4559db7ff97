package import DuckDB
package import Logging
package import Replication

/// Keeps one integration's database up with its source.
package actor IntegrationWorker {
    /// What is replicated.
    package let integration: Integration
    private let target: String
    private let database: Database
    private let connection: Connection
    private let seal: SecretSeal
    private let committed: CommitLog
    private let logger: Logger
    private let thread: EngineThread
    private var source: MySQLSource?
    /// Why nothing is replicated now; nil while it runs.
    package private(set) var failure: WarehouseError?

    package nonisolated var unownedExecutor: UnownedSerialExecutor { thread.asUnownedSerialExecutor() }

    /// A worker that replicates into database `target`; `committed` is told of every commit.
    package init(
        _ integration: Integration, target: String, database: Database, seal: SecretSeal, committed: CommitLog,
        logger: Logger
    ) throws {
        self.integration = integration
        self.target = target
        self.database = database
        self.seal = seal
        self.committed = committed
        self.logger = logger
        thread = EngineThread(label: "integration.\(integration.id)")
        connection = try database.connect()
    }

    /// Replicates until the task is cancelled; failures are retried with growing pauses.
    package func run() async throws {
        var pause = Duration.milliseconds(200)
        while !Task.isCancelled {
            do {
                try await follow { pause = .milliseconds(200) }
            } catch is CancellationError {
                break
            } catch let error as ReplicationError where error.code == .lostBinlog {
                try requireSnapshot(error)
            } catch {
                try note(error)
                try? await Task.sleep(for: pause)  // A cancelled sleep ends the loop.
                pause = min(pause * 2, IntegrationLimits.longestPause)
            }
        }
        source?.stop()
    }

    /// Asks the source for a fresh copy of tables.
    package func requestSnapshot(of tables: Set<TableName>) { source?.requestSnapshot(of: tables) }

    private func follow(afterCommit: () -> Void) async throws {
        let applier = try IntegrationApplier(integration, target: target, database: database, connection: connection)
        let resumption = try Catalog(connection).resumption(of: integration.id)
        let source = MySQLSource(try integration.sourceConfiguration(seal), resuming: resumption, logger: logger)
        self.source = source
        defer { source.stop() }
        while true {
            let first = try await source.next()
            try Task.checkCancellation()
            try applier.apply(gather(first, from: source))
            failure = nil
            committed.add(applier.takeChanged())
            afterCommit()
        }
    }

    /// Everything that is there already, up to a bound: much at once while we are behind, little once we are not.
    private func gather(_ first: ReplicationEvent, from source: MySQLSource) -> [ReplicationEvent] {
        var events = [first]
        var rows = 0
        while events.count < IntegrationLimits.batchTransactions, rows < IntegrationLimits.batchRows {
            switch events[events.count - 1] {
            case .transaction(let transaction): rows += transaction.rowCount
            case .snapshotRows(let batch): rows += batch.count
            default: break
            }
            guard let event = source.poll() else { break }
            events.append(event)
        }
        return events
    }

    /// The source has lost what comes next, so everything is copied anew.
    private func requireSnapshot(_ error: ReplicationError) throws {
        logger.error("changes were lost, copying all tables", metadata: ["integration": "\(integration.name)"])
        let catalog = Catalog(connection)
        let time = IntegrationTransactions.now()
        try connection.transaction {
            for var table in try catalog.replicatedTables(of: integration.id) where table.state != .deleted {
                table.state = .resyncRequired
                table.reason = error.description
                try catalog.set(table, ofIntegration: integration.id, checkpoint: nil, at: time)
            }
            try catalog.removePosition(ofIntegration: integration.id)
            try catalog.setPhase(.failed, reason: error.description, ofIntegration: integration.id)
        }
    }

    private func note(_ error: any Error) throws {
        let failure = WarehouseError(replication: error)
        guard self.failure != failure else { return }
        self.failure = failure
        logger.warning(
            "integration stands still", metadata: ["integration": "\(integration.name)", "error": "\(failure)"])
        do {
            try Catalog(connection).setPhase(.failed, reason: failure.description, ofIntegration: integration.id)
        } catch {
            // What stopped the integration, a full disk for one, may stop this too; the log has it already.
            logger.warning("state could not be stored", metadata: ["error": "\(error)"])
        }
    }
}

extension WarehouseError {
    /// What an error of replication means to a client; other errors as ever.
    init(replication error: any Error) {
        guard let error = error as? ReplicationError else {
            self.init(error)
            return
        }
        let state: State =
            switch error.code {
            case .invalidConfiguration: .invalidParameter
            case .accessDenied: .insufficientPrivilege
            case .connectionFailed, .stopped: .connectionFailure
            case .unsupportedEvent, .unsupportedTable, .sourceSettings: .featureNotSupported
            case .malformedEvent, .checksumMismatch, .schemaMismatch, .lostBinlog, .statementFailed: .dataException
            }
        self.init(state, error.message, detail: error.detail, hint: error.hint)
    }
}
