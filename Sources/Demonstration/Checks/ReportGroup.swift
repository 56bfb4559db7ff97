/// One line of a report: a day, a group of exchanges and a sector.
struct ReportGroup: Hashable, Sendable, Comparable, CustomStringConvertible {
    let day: String
    /// Nil for venues outside the three groups.
    let parentExchange: String?
    let sectorName: String

    var description: String { "\(day) \(parentExchange ?? "other venues"), \(sectorName)" }

    static func < (left: ReportGroup, right: ReportGroup) -> Bool { left.description < right.description }

    /// The group of exchanges that a venue belongs to, by its name.
    static func parentExchange(ofVenue name: String) -> String? {
        if name.hasPrefix("Cboe") { return "CBOE" }
        if name.hasPrefix("NYSE") || name == "New York Stock Exchange" { return "NYSE" }
        if name.hasPrefix("Nasdaq") { return "NASDAQ" }
        return nil
    }

    /// Reads the three first columns of a report's row.
    init?(row: [String?]) {
        guard row.count == 4, let day = row[0], let sector = row[2] else { return nil }
        self.init(day: day, parentExchange: row[1], sectorName: sector)
    }

    init(day: String, parentExchange: String?, sectorName: String) {
        self.day = day
        self.parentExchange = parentExchange
        self.sectorName = sectorName
    }
}

/// Decimal numbers with four places, as whole ten-thousandths.
enum TenThousandths {
    /// Reads `-12.5`, `3` or `1.2345`; nil for anything else, and for numbers with more places that are not zero.
    static func parse(_ text: String) -> Int128? {
        let isNegative = text.hasPrefix("-")
        let parts = text.dropFirst(isNegative ? 1 : 0).split(separator: ".", omittingEmptySubsequences: false)
        guard (1...2).contains(parts.count), let whole = Int128(parts[0]) else { return nil }
        var places = parts.count == 2 ? String(parts[1]) : ""
        while places.count > 4, places.last == "0" { places.removeLast() }
        guard places.count <= 4, let fraction = Int128(places + String(repeating: "0", count: 4 - places.count)) else {
            return nil
        }
        return (whole * 10_000 + fraction) * (isNegative ? -1 : 1)
    }

    /// `1234.5000`.
    static func text(_ value: Int128) -> String {
        let (whole, fraction) = value.magnitude.quotientAndRemainder(dividingBy: 10_000)
        let places = String(fraction)
        return (value < 0 ? "-" : "") + "\(whole)." + String(repeating: "0", count: 4 - places.count) + places
    }
}
