internal import Synchronization

/// Orders the transactions that keep views up: one that computes a view's change reads the view's other inputs, so none
/// of them may change in another transaction at the same time.
package final class UpkeepLock: Sendable {
    private let mutex = Mutex(())

    /// A lock that nobody holds.
    package init() {}

    /// Runs `body` while no other transaction keeps up views that have to do with `relations`. Blocks the thread.
    package func withLock<T>(for relations: Set<EngineName>, _ body: () throws -> T) rethrows -> T {
        try mutex.withLock { _ in try body() }
    }
}
