/// Bursty arrival times: clusters with gaps of at most ten milliseconds, and long gaps between the clusters.
enum ArrivalTimes {
    /// `count` times in ascending order within the window, in milliseconds since midnight.
    static func draw(count: Int, in window: SessionWindow, random: inout SeededRandom) -> [Int] {
        guard count > 0 else { return [] }
        var gaps: [Double] = []
        gaps.reserveCapacity(count)
        var left = 0
        for _ in 0..<count {
            if left > 0 {
                left -= 1
                gaps.append(random.happens(0.55) ? 0 : -(1 + 9 * random.unit()).rounded(.down))
            } else {
                left = clusterSize(&random) - 1
                gaps.append(random.logNormal(5.3, 1.7))
            }
        }
        return times(gaps: gaps, in: window, random: &random)
    }

    /// Gaps between clusters (positive) stretch to fill the window; gaps within one (zero or negative) are kept.
    private static func times(gaps: [Double], in window: SessionWindow, random: inout SeededRandom) -> [Int] {
        let inner = -gaps.lazy.filter { $0 < 0 }.reduce(0, +)
        let outer = gaps.lazy.filter { $0 > 0 }.reduce(0, +) + random.logNormal(5.3, 1.7)
        let room = Double(window.end - window.start)
        // A window too full for its clusters shrinks them too.
        let innerScale = inner > room * 0.9 ? room * 0.9 / inner : 1
        let outerScale = (room - inner * innerScale) / outer
        var position = 0.0
        return gaps.map { gap in
            position += gap > 0 ? gap * outerScale : -gap * innerScale
            return min(window.end - 1, window.start + Int(position))
        }
    }

    /// One and more, geometric with a heavy tail: mean about 3.
    private static func clusterSize(_ random: inout SeededRandom) -> Int {
        if random.happens(0.02) { return 20 + Int(40 * random.unit()) }
        var size = 1
        while size < 60, random.happens(0.5) { size += 1 }
        return size
    }
}
