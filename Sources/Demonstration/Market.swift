/// Where the demonstration's rows come from: real files, or a generator.
enum Market: Sendable {
    case recorded(RecordedMarket, rowLimit: Int?)
    case generated(MarketModel)

    init(_ options: DemonstrationOptions) throws {
        if let folder = options.dataFolder {
            self = .recorded(try RecordedMarket(folder: folder), rowLimit: options.rowLimit)
        } else {
            // One session to the end, or as many as anyone will watch.
            self = .generated(
                MarketModel(
                    volume: MarketVolume(
                        seed: options.seed, sessionCount: options.runsOnce ? 1 : 250,
                        tradesPerSession: options.tradesPerSession)))
        }
    }

    /// How many quotes come for one trade.
    var quotesPerTrade: Double {
        switch self {
        case .recorded: 3.6
        case .generated(let model): model.volume.quotesPerTrade
        }
    }

    /// Where the source's corrections are drawn from; recorded trades stand as they are.
    var correctionSeed: UInt64? {
        if case .generated(let model) = self { model.volume.seed } else { nil }
    }

    /// Sends the market's quotes.
    func send(
        through feed: QuoteFeed, progress: @Sendable (QuoteTally) -> Void
    ) async throws -> QuoteTally {
        switch self {
        case .recorded(let market, let limit): try await feed.run(market.quotes(limit: limit), progress: progress)
        case .generated(let model): try await feed.run(QuoteGenerator(model: model), progress: progress)
        }
    }

    /// Writes the market's trades and returns how many.
    func write(through feed: TradeFeed, progress: @Sendable (Int) -> Void) async throws -> Int {
        switch self {
        case .recorded(let market, let limit): try await feed.run(market.trades(limit: limit), progress: progress)
        case .generated(let model): try await feed.run(TradeGenerator(model: model), progress: progress)
        }
    }
}
