import Foundation
import Testing

@testable import Demonstration

/// The folder of shared data, or nil where there is none.
private let sharedMarket: String? = {
    let shared = ProcessInfo.processInfo.environment["MILLRACE_SHARED"] ?? "../shared"
    let folder = shared + "/data/market"
    return FileManager.default.fileExists(atPath: folder) ? folder : nil
}()

@Suite struct FeedTests {
    @Test(.enabled(if: sharedMarket != nil, "no shared data"), .timeLimit(.minutes(2)))
    func everyRecordedRowComesOutInOrder() async throws {
        let market = try RecordedMarket(folder: try #require(sharedMarket))
        var quotes = try await market.quotes()
        var tally = QuoteTally(names: quotes.names)
        var last = Int64.min
        while let batch = try await quotes.next() {
            #expect(batch.timeMicroseconds[0] >= last)
            last = try #require(batch.timeMicroseconds.last)
            tally.add(batch, rows: 0..<batch.count)
        }
        #expect(tally.total.count == 2_845_112)
        #expect(quotes.names.symbols == ["AIG", "BAC", "IBM"])
        #expect(tally.bySymbol.map(\.count) == [1_811_043, 848_915, 185_154])
        var trades = try await market.trades()
        var tradeCount = 0
        var withoutSector = 0
        while let batch = try await trades.next() {
            tradeCount += batch.count
            withoutSector += batch.sector.count { $0 == noSector }
        }
        #expect(tradeCount == 792_894)
        #expect(withoutSector == 0)
        #expect(trades.names.symbols.contains("SPY"))
    }

    @Test func aFolderWithoutTheDataIsNamed() {
        #expect(throws: DemonstrationError.self) { try RecordedMarket(folder: "/nowhere") }
    }

    @Test(.timeLimit(.minutes(2))) func tradesReachARealServerWithTheirCorrections() async throws {
        let folder = try Files.makeTemporaryFolder("millrace-feed-test")
        defer { try? Files.remove(folder) }
        let server = try await MariaDBProgram.start(in: folder)
        do {
            try await checkTrades(on: server)
        } catch {
            await server.stop()
            throw error
        }
        await server.stop()
    }

    private func checkTrades(on server: MariaDBProgram) async throws {
        let model = MarketModel(volume: MarketVolume(seed: 5, symbolCount: 300, tradesPerSession: 6000))
        let feed = TradeFeed(server: server, tradesPerSecond: nil, correctionSeed: 5)
        try await feed.createTable()
        let count = try await feed.run(TradeGenerator(model: model))
        let rows = try await server.execute(
            "SELECT COUNT(*), MAX(id), COUNT(sector_code) FROM trades", database: "trading")
        let left = try #require(rows.first.flatMap { Int($0[0]) })
        #expect((6000...6010).contains(count))
        // About one in five hundred is cancelled.
        #expect((count - 40..<count).contains(left))
        #expect(rows[0][1] == "\(count)" || left < count)
        // A statement that fails ends the feed with the server's own words.
        await #expect(throws: DemonstrationError.self) { try await feed.run(TradeGenerator(model: model)) }
    }

    @Test func aPacedFeedKeepsItsRate() async throws {
        var pace = Pace(rowsPerSecond: 2000, sliceMax: 8192)
        let start = ContinuousClock.now
        var sent = 0
        while sent < 600 { sent += try await pace.nextSlice(available: 600 - sent) }
        let seconds = start.duration(to: .now) / .seconds(1)
        // The rate is an upper bound; a busy machine may be slower.
        #expect(seconds >= 0.28)
        #expect(sent == 600)
    }
}
