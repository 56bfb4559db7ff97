import Glibc

/// The parts of a session in which activity is even: before the opening, thirteen half hours, after the close.
struct SessionWindow: Sendable {
    /// Milliseconds since midnight.
    let start: Int
    /// Milliseconds since midnight, not included.
    let end: Int
    /// Share of the session's quotes.
    let quoteShare: Double
    /// Share of the session's trades.
    let tradeShare: Double

    var seconds: Double { Double(end - start) / 1000 }

    static let openingMilliseconds = 34_200_000
    static let closingMilliseconds = 57_600_000

    /// Measured shares of the half hours of the regular session, without the 1.5 % of trades and 0.6 % of quotes
    /// outside of it.
    static let all: [SessionWindow] = {
        let quotes = [90, 101, 88, 86, 78, 56, 52, 64, 53, 73, 64, 77, 119].map { $0 / 1001.0 * 0.994 }
        let trades = [127, 101, 83, 70, 72, 52, 46, 55, 48, 64, 52, 79, 152].map { $0 / 1001.0 * 0.985 }
        let halfHours = (0..<13).map { index in
            let start = openingMilliseconds + index * 1_800_000
            return SessionWindow(
                start: start, end: start + 1_800_000, quoteShare: quotes[index], tradeShare: trades[index])
        }
        let before = SessionWindow(start: 14_400_000, end: openingMilliseconds, quoteShare: 0.003, tradeShare: 0.0075)
        let after = SessionWindow(start: closingMilliseconds, end: 72_000_000, quoteShare: 0.003, tradeShare: 0.0075)
        return [before] + halfHours + [after]
    }()
}

/// How many quotes and trades each symbol has in one session, and its price at every window's edges.
struct SessionPlan: Sendable {
    let day: MarketDay
    let tradeCounts: [Int]
    let quoteCounts: [Int]

    init(model: MarketModel, session: Int) {
        day = model.sessions[session]
        let volume = model.volume
        var trades: [Double] = []
        var quotes: [Double] = []
        for (rank, listing) in model.listings.enumerated() {
            var random = SeededRandom(
                seed: volume.seed, path: [MarketModel.Purpose.activity, UInt64(session), UInt64(rank)])
            let activity = listing.weight * random.logNormal(0, 0.6)
            trades.append(activity)
            quotes.append(activity * random.logNormal(0, 0.9))
        }
        tradeCounts = Self.counts(proportionalTo: trades, total: volume.tradesPerSession)
        quoteCounts = Self.counts(
            proportionalTo: quotes, total: Int(Double(volume.tradesPerSession) * volume.quotesPerTrade))
    }

    /// Whole numbers that are proportional to the weights and add up to `total` exactly.
    static func counts(proportionalTo weights: [Double], total: Int) -> [Int] {
        let sums = cumulativeSums(weights)
        guard let whole = sums.last, whole > 0 else { return weights.map { _ in 0 } }
        var before = 0
        return sums.map { sum in
            let upTo = Int((sum / whole * Double(total)).rounded())
            defer { before = upTo }
            return upTo - before
        }
    }
}

/// The price of one symbol at the edges of one session's windows.
struct PricePath: Sendable {
    /// One more than there are windows.
    let edges: [Double]

    /// Volatility of the mid price: basis points for the square root of a second (measured 0.6 to 0.9).
    static let volatility = 0.75e-4

    /// Walks from the listing price over `session` earlier sessions to this one, without making their rows.
    init(model: MarketModel, symbol: Int, session: Int) {
        var price = model.listings[symbol].price
        var edges: [Double] = []
        for earlier in 0...session {
            var random = SeededRandom(
                seed: model.volume.seed, path: [MarketModel.Purpose.price, UInt64(earlier), UInt64(symbol)])
            if earlier > 0 { price *= exp(0.015 * random.normal()) }
            edges = [price]
            for window in SessionWindow.all {
                price *= exp(Self.volatility * window.seconds.squareRoot() * random.heavyTailed())
                price = min(100_000, max(0.01, price))
                edges.append(price)
            }
        }
        self.edges = edges
    }
}

func power(_ base: Double, _ exponent: Double) -> Double { pow(base, exponent) }
