internal import CDuckDB
internal import Synchronization

/// A connection to the engine: used by one thread at a time, and blocking it while the engine works.
package final class Connection {
    /// Stops what a connection runs; may be called from any thread at any time, also after the connection is gone.
    package final class Interrupter: Sendable {
        private struct Handle: @unchecked Sendable {
            // The engine allows an interrupt from any thread; the lock keeps it from meeting a closed handle.
            var raw: duckdb_connection?
        }
        private let handle: Mutex<Handle>

        fileprivate init(raw: duckdb_connection) { handle = Mutex(Handle(raw: raw)) }

        /// Makes the running statement fail with an error of kind `interrupt`.
        package func interrupt() {
            handle.withLock { if let raw = $0.raw { duckdb_interrupt(raw) } }
        }

        fileprivate func invalidate() { handle.withLock { $0.raw = nil } }
    }

    var raw: duckdb_connection?
    /// The database this connection belongs to.
    package let database: Database
    /// Stops what this connection runs.
    package let interrupter: Interrupter

    init(raw: duckdb_connection, database: Database) {
        self.raw = raw
        self.database = database
        interrupter = Interrupter(raw: raw)
    }

    /// Runs statements that give no rows and returns how many rows the last one changed.
    @discardableResult
    package func execute(_ sql: String) throws -> Int {
        var result = duckdb_result()
        defer { duckdb_destroy_result(&result) }
        guard duckdb_query(raw, sql, &result) == DuckDBSuccess else {
            throw EngineError(engineText: duckdb_result_error(&result).map { String(cString: $0) } ?? "", sql: sql)
        }
        return Int(duckdb_rows_changed(&result))
    }

    /// Runs one statement with parameters and returns how many rows it changed.
    @discardableResult
    package func execute(_ sql: String, _ parameters: [Value]) throws -> Int {
        try prepare(sql).run(parameters).readRowsChanged()
    }

    /// Runs one query; its rows come chunk by chunk.
    package func query(_ sql: String, _ parameters: [Value] = []) throws -> QueryResult {
        try prepare(sql).run(parameters)
    }

    /// Compiles one statement.
    package func prepare(_ sql: String) throws -> PreparedStatement {
        try PreparedStatement(connection: self, sql: sql)
    }

    /// Runs `body` in a transaction: committed if it returns, rolled back if it throws.
    package func transaction<T>(_ body: () throws -> T) throws -> T {
        try execute("BEGIN TRANSACTION")
        let value: T
        do {
            value = try body()
        } catch {
            // The first error is the one to report; the engine may have rolled back by itself already.
            _ = try? execute("ROLLBACK")
            throw error
        }
        do {
            try execute("COMMIT")
        } catch {
            _ = try? execute("ROLLBACK")
            throw error
        }
        return value
    }

    deinit {
        interrupter.invalidate()
        duckdb_disconnect(&raw)
    }
}
