/// Splits a symbol's count of the session over its windows.
enum WindowShare {
    /// The window's part. The parts add up to `count`, whatever the windows' shares are rounded to.
    static func count(
        of count: Int, window: Int, share: (SessionWindow) -> Double
    ) -> Int {
        // The rounding's offset must be the same in every window of the symbol, so it comes from the count itself.
        let offset = Double((count &* 2_654_435_761) & 0xffff) / 65_536
        let before = SessionWindow.all[..<window].reduce(0) { $0 + share($1) }
        let after = window == SessionWindow.all.count - 1 ? 1 : before + share(SessionWindow.all[window])
        return Int((after * Double(count) + offset).rounded(.down))
            - Int((before * Double(count) + offset).rounded(.down))
    }
}

/// The mid price at each event of a window.
enum MidPrices {
    /// A random walk with heavy tails from the window's first price, bent so that it ends at its last.
    static func walk(path: PricePath, window: Int, times: [Int], random: inout SeededRandom) -> [Double] {
        let bounds = SessionWindow.all[window]
        var price = path.edges[window]
        var previous = bounds.start
        var mids = times.map { time in
            let seconds = Double(time - previous) / 1000
            previous = time
            price = max(0.0001, price * (1 + PricePath.volatility * seconds.squareRoot() * random.heavyTailed()))
            return price
        }
        let missing = path.edges[window + 1] - price
        for index in mids.indices {
            let passed = Double(times[index] - bounds.start) / Double(bounds.end - bounds.start)
            mids[index] = max(0.0001, mids[index] + missing * passed)
        }
        return mids
    }
}
