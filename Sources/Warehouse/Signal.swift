internal import Synchronization

/// A counter that tasks wait on: it says that something changed, not what.
///
/// Waiters compare the count they saw last, so a change between a look and the wait is never missed.
package final class Signal: Sendable {
    private struct State {
        var count = 0
        var waiters: [Int: CheckedContinuation<Void, Never>] = [:]
        var lastWaiter = 0
    }
    private let state = Mutex(State())

    /// Makes a signal at 0.
    package init() {}

    /// How often it was raised so far.
    package var count: Int { state.withLock { $0.count } }

    /// Wakes all waiters.
    package func raise() {
        let waiters = state.withLock { state in
            state.count += 1
            defer { state.waiters = [:] }
            return state.waiters.values.map(\.self)
        }
        for waiter in waiters { waiter.resume() }
    }

    /// Returns once the count is above `seen`, at once where it is; also returns when the task is cancelled.
    package func wait(after seen: Int) async {
        let id = state.withLock { state in
            state.lastWaiter += 1
            return state.lastWaiter
        }
        await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                let isOver = state.withLock { state in
                    if state.count > seen || Task.isCancelled { return true }
                    state.waiters[id] = continuation
                    return false
                }
                if isOver { continuation.resume() }
            }
        } onCancel: {
            state.withLock { $0.waiters.removeValue(forKey: id) }?.resume()
        }
    }
}
