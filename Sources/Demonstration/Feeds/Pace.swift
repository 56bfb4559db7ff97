/// How fast a feed may go: at a rate, or as fast as the other side takes it.
struct Pace: Sendable {
    private let rowsPerSecond: Double?
    private let start = ContinuousClock.now
    private var rowsGiven = 0
    /// Rows at most in one slice: enough to fill several requests, few enough to see progress.
    private let sliceMax: Int

    /// How long rows may wait until enough are due to make a slice of their own.
    private static let tick = Duration.milliseconds(20)

    init(rowsPerSecond: Double?, sliceMax: Int) {
        self.rowsPerSecond = rowsPerSecond
        self.sliceMax = sliceMax
    }

    /// Waits until rows are due, and answers how many of `available` may go now: one at least.
    mutating func nextSlice(available: Int) async throws -> Int {
        try Task.checkCancellation()
        guard let rowsPerSecond else { return min(available, sliceMax) }
        var due = dueRows(rowsPerSecond)
        while due < 1 {
            try await Task.sleep(for: Self.tick)
            due = dueRows(rowsPerSecond)
        }
        let count = min(available, sliceMax, due)
        rowsGiven += count
        // Without this the first rows of each tick would go one by one.
        if count < available { try await Task.sleep(for: Self.tick) }
        return count
    }

    private func dueRows(_ rowsPerSecond: Double) -> Int {
        let elapsed = start.duration(to: .now) / .seconds(1)
        return Int(elapsed * rowsPerSecond) - rowsGiven
    }
}
