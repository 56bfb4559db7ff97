import AsyncHTTPClient
import Foundation

/// Everything that runs during a demonstration.
struct Stage: Sendable {
    let options: DemonstrationOptions
    let market: Market
    let folder: String
    let http: HTTPClient
    let server: MariaDBProgram
    let program: WarehouseProgram
    let warehouse: WarehouseClient

    /// Starts all programs, runs `body` and stops them again, whatever happens.
    static func withAll<Result>(
        _ options: DemonstrationOptions, folder: String, _ body: (Stage) async throws -> Result
    ) async throws -> Result {
        let market = try Market(options)
        let http = HTTPClient(eventLoopGroupProvider: .singleton)
        return try await closing(http, stop: { try await http.shutdown() }) {
            Terminal.say("starting a MariaDB server in \(folder)")
            let server = try await MariaDBProgram.start(in: folder + "/mariadb")
            return try await closing(server, stop: { await server.stop() }) {
                Terminal.say("starting millrace serve")
                let program = try await WarehouseProgram.start(
                    in: folder + "/warehouse", shares: folder + "/shares", ports: options.ports)
                return try await closing(program, stop: { await program.stop() }) {
                    let warehouse = WarehouseClient(http: http, web: program.addresses.web)
                    return try await body(
                        Stage(
                            options: options, market: market, folder: folder, http: http, server: server,
                            program: program, warehouse: warehouse))
                }
            }
        }
    }

    /// Runs `body` and then `stop`, after an error too.
    private static func closing<Resource, Result>(
        _ resource: Resource, stop: () async throws -> Void, _ body: () async throws -> Result
    ) async throws -> Result {
        let result: Result
        do {
            result = try await body()
        } catch {
            // The first error is the one to report.
            try? await stop()
            throw error
        }
        try await stop()
        return result
    }

    /// Declares everything, feeds it, and checks it or shows it until the user ends it.
    func play() async throws -> Bool {
        let sectors = try await ReferenceData(market: market).sectors()
        let historyRows = try await declareEverything(sectors: sectors)
        invite()
        let (tally, tradeCount) = try await feed()
        Terminal.say("sent \(tally.total.count) quotes and \(tradeCount) trades")
        guard options.runsOnce else {
            Terminal.say("everything is sent; Ctrl-C ends the demonstration and removes what it made")
            try await Interruption.wait()
            return true
        }
        try await waitUntilDrained(tally)
        return try await report(tally, sectors: sectors, historyRows: historyRows)
    }

    private func invite() {
        let addresses = program.addresses
        Terminal.say(
            """

            open  \(addresses.web)
            type  psql \(addresses.sql)
            send  aws kinesis put-record --endpoint-url \(addresses.api) --stream-name quotes ...

            """)
    }

    private func feed() async throws -> (QuoteTally, Int) {
        let progress = FeedProgress()
        async let quotes = market.send(
            through: QuoteFeed(
                kinesis: KinesisClient(http: http, endpoint: program.addresses.api),
                streamName: DemonstrationStatements.streamName, quotesPerSecond: options.quoteRate),
            progress: { progress.show(quotes: $0.total.count) })
        async let trades = market.write(
            through: TradeFeed(
                server: server, tradesPerSecond: options.tradeRate(quotesPerTrade: market.quotesPerTrade),
                correctionSeed: market.correctionSeed),
            progress: { progress.show(trades: $0) })
        return try await (quotes, trades)
    }

    /// Waits until the warehouse has what was sent, or makes no headway any more; the checks judge what is there.
    private func waitUntilDrained(_ tally: QuoteTally) async throws {
        Terminal.say("waiting until everything can be queried")
        let source = try await server.execute(
            DemonstrationStatements.tradeTotals(table: TradeFeed.table), database: TradeFeed.database)
        let patience = Duration.seconds(60)
        var last: [[String?]] = []
        var lastChange = ContinuousClock.now
        while lastChange.duration(to: .now) < patience {
            let quotes = try await warehouse.run(DemonstrationStatements.quoteCount)
            let trades = try await warehouse.run(DemonstrationStatements.tradeTotals(table: "dt_hist_trades"))
            if quotes == [["\(tally.total.count)"]], trades == source { return }
            if quotes + trades != last { lastChange = .now }
            last = quotes + trades
            try await Task.sleep(for: .milliseconds(500))
        }
    }

    private func report(_ tally: QuoteTally, sectors: [ReferenceData.Sector], historyRows: Int) async throws -> Bool {
        let expected = ExpectedReports(sectors: sectors)
        let spreads = try await warehouse.run(DemonstrationStatements.spreadReport)
        let volumes = try await warehouse.run(DemonstrationStatements.volumeReport)
        Tables.print(
            "average spread, weighted with the dollars quoted", columns: ["day", "exchanges", "sector", "spread"],
            spreads)
        Tables.print("dollars traded", columns: ["day", "exchanges", "sector", "dollars"], volumes)
        let quoteDelays = Delays(rows: try await warehouse.run(DemonstrationStatements.quoteDelays, rowLimit: 100_000))
        let tradeDelays = Delays(rows: try await warehouse.run(DemonstrationStatements.tradeDelays, rowLimit: 100_000))
        Terminal.say("quotes, arrival to queryable:         \(quoteDelays.summary)")
        Terminal.say("trades, source commit to queryable:   \(tradeDelays.summary)\n")

        let checks = Reconciliation(warehouse: warehouse, server: server)
        let parts = try await server.execute(ExpectedReports.volumeParts, database: TradeFeed.database)
        var results = try await checks.quoteCounts(tally)
        results.append(try await checks.quoteSums(tally))
        results.append(try await checks.tradeSums())
        results.append(checks.spreadReport(spreads, expected: expected.spreads(tally)))
        results.append(checks.volumeReport(volumes, expected: try expected.volumes(parts: parts)))
        results.append(try await checks.history(rowCount: historyRows))
        for check in results {
            Terminal.say("\(check.holds ? "ok    " : "WRONG ")  \(check.name): \(check.finding)")
        }
        return results.allSatisfy(\.holds)
    }
}
