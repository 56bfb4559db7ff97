/// A trading venue of the American market, with its share of quotes and trades.
struct Venue: Sendable {
    /// Participant code on the consolidated tape.
    let code: Character
    /// The name that reports see.
    let name: String
    /// Percent of the quotes of a symbol that the New York Stock Exchange lists (measured, 2018).
    let quoteShare: Double
    /// Percent of its trades.
    let tradeShare: Double
    /// Whether its own spread is several times that of the market.
    let isSmall: Bool

    private init(_ code: Character, _ name: String, quotes: Double, trades: Double, small: Bool = false) {
        self.code = code
        self.name = name
        quoteShare = quotes
        tradeShare = trades
        isSmall = small
    }

    static let all: [Venue] = [
        Venue("N", "New York Stock Exchange", quotes: 71.9, trades: 14.5),
        Venue("Q", "Nasdaq", quotes: 4.2, trades: 17.1),
        Venue("P", "NYSE Arca", quotes: 4.3, trades: 7.9),
        Venue("Z", "Cboe BZX", quotes: 3.3, trades: 7.0),
        Venue("Y", "Cboe BYX", quotes: 5.0, trades: 4.2, small: true),
        Venue("K", "Cboe EDGX", quotes: 2.9, trades: 9.0),
        Venue("J", "Cboe EDGA", quotes: 1.0, trades: 0.9, small: true),
        Venue("B", "Nasdaq BX", quotes: 4.6, trades: 5.5, small: true),
        Venue("X", "Nasdaq PSX", quotes: 1.5, trades: 0.5, small: true),
        Venue("V", "Investors Exchange", quotes: 1.3, trades: 2.2, small: true),
        Venue("A", "NYSE American", quotes: 0.1, trades: 0.4, small: true),
        Venue("C", "NYSE National", quotes: 0, trades: 0.1, small: true),
        // Off-exchange trades are reported here; nothing is quoted.
        Venue("D", "FINRA ADF/TRF", quotes: 0, trades: 30.7),
    ]

    /// A name that is in no table, for rows that are wrong on purpose.
    static let unknownName = "Unlisted Venue"
    /// Where `unknownName` stands in the names of generated batches.
    static let unknownPosition = Int32(all.count)

    /// Running shares for a symbol listed at `home`: the listing venue and New York change places.
    static func cumulativeShares(home: Character, of share: (Venue) -> Double) -> [Double] {
        var shares = all.map(share)
        if let listing = position(of: home) { shares.swapAt(0, listing) }
        return cumulativeSums(shares)
    }

    static func position(of code: Character) -> Int? { all.firstIndex { $0.code == code } }
}
