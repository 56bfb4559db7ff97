import Synchronization

/// Bounds how many statements of the console run at the same time.
final class QuerySlots: Sendable {
    /// Statements that may run at the same time.
    let limit: Int
    private let taken = Mutex(0)

    init(limit: Int) {
        self.limit = limit
    }

    /// Runs `body` in a slot, or answers nil at once when all are taken.
    func withSlot<Value>(_ body: () async throws -> Value) async rethrows -> Value? {
        let isFree = taken.withLock { count in
            guard count < limit else { return false }
            count += 1
            return true
        }
        guard isFree else { return nil }
        defer { taken.withLock { $0 -= 1 } }
        return try await body()
    }
}
