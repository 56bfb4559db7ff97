import Synchronization

/// Says now and then how much was sent.
final class FeedProgress: Sendable {
    private struct State {
        var quotes = 0
        var trades = 0
        var lastLine = ContinuousClock.now
        var quotesAtLastLine = 0
    }

    private let state = Mutex(State())

    /// Between two lines.
    private static let interval = Duration.seconds(5)

    func show(quotes: Int) { update { $0.quotes = quotes } }

    func show(trades: Int) { update { $0.trades = trades } }

    private func update(_ change: (inout State) -> Void) {
        let line: String? = state.withLock { state in
            change(&state)
            let elapsed = state.lastLine.duration(to: .now)
            guard elapsed >= Self.interval else { return nil }
            let rate = Int(Double(state.quotes - state.quotesAtLastLine) / (elapsed / .seconds(1)))
            state.lastLine = .now
            state.quotesAtLastLine = state.quotes
            return "sent \(state.quotes) quotes (\(rate) a second) and \(state.trades) trades"
        }
        if let line { Terminal.say(line) }
    }
}
