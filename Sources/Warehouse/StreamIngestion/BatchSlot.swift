package import DuckDB
internal import Streams
internal import Synchronization

/// The place where a view's query finds its batch: registered once, filled for each commit, empty otherwise.
package final class BatchSlot: BatchSource {
    package let columns = StreamBatch.virtualColumns
    private let batch = Mutex<StreamBatch?>(nil)

    /// Registers the batch that `millrace_batch(id)` shows.
    package init(database: Database, id: Int64) { database.register(self, as: id) }

    package var rowCount: Int { batch.withLock { $0 }?.rowCount ?? 0 }

    package func fill(column: Int, rows: Range<Int>, into vector: WritableVector) {
        batch.withLock { $0 }?.fill(column: column, rows: rows, into: vector)
    }

    /// Shows a batch to statements that start from now on.
    package func set(_ batch: StreamBatch) { self.batch.withLock { $0 = batch } }

    /// Shows nothing.
    package func clear() { batch.withLock { $0 = nil } }
}
