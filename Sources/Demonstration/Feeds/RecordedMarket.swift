import DuckDB

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
    package func quotes(limit: Int? = nil) async throws -> RecordedQuotes {
        try await RecordedQuotes(reader: RecordedReader(.quotes, market: self, limit: limit))
    }

    /// Opens the trades.
    package func trades(limit: Int? = nil) async throws -> RecordedTrades {
        try await RecordedTrades(reader: RecordedReader(.trades, market: self, limit: limit))
    }
}

/// The quotes of a recorded market.
package struct RecordedQuotes: QuoteSource {
    private let reader: RecordedReader
    package let names: MarketNames

    init(reader: RecordedReader) async throws {
        self.reader = reader
        names = try await reader.open()
    }

    /// The next thousands of quotes.
    package mutating func next() async throws -> QuoteBatch? {
        guard let columns = try await reader.next() else { return nil }
        var batch = QuoteBatch()
        batch.timeMicroseconds = columns[0]
        batch.symbol = columns[1].map { Int32($0) }
        batch.venue = columns[2].map { Int32($0) }
        batch.sector = columns[3].map { Int32($0) }
        batch.bidPriceMillionths = columns[4]
        batch.bidVolume = columns[5]
        batch.askPriceMillionths = columns[6]
        batch.askVolume = columns[7]
        return batch
    }
}

/// The trades of a recorded market.
package struct RecordedTrades: TradeSource {
    private let reader: RecordedReader
    package let names: MarketNames

    init(reader: RecordedReader) async throws {
        self.reader = reader
        names = try await reader.open()
    }

    /// The next thousands of trades.
    package mutating func next() async throws -> TradeBatch? {
        guard let columns = try await reader.next() else { return nil }
        var batch = TradeBatch()
        batch.timeMicroseconds = columns[0]
        batch.symbol = columns[1].map { Int32($0) }
        batch.venue = columns[2].map { Int32($0) }
        batch.sector = columns[3].map { Int32($0) }
        batch.priceMillionths = columns[4]
        batch.volume = columns[5]
        return batch
    }
}

/// Reads one of the files on an engine thread, as columns of whole numbers.
actor RecordedReader {
    enum Kind {
        case quotes
        case trades
    }

    private let kind: Kind
    private let market: RecordedMarket
    private let limit: Int?
    private let thread = EngineThread(label: "recorded-market")
    private var connection: Connection?
    private var result: QueryResult?

    nonisolated var unownedExecutor: UnownedSerialExecutor { thread.asUnownedSerialExecutor() }

    /// Rows that one batch has at least, unless the file ends.
    private static let rowsPerBatch = 16_384

    init(_ kind: Kind, market: RecordedMarket, limit: Int?) {
        self.kind = kind
        self.market = market
        self.limit = limit
    }

    /// Starts the query and returns the names that its numbers stand for.
    func open() throws -> MarketNames {
        let connection = try Database(path: nil, settings: ["threads": "2"]).connect()
        self.connection = connection
        let file = SQLText.literal(
            market.folder + "/" + (kind == .quotes ? RecordedMarket.quotesFile : RecordedMarket.tradesFile))
        let codes = SQLText.literal(market.folder + "/" + RecordedMarket.venuesFile)
        let sectors = SQLText.literal(market.folder + "/" + RecordedMarket.sectorsFile)
        let venueColumn = kind == .quotes ? "bid_exchange" : "exchange"
        try connection.execute(
            """
            CREATE TABLE symbols AS SELECT symbol, row_number() OVER (ORDER BY symbol) - 1 AS id
            FROM (SELECT DISTINCT symbol FROM read_parquet(\(file)));
            CREATE TABLE venues AS SELECT code, coalesce(exchange_name, code, 'unknown') AS name, row_number() OVER (ORDER BY code) - 1 AS id
            FROM (SELECT DISTINCT \(venueColumn) AS code FROM read_parquet(\(file)))
            LEFT JOIN read_csv(\(codes), all_varchar = true) USING (code);
            CREATE TABLE sectors AS SELECT symbol, sector_code, dense_rank() OVER (ORDER BY sector_code) - 1 AS id
            FROM read_csv(\(sectors), all_varchar = true) SEMI JOIN symbols USING (symbol)
            """)
        let names = MarketNames(
            symbols: try texts("SELECT symbol FROM symbols ORDER BY id"),
            venues: try texts("SELECT name FROM venues ORDER BY id"),
            sectorCodes: try texts("SELECT DISTINCT sector_code, id FROM sectors ORDER BY id"))
        result = try connection.query(rowsQuery(file: file, venueColumn: venueColumn))
        return names
    }

    /// The columns of the next rows, or nil at the end.
    func next() throws -> [[Int64]]? {
        guard let result else { return nil }
        var columns = [[Int64]](repeating: [], count: result.columns.count)
        while columns[0].count < Self.rowsPerBatch {
            guard let chunk = try result.next() else {
                // A result that has ended must not be asked again.
                self.result = nil
                break
            }
            for column in columns.indices {
                let values = chunk.vector(column).values(as: Int64.self)
                columns[column].append(contentsOf: UnsafeBufferPointer(start: values, count: chunk.rowCount))
            }
        }
        return columns[0].isEmpty ? nil : columns
    }

    private func rowsQuery(file: String, venueColumn: String) -> String {
        let prices =
            switch kind {
            case .quotes:
                """
                coalesce(round(bid_price * 1000000)::BIGINT, 0), coalesce(bid_volume::BIGINT, 0),
                coalesce(round(ask_price * 1000000)::BIGINT, 0), coalesce(ask_volume::BIGINT, 0)
                """
            case .trades: "coalesce(round(price * 1000000)::BIGINT, 0), coalesce(volume::BIGINT, 0)"
            }
        return """
            SELECT epoch_us(date_dt), symbols.id::BIGINT, venues.id::BIGINT, coalesce(sectors.id, \(noSector))::BIGINT,
                \(prices)
            FROM read_parquet(\(file), file_row_number = true) AS rows
            JOIN symbols ON symbols.symbol = rows.symbol
            JOIN venues ON venues.code IS NOT DISTINCT FROM rows.\(venueColumn)
            LEFT JOIN sectors ON sectors.symbol = rows.symbol
            ORDER BY date_dt, file_row_number\(limit.map { " LIMIT \($0)" } ?? "")
            """
    }

    private func texts(_ sql: String) throws -> [String] {
        guard let connection else { return [] }
        return try connection.query(sql).rows().compactMap { $0.first?.text }
    }
}
