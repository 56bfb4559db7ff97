internal import CDuckDB
internal import Synchronization

/// Columns in our own memory that the engine reads as a table, without a copy into one.
package protocol BatchSource: AnyObject, Sendable {
    /// The columns of the table.
    var columns: [Column] { get }
    /// How many rows there are.
    var rowCount: Int { get }
    /// Writes the values of `rows` into the first `rows.count` places of `vector`; called on the engine's threads.
    func fill(column: Int, rows: Range<Int>, into vector: WritableVector)
}

/// The batches that statements may read now, behind the table function `millrace_batch(id)`.
final class BatchRegistry: Sendable {
    private struct State {
        var sources: [Int64: any BatchSource] = [:]
        var lastID: Int64 = 0
    }
    private let state = Mutex(State())

    func add(_ source: any BatchSource) -> Int64 {
        state.withLock { state in
            // Numbers below zero, so that none meets one that a caller chose.
            state.lastID -= 1
            state.sources[state.lastID] = source
            return state.lastID
        }
    }

    func set(_ source: any BatchSource, id: Int64) { state.withLock { $0.sources[id] = source } }

    func remove(_ id: Int64) { state.withLock { $0.sources[id] = nil } }

    fileprivate func source(_ id: Int64) -> (any BatchSource)? { state.withLock { $0.sources[id] } }

    func register(on connection: Connection) throws {
        var function = duckdb_create_table_function()
        defer { duckdb_destroy_table_function(&function) }
        duckdb_table_function_set_name(function, "millrace_batch")
        var parameter = duckdb_create_logical_type(5)
        defer { duckdb_destroy_logical_type(&parameter) }
        duckdb_table_function_add_parameter(function, parameter)
        duckdb_table_function_set_extra_info(function, Unmanaged.passRetained(self).toOpaque()) { info in
            if let info { Unmanaged<BatchRegistry>.fromOpaque(info).release() }
        }
        duckdb_table_function_supports_projection_pushdown(function, true)
        duckdb_table_function_set_bind(function, bindBatch)
        duckdb_table_function_set_init(function, startScan)
        duckdb_table_function_set_function(function, scanBatch)
        guard duckdb_register_table_function(connection.raw, function) == DuckDBSuccess else {
            throw EngineError(kind: .internal, message: "table function millrace_batch could not be registered")
        }
    }
}

/// What one statement keeps of the batch it reads.
private final class BoundBatch {
    let source: any BatchSource
    init(_ source: any BatchSource) { self.source = source }
}

/// Where one scan of a batch stands; the engine's threads share it.
private final class BatchScan {
    let source: any BatchSource
    let columns: [Int]
    let next = Atomic<Int>(0)

    init(_ source: any BatchSource, columns: [Int]) {
        self.source = source
        self.columns = columns
    }
}

private func release<T: AnyObject>(_: T.Type, _ pointer: UnsafeMutableRawPointer?) {
    if let pointer { Unmanaged<T>.fromOpaque(pointer).release() }
}

private func bindBatch(_ info: duckdb_bind_info?) {
    guard let extra = duckdb_bind_get_extra_info(info) else { return }
    let registry = Unmanaged<BatchRegistry>.fromOpaque(extra).takeUnretainedValue()
    var parameter = duckdb_bind_get_parameter(info, 0)
    defer { duckdb_destroy_value(&parameter) }
    guard let source = registry.source(duckdb_get_int64(parameter)) else {
        duckdb_bind_set_error(info, "there is no such batch")
        return
    }
    for column in source.columns {
        guard var type = try? column.type.makeLogicalType() else {
            duckdb_bind_set_error(info, "column \(column.name) has a type that cannot be written")
            return
        }
        duckdb_bind_add_result_column(info, column.name, type)
        withUnsafeMutablePointer(to: &type) { pointer in
            pointer.withMemoryRebound(to: duckdb_logical_type?.self, capacity: 1) { duckdb_destroy_logical_type($0) }
        }
    }
    duckdb_bind_set_cardinality(info, idx_t(source.rowCount), true)
    duckdb_bind_set_bind_data(info, Unmanaged.passRetained(BoundBatch(source)).toOpaque()) {
        release(BoundBatch.self, $0)
    }
}

private func startScan(_ info: duckdb_init_info?) {
    guard let data = duckdb_init_get_bind_data(info) else { return }
    let source = Unmanaged<BoundBatch>.fromOpaque(data).takeUnretainedValue().source
    let columns = (0..<duckdb_init_get_column_count(info)).map { Int(duckdb_init_get_column_index(info, $0)) }
    // One thread for a few vectors: more would only wait for each other.
    duckdb_init_set_max_threads(info, source.rowCount > 4 * ChunkWriter.capacity ? 4 : 1)
    duckdb_init_set_init_data(info, Unmanaged.passRetained(BatchScan(source, columns: columns)).toOpaque()) {
        release(BatchScan.self, $0)
    }
}

private func scanBatch(_ info: duckdb_function_info?, _ output: duckdb_data_chunk?) {
    guard let data = duckdb_function_get_init_data(info) else { return }
    let scan = Unmanaged<BatchScan>.fromOpaque(data).takeUnretainedValue()
    let capacity = ChunkWriter.capacity
    let start = scan.next.wrappingAdd(capacity, ordering: .relaxed).oldValue
    let end = min(start + capacity, scan.source.rowCount)
    guard start < end else {
        duckdb_data_chunk_set_size(output, 0)
        return
    }
    for (place, column) in scan.columns.enumerated() where column < scan.source.columns.count {
        scan.source.fill(
            column: column, rows: start..<end, into: WritableVector(duckdb_data_chunk_get_vector(output, idx_t(place))))
    }
    duckdb_data_chunk_set_size(output, idx_t(end - start))
}
