package import DuckDB

/// The rows of one running statement, chunk by chunk.
///
/// Sendable by confinement: only its session touches it, on the session's thread.
package final class Cursor: @unchecked Sendable {
    /// The columns of every chunk.
    package let columns: [Column]
    /// Interrupts the statement; it ends with the rows.
    var timeout: StatementTimeout?
    private var result: QueryResult? {
        didSet { if result == nil { timeout?.cancel() } }
    }
    // Chunks that were read ahead, because the connection was needed for another statement.
    private var buffered: [DataChunk] = []
    // The chunk under way, and its first row that was not taken.
    private var current: (chunk: DataChunk, firstRow: Int)?

    init(_ result: QueryResult) {
        columns = result.columns
        self.result = result
    }

    deinit { timeout?.cancel() }

    /// The rows that come next: a chunk and the first of its rows that was not taken; nil at the end.
    func peek() throws -> (chunk: DataChunk, firstRow: Int)? {
        if current == nil {
            if !buffered.isEmpty {
                current = (buffered.removeFirst(), 0)
            } else if let chunk = try result?.next() {
                current = (chunk, 0)
            } else {
                result = nil
            }
        }
        return current
    }

    /// Takes rows of the chunk that `peek` showed.
    func advance(by rows: Int) {
        guard let (chunk, firstRow) = current else { return }
        current = firstRow + rows < chunk.rowCount ? (chunk, firstRow + rows) : nil
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
        current = nil
    }
}
