internal import CDuckDB

/// Up to one vector size of rows, column by column.
///
/// Sendable because nothing writes to a chunk after the engine handed it over.
package final class DataChunk: @unchecked Sendable {
    private var raw: duckdb_data_chunk?
    /// The columns the chunk holds.
    package let columns: [Column]
    /// How many rows there are.
    package let rowCount: Int

    init(_ raw: duckdb_data_chunk, columns: [Column]) {
        self.raw = raw
        self.columns = columns
        rowCount = Int(duckdb_data_chunk_get_size(raw))
    }

    /// How many columns there are.
    package var columnCount: Int { columns.count }

    /// One column's values; valid while the chunk lives.
    package func vector(_ column: Int) -> Vector {
        Vector(duckdb_data_chunk_get_vector(raw, idx_t(column)), type: columns[column].type)
    }

    deinit { duckdb_destroy_data_chunk(&raw) }
}
