internal import DuckDB
internal import Synchronization

/// Interrupts a statement that runs for longer than `statement_timeout`, and remembers that it did.
final class StatementTimeout: Sendable {
    private let hasFired = Mutex(false)
    private let task = Mutex<Task<Void, any Error>?>(nil)

    /// Starts to wait.
    init(milliseconds: Int, _ interrupter: Connection.Interrupter) {
        let waiting = Task.detached { [self] in
            try await Task.sleep(for: .milliseconds(milliseconds))
            hasFired.withLock { $0 = true }
            interrupter.interrupt()
        }
        task.withLock { $0 = waiting }
    }

    /// The statement has ended.
    func cancel() { task.withLock { $0?.cancel() } }

    /// The error of the statement: its interruption is told apart from that by a client.
    func explain(_ error: any Error) -> any Error {
        guard hasFired.withLock({ $0 }), (error as? EngineError)?.kind == .interrupt else { return error }
        return WarehouseError(.queryCanceled, "canceling statement due to statement timeout")
    }
}
