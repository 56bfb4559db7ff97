package import DuckDB

/// Rows of a load, column by column, as text.
package struct CopyBatch: Sendable, Equatable {
    /// One column: all its values in one array of bytes.
    package struct Column: Sendable, Equatable {
        /// The values, one after another, unescaped.
        package var bytes: [UInt8] = []
        /// Where each value ends in `bytes`; it starts where the one before it ends.
        package var ends: [Int] = []
        /// Whether each value is null; a null's bytes are empty.
        package var isNull: [Bool] = []

        /// A column without values.
        package init() {}

        /// The bytes of one value; empty for null.
        package func value(_ row: Int) -> ArraySlice<UInt8> {
            bytes[(row == 0 ? 0 : ends[row - 1])..<ends[row]]
        }
    }

    package var columns: [Column]
    package var rowCount = 0
    /// The line of the input that the first row stands on, from 1.
    package var firstLine = 1

    /// An empty batch.
    package init(columnCount: Int) {
        columns = Array(repeating: Column(), count: columnCount)
    }
}

/// A batch of a load as a table of the engine, for `INSERT INTO t SELECT ... FROM millrace_batch(id)`.
package final class CopyBatchSource: BatchSource {
    package let columns: [Column]
    package var rowCount: Int { batch.rowCount }
    private let batch: CopyBatch

    /// The batch as columns c0, c1, …, all of type VARCHAR.
    package init(_ batch: CopyBatch) {
        self.batch = batch
        columns = batch.columns.indices.map { Column(name: "c\($0)", type: .varchar) }
    }

    package func fill(column: Int, rows: Range<Int>, into vector: WritableVector) {
        let source = batch.columns[column]
        source.bytes.withUnsafeBytes { bytes in
            var start = rows.lowerBound == 0 ? 0 : source.ends[rows.lowerBound - 1]
            for (place, row) in rows.enumerated() {
                let end = source.ends[row]
                vector.setBytes(UnsafeRawBufferPointer(rebasing: bytes[start..<end]), at: place)
                start = end
            }
        }
        let nulls = rows.enumerated().lazy.filter { source.isNull[$0.element] }.map(\.offset)
        if !nulls.isEmpty { vector.setNull(nulls) }
    }
}
