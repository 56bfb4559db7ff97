/// The texts that batches name by number: the same text is kept once, however many rows name it.
package struct MarketNames: Sendable, Equatable {
    /// Ticker symbols.
    package var symbols: [String]
    /// Venue names as the reports group them, such as `NYSE Arca`.
    package var venues: [String]
    /// Sector codes of four characters.
    package var sectorCodes: [String]

    /// Makes the three lists.
    package init(symbols: [String] = [], venues: [String] = [], sectorCodes: [String] = []) {
        self.symbols = symbols
        self.venues = venues
        self.sectorCodes = sectorCodes
    }
}

/// Quotes in columns, in order of arrival. All columns have the same length.
package struct QuoteBatch: MarketBatch {
    /// Microseconds since 1970-01-01 00:00:00 of the market's wall clock.
    package var timeMicroseconds: [Int64] = []
    /// Positions in `MarketNames.symbols`.
    package var symbol: [Int32] = []
    /// Positions in `MarketNames.venues`.
    package var venue: [Int32] = []
    /// Positions in `MarketNames.sectorCodes`, or `noSector`.
    package var sector: [Int32] = []
    /// Millionths of a dollar; 0 where the side is empty.
    package var bidPriceMillionths: [Int64] = []
    /// Shares.
    package var bidVolume: [Int64] = []
    /// Millionths of a dollar; 0 where the side is empty.
    package var askPriceMillionths: [Int64] = []
    /// Shares.
    package var askVolume: [Int64] = []

    package init() {}

    package var count: Int { timeMicroseconds.count }

    package mutating func append(_ other: QuoteBatch) {
        timeMicroseconds += other.timeMicroseconds
        symbol += other.symbol
        venue += other.venue
        sector += other.sector
        bidPriceMillionths += other.bidPriceMillionths
        bidVolume += other.bidVolume
        askPriceMillionths += other.askPriceMillionths
        askVolume += other.askVolume
    }

    package func permuted(by order: [Int]) -> QuoteBatch {
        var result = QuoteBatch()
        result.timeMicroseconds = order.map { timeMicroseconds[$0] }
        result.symbol = order.map { symbol[$0] }
        result.venue = order.map { venue[$0] }
        result.sector = order.map { sector[$0] }
        result.bidPriceMillionths = order.map { bidPriceMillionths[$0] }
        result.bidVolume = order.map { bidVolume[$0] }
        result.askPriceMillionths = order.map { askPriceMillionths[$0] }
        result.askVolume = order.map { askVolume[$0] }
        return result
    }
}

/// Trades in columns, in order of arrival. All columns have the same length.
package struct TradeBatch: MarketBatch {
    /// Microseconds since 1970-01-01 00:00:00 of the market's wall clock.
    package var timeMicroseconds: [Int64] = []
    /// Positions in `MarketNames.symbols`.
    package var symbol: [Int32] = []
    /// Positions in `MarketNames.venues`.
    package var venue: [Int32] = []
    /// Positions in `MarketNames.sectorCodes`, or `noSector`.
    package var sector: [Int32] = []
    /// Millionths of a dollar.
    package var priceMillionths: [Int64] = []
    /// Shares.
    package var volume: [Int64] = []

    package init() {}

    package var count: Int { timeMicroseconds.count }

    package mutating func append(_ other: TradeBatch) {
        timeMicroseconds += other.timeMicroseconds
        symbol += other.symbol
        venue += other.venue
        sector += other.sector
        priceMillionths += other.priceMillionths
        volume += other.volume
    }

    package func permuted(by order: [Int]) -> TradeBatch {
        var result = TradeBatch()
        result.timeMicroseconds = order.map { timeMicroseconds[$0] }
        result.symbol = order.map { symbol[$0] }
        result.venue = order.map { venue[$0] }
        result.sector = order.map { sector[$0] }
        result.priceMillionths = order.map { priceMillionths[$0] }
        result.volume = order.map { volume[$0] }
        return result
    }
}

/// Stands in a batch's sector column where the sector is unknown: null in the record.
package let noSector: Int32 = -1

/// Rows of one kind in columns, in order of arrival.
package protocol MarketBatch: Sendable, Equatable {
    /// Makes a batch without rows.
    init()
    /// Rows in the batch.
    var count: Int { get }
    /// Appends the rows of `other`.
    mutating func append(_ other: Self)
    /// The rows at `order`, in that order.
    func permuted(by order: [Int]) -> Self
}

/// Batches in order of arrival, from a file or a generator.
package protocol MarketSource<Batch>: Sendable {
    associatedtype Batch: MarketBatch
    /// The texts that the batches so far name.
    var names: MarketNames { get }
    /// The next rows, or nil after the last; never an empty batch.
    mutating func next() async throws -> Batch?
}
