import Foundation
import Logging
import Synchronization

@testable import WebConsole

/// A batch of rows from texts.
func rows(_ rows: [[String?]]) -> RowBatch {
    var batch = RowBatch(columnCount: rows.first?.count ?? 1, rowCapacity: rows.count)
    for row in rows { row.forEach { batch.append($0) } }
    return batch
}

/// A backend that is one closure.
struct ClosureBackend: QueryBackend {
    let answer: @Sendable (_ sql: String, _ consume: (QueryPart) async throws -> QueryDemand) async throws -> Void

    func run(_ sql: String, consume: (QueryPart) async throws -> QueryDemand) async throws {
        try await answer(sql, consume)
    }

    /// Gives the same result for every statement.
    static func result(_ columns: [ResultColumn], _ table: [[String?]], command: String = "SELECT") -> ClosureBackend {
        ClosureBackend { _, consume in
            if !columns.isEmpty { _ = try await consume(.columns(columns)) }
            if !table.isEmpty { guard case .more = try await consume(.rows(rows(table))) else { return } }
            _ = try await consume(.completed(command: command))
        }
    }
}

/// A backend whose statements give nothing and run until they are cancelled.
final class SilentBackend: QueryBackend {
    let isRunning = Mutex(false)
    let isCancelled = Mutex(false)

    func run(_ sql: String, consume: (QueryPart) async throws -> QueryDemand) async throws {
        isRunning.withLock { $0 = true }
        do {
            try await Task.sleep(for: .seconds(3600))
        } catch {
            isCancelled.withLock { $0 = true }
            throw error
        }
    }
}

/// Runs a console on a free port while `body` runs.
func withConsole<Value: Sendable>(
    _ backend: any QueryBackend, configure: (inout ConsoleConfiguration) -> Void = { _ in },
    _ body: (HTTPClient) async throws -> Value
) async throws -> Value {
    var configuration = ConsoleConfiguration()
    configuration.port = 0
    configure(&configuration)
    let (ports, continuation) = AsyncStream<Int>.makeStream()
    var logger = Logger(label: "console")
    logger.logLevel = .critical
    let console = try ConsoleServer(
        configuration: configuration, backend: backend, logger: logger, onListening: { continuation.yield($0) })
    return try await withThrowingTaskGroup(of: Void.self) { group in
        group.addTask {
            defer { continuation.finish() }
            try await console.run()
        }
        guard let port = await ports.first(where: { _ in true }) else {
            try await group.waitForAll()
            throw CancellationError()
        }
        let value = try await body(HTTPClient(port: port))
        group.cancelAll()
        return value
    }
}

/// Waits until `condition` holds, at most ten seconds; answers whether it does.
func eventually(_ condition: () async -> Bool) async throws -> Bool {
    let deadline = ContinuousClock.now + .seconds(10)
    while ContinuousClock.now < deadline {
        if await condition() { return true }
        try await Task.sleep(for: .milliseconds(10))
    }
    return await condition()
}
