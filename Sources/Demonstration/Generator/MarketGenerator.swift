/// Rows of one kind with the measured shape of the American tape, window after window of the model's sessions.
///
/// The rows depend on the model alone, not on `taskCount` nor on what ran when.
struct MarketGenerator<Run: WindowRun>: MarketSource {
    private var cursor: SessionCursor
    let names: MarketNames

    /// Starts before the model's first row.
    init(model: MarketModel, taskCount: Int = 2) {
        cursor = SessionCursor(model: model, taskCount: taskCount)
        names = model.names
    }

    /// The rows of the next window of the session that has any, in order of arrival; nil after the last session.
    mutating func next() async -> Run.Batch? {
        while let moment = await cursor.next() {
            let batch = await batch(moment)
            if batch.count > 0 { return batch }
        }
        return nil
    }

    private func batch(_ moment: SessionMoment) async -> Run.Batch {
        let model = cursor.model
        let parts = await SymbolChunks.map(symbolCount: model.listings.count, taskCount: cursor.taskCount) { chunk in
            var run = Run(day: moment.plan.day, window: moment.window)
            for symbol in chunk {
                run.append(
                    symbol: symbol, listing: model.listings[symbol], path: moment.paths[symbol],
                    count: Run.counts(of: moment.plan)[symbol],
                    random: moment.random(model, purpose: Run.purpose, symbol: symbol))
            }
            return run
        }
        var all = Run.Batch()
        for part in parts { all.append(part.batch) }
        return all.permuted(by: ArrivalOrder.sorted(parts.flatMap(\.arrival.keys)))
    }
}

/// The rows of some symbols in one window, symbol after symbol.
protocol WindowRun: Sendable {
    associatedtype Batch: MarketBatch

    /// What the random numbers of such rows are drawn for.
    static var purpose: UInt64 { get }
    /// How many such rows each symbol has in a session.
    static func counts(of plan: SessionPlan) -> [Int]

    var batch: Batch { get }
    /// When each row of `batch` arrives.
    var arrival: ArrivalOrder { get }

    init(day: MarketDay, window: Int)

    /// Appends the symbol's rows of the window; `count` is the symbol's number of rows in the whole session.
    mutating func append(
        symbol: Int, listing: MarketModel.Listing, path: PricePath, count: Int, random: SeededRandom)
}
