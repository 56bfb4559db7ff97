internal import CDuckDB

/// Loads rows into a table, column by column; the fastest way in.
///
/// The rows belong to the connection's transaction. `close` must be called: rows that were not flushed are gone without it.
package final class ChunkWriter {
    private var appender: duckdb_appender?
    private var chunk: duckdb_data_chunk?
    // Keeps the connection open for as long as rows may be written.
    private let connection: Connection
    /// The columns of the table, in its order.
    package let types: [ColumnType]
    /// The most rows one `write` may fill.
    package static let capacity = Int(duckdb_vector_size())

    /// Opens a table for writing; throws if it does not exist or has a column that cannot be written.
    package init(connection: Connection, schema: String?, table: String) throws {
        self.connection = connection
        var appender: duckdb_appender?
        guard duckdb_appender_create_ext(connection.raw, nil, schema, table, &appender) == DuckDBSuccess else {
            let text = duckdb_appender_error(appender).map { String(cString: $0) } ?? "table \(table) cannot be written"
            duckdb_appender_destroy(&appender)
            throw EngineError(engineText: text)
        }
        self.appender = appender
        var handles = (0..<duckdb_appender_column_count(appender)).map { duckdb_appender_column_type(appender, $0) }
        types = handles.map { ColumnType($0) }
        chunk = duckdb_create_data_chunk(&handles, idx_t(handles.count))
        for index in handles.indices { duckdb_destroy_logical_type(&handles[index]) }
    }

    /// Appends `rowCount` rows, at most `capacity`, whose columns `fill` writes.
    package func write(rowCount: Int, fill: (_ column: Int, _ vector: WritableVector) throws -> Void) throws {
        precondition(rowCount <= Self.capacity, "a chunk holds at most \(Self.capacity) rows")
        duckdb_data_chunk_reset(chunk)
        for column in types.indices {
            try fill(column, WritableVector(duckdb_data_chunk_get_vector(chunk, idx_t(column))))
        }
        duckdb_data_chunk_set_size(chunk, idx_t(rowCount))
        try check(duckdb_append_data_chunk(appender, chunk))
    }

    /// Hands all rows to the engine and ends the load.
    package func close() throws {
        try check(duckdb_appender_close(appender))
    }

    private func check(_ state: duckdb_state) throws {
        guard state == DuckDBSuccess else {
            throw EngineError(engineText: duckdb_appender_error(appender).map { String(cString: $0) } ?? "")
        }
    }

    deinit {
        duckdb_destroy_data_chunk(&chunk)
        duckdb_appender_destroy(&appender)
    }
}
