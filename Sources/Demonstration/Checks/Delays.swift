/// How long rows took from their source until they could be queried.
struct Delays: Sendable {
    /// Microseconds, ascending, each with the rows it stands for.
    private let samples: [(microseconds: Int, rowCount: Int)]
    private let rowCount: Int

    /// Reads rows of a delay in microseconds and a count.
    init(rows: [[String?]]) {
        samples = rows.compactMap { row in
            guard row.count == 2, let delay = row[0].flatMap(Int.init), let count = row[1].flatMap(Int.init) else {
                return nil
            }
            return (delay, count)
        }.sorted { $0.microseconds < $1.microseconds }
        rowCount = samples.reduce(0) { $0 + $1.rowCount }
    }

    /// The delay that this share of the rows did not exceed, in milliseconds; nil without rows.
    func quantile(_ share: Double) -> Double? {
        let rank = Int((share * Double(rowCount)).rounded(.up))
        var passed = 0
        for sample in samples {
            passed += sample.rowCount
            if passed >= max(1, rank) { return Double(sample.microseconds) / 1000 }
        }
        return nil
    }

    /// `p50 12 ms  p95 30 ms  p99 41 ms  max 60 ms`.
    var summary: String {
        let figures = [("p50", 0.5), ("p95", 0.95), ("p99", 0.99), ("max", 1)].compactMap { name, share in
            quantile(share).map { "\(name) \(Int($0.rounded())) ms" }
        }
        return figures.isEmpty ? "no figures" : figures.joined(separator: "  ")
    }
}
