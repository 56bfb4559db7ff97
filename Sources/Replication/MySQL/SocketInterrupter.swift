internal import Glibc
internal import Synchronization

/// Ends the waiting of a thread in its connections from outside, by shutting their sockets down.
final class SocketInterrupter: Sendable {
    private struct State {
        var sockets: Set<Int32> = []
        var isInterrupted = false
    }
    private let state = Mutex(State())

    /// Whether `interrupt` was called.
    var isInterrupted: Bool { state.withLock { $0.isInterrupted } }

    /// Puts the socket under control; false if the interruption came first.
    func watch(_ socket: Int32) -> Bool {
        state.withLock { state in
            state.sockets.insert(socket)
            return !state.isInterrupted
        }
    }

    /// To be called before the socket is closed, since its number may go to another file then.
    func release(_ socket: Int32) {
        _ = state.withLock { $0.sockets.remove(socket) }
    }

    func interrupt() {
        state.withLock { state in
            state.isInterrupted = true
            for socket in state.sockets { _ = shutdown(socket, Int32(SHUT_RDWR)) }
        }
    }
}
