import Testing

@testable import Demonstration

@Suite struct GeneratorTests {
    static let volume = MarketVolume(seed: 7, sessionCount: 2, symbolCount: 700, tradesPerSession: 2000)

    private func quotes(seed: UInt64 = 7, taskCount: Int = 2) async -> QuoteBatch {
        var volume = Self.volume
        volume.seed = seed
        var generator = QuoteGenerator(model: MarketModel(volume: volume), taskCount: taskCount)
        var all = QuoteBatch()
        while let batch = await generator.next() { all.append(batch) }
        return all
    }

    private func trades(taskCount: Int = 2) async -> TradeBatch {
        var generator = TradeGenerator(model: MarketModel(volume: Self.volume), taskCount: taskCount)
        var all = TradeBatch()
        while let batch = await generator.next() { all.append(batch) }
        return all
    }

    @Test(.timeLimit(.minutes(1))) func rowsDependOnTheSeedAlone() async {
        let one = await quotes(taskCount: 1)
        let many = await quotes(taskCount: 5)
        let other = await quotes(seed: 8)
        #expect(one == many)
        #expect(one != other)
        let (oneTrades, manyTrades) = (await trades(taskCount: 1), await trades(taskCount: 5))
        #expect(oneTrades == manyTrades)
    }

    @Test(.timeLimit(.minutes(1))) func countsAreThoseAskedForButForDuplicates() async {
        let quotes = await quotes()
        let trades = await trades()
        #expect((120_000...120_060).contains(quotes.count))
        #expect((4000...4010).contains(trades.count))
    }

    @Test(.timeLimit(.minutes(1))) func rowsArriveInOrderButForLateOnes() async {
        let times = await quotes().timeMicroseconds
        let late = zip(times, times.dropFirst()).filter { $0 > $1 }
        #expect(!late.isEmpty)
        #expect(late.count < times.count / 2000)
        #expect(late.allSatisfy { $0 - $1 <= 5_000_000 })
    }

    @Test(.timeLimit(.minutes(1))) func theTapesRulesHold() async {
        let quotes = await quotes()
        let offExchange = Int32(Venue.position(of: "D") ?? -1)
        #expect(!quotes.venue.contains(offExchange))
        let isOpen = quotes.timeMicroseconds.allSatisfy { time in
            (14_400_000_000..<72_000_000_000).contains(time % 86_400_000_000)
        }
        #expect(isOpen)
        #expect(quotes.bidVolume.allSatisfy { $0 >= 0 })
        let crossed = zip(quotes.bidPriceMillionths, quotes.askPriceMillionths).filter { $1 > 0 && $0 > $1 }
        #expect(!crossed.isEmpty)
        #expect(crossed.count < quotes.count / 500)
        let trades = await trades()
        let offExchangeShare = Double(trades.venue.count { $0 == offExchange }) / Double(trades.count)
        #expect((0.2...0.4).contains(offExchangeShare))
        #expect(trades.priceMillionths.allSatisfy { $0 > 0 })
    }

    @Test(.timeLimit(.minutes(1))) func dirtIsThere() async {
        let quotes = await quotes()
        #expect(quotes.sector.contains(noSector))
        #expect(quotes.sector.contains(SectorTable.unknownPosition))
        #expect(quotes.venue.contains(Venue.unknownPosition))
        #expect(zip(quotes.bidPriceMillionths, quotes.bidVolume).contains { $0 == 0 && $1 > 0 })
        #expect(quotes.askPriceMillionths.contains { $0 % 100 != 0 })
        #expect(quotes.bidVolume.contains(0))
    }

    @Test func activityIsSkewedAsMeasured() {
        let model = MarketModel(volume: MarketVolume())
        let weights = model.listings.map(\.weight)
        let total = weights.reduce(0, +)
        let top100 = weights.prefix(100).reduce(0, +) / total
        let top1000 = weights.prefix(1000).reduce(0, +) / total
        #expect((0.3...0.5).contains(top100))
        #expect((0.75...0.95).contains(top1000))
        #expect(Set(model.listings.map(\.name)).count == model.listings.count)
    }

    @Test func countsAddUpWhateverTheWeights() {
        var random = SeededRandom(seed: 3, path: [])
        let weights = (0..<1000).map { _ in random.unit() }
        #expect(SessionPlan.counts(proportionalTo: weights, total: 12_345).reduce(0, +) == 12_345)
        #expect(SessionPlan.counts(proportionalTo: [0, 0], total: 5) == [0, 0])
        for count in [0, 1, 7, 12_345] {
            let parts = SessionWindow.all.indices.map { WindowShare.count(of: count, window: $0, share: \.tradeShare) }
            #expect(parts.reduce(0, +) == count)
            #expect(parts.allSatisfy { $0 >= 0 })
        }
    }

    @Test func arrivalsStayInTheirWindowAndOrder() {
        for (count, seed) in [(0, 1), (1, 2), (5000, 3), (200_000, 4)] {
            var random = SeededRandom(seed: UInt64(seed), path: [])
            let window = SessionWindow.all[1]
            let times = ArrivalTimes.draw(count: count, in: window, random: &random)
            #expect(times.count == count)
            #expect(times == times.sorted())
            #expect(times.allSatisfy { $0 >= window.start && $0 < window.end })
        }
    }
}
