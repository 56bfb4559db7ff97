/// Real quotes and trades from a folder of Parquet and CSV files, read through the engine in order of time.
///
/// Rows of one instant keep the file's order. A quote's `exchange_name` is the venue that sets its bid: the file
/// names a venue for each side, the reports know one. Every row of the files comes out; a code without a name in
/// `exchange_codes.csv` stands for itself, and a symbol without a sector gets none.
package struct RecordedMarket: Sendable {
    /// The folder with the files.
    package let folder: String

    static let quotesFile = "us_nbbo_2013-10-07_09.parquet"
    static let tradesFile = "us_trades_2013-10-07_09.parquet"
    static let venuesFile = "exchange_codes.csv"
    static let sectorsFile = "symbol_sector_code_approx.csv"
    static let sectorMapFile = "factset_sector_map.csv"
    static let historyFile = "us_daily_2024q1.parquet"

    /// Makes the market of `folder`. Throws `DemonstrationError` that names a file which is not there.
    package init(folder: String) throws {
        self.folder = folder
        let needed = [
            Self.quotesFile, Self.tradesFile, Self.venuesFile, Self.sectorsFile, Self.sectorMapFile, Self.historyFile,
        ]
        for file in needed where !Files.exists(folder + "/" + file) {
            throw DemonstrationError(
                .missingData, "\(folder) has no \(file)", hint: "give the folder of the market data with --data")
        }
    }

    /// Opens the quotes.
    func quotes(limit: Int? = nil) async throws -> RecordedRows<QuoteBatch> {
        try await RecordedRows(of: self, limit: limit)
    }

    /// Opens the trades.
    func trades(limit: Int? = nil) async throws -> RecordedRows<TradeBatch> {
        try await RecordedRows(of: self, limit: limit)
    }
}

/// The rows of one file of a recorded market.
struct RecordedRows<Batch: RecordedBatch>: MarketSource {
    private let reader: RecordedReader
    let names: MarketNames

    init(of market: RecordedMarket, limit: Int?) async throws {
        reader = RecordedReader(Batch.table, market: market, limit: limit)
        names = try await reader.open()
    }

    /// The next thousands of rows.
    mutating func next() async throws -> Batch? { try await reader.next().map(Batch.init(columns:)) }
}

/// Rows that a file of a recorded market holds.
protocol RecordedBatch: MarketBatch {
    static var table: RecordedTable { get }
    /// Rows whose columns are time, symbol, venue and sector, then those of `table.values`.
    init(columns: [[Int64]])
}

extension QuoteBatch: RecordedBatch {
    static let table = RecordedTable(
        file: RecordedMarket.quotesFile, venueColumn: "bid_exchange",
        values: """
            coalesce(round(bid_price * 1000000)::BIGINT, 0), coalesce(bid_volume::BIGINT, 0),
            coalesce(round(ask_price * 1000000)::BIGINT, 0), coalesce(ask_volume::BIGINT, 0)
            """)

    init(columns: [[Int64]]) {
        timeMicroseconds = columns[0]
        symbol = columns[1].map { Int32($0) }
        venue = columns[2].map { Int32($0) }
        sector = columns[3].map { Int32($0) }
        bidPriceMillionths = columns[4]
        bidVolume = columns[5]
        askPriceMillionths = columns[6]
        askVolume = columns[7]
    }
}

extension TradeBatch: RecordedBatch {
    static let table = RecordedTable(
        file: RecordedMarket.tradesFile, venueColumn: "exchange",
        values: "coalesce(round(price * 1000000)::BIGINT, 0), coalesce(volume::BIGINT, 0)")

    init(columns: [[Int64]]) {
        timeMicroseconds = columns[0]
        symbol = columns[1].map { Int32($0) }
        venue = columns[2].map { Int32($0) }
        sector = columns[3].map { Int32($0) }
        priceMillionths = columns[4]
        volume = columns[5]
    }
}
