internal import CDuckDB

/// A column of a result: its name and type.
package struct Column: Sendable, Hashable {
    package var name: String
    package var type: ColumnType

    package init(name: String, type: ColumnType) {
        self.name = name
        self.type = type
    }
}

/// A compiled statement.
package final class PreparedStatement {
    private var raw: duckdb_prepared_statement?
    /// The connection that runs it.
    package let connection: Connection
    /// The engine SQL it was made from.
    package let sql: String

    init(connection: Connection, sql: String) throws {
        self.connection = connection
        self.sql = sql
        guard duckdb_prepare(connection.raw, sql, &raw) == DuckDBSuccess else {
            let text = duckdb_prepare_error(raw).map { String(cString: $0) } ?? "the statement could not be prepared"
            duckdb_destroy_prepare(&raw)
            throw EngineError(engineText: text, sql: sql)
        }
    }

    /// The types the engine inferred for the parameters; `unknown` where it could not.
    package var parameterTypes: [ColumnType] {
        (0..<duckdb_nparams(raw)).map { index in
            var type = duckdb_param_logical_type(raw, index + 1)
            defer { duckdb_destroy_logical_type(&type) }
            return ColumnType(type)
        }
    }

    /// The columns the statement will give; a type is `unknown` while it depends on parameters.
    package var columns: [Column] {
        (0..<duckdb_prepared_statement_column_count(raw)).map { index in
            var type = duckdb_prepared_statement_column_logical_type(raw, index)
            defer { duckdb_destroy_logical_type(&type) }
            let name = duckdb_prepared_statement_column_name(raw, index)
            defer { duckdb_free(UnsafeMutableRawPointer(mutating: name)) }
            return Column(name: name.map { String(cString: $0) } ?? "", type: ColumnType(type))
        }
    }

    /// Runs the statement; its rows stream, so the connection is taken until the result is read or let go.
    package func run(_ parameters: [Value] = []) throws -> QueryResult {
        guard parameters.count == Int(duckdb_nparams(raw)) else {
            throw EngineError(
                kind: .invalidInput,
                message: "the statement has \(duckdb_nparams(raw)) parameters, \(parameters.count) were given", sql: sql
            )
        }
        duckdb_clear_bindings(raw)
        for (index, parameter) in parameters.enumerated() {
            var value = parameter.makeEngineValue()
            defer { duckdb_destroy_value(&value) }
            guard duckdb_bind_value(raw, idx_t(index + 1), value) == DuckDBSuccess else {
                throw EngineError(
                    engineText: duckdb_prepare_error(raw).map { String(cString: $0) }
                        ?? "parameter \(index + 1) is refused",
                    sql: sql)
            }
        }
        var pending: duckdb_pending_result?
        defer { duckdb_destroy_pending(&pending) }
        guard duckdb_pending_prepared_streaming(raw, &pending) == DuckDBSuccess else {
            throw EngineError(engineText: duckdb_pending_error(pending).map { String(cString: $0) } ?? "", sql: sql)
        }
        var result = duckdb_result()
        guard duckdb_execute_pending(pending, &result) == DuckDBSuccess else {
            let text = duckdb_result_error(&result).map { String(cString: $0) } ?? ""
            duckdb_destroy_result(&result)
            throw EngineError(engineText: text, sql: sql)
        }
        return QueryResult(result, connection: connection, sql: sql)
    }

    deinit { duckdb_destroy_prepare(&raw) }
}
