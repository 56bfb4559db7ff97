internal import DuckDB
internal import RedshiftSQL
package import Warehouse

/// Runs the console's statements in sessions of the warehouse.
package struct WarehouseQueries: QueryBackend {
    private let warehouse: WarehouseService

    /// Sessions of `warehouse`, in its local database.
    package init(_ warehouse: WarehouseService) { self.warehouse = warehouse }

    package func run(_ sql: String, consume: (QueryPart) async throws -> QueryDemand) async throws {
        do {
            let session = try Session(warehouse: warehouse, user: "console", database: EngineName.localDatabase)
            let interrupter = session.interrupter
            try await withTaskCancellationHandler {
                try await run(sql, in: session, consume: consume)
            } onCancel: {
                interrupter.interrupt()
            }
            await session.close()
        } catch let error as WarehouseError {
            throw QueryFailure(
                sqlState: error.sqlState, message: error.message, detail: error.detail, hint: error.hint,
                position: error.position)
        }
    }

    private func run(
        _ sql: String, in session: Session, consume: (QueryPart) async throws -> QueryDemand
    ) async throws {
        let statements = try await session.parse(sql)
        for statement in statements.dropLast() { _ = try await session.runAsText(statement) }
        guard let last = statements.last else {
            _ = try await consume(.completed(command: ""))
            return
        }
        let result = try await session.runAsText(last)
        for case .info(let text) in await session.takeState().notices { _ = try await consume(.notice(text)) }
        if let columns = result.columns, let rows = result.rows {
            let described = columns.map { ResultColumn(name: $0.name, typeName: DataType($0.type).redshiftName) }
            var demand = try await consume(.columns(described))
            while demand == .more, let batch = try await Self.next(rows, in: session) {
                demand = try await consume(.rows(batch))
            }
        }
        _ = try await consume(.completed(command: result.tag))
    }

    private static func next(_ cursor: Cursor, in session: Session) async throws -> RowBatch? {
        try await session.withThread { session in
            var batch: RowBatch?
            _ = try session.advance(cursor) { chunk, firstRow in
                batch = RowBatch(chunk, from: firstRow)
                return chunk.rowCount - firstRow
            }
            return batch
        }
    }
}

extension RowBatch {
    /// The rows of a chunk of text columns.
    fileprivate init(_ chunk: DataChunk, from firstRow: Int) {
        self.init(columnCount: chunk.columnCount, rowCapacity: chunk.rowCount - firstRow)
        let vectors = (0..<chunk.columnCount).map(chunk.vector)
        for row in firstRow..<chunk.rowCount {
            for vector in vectors {
                if vector.isValid(row) { append(utf8: vector.bytes(at: row)) } else { appendNull() }
            }
        }
    }
}
