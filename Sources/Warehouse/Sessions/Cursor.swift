package import DuckDB

/// The rows of one running statement, chunk by chunk.
///
/// Sendable by confinement: only its session touches it, on the session's thread.
package final class Cursor: @unchecked Sendable {
    /// The columns of every chunk.
    package let columns: [Column]
    private var result: QueryResult?
    // Chunks that were read ahead, because the connection was needed for another statement.
    private var buffered: [DataChunk] = []
    // A chunk of which a part was taken, and how many of its rows.
    private var partial: (chunk: DataChunk, taken: Int)?

    init(_ result: QueryResult) {
        columns = result.columns
        self.result = result
    }

    /// Whether rows may still come from the engine.
    var isStreaming: Bool { result != nil }

    /// The next rows; nil at the end.
    func next() throws -> DataChunk? {
        if !buffered.isEmpty { return buffered.removeFirst() }
        guard let chunk = try result?.next() else {
            result = nil
            return nil
        }
        return chunk
    }

    /// Hands up to `limit` rows (nil: all) to `body`, part by part, and returns how many there were.
    func take(_ limit: Int?, _ body: (DataChunk, Range<Int>) throws -> Void) throws -> Int {
        var count = 0
        while limit.map({ count < $0 }) ?? true {
            let (chunk, start): (DataChunk, Int)
            if let partial { (chunk, start) = partial } else {
                guard let read = try next() else { return count }
                (chunk, start) = (read, 0)
            }
            let end = min(chunk.rowCount, limit.map { start + $0 - count } ?? chunk.rowCount)
            partial = end < chunk.rowCount ? (chunk, end) : nil
            try body(chunk, start..<end)
            count += end - start
        }
        return count
    }

    /// Reads all that is left, so that the connection is free for another statement.
    func detach() throws {
        while let chunk = try result?.next() { buffered.append(chunk) }
        result = nil
    }

    /// Drops the rows that were not taken.
    func close() {
        result = nil
        buffered = []
        partial = nil
    }
}
