import Synchronization

/// All live connections: their number is bounded, and each can be found by its key to be cancelled.
final class ConnectionRegistry: Sendable {
    /// One connection as others see it: something that can be interrupted.
    final class Entry: Sendable {
        let key: CancelKey
        private let session = Mutex<(any SQLSession)?>(nil)

        init(key: CancelKey) { self.key = key }

        func attach(_ session: any SQLSession) { self.session.withLock { $0 = session } }

        func detach() { session.withLock { $0 = nil } }

        /// Interrupts what the session runs now, if anything.
        func cancel() { session.withLock { $0 }?.cancel() }
    }

    private struct State {
        var entries: [Int32: Entry] = [:]
        var nextProcessID: Int32 = 1

        mutating func advance() { nextProcessID = nextProcessID == .max ? 1 : nextProcessID + 1 }
    }

    private let state = Mutex(State())
    private let capacity: Int

    /// A registry for at most `capacity` connections.
    init(capacity: Int) { self.capacity = capacity }

    /// How many connections there are.
    var count: Int { state.withLock { $0.entries.count } }

    /// Adds a connection under a key of its own; nil if there are too many.
    func add() -> Entry? {
        let secret = Int32.random(in: .min ... .max)
        return state.withLock { state -> Entry? in
            guard state.entries.count < capacity else { return nil }
            while state.entries[state.nextProcessID] != nil { state.advance() }
            let entry = Entry(key: CancelKey(processID: state.nextProcessID, secret: secret))
            state.entries[state.nextProcessID] = entry
            state.advance()
            return entry
        }
    }

    func remove(_ entry: Entry) {
        entry.detach()
        state.withLock { $0.entries[entry.key.processID] = nil }
    }

    /// Interrupts the connection with this key; an unknown key or a wrong secret is passed over, as the protocol asks.
    func cancel(_ key: CancelKey) {
        guard let entry = state.withLock({ $0.entries[key.processID] }), entry.key == key else { return }
        entry.cancel()
    }
}
