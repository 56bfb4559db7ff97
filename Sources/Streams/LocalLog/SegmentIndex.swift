/// Some of a segment's records with their offsets, so that a position or a time is found without reading the segment.
struct SegmentIndex: Sendable, Equatable {
    private(set) var sequences: [UInt64] = []
    private(set) var arrivals: [Int64] = []
    private(set) var offsets: [Int] = []

    /// Notes a record where the last note lies far enough back; records come in order.
    mutating func note(sequence: UInt64, arrival: Int64, offset: Int, interval: Int = StreamLimits.indexIntervalBytes) {
        guard offsets.last.map({ offset - $0 >= interval }) ?? true else { return }
        sequences.append(sequence)
        arrivals.append(arrival)
        offsets.append(offset)
    }

    /// The offset of a record at or before the first one with `sequence` or more; nil where nothing is noted.
    func offset(forSequence sequence: UInt64) -> Int? {
        last(where: { sequences[$0] <= sequence })
    }

    /// The offset of a record at or before the first one that arrived at `time` or later; nil where nothing is noted.
    func offset(forArrival time: Int64) -> Int? {
        last(where: { arrivals[$0] < time })
    }

    /// The offset of the last entry for which `isBefore` holds (it holds up to some entry), else of the first entry.
    private func last(where isBefore: (Int) -> Bool) -> Int? {
        var (lower, upper) = (0, offsets.count)
        while lower < upper {
            let middle = (lower + upper) / 2
            if isBefore(middle) { lower = middle + 1 } else { upper = middle }
        }
        return offsets.isEmpty ? nil : offsets[max(0, lower - 1)]
    }
}
