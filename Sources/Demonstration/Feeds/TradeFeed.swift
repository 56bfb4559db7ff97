/// Writes trades into a table of a MariaDB server, transaction by transaction, as an order system would.
struct TradeFeed: Sendable {
    let server: MariaDBProgram
    /// Trades a second, or nil for as many as the server takes.
    let tradesPerSecond: Double?
    /// Where corrections are drawn from; nil for a source whose trades stand as they are.
    let correctionSeed: UInt64?

    static let database = "trading"
    static let table = "trades"

    /// Rows of one INSERT at most.
    private static let insertRowsMax = 500
    /// Rows of one transaction at most.
    private static let transactionRowsMax = 5000

    /// Creates the database and its table.
    func createTable() async throws {
        try await server.execute(
            """
            CREATE DATABASE \(Self.database) CHARACTER SET utf8mb4;
            CREATE TABLE \(Self.database).\(Self.table) (
                id BIGINT NOT NULL PRIMARY KEY,
                date_dt DATETIME(6) NOT NULL,
                symbol VARCHAR(12) NOT NULL,
                exchange_name VARCHAR(64) NOT NULL,
                sector_code CHAR(4),
                price DECIMAL(12,4) NOT NULL,
                volume INT NOT NULL
            ) ENGINE = InnoDB;
            """)
    }

    /// Writes everything that `source` has and returns how many trades that were. `progress` hears the count so far.
    func run(_ source: some MarketSource<TradeBatch>, progress: @Sendable (Int) -> Void = { _ in }) async throws -> Int
    {
        let client = try server.openClient(database: Self.database)
        do {
            let count = try await write(source, to: client, progress: progress)
            try await client.finish()
            return count
        } catch {
            await client.stop()
            throw error
        }
    }

    private func write(
        _ source: some MarketSource<TradeBatch>, to client: MariaDBClient, progress: @Sendable (Int) -> Void
    ) async throws -> Int {
        var source = source
        let statements = TradeStatements(names: source.names)
        var corrections = correctionSeed.map(Corrections.init(seed:))
        var count = 0
        var pace = Pace(rowsPerSecond: tradesPerSecond, sliceMax: Self.transactionRowsMax)
        while let batch = try await source.next() {
            var start = 0
            while start < batch.count {
                let end = start + (try await pace.nextSlice(available: batch.count - start))
                var transaction = Array("BEGIN;\n".utf8)
                for first in stride(from: start, to: end, by: Self.insertRowsMax) {
                    let rows = first..<min(first + Self.insertRowsMax, end)
                    statements.appendInsert(
                        batch, rows: rows, firstIdentifier: count + rows.lowerBound - start + 1, to: &transaction)
                }
                transaction += "COMMIT;\n".utf8
                count += end - start
                corrections?.append(upTo: count, to: &transaction)
                try await client.send(transaction)
                progress(count)
                start = end
            }
        }
        return count
    }
}

/// The statements of the feed, written without an allocation for each row.
struct TradeStatements {
    private let symbols: [[UInt8]]
    private let venues: [[UInt8]]
    private let sectorCodes: [[UInt8]]

    init(names: MarketNames) {
        symbols = names.symbols.map { Array(Self.literal($0).utf8) }
        venues = names.venues.map { Array(Self.literal($0).utf8) }
        sectorCodes = names.sectorCodes.map { Array(Self.literal($0).utf8) }
    }

    /// MariaDB gives backslashes a meaning, unlike the standard.
    static func literal(_ text: String) -> String {
        SQLText.literal(text.split(separator: "\\", omittingEmptySubsequences: false).joined(separator: "\\\\"))
    }

    func appendInsert(_ batch: TradeBatch, rows: Range<Int>, firstIdentifier: Int, to text: inout [UInt8]) {
        text += "INSERT INTO \(TradeFeed.table) VALUES ".utf8
        for row in rows {
            text += (row == rows.lowerBound ? "(" : ",(").utf8
            DecimalText.append(integer: Int64(firstIdentifier + row - rows.lowerBound), to: &text)
            text += ",'".utf8
            TimestampText.append(batch.timeMicroseconds[row], to: &text)
            text += "',".utf8
            text += symbols[Int(batch.symbol[row])]
            text.append(UInt8(ascii: ","))
            text += venues[Int(batch.venue[row])]
            text.append(UInt8(ascii: ","))
            if batch.sector[row] == noSector {
                text += "NULL".utf8
            } else {
                text += sectorCodes[Int(batch.sector[row])]
            }
            text.append(UInt8(ascii: ","))
            DecimalText.append(millionths: batch.priceMillionths[row], to: &text)
            text.append(UInt8(ascii: ","))
            DecimalText.append(integer: batch.volume[row], to: &text)
            text.append(UInt8(ascii: ")"))
        }
        text += ";\n".utf8
    }
}

/// Trades that are corrected or cancelled after their transaction: 1 in 200 changes, 1 in 500 goes.
struct Corrections {
    private var random: SeededRandom
    private var seen = 0

    init(seed: UInt64) { random = SeededRandom(seed: seed, path: [MarketModel.Purpose.corrections]) }

    /// Appends a transaction with the corrections of the trades that came since the last call.
    mutating func append(upTo count: Int, to text: inout [UInt8]) {
        var changes = ""
        for identifier in (seen + 1)..<(count + 1) {
            let point = random.unit()
            if point < 0.005 {
                changes +=
                    "UPDATE \(TradeFeed.table) SET price = price + 0.01, volume = volume + 1 WHERE id = \(identifier);\n"
            } else if point < 0.007 {
                changes += "DELETE FROM \(TradeFeed.table) WHERE id = \(identifier);\n"
            }
        }
        seen = count
        if !changes.isEmpty { text += "BEGIN;\n\(changes)COMMIT;\n".utf8 }
    }
}
