/// Compares what the warehouse answers with what was sent, figure by figure.
struct Reconciliation: Sendable {
    /// One comparison and its outcome.
    struct Check: Sendable {
        let name: String
        /// What was compared, or what differs.
        let finding: String
        let holds: Bool
    }

    let warehouse: WarehouseClient
    let server: MariaDBProgram

    /// Every row of `SELECT` results that these checks read: more symbols than any market lists.
    private static let rowLimit = 100_000

    /// Counts: all quotes are there, each once, none refused.
    func quoteCounts(_ tally: QuoteTally) async throws -> [Check] {
        [
            check("quotes received", try await number(DemonstrationStatements.quoteCount), tally.total.count),
            check(
                "quotes received once", try await number(DemonstrationStatements.quoteIdentityCount), tally.total.count),
            check("quotes refused", try await number(DemonstrationStatements.refusedQuoteCount), 0),
        ]
    }

    /// Count, volumes and prices of the quotes of every symbol.
    func quoteSums(_ tally: QuoteTally) async throws -> Check {
        let rows = try await warehouse.run(DemonstrationStatements.quoteSums, rowLimit: Self.rowLimit)
        let received = Dictionary(
            rows.map { ($0.first ?? nil, Array($0.dropFirst())) }, uniquingKeysWith: { first, _ in first })
        var differing: [String] = []
        var expected = 0
        for (name, sums) in zip(tally.names.symbols, tally.bySymbol) where sums.count > 0 {
            expected += 1
            let figures = [Int64(sums.count), sums.bidVolume, sums.askVolume, sums.bidPrice, sums.askPrice].map {
                String($0)
            }
            if received[name] != figures { differing.append(name) }
        }
        return check("sums of quotes", symbols: expected, received: rows.count, differing: differing)
    }

    /// Count, volume and dollars of the trades of every symbol, asked on both sides.
    func tradeSums() async throws -> Check {
        let rows = try await warehouse.run(
            DemonstrationStatements.tradeSums(table: "dt_hist_trades"), rowLimit: Self.rowLimit)
        let sources = try await server.execute(
            DemonstrationStatements.tradeSums(table: TradeFeed.table), database: TradeFeed.database)
        let received = Dictionary(rows.map { ($0.first ?? nil, $0) }, uniquingKeysWith: { first, _ in first })
        let differing = sources.filter { source in received[source[0]]?.map { $0 ?? "null" } != source }.map { $0[0] }
        return check("sums of trades", symbols: sources.count, received: rows.count, differing: differing)
    }

    /// The spread report against the feed's own calculation. The order of a sum of floating-point numbers is free, so
    /// the last digits are too.
    func spreadReport(_ rows: [[String?]], expected: [ReportGroup: Double]) -> Check {
        var differing: [String] = []
        for row in rows {
            guard let group = ReportGroup(row: row), let value = row[3].flatMap(Double.init),
                let right = expected[group],
                abs(value - right) <= 1e-9 * max(abs(right), 1e-6)
            else {
                differing.append(row.map { $0 ?? "null" }.joined(separator: ", "))
                continue
            }
        }
        return report("spread report", expected: expected.count, received: rows.count, differing: differing)
    }

    /// The volume report against the source's own sums, to the last digit.
    func volumeReport(_ rows: [[String?]], expected: [ReportGroup: Int128]) -> Check {
        let differing = rows.filter { row in
            guard let group = ReportGroup(row: row), let right = expected[group] else { return true }
            return row[3].flatMap(TenThousandths.parse) != right
        }.map { $0.map { $0 ?? "null" }.joined(separator: ", ") }
        return report("volume report", expected: expected.count, received: rows.count, differing: differing)
    }

    /// The rows of the external table against those of the files.
    func history(rowCount: Int) async throws -> Check {
        check("rows of history", try await number(DemonstrationStatements.historyCount), rowCount)
    }

    /// The first cell of the first row, as a number.
    func number(_ sql: String) async throws -> Int {
        let rows = try await warehouse.run(sql)
        guard let number = rows.first?.first.flatMap({ $0 }).flatMap(Int.init) else {
            throw DemonstrationError(.service, "no number came back", detail: sql)
        }
        return number
    }

    private func check(_ name: String, _ received: Int, _ expected: Int) -> Check {
        Check(
            name: name, finding: received == expected ? "\(received)" : "\(received), but \(expected) are right",
            holds: received == expected)
    }

    private func check(_ name: String, symbols: Int, received: Int, differing: [String]) -> Check {
        summary(name, unit: "symbols", expected: symbols, received: received, differing: differing)
    }

    private func report(_ name: String, expected: Int, received: Int, differing: [String]) -> Check {
        summary(name, unit: "groups", expected: expected, received: received, differing: differing)
    }

    private func summary(_ name: String, unit: String, expected: Int, received: Int, differing: [String]) -> Check {
        guard received == expected, differing.isEmpty else {
            let examples = differing.prefix(5).joined(separator: "; ")
            return Check(
                name: name,
                finding: "\(received) \(unit), \(expected) are right, \(differing.count) differ: \(examples)",
                holds: false)
        }
        return Check(name: name, finding: "\(expected) \(unit) agree", holds: true)
    }
}
