/// What the generators make: how much, of which days, from which seed.
package struct MarketVolume: Sendable {
    /// Same seed and volume, same rows.
    package var seed: UInt64
    /// The first session; the following ones are the weekdays after it.
    package var firstSession: MarketDay
    /// Sessions to make.
    package var sessionCount: Int
    /// Listed symbols.
    package var symbolCount: Int
    /// Trades a session, over all symbols.
    package var tradesPerSession: Int
    /// Quotes for one trade, over all symbols.
    package var quotesPerTrade: Double

    /// A thousandth of the American market's volume: 58 thousand trades and 1.7 million quotes a session.
    package init(
        seed: UInt64 = 1, firstSession: MarketDay = MarketDay(year: 2024, month: 1, day: 2), sessionCount: Int = 1,
        symbolCount: Int = 11_000, tradesPerSession: Int = 58_000, quotesPerTrade: Double = 30
    ) {
        self.seed = seed
        self.firstSession = firstSession
        self.sessionCount = sessionCount
        self.symbolCount = symbolCount
        self.tradesPerSession = tradesPerSession
        self.quotesPerTrade = quotesPerTrade
    }
}

/// The listed symbols and the plan of every session, all drawn from the seed before the first row is made.
package struct MarketModel: Sendable {
    /// One listed symbol.
    struct Listing: Sendable {
        let name: String
        /// Position in `SectorTable.all`, or `noSector`.
        let sector: Int32
        /// Tape code of the listing venue: N, Q or A.
        let home: Character
        /// Dollars, before the first session.
        let price: Double
        /// Share of the market's activity, not normalised.
        let weight: Double
    }

    let volume: MarketVolume
    let listings: [Listing]
    /// The sessions' days, in order.
    package let sessions: [MarketDay]

    /// Draws the market.
    package init(volume: MarketVolume) {
        self.volume = volume
        sessions = volume.firstSession.weekdays(count: volume.sessionCount)
        listings = (0..<volume.symbolCount).map { rank in
            var random = SeededRandom(seed: volume.seed, path: [Purpose.listing, UInt64(rank)])
            return Self.listing(rank: rank, random: &random)
        }
    }

    /// The texts that the generated batches name.
    package var names: MarketNames {
        MarketNames(
            symbols: listings.map(\.name), venues: Venue.all.map(\.name) + [Venue.unknownName],
            sectorCodes: SectorTable.all.map(\.code) + [SectorTable.unknownCode])
    }

    private static func listing(rank: Int, random: inout SeededRandom) -> Listing {
        let home: Character =
            switch random.unit() {
            case ..<0.40: "N"
            case ..<0.98: "Q"
            default: "A"
            }
        let price = min(5000, max(0.01, random.logNormal(2.639, 1.5)))
        return Listing(
            name: symbolName(rank), sector: Int32(random.index(in: SectorTable.cumulativeActivity)), home: home,
            price: price, weight: weight(rank: rank + 1))
    }

    /// Activity by rank: slope 0.85 for the first thousand, 2.2 below them (measured on whole sessions of the tape).
    static func weight(rank: Int) -> Double {
        let rank = Double(rank)
        return rank <= 1000 ? power(rank, -0.85) : power(1000, 2.2 - 0.85) * power(rank, -2.2)
    }

    /// `AAAA`, `AAAB` ... in an order that spreads the letters.
    static func symbolName(_ rank: Int) -> String {
        // 7919 has no factor in common with 26 to the 4th, so every rank below that gets a name of its own.
        var number = rank * 7919 % 456_976
        var letters: [Character] = []
        for _ in 0..<4 {
            letters.append(Character(UnicodeScalar(UInt8(65 + number % 26))))
            number /= 26
        }
        return String(letters)
    }

    /// What random numbers are drawn for; keeps the sources of different purposes apart.
    enum Purpose {
        static let listing: UInt64 = 1
        static let activity: UInt64 = 2
        static let price: UInt64 = 3
        static let quotes: UInt64 = 4
        static let trades: UInt64 = 5
        static let corrections: UInt64 = 6
        static let history: UInt64 = 7
    }
}
