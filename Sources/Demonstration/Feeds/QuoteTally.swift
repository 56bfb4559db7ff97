/// What a feed has sent, in figures that a query over the received rows must give again.
struct QuoteTally: Sendable {
    /// Count and exact sums of some rows.
    struct Sums: Sendable, Equatable {
        var count = 0
        var bidVolume: Int64 = 0
        var askVolume: Int64 = 0
        /// Millionths of a dollar.
        var bidPrice: Int64 = 0
        /// Millionths of a dollar.
        var askPrice: Int64 = 0
    }

    /// The two sums that a weighted average spread is made of.
    struct Spread: Sendable, Equatable {
        var weightedSpread = 0.0
        var weight = 0.0
    }

    /// One day of one venue and one sector.
    struct Group: Hashable, Sendable {
        let day: Int
        let venue: Int32
        let sector: Int32
    }

    let names: MarketNames
    private(set) var total = Sums()
    /// By symbol.
    private(set) var bySymbol: [Sums]
    private(set) var spreads: [Group: Spread] = [:]

    init(names: MarketNames) {
        self.names = names
        bySymbol = Array(repeating: Sums(), count: names.symbols.count)
    }

    mutating func add(_ batch: QuoteBatch, rows: Range<Int>) {
        var group = Group(day: .min, venue: noSector, sector: noSector)
        var spread = Spread()
        for row in rows {
            let symbol = Int(batch.symbol[row])
            bySymbol[symbol].add(batch, row: row)
            total.add(batch, row: row)
            let (bid, ask) = (batch.bidPriceMillionths[row], batch.askPriceMillionths[row])
            guard bid != 0, ask != 0 else { continue }
            let next = Group(
                day: Int(batch.timeMicroseconds[row] / 86_400_000_000), venue: batch.venue[row],
                sector: batch.sector[row])
            if next != group {
                // Neighbouring rows often share their group: look it up only where it changes.
                if group.day != .min { spreads[group] = spread }
                group = next
                spread = spreads[group] ?? Spread()
            }
            let (bidDollars, askDollars) = (Double(bid) / 1e6, Double(ask) / 1e6)
            let weight = bidDollars * Double(batch.bidVolume[row]) + askDollars * Double(batch.askVolume[row])
            spread.weightedSpread += (askDollars - bidDollars) / askDollars * weight
            spread.weight += weight
        }
        if group.day != .min { spreads[group] = spread }
    }
}

extension QuoteTally.Sums {
    mutating func add(_ batch: QuoteBatch, row: Int) {
        count += 1
        bidVolume += batch.bidVolume[row]
        askVolume += batch.askVolume[row]
        bidPrice += batch.bidPriceMillionths[row]
        askPrice += batch.askPriceMillionths[row]
    }
}
