import Glibc

/// Trades with the measured shape of the American tape, auctions and off-exchange prints included.
typealias TradeGenerator = MarketGenerator<TradeRun>

/// The trades of some symbols in one window, symbol after symbol.
struct TradeRun: WindowRun {
    static let purpose = MarketModel.Purpose.trades
    static func counts(of plan: SessionPlan) -> [Int] { plan.tradeCounts }

    private let day: MarketDay
    private let window: Int
    private(set) var batch = TradeBatch()
    private(set) var arrival = ArrivalOrder()

    init(day: MarketDay, window: Int) {
        self.day = day
        self.window = window
    }

    mutating func append(
        symbol: Int, listing: MarketModel.Listing, path: PricePath, count: Int, random initial: SeededRandom
    ) {
        var random = initial
        // Of a symbol that trades twice or more, one trade is the opening auction and one the closing auction.
        let auctions = count >= 2 ? 2 : 0
        appendAuction(symbol: symbol, listing: listing, path: path, count: count, random: &random)
        let windowCount = WindowShare.count(of: count - auctions, window: window, share: \.tradeShare)
        let times = ArrivalTimes.draw(count: windowCount, in: SessionWindow.all[window], random: &random)
        let mids = MidPrices.walk(path: path, window: window, times: times, random: &random)
        let venues = Venue.cumulativeShares(home: listing.home, of: \.tradeShare)
        for (time, mid) in zip(times, mids) {
            let venue = Int32(random.index(in: venues))
            let tick = PriceGrid.tick(mid)
            // At the bid, at the ask, or in between with a fraction of a cent: those are almost all off-exchange.
            var price = PriceGrid.onGrid(mid) + (random.happens(0.5) ? 0 : tick)
            if Venue.all[Int(venue)].code == "D", random.happens(0.6) {
                price += tick / 100 * Int64(99 * random.unit())
            }
            appendTrade(
                symbol: symbol, milliseconds: time, venue: venue, sector: listing.sector, price: price,
                volume: Self.size(&random), random: &random)
        }
    }

    private mutating func appendAuction(
        symbol: Int, listing: MarketModel.Listing, path: PricePath, count: Int, random: inout SeededRandom
    ) {
        guard count >= 2, let home = Venue.position(of: listing.home) else { return }
        let shareOfShares: Double
        switch SessionWindow.all[window].start {
        case SessionWindow.openingMilliseconds: shareOfShares = 0.01
        case SessionWindow.closingMilliseconds: shareOfShares = 0.08
        default: return
        }
        let volume = max(1, Int64(Double(count) * Self.meanSize * shareOfShares * random.logNormal(0, 0.5)))
        appendTrade(
            symbol: symbol, milliseconds: SessionWindow.all[window].start + Int(2000 * random.unit()),
            venue: Int32(home), sector: listing.sector, price: PriceGrid.onGrid(path.edges[window]), volume: volume,
            random: &random)
    }

    private mutating func appendTrade(
        symbol: Int, milliseconds: Int, venue: Int32, sector: Int32, price: Int64, volume: Int64,
        random: inout SeededRandom
    ) {
        let time = day.startMicroseconds + Int64(milliseconds) * 1000
        let dirt = Dirt.draw(&random)
        for _ in 0..<(dirt == .duplicate ? 2 : 1) {
            batch.timeMicroseconds.append(time)
            batch.symbol.append(Int32(symbol))
            batch.venue.append(dirt == .unknownVenue ? Venue.unknownPosition : venue)
            batch.sector.append(
                dirt == .missingSector ? noSector : dirt == .unknownSector ? SectorTable.unknownPosition : sector)
            batch.priceMillionths.append(dirt == .sixDecimals ? price + 1 + Int64(98 * random.unit()) : price)
            batch.volume.append(dirt == .zeroSize ? 0 : volume)
            arrival.append(timeMicroseconds: dirt == .late ? time + Dirt.delay(&random) : time)
        }
    }

    /// About the mean of `size`, in shares.
    private static let meanSize = 130.0

    /// Shares: 45 % odd lots, 42 % exactly a hundred, the rest round lots with a heavy tail.
    private static func size(_ random: inout SeededRandom) -> Int64 {
        let kind = random.unit()
        if kind < 0.45 { return 1 + Int64(99 * random.unit()) }
        if kind < 0.87 { return 100 }
        return max(2, Int64(random.logNormal(1.1, 1.0))) * 100
    }
}
