/// FactSet's sector codes and names, with the activity that the generator gives each.
package struct SectorTable: Sendable {
    /// Four characters.
    package let code: String
    /// As reports print it.
    package let name: String
    /// Per mille of the market's dollars in 2024's first quarter, by an approximate map from the exchange's sectors.
    let activity: Double

    private init(_ code: String, _ name: String, _ activity: Double) {
        self.code = code
        self.name = name
        self.activity = activity
    }

    /// The whole table, by code.
    package static let all: [SectorTable] = [
        SectorTable("1100", "Non-Energy Minerals", 4), SectorTable("1200", "Producer Manufacturing", 40),
        SectorTable("1300", "Electronic Technology", 230), SectorTable("1400", "Consumer Durables", 90),
        SectorTable("2100", "Energy Minerals", 35), SectorTable("2200", "Process Industries", 4),
        SectorTable("2300", "Health Technology", 70), SectorTable("2400", "Consumer Non-Durables", 22),
        SectorTable("3100", "Industrial Services", 15), SectorTable("3200", "Commercial Services", 10),
        SectorTable("3250", "Distribution Services", 5), SectorTable("3300", "Technology Services", 150),
        SectorTable("3350", "Health Services", 20), SectorTable("3400", "Consumer Services", 60),
        SectorTable("3500", "Retail Trade", 70), SectorTable("4600", "Transportation", 15),
        SectorTable("4700", "Utilities", 22), SectorTable("4800", "Finance", 101),
        SectorTable("4900", "Communications", 13), SectorTable("6000", "Miscellaneous", 34),
        SectorTable("7000", "Government", 0), SectorTable("9999", "Not Classified", 1),
    ]

    static let cumulativeActivity = cumulativeSums(all.map(\.activity))

    /// A code that is in no table, for rows that are wrong on purpose.
    static let unknownCode = "0000"
    /// Where `unknownCode` stands in the names of generated batches.
    static let unknownPosition = Int32(all.count)
}
