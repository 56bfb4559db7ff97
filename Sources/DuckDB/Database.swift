// The engine in Swift: the one module that imports its C interface.
//
// A `Database` is shared; a `Connection` belongs to one thread at a time and blocks it while the engine works, so
// connections live on an `EngineThread` and never on the cooperative pool. Results arrive chunk by chunk (`QueryResult`),
// data goes in column by column (`ChunkWriter`, `BatchSource`). No C type leaves the module.

internal import CDuckDB
internal import Synchronization

/// An open engine database: one file, or memory only.
package final class Database: Sendable {
    /// The engine version whose C interface this module is written for.
    package static let supportedVersion = "v1.5.5"

    private struct Handle: @unchecked Sendable {
        // The engine's database handle may be used from any thread; `Mutex` orders closing it.
        var raw: duckdb_database?
    }

    private let handle: Mutex<Handle>
    private let batches = BatchRegistry()

    /// Opens or creates the database file at `path`, or one in memory if it is nil.
    ///
    /// Throws `EngineError` if the library has another version, a setting is unknown or the file cannot be opened.
    package init(path: String?, settings: [String: String] = [:]) throws {
        let version = String(cString: duckdb_library_version())
        guard version == Self.supportedVersion else {
            throw EngineError(
                kind: .invalidInput,
                message: "the engine library is \(version), Millrace needs \(Self.supportedVersion)")
        }
        var configuration: duckdb_config?
        guard duckdb_create_config(&configuration) == DuckDBSuccess else {
            throw EngineError(kind: .outOfMemory, message: "no configuration could be made")
        }
        defer { duckdb_destroy_config(&configuration) }
        // Macros with typed parameters are stored from this version of the file's format on.
        let settings = ["storage_compatibility_version": "v1.4.0"].merging(settings) { $1 }
        for (name, value) in settings.sorted(by: { $0.key < $1.key })
        where duckdb_set_config(configuration, name, value) != DuckDBSuccess {
            throw EngineError(kind: .invalidInput, message: "the engine refuses setting \(name) = \(value)")
        }
        var raw: duckdb_database?
        var failure: UnsafeMutablePointer<CChar>?
        guard duckdb_open_ext(path, &raw, configuration, &failure) == DuckDBSuccess else {
            let text = failure.map { String(cString: $0) } ?? "the database could not be opened"
            duckdb_free(failure)
            throw EngineError(engineText: text)
        }
        handle = Mutex(Handle(raw: raw))
        let connection = try connect()
        try batches.register(on: connection)
    }

    /// Opens a connection; it may be used by one thread at a time.
    package func connect() throws -> Connection {
        try handle.withLock { handle in
            var raw: duckdb_connection?
            guard let database = handle.raw, duckdb_connect(database, &raw) == DuckDBSuccess, let raw else {
                throw EngineError(kind: .connection, message: "the engine gave no connection")
            }
            return Connection(raw: raw, database: self)
        }
    }

    /// Makes `source` readable as the table function `millrace_batch(id)` while `body` runs with its id.
    package func withBatch<T>(_ source: any BatchSource, _ body: (_ id: Int64) throws -> T) rethrows -> T {
        let id = batches.add(source)
        defer { batches.remove(id) }
        return try body(id)
    }

    /// Makes `source` readable as `millrace_batch(id)` until it is unregistered; `id` is not negative.
    package func register(_ source: any BatchSource, as id: Int64) { batches.set(source, id: id) }

    /// Ends what `register` began.
    package func unregister(_ id: Int64) { batches.remove(id) }

    /// Closes the file; connections that are still open keep it open until they end.
    package func close() {
        handle.withLock { handle in
            duckdb_close(&handle.raw)
            handle.raw = nil
        }
    }

    deinit { close() }
}
