internal import Dispatch
internal import Logging

/// The thread of a source: snapshot, follow, and start over when the connection fails.
final class SourceWorker {
    private let configuration: MySQLConfiguration
    private let queue: HandOver<ReplicationEvent>
    private let control: SourceControl
    private let logger: Logger
    private let replicaID: UInt32
    /// Nil until the first snapshot is whole.
    private var assembler: TransactionAssembler?
    private var backoff = Backoff()
    private var lastDelivery = DispatchTime.now()

    init(
        _ configuration: MySQLConfiguration, resuming: MySQLSource.Resumption?, queue: HandOver<ReplicationEvent>,
        control: SourceControl, logger: Logger
    ) {
        self.configuration = configuration
        self.queue = queue
        self.control = control
        self.logger = logger
        // Two replicas with one number throw each other out; the upper half is seldom used by people.
        replicaID = configuration.replicaID ?? UInt32.random(in: 0x8000_0000...UInt32.max)
        assembler = resuming.map {
            TransactionAssembler(
                filter: configuration.filter, position: $0.position, schemas: $0.schemas, failed: $0.failed,
                awaitingSnapshot: $0.awaitingSnapshot)
        }
    }

    /// Works until something ends replication for good, and returns that.
    func run() -> any Error {
        while true {
            do {
                try work()
            } catch let error as ReplicationError where error.isTransient && !control.isStopped {
                let delay = backoff.nextDelayMilliseconds()
                logger.warning("source connection lost", metadata: ["error": "\(error)", "retry_ms": "\(delay)"])
                do {
                    try deliver(.disconnected(error, retryAfterMilliseconds: delay))
                } catch {
                    return error
                }
                control.sleep(milliseconds: delay)
            } catch {
                return control.isStopped ? ReplicationError(.stopped, "the source was stopped") : error
            }
        }
    }

    private func work() throws {
        guard !control.isStopped else { throw ReplicationError(.stopped, "the source was stopped") }
        if assembler == nil { try takeFirstSnapshot() }
        assembler?.restart()
        guard let assembler else { preconditionFailure("following before the first snapshot") }
        // The catalog has its own connection: the other one does nothing but read the log.
        let catalog = LazyCatalog(configuration, interrupter: control.interrupter)
        let connection = try MySQLConnection(configuration, interrupter: control.interrupter)
        let server = try SourceServer(connection, configuration: configuration)
        let log = try BinlogConnection(
            configuration, server: server, from: assembler.position.point, replicaID: replicaID, connection: connection)
        var decoder = BinlogDecoder(hasChecksums: server.hasChecksums, isMariaDB: server.version.contains("MariaDB"))
        var isConnected = false
        while true {
            try takeDueSnapshots()
            let event = try decoder.decode(try log.next())
            if !isConnected {
                isConnected = true
                backoff.reset()
                try deliver(.connected)
            }
            if let transaction = try self.assembler?.take(event, catalog: catalog) {
                try deliver(.transaction(transaction))
            }
            try reportProgress(event)
        }
    }

    private func deliver(_ event: ReplicationEvent) throws {
        try queue.put(event, cost: event.queueCost)
        lastDelivery = .now()
    }

    /// Tells the position when nothing else does: on the server's heartbeat, and while it is busy with other tables.
    private func reportProgress(_ event: BinlogEvent) throws {
        guard let assembler, assembler.isAtBoundary else { return }
        let isSilent = DispatchTime.now() > lastDelivery + .milliseconds(configuration.heartbeatMilliseconds)
        guard event.body == .heartbeat || isSilent else { return }
        try deliver(.heartbeat(position: assembler.position))
    }

    // MARK: Snapshots

    private func takeFirstSnapshot() throws {
        let outcome = try snapshot(only: nil)
        let position = SourcePosition(point: outcome.point)
        assembler = TransactionAssembler(
            filter: configuration.filter, position: position, schemas: outcome.schemas,
            failed: Set(outcome.failures.map(\.name)))
        try deliver(
            .snapshotFinished(SnapshotEnd(tables: outcome.schemas.map(\.name), position: position, isComplete: true)))
    }

    /// Copies the tables that wait for it, once no transaction is half read.
    private func takeDueSnapshots() throws {
        guard var assembler, assembler.isAtBoundary else { return }
        let requested = control.takeRequests().filter { configuration.filter.includes($0) }
        let due = assembler.awaitingSnapshot.union(requested)
        guard !due.isEmpty else { return }
        // If the connection fails now, the tables are still due after it is back.
        self.assembler?.awaitingSnapshot = due
        self.assembler?.failed.formUnion(due)
        let outcome = try snapshot(only: due)
        assembler.failed.formUnion(due)
        assembler.awaitingSnapshot = []
        assembler.tablesSnapshotted(outcome.schemas, at: outcome.point)
        self.assembler = assembler
        try deliver(
            .snapshotFinished(
                SnapshotEnd(tables: outcome.schemas.map(\.name), position: assembler.position, isComplete: false)))
    }

    private func snapshot(only names: Set<TableName>?) throws -> Snapshot.Outcome {
        let snapshot = Snapshot(configuration: configuration, interrupter: control.interrupter) { [queue] in
            try queue.put($0, cost: $0.queueCost)
        }
        return try snapshot.take(only: names)
    }
}

/// A catalog that connects when it is first asked; most logs never ask.
private final class LazyCatalog: TableCatalog {
    private let configuration: MySQLConfiguration
    private let interrupter: SocketInterrupter
    private var catalog: MySQLCatalog?

    init(_ configuration: MySQLConfiguration, interrupter: SocketInterrupter) {
        self.configuration = configuration
        self.interrupter = interrupter
    }

    func table(_ name: TableName) throws -> CatalogTable? {
        if let catalog { return try catalog.table(name) }
        let opened = MySQLCatalog(connection: try MySQLConnection(configuration, interrupter: interrupter))
        catalog = opened
        return try opened.table(name)
    }
}

/// Waiting times that double from attempt to attempt.
struct Backoff {
    private var delayMilliseconds = 100
    private static let maximumMilliseconds = 30_000

    /// The time to wait now, which is up to a half shorter so that many replicas do not come back at once.
    mutating func nextDelayMilliseconds() -> Int {
        defer { delayMilliseconds = min(delayMilliseconds * 2, Self.maximumMilliseconds) }
        return delayMilliseconds / 2 + Int.random(in: 0...delayMilliseconds / 2)
    }

    mutating func reset() { delayMilliseconds = 100 }
}
