import DuckDB

/// What is not streamed: the sector map that a third party publishes, and daily history in Parquet.
///
/// It is small and prepared once, on an engine thread.
actor ReferenceData {
    /// One row of the sector map.
    struct Sector: Sendable, Equatable {
        let code: String
        let name: String
    }

    private let market: Market
    private let thread = EngineThread(label: "reference-data")

    nonisolated var unownedExecutor: UnownedSerialExecutor { thread.asUnownedSerialExecutor() }

    init(market: Market) { self.market = market }

    /// The sector map.
    func sectors() throws -> [Sector] {
        guard case .recorded(let market, _) = market else {
            return SectorTable.all.map { Sector(code: $0.code, name: $0.name) }
        }
        let file = SQLText.literal(market.folder + "/" + RecordedMarket.sectorMapFile)
        return try Database(path: nil).connect().query(
            "SELECT factset_sector_code, factset_sector_desc FROM read_csv(\(file), all_varchar = true) ORDER BY 1"
        ).rows().compactMap { row in
            guard let code = row[0].text, let name = row[1].text else { return nil }
            return Sector(code: code, name: name)
        }
    }

    /// Writes the daily history under `folder`, a folder `day=YYYY-MM-DD` a day, and returns how many rows it has.
    func writeHistory(to folder: String) throws -> Int {
        let connection = try Database(path: nil).connect()
        switch market {
        case .recorded(let market, _):
            let file = SQLText.literal(market.folder + "/" + RecordedMarket.historyFile)
            try connection.execute("CREATE TABLE daily AS SELECT * FROM read_parquet(\(file))")
        case .generated(let model):
            let file = folder + ".csv"
            try Files.write(Self.generatedHistory(model), to: file)
            try connection.execute(
                """
                CREATE TABLE daily AS SELECT * FROM read_csv(\(SQLText.literal(file)), header = true, types = {
                    'date_dt': 'DATE', 'price': 'DOUBLE', 'volume': 'BIGINT', 'market_cap': 'DOUBLE'})
                """)
            try Files.remove(file)
        }
        try connection.execute(
            """
            COPY (SELECT *, strftime(date_dt, '%Y-%m-%d') AS day FROM daily ORDER BY day, symbol)
            TO \(SQLText.literal(folder)) (FORMAT PARQUET, PARTITION_BY (day))
            """)
        let rows = try connection.query("SELECT count(*) FROM daily").rows()
        return rows.first?.first?.integer.map { Int($0) } ?? 0
    }

    /// One line for each symbol and each of the twenty weekdays before the first session.
    private static func generatedHistory(_ model: MarketModel) -> String {
        let first = MarketDay(number: model.volume.firstSession.number - 28)
        let days = first.weekdays(count: 20)
        var lines = "date_dt,symbol,exchange_name,price,volume,market_cap,sector\n"
        for (rank, listing) in model.listings.enumerated() {
            var random = SeededRandom(seed: model.volume.seed, path: [MarketModel.Purpose.history, UInt64(rank)])
            let venue = Venue.position(of: listing.home).map { Venue.all[$0].name } ?? ""
            let sector = SectorTable.all[Int(listing.sector)].name
            var price = listing.price
            for day in days {
                price = max(0.0001, price * (1 + 0.015 * random.normal()))
                let volume = Int(1e7 * listing.weight * random.logNormal(0, 0.6))
                let cents = (price * 10_000).rounded() / 10_000
                lines += "\(day.text),\(listing.name),\(venue),\(cents),\(volume),,\(sector)\n"
            }
        }
        return lines
    }
}
