import Glibc

/// Quotes with the measured shape of the American tape: skewed symbols, bursts, venue mix, spreads and dirt.
typealias QuoteGenerator = MarketGenerator<QuoteRun>

/// The quotes of some symbols in one window, symbol after symbol.
struct QuoteRun: WindowRun {
    static let purpose = MarketModel.Purpose.quotes
    static func counts(of plan: SessionPlan) -> [Int] { plan.quoteCounts }

    private let day: MarketDay
    private let window: Int
    private(set) var batch = QuoteBatch()
    private(set) var arrival = ArrivalOrder()

    init(day: MarketDay, window: Int) {
        self.day = day
        self.window = window
    }

    /// What stays the same for all quotes of a symbol.
    private struct Book {
        let symbol: Int32
        let sector: Int32
        let cumulativeVenues: [Double]
        let spreadMean: Double
        let sizeMean: Double
    }

    mutating func append(
        symbol: Int, listing: MarketModel.Listing, path: PricePath, count: Int, random initial: SeededRandom
    ) {
        var random = initial
        let windowCount = WindowShare.count(of: count, window: window, share: \.quoteShare)
        let times = ArrivalTimes.draw(count: windowCount, in: SessionWindow.all[window], random: &random)
        let mids = MidPrices.walk(path: path, window: window, times: times, random: &random)
        let book = Book(
            symbol: Int32(symbol), sector: listing.sector,
            cumulativeVenues: Venue.cumulativeShares(home: listing.home, of: \.quoteShare),
            spreadMean: log(max(1, listing.price * 0.025)),
            // Thick books are those of cheap stocks: measured medians are 200 shares at $180 and 65,600 at $14.
            sizeMean: min(11, max(5, 11 - 2.3 * log(max(1, listing.price / 14)))))
        for (time, mid) in zip(times, mids) { appendQuote(book, milliseconds: time, mid: mid, random: &random) }
    }

    private mutating func appendQuote(_ book: Book, milliseconds: Int, mid: Double, random: inout SeededRandom) {
        let time = day.startMicroseconds + Int64(milliseconds) * 1000
        var venue = Int32(random.index(in: book.cumulativeVenues))
        var ticks = max(1, exp(book.spreadMean + 0.6 * random.normal()).rounded())
        if Venue.all[Int(venue)].isSmall { ticks = (ticks * random.uniform(5...20)).rounded() }
        if ticks == 1, random.happens(0.03) { ticks = 0 }
        if random.happens(0.0005) { ticks = -1 }
        let tick = PriceGrid.tick(mid)
        var bid = max(tick, PriceGrid.onGrid(mid) - Int64(ticks / 2) * tick)
        var ask = max(tick, bid + Int64(ticks) * tick)
        var (bidVolume, askVolume) = (size(book, &random), size(book, &random))
        var sector = book.sector
        if random.happens(0.001) {
            if random.happens(0.5) { (bid, bidVolume) = (0, 0) } else { (ask, askVolume) = (0, 0) }
        }
        let dirt = Dirt.draw(&random)
        switch dirt {
        case .zeroBid: bid = 0
        case .zeroAsk: ask = 0
        case .crossed: swap(&bid, &ask)
        case .unknownVenue: venue = Venue.unknownPosition
        case .missingSector: sector = noSector
        case .unknownSector: sector = SectorTable.unknownPosition
        case .sixDecimals: ask += 1 + Int64(98 * random.unit())
        case .zeroSize: bidVolume = 0
        case .duplicate, .late, nil: break
        }
        for _ in 0..<(dirt == .duplicate ? 2 : 1) {
            batch.timeMicroseconds.append(time)
            batch.symbol.append(book.symbol)
            batch.venue.append(venue)
            batch.sector.append(sector)
            batch.bidPriceMillionths.append(bid)
            batch.bidVolume.append(bidVolume)
            batch.askPriceMillionths.append(ask)
            batch.askVolume.append(askVolume)
            arrival.append(timeMicroseconds: dirt == .late ? time + Dirt.delay(&random) : time)
        }
    }

    private func size(_ book: Book, _ random: inout SeededRandom) -> Int64 {
        max(1, Int64(random.logNormal(book.sizeMean, 0.8) / 100)) * 100
    }
}
