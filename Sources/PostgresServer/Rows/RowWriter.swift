import NIOCore

/// Writes rows of column batches into a buffer of bounded size, as DataRow messages or as COPY data.
///
/// One owner at a time: the connection makes it, lends it to a cursor for the length of `RowCursor.write(to:)`, and
/// takes the buffer when the call returns.
package final class RowWriter: @unchecked Sendable {
    // Sendable because of that hand-over: the connection awaits the cursor, so no two threads ever use it together.
    private var encoder: RowEncoder
    private var buffer: ByteBuffer
    private let capacity: Int
    private var remainingRows: Int
    // The next row does not fit into what is left of the buffer.
    private var lacksRoom = false
    /// Rows written since the writer was made.
    package private(set) var rowCount = 0

    /// A writer that appends to `buffer` until it holds `capacity` bytes or `rowLimit` rows (0: no limit) are written.
    init(encoder: RowEncoder, buffer: ByteBuffer, capacity: Int, rowLimit: Int) {
        self.encoder = encoder
        self.buffer = buffer
        self.capacity = capacity
        self.remainingRows = rowLimit > 0 ? rowLimit : Int.max
    }

    /// Whether the buffer must go to the client, or the row limit is reached: no more rows are taken.
    package var isFull: Bool { remainingRows == 0 || lacksRoom || buffer.readableBytes >= capacity }

    /// Whether the row limit is reached.
    var hasReachedRowLimit: Bool { remainingRows == 0 }

    /// Writes the rows of `batch` from `firstRow` on and returns how many it took; fewer than offered means full.
    package func append(_ batch: RowBatch, from firstRow: Int = 0) throws -> Int {
        guard !isFull, firstRow < batch.rowCount else { return 0 }
        let offered = min(batch.rowCount - firstRow, remainingRows)
        let taken = try encoder.encode(batch, rows: firstRow..<(firstRow + offered), into: &buffer, capacity: capacity)
        rowCount += taken
        remainingRows -= taken
        lacksRoom = taken < offered
        return taken
    }

    /// Hands over what was written and leaves the writer empty.
    func takeBuffer() -> ByteBuffer {
        defer {
            buffer = ByteBuffer()
            lacksRoom = false
        }
        return buffer
    }
}
