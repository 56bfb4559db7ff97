import DuckDB

/// How one kind of rows lies in its file.
struct RecordedTable: Sendable {
    let file: String
    /// The column with the venue's code.
    let venueColumn: String
    /// Expressions of the columns after time, symbol, venue and sector, all BIGINT.
    let values: String
}

/// Reads one of the files on an engine thread, as columns of whole numbers.
actor RecordedReader {
    private let table: RecordedTable
    private let market: RecordedMarket
    private let limit: Int?
    private let thread = EngineThread(label: "recorded-market")
    private var connection: Connection?
    private var result: QueryResult?

    nonisolated var unownedExecutor: UnownedSerialExecutor { thread.asUnownedSerialExecutor() }

    /// Rows that one batch has at least, unless the file ends.
    private static let rowsPerBatch = 16_384

    init(_ table: RecordedTable, market: RecordedMarket, limit: Int?) {
        self.table = table
        self.market = market
        self.limit = limit
    }

    /// Starts the query and returns the names that its numbers stand for.
    func open() throws -> MarketNames {
        let connection = try Database(path: nil, settings: ["threads": "2"]).connect()
        self.connection = connection
        let file = SQLText.literal(market.folder + "/" + table.file)
        let codes = SQLText.literal(market.folder + "/" + RecordedMarket.venuesFile)
        let sectors = SQLText.literal(market.folder + "/" + RecordedMarket.sectorsFile)
        try connection.execute(
            """
            CREATE TABLE symbols AS SELECT symbol, row_number() OVER (ORDER BY symbol) - 1 AS id
            FROM (SELECT DISTINCT symbol FROM read_parquet(\(file)));
            CREATE TABLE venues AS SELECT code, coalesce(exchange_name, code, 'unknown') AS name,
                row_number() OVER (ORDER BY code) - 1 AS id
            FROM (SELECT DISTINCT \(table.venueColumn) AS code FROM read_parquet(\(file)))
            LEFT JOIN read_csv(\(codes), all_varchar = true) USING (code);
            CREATE TABLE sectors AS SELECT symbol, sector_code, dense_rank() OVER (ORDER BY sector_code) - 1 AS id
            FROM read_csv(\(sectors), all_varchar = true) SEMI JOIN symbols USING (symbol)
            """)
        let names = MarketNames(
            symbols: try texts("SELECT symbol FROM symbols ORDER BY id"),
            venues: try texts("SELECT name FROM venues ORDER BY id"),
            sectorCodes: try texts("SELECT DISTINCT sector_code, id FROM sectors ORDER BY id"))
        result = try connection.query(rowsQuery(file: file))
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

    private func rowsQuery(file: String) -> String {
        """
        SELECT epoch_us(date_dt), symbols.id::BIGINT, venues.id::BIGINT, coalesce(sectors.id, \(noSector))::BIGINT,
            \(table.values)
        FROM read_parquet(\(file), file_row_number = true) AS rows
        JOIN symbols ON symbols.symbol = rows.symbol
        JOIN venues ON venues.code IS NOT DISTINCT FROM rows.\(table.venueColumn)
        LEFT JOIN sectors ON sectors.symbol = rows.symbol
        ORDER BY date_dt, file_row_number\(limit.map { " LIMIT \($0)" } ?? "")
        """
    }

    private func texts(_ sql: String) throws -> [String] {
        guard let connection else { return [] }
        return try connection.query(sql).rows().compactMap { $0.first?.text }
    }
}
