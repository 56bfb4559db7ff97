internal import DuckDB
internal import Synchronization

/// The functions of schema `millrace`; they are made when the program starts and stay the same while it runs.
enum CatalogFunctionNames {
    private static let known = Mutex<Set<String>?>(nil)

    /// Their names, asked of the engine once.
    static func all(on connection: Connection) throws -> Set<String> {
        if let names = known.withLock({ $0 }) { return names }
        let rows = try connection.query(
            "SELECT DISTINCT function_name FROM duckdb_functions() WHERE schema_name = 'millrace'"
        ).rows()
        let names = Set(rows.compactMap { $0[0].text })
        known.withLock { $0 = names }
        return names
    }
}
