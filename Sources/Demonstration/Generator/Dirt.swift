/// What is wrong with a row on purpose. The real tape has all of it, so whoever reads the generator's rows must bear it.
enum Dirt: CaseIterable {
    case zeroBid
    case zeroAsk
    case crossed
    case duplicate
    case late
    case unknownVenue
    case missingSector
    case unknownSector
    case sixDecimals
    case zeroSize

    /// Each kind comes with this probability.
    static let probability = 1e-4

    /// At most one kind for a row, from one number.
    static func draw(_ random: inout SeededRandom) -> Dirt? {
        let kind = Int(random.unit() / probability)
        return kind < allCases.count ? allCases[kind] : nil
    }

    /// How much later than its own time a late row arrives, in microseconds.
    static func delay(_ random: inout SeededRandom) -> Int64 { Int64(random.uniform(0.001...5) * 1_000_000) }
}

/// Whole numbers of price steps.
enum PriceGrid {
    /// The step in millionths of a dollar: a cent from one dollar on, a hundredth of a cent below.
    static func tick(_ price: Double) -> Int64 { price >= 1 ? 10_000 : 100 }

    /// The price in millionths on the grid, rounded down, at least one step.
    static func onGrid(_ price: Double) -> Int64 {
        let tick = tick(price)
        return max(tick, Int64(price * 1_000_000) / tick * tick)
    }
}
