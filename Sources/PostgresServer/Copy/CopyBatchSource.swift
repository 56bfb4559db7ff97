package import DuckDB

/// A batch of a load as a table of the engine: one VARCHAR column for each column, for
/// `INSERT INTO t SELECT ... FROM millrace_batch(id)`.
package final class CopyBatchSource: BatchSource {
    package let columns: [Column]
    package var rowCount: Int { batch.rowCount }
    private let batch: CopyBatch

    /// The batch under these column names, one for each of its columns.
    package init(_ batch: CopyBatch, columnNames: [String]) {
        precondition(columnNames.count == batch.columns.count, "a batch needs a name for each column")
        self.batch = batch
        columns = columnNames.map { Column(name: $0, type: .varchar) }
    }

    package func fill(column: Int, rows: Range<Int>, into vector: WritableVector) {
        let source = batch.columns[column]
        source.bytes.withUnsafeBytes { bytes in
            for row in rows where !source.isNull[row] {
                let start = row == 0 ? 0 : source.ends[row - 1]
                vector.setBytes(
                    UnsafeRawBufferPointer(rebasing: bytes[start..<source.ends[row]]), at: row - rows.lowerBound)
            }
        }
        vector.setNull(rows.lazy.filter { source.isNull[$0] }.map { $0 - rows.lowerBound })
    }
}
