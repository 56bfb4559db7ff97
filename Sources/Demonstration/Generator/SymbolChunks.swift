/// Work over the listed symbols, spread over tasks without the result knowing how.
enum SymbolChunks {
    /// Symbols in one task's piece of work: large enough that handing it over costs nothing.
    private static let size = 256

    /// What `make` gives for each chunk of `0 ..< symbolCount`, in the chunks' order.
    static func map<Result: Sendable>(
        symbolCount: Int, taskCount: Int, _ make: @escaping @Sendable (Range<Int>) -> Result
    ) async -> [Result] {
        let starts = Array(stride(from: 0, to: symbolCount, by: size))
        return await withTaskGroup(of: (Int, Result).self) { group in
            var results = [Result?](repeating: nil, count: starts.count)
            for (position, start) in starts.enumerated() {
                if position >= taskCount, let (finished, result) = await group.next() { results[finished] = result }
                group.addTask { (position, make(start..<min(start + size, symbolCount))) }
            }
            for await (finished, result) in group { results[finished] = result }
            return results.compactMap { $0 }
        }
    }
}

/// Rows of several symbols with the order in which they arrive.
struct ArrivalOrder {
    /// Microseconds; later than the row's own time where the row is late.
    private(set) var keys: [Int64] = []

    mutating func append(timeMicroseconds: Int64) { keys.append(timeMicroseconds) }

    /// The positions of the rows by arrival; rows of one instant keep their order.
    static func sorted(_ keys: [Int64]) -> [Int] {
        keys.indices.sorted { left, right in
            keys[left] == keys[right] ? left < right : keys[left] < keys[right]
        }
    }
}
