import Testing

@testable import Demonstration

@Suite struct CheckTests {
    @Test(
        arguments: [
            ("1.5", 15_000), ("-0.0001", -1), ("12", 120_000), ("3.14150000", 31_415), ("1.23456", nil), ("", nil),
            ("1.2.3", nil), ("abc", nil), ("99999999999999999999999999.9999", 999_999_999_999_999_999_999_999_999_999),
        ] as [(String, Int128?)])
    func tenThousandthsAreExact(text: String, value: Int128?) {
        #expect(TenThousandths.parse(text) == value)
    }

    @Test(
        arguments: [
            ("Cboe BZX", "CBOE"), ("NYSE Arca", "NYSE"), ("New York Stock Exchange", "NYSE"), ("Nasdaq", "NASDAQ"),
            ("Nasdaq BX", "NASDAQ"), ("Investors Exchange", nil), ("New York Stock Exchange 2", nil),
        ] as [(String, String?)])
    func venuesHaveTheirGroup(venue: String, parent: String?) {
        #expect(ReportGroup.parentExchange(ofVenue: venue) == parent)
    }

    @Test func quantilesCountRowsNotBatches() {
        let delays = Delays(rows: [["1000", "98"], ["5000", "1"], ["9000", "1"]])
        #expect(delays.quantile(0.5) == 1)
        #expect(delays.quantile(0.98) == 1)
        #expect(delays.quantile(0.99) == 5)
        #expect(delays.quantile(1) == 9)
        #expect(Delays(rows: []).quantile(0.5) == nil)
        #expect(Delays(rows: []).summary == "no figures")
    }

    @Test func spreadsAreWeightedOverTheWholeGroup() throws {
        let names = MarketNames(
            symbols: ["A"], venues: ["NYSE Arca", "New York Stock Exchange", "MEMX"], sectorCodes: ["4800", "0000"])
        var batch = QuoteBatch()
        // Bid and ask in dollars, then venue and sector. One side empty and an unknown sector do not count.
        let rows: [[Int64]] = [[9, 10, 0, 0], [1, 2, 1, 0], [0, 5, 0, 0], [3, 4, 2, 0], [3, 4, 0, 1]]
        for row in rows {
            batch.timeMicroseconds.append(86_400_000_000)
            batch.symbol.append(0)
            batch.venue.append(Int32(row[2]))
            batch.sector.append(Int32(row[3]))
            batch.bidPriceMillionths.append(row[0] * 1_000_000)
            batch.bidVolume.append(1)
            batch.askPriceMillionths.append(row[1] * 1_000_000)
            batch.askVolume.append(1)
        }
        var tally = QuoteTally(names: names)
        tally.add(batch, rows: 0..<2)
        tally.add(batch, rows: 2..<batch.count)
        let expected = ExpectedReports(sectors: [ReferenceData.Sector(code: "4800", name: "Finance")]).spreads(tally)
        let nyse = ReportGroup(day: "1970-01-02", parentExchange: "NYSE", sectorName: "Finance")
        let others = ReportGroup(day: "1970-01-02", parentExchange: nil, sectorName: "Finance")
        #expect(expected.count == 2)
        let spread = try #require(expected[nyse])
        let right: Double = (0.1 * 19 + 0.5 * 3) / 22
        #expect(abs(spread - right) < 1e-12)
        #expect(expected[others] == 0.25)
        #expect(tally.total.count == 5)
        #expect(tally.total.askPrice == 25_000_000)
    }

    @Test func volumesOfOneGroupAreAddedExactly() throws {
        let reports = ExpectedReports(sectors: [ReferenceData.Sector(code: "4800", name: "Finance")])
        let sums = try reports.volumes(parts: [
            ["2013-10-07", "Nasdaq", "4800", "0.1000"], ["2013-10-07", "Nasdaq BX", "4800", "0.2000"],
            ["2013-10-07", "Nasdaq", "9999", "5.0000"],
        ])
        #expect(sums == [ReportGroup(day: "2013-10-07", parentExchange: "NASDAQ", sectorName: "Finance"): 3000])
        #expect(throws: DemonstrationError.self) {
            try reports.volumes(parts: [["2013-10-07", "Nasdaq", "4800", "x"]])
        }
    }

    @Test func addressesAreReadOnceAllAreThere() {
        typealias Addresses = WarehouseProgram.Addresses
        #expect(Addresses(output: "sql  postgres://127.0.0.1:1/dev\napi  http://127.0.0.1:2\n") == nil)
        let addresses = Addresses(
            output: "starting\nsql  postgres://127.0.0.1:1/dev\napi  http://127.0.0.1:2\nweb  http://127.0.0.1:3\n")
        #expect(addresses?.sql == "postgres://127.0.0.1:1/dev")
        #expect(addresses?.web == "http://127.0.0.1:3")
    }
}
