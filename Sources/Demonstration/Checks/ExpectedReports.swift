/// The reports as they must come out, calculated from what was sent and not from what was received.
struct ExpectedReports: Sendable {
    private let sectorNames: [String: String]

    init(sectors: [ReferenceData.Sector]) {
        sectorNames = Dictionary(sectors.map { ($0.code, $0.name) }, uniquingKeysWith: { first, _ in first })
    }

    /// Weighted average spread of every group, from the feed's tally.
    func spreads(_ tally: QuoteTally) -> [ReportGroup: Double] {
        var sums: [ReportGroup: QuoteTally.Spread] = [:]
        for (part, spread) in tally.spreads where part.sector != noSector {
            guard let sectorName = sectorNames[tally.names.sectorCodes[Int(part.sector)]] else { continue }
            let group = ReportGroup(
                day: MarketDay(number: part.day).text,
                parentExchange: ReportGroup.parentExchange(ofVenue: tally.names.venues[Int(part.venue)]),
                sectorName: sectorName)
            sums[group, default: QuoteTally.Spread()].weightedSpread += spread.weightedSpread
            sums[group, default: QuoteTally.Spread()].weight += spread.weight
        }
        return sums.mapValues { $0.weightedSpread / $0.weight }
    }

    /// The question to the source of the trades that `volumes` reads.
    static let volumeParts = """
        SELECT DATE(date_dt), exchange_name, sector_code, SUM(price * volume)
        FROM \(TradeFeed.table) WHERE sector_code IS NOT NULL GROUP BY 1, 2, 3
        """

    /// Dollars of every group in ten-thousandths, from what the source of the trades holds.
    func volumes(parts: [[String]]) throws -> [ReportGroup: Int128] {
        var sums: [ReportGroup: Int128] = [:]
        for part in parts {
            guard part.count == 4, let amount = TenThousandths.parse(part[3]) else {
                throw DemonstrationError(
                    .service, "the source answered with an odd row", detail: part.joined(separator: "\t"))
            }
            guard let sectorName = sectorNames[part[2]] else { continue }
            let group = ReportGroup(
                day: part[0], parentExchange: ReportGroup.parentExchange(ofVenue: part[1]), sectorName: sectorName)
            sums[group, default: 0] += amount
        }
        return sums
    }
}
