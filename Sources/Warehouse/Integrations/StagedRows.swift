package import DuckDB
package import Replication

/// The rows of a change batch as a table that statements read: its columns under the names `c0`, `c1`, ..., then the
/// operation (`op`, see `ChangeBatch.Operation`) and the row's place in the batch (`seq`).
package final class StagedRows: BatchSource {
    package let batch: ChangeBatch
    package let columns: [Column]
    package var rowCount: Int { batch.count }

    /// Shows `batch`.
    package init(_ batch: ChangeBatch) {
        self.batch = batch
        columns =
            batch.schema.columns.enumerated().map { Column(name: "c\($0)", type: $1.type.engineType) }
            + [Column(name: "op", type: .smallInteger), Column(name: "seq", type: .bigInteger)]
    }

    package func fill(column: Int, rows: Range<Int>, into vector: WritableVector) {
        guard column < batch.columns.count else {
            if column == batch.columns.count {
                let values = vector.values(as: Int16.self)
                for (place, row) in rows.enumerated() { values[place] = Int16(batch.operations[row].rawValue) }
            } else {
                let values = vector.values(as: Int64.self)
                for (place, row) in rows.enumerated() { values[place] = Int64(row) }
            }
            return
        }
        let source = batch.columns[column]
        switch source.type {
        case .smallint: copy(source.integers, rows, into: vector.values(as: Int16.self))
        case .integer, .date: copy(source.integers, rows, into: vector.values(as: Int32.self))
        case .bigint, .timestamp: copy(source.integers, rows, into: vector.values(as: Int64.self))
        case .decimal(let precision, _):
            // The engine stores a decimal in the smallest integer that holds its digits.
            switch precision {
            case ...4: copy(source.decimals, rows, into: vector.values(as: Int16.self))
            case ...9: copy(source.decimals, rows, into: vector.values(as: Int32.self))
            case ...18: copy(source.decimals, rows, into: vector.values(as: Int64.self))
            default: copy(source.decimals, rows, into: vector.values(as: Int128.self))
            }
        case .real:
            let values = vector.values(as: Float.self)
            for (place, row) in rows.enumerated() { values[place] = source.floats[row] }
        case .double:
            let values = vector.values(as: Double.self)
            for (place, row) in rows.enumerated() { values[place] = source.doubles[row] }
        case .varchar, .varbyte, .json:
            source.bytes.withUnsafeBytes { bytes in
                for (place, row) in rows.enumerated() where !source.isNull(row) {
                    let range = source.offsets[row]..<source.offsets[row + 1]
                    vector.setBytes(UnsafeRawBufferPointer(rebasing: bytes[range]), at: place)
                }
            }
        }
        let start = rows.lowerBound
        vector.setNull(rows.lazy.filter { source.isNull($0) }.map { $0 - start })
    }

    private func copy<From: FixedWidthInteger, To: FixedWidthInteger>(
        _ values: [From], _ rows: Range<Int>, into target: UnsafeMutablePointer<To>
    ) {
        // The values fit: the source's column is no wider than what it maps to.
        for (place, row) in rows.enumerated() { target[place] = To(truncatingIfNeeded: values[row]) }
    }
}
