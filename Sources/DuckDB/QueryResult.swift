internal import CDuckDB

/// The rows of a statement, computed as they are fetched.
package final class QueryResult {
    private var result: duckdb_result
    private let connection: Connection
    private let sql: String
    /// The columns of every chunk.
    package let columns: [Column]

    init(_ result: duckdb_result, connection: Connection, sql: String) {
        var result = result
        columns = (0..<duckdb_column_count(&result)).map { index in
            var type = duckdb_column_logical_type(&result, index)
            defer { duckdb_destroy_logical_type(&type) }
            return Column(
                name: duckdb_column_name(&result, index).map { String(cString: $0) } ?? "", type: ColumnType(type))
        }
        self.result = result
        self.connection = connection
        self.sql = sql
    }

    /// How many rows the statement changed, read from the result's one row; 0 for a query.
    package func readRowsChanged() throws -> Int {
        guard duckdb_result_return_type(result) == 1, let chunk = try next() else { return 0 }  // CHANGED_ROWS
        return Int(chunk.vector(0).integer(at: 0))
    }

    /// Whether the statement answers with rows rather than with a count or nothing.
    package var givesRows: Bool { duckdb_result_return_type(result) == 3 }  // DUCKDB_RESULT_TYPE_QUERY_RESULT

    /// The next rows, at most the engine's vector size; nil at the end.
    package func next() throws -> DataChunk? {
        while let raw = duckdb_fetch_chunk(result) {
            let chunk = DataChunk(raw, columns: columns)
            if chunk.rowCount > 0 { return chunk }
        }
        if let text = duckdb_result_error(&result), text.pointee != 0 {
            throw EngineError(engineText: String(cString: text), sql: sql)
        }
        return nil
    }

    /// All rows as values: for metadata and tests, not for data.
    package func rows() throws -> [[Value]] {
        var rows: [[Value]] = []
        while let chunk = try next() {
            let vectors = (0..<chunk.columnCount).map(chunk.vector)
            for row in 0..<chunk.rowCount { rows.append(vectors.map { $0.value(at: row) }) }
        }
        return rows
    }

    deinit { duckdb_destroy_result(&result) }
}
