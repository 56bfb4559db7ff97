import DuckDB
import Foundation
import Logging
import MillraceTesting
import Streams

@testable import Warehouse

/// A warehouse without services, in memory unless it is given a folder, and a session on it.
struct SessionFixture {
    let warehouse: WarehouseService
    let session: Session

    init(folder: URL? = nil) async throws {
        let streams = try await LocalStreamStore.open(.init(folder: TemporaryFolder.make().path))
        var logger = Logger(label: "test")
        logger.logLevel = .critical
        warehouse = try WarehouseService(WarehouseConfiguration(folder: folder), streams: streams, logger: logger)
        session = try Session(warehouse: warehouse, user: "awsuser", database: "dev")
    }

    /// Runs a script; gives the rows of its last statement, each cell as text.
    @discardableResult
    func run(_ script: String) async throws -> [[String?]] {
        var rows: [[String?]] = []
        for statement in try await session.parse(script) {
            rows = []
            let result = try await session.runAsText(statement)
            guard let cursor = result.rows else { continue }
            let collected = Collected()
            while try await session.advance(cursor, { chunk, first in collected.add(chunk, from: first) }) {}
            rows = collected.rows
        }
        return rows
    }
}

/// Rows as they come from the session's thread, which `run` waits for.
private final class Collected: @unchecked Sendable {
    private(set) var rows: [[String?]] = []

    func add(_ chunk: DataChunk, from first: Int) -> Int {
        let vectors = (0..<chunk.columnCount).map(chunk.vector)
        for row in first..<chunk.rowCount { rows.append(vectors.map { $0.value(at: row).text }) }
        return chunk.rowCount - first
    }
}
