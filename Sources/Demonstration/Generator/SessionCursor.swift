/// One window of one session, with what its rows are made from.
struct SessionMoment: Sendable {
    let session: Int
    let window: Int
    let plan: SessionPlan
    /// By symbol.
    let paths: [PricePath]

    /// The random source of one symbol's rows in this moment.
    func random(_ model: MarketModel, purpose: UInt64, symbol: Int) -> SeededRandom {
        SeededRandom(seed: model.volume.seed, path: [purpose, UInt64(session), UInt64(symbol), UInt64(window)])
    }
}

/// Steps through the windows of the model's sessions.
struct SessionCursor: Sendable {
    let model: MarketModel
    let taskCount: Int
    private var current: SessionMoment?
    private var isAtEnd = false

    init(model: MarketModel, taskCount: Int) {
        self.model = model
        self.taskCount = taskCount
    }

    /// The next window, or nil after the last session's last.
    mutating func next() async -> SessionMoment? {
        guard !isAtEnd else { return nil }
        if let moment = current, moment.window + 1 < SessionWindow.all.count {
            current = SessionMoment(
                session: moment.session, window: moment.window + 1, plan: moment.plan, paths: moment.paths)
        } else {
            current = await opening(of: current.map { $0.session + 1 } ?? 0)
        }
        isAtEnd = current == nil
        return current
    }

    /// The first window of the session, or nil where the model has no such session.
    private func opening(of session: Int) async -> SessionMoment? {
        guard session < model.sessions.count else { return nil }
        let model = model
        let paths = await SymbolChunks.map(symbolCount: model.listings.count, taskCount: taskCount) { chunk in
            chunk.map { PricePath(model: model, symbol: $0, session: session) }
        }
        return SessionMoment(
            session: session, window: 0, plan: SessionPlan(model: model, session: session), paths: paths.flatMap { $0 })
    }
}
