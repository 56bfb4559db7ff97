// Replication from MySQL and MariaDB.
//
// `MySQLSource` owns one thread, on which everything that blocks happens. It takes a consistent `Snapshot`, then
// follows the log over a `BinlogConnection`: `BinlogDecoder` makes values of its bytes, `TransactionAssembler` makes
// transactions of the values, and `HandOver` carries them to the one task that calls `next()`. When that task is slow
// the queue fills, the thread waits, and the server waits with it; memory stays bounded.

internal import Foundation
package import Logging
internal import Synchronization

/// A MySQL or MariaDB server whose tables are replicated: a snapshot first (unless resuming), then every transaction.
package final class MySQLSource: Sendable {
    /// Where an earlier run stopped, as the warehouse stored it.
    package struct Resumption: Hashable, Sendable {
        package var position: SourcePosition
        /// The replicated tables as the warehouse has them.
        package var schemas: [TableSchema]
        /// Tables in a failed state: left alone until they are altered or asked for.
        package var failed: Set<TableName>
        /// Tables whose snapshot was announced and did not finish.
        package var awaitingSnapshot: Set<TableName>

        /// Describes where to go on.
        package init(
            position: SourcePosition, schemas: [TableSchema], failed: Set<TableName> = [],
            awaitingSnapshot: Set<TableName> = []
        ) {
            self.position = position
            self.schemas = schemas
            self.failed = failed
            self.awaitingSnapshot = awaitingSnapshot
        }
    }

    private let queue = HandOver<ReplicationEvent>(capacity: 4096)
    private let control = SourceControl()

    /// Starts replicating; `resuming` nil begins with a snapshot.
    package init(_ configuration: MySQLConfiguration, resuming: Resumption?, logger: Logger) {
        let (queue, control) = (queue, control)
        let thread = Thread {
            let worker = SourceWorker(configuration, resuming: resuming, queue: queue, control: control, logger: logger)
            queue.finish(throwing: worker.run())
        }
        thread.name = "millrace.mysql"
        thread.start()
    }

    /// Waits for the next event. Throws the error that ended replication for good, then the same again.
    package func next() async throws -> ReplicationEvent { try await queue.next() }

    /// The next event if one is ready, so that whoever is behind can take many at once.
    package func poll() -> ReplicationEvent? { queue.poll() }

    /// Asks for a fresh copy of tables, between two transactions.
    package func requestSnapshot(of tables: Set<TableName>) { control.requestSnapshot(of: tables) }

    /// Ends replication; `next()` throws `stopped` once what was read is handed out.
    package func stop() {
        control.stop()
        queue.finish(throwing: ReplicationError(.stopped, "the source was stopped"))
    }

    deinit { stop() }
}

/// What the owner of a source tells its thread.
final class SourceControl: Sendable {
    private let requested = Mutex<Set<TableName>>([])
    private let sleeper = DispatchSemaphore(value: 0)
    let interrupter = SocketInterrupter()

    var isStopped: Bool { interrupter.isInterrupted }

    func requestSnapshot(of tables: Set<TableName>) { requested.withLock { $0.formUnion(tables) } }

    func takeRequests() -> Set<TableName> {
        requested.withLock { tables in
            defer { tables = [] }
            return tables
        }
    }

    func stop() {
        interrupter.interrupt()
        sleeper.signal()
    }

    /// Waits, or until `stop`.
    func sleep(milliseconds: Int) { _ = sleeper.wait(timeout: .now() + .milliseconds(milliseconds)) }
}
