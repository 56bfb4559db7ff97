import Foundation
import Synchronization
import Testing

@testable import WebConsole

@Suite(.timeLimit(.minutes(1))) struct QueryStreamingTests {
    private static let columns = [ResultColumn(name: "text", typeName: "varchar")]
    private static let request = "{\"sql\": \"select text\"}"
    private static let headers = ["Content-Type": "application/json"]

    /// Gives rows without end and notes how many batches were taken and whether it was cancelled.
    private final class EndlessBackend: QueryBackend {
        let batches = Mutex(0)
        let isCancelled = Mutex(false)

        func run(_ sql: String, consume: (QueryPart) async throws -> QueryDemand) async throws {
            let batch = rows(Array(repeating: [String(repeating: "x", count: 1000)], count: 64))
            do {
                _ = try await consume(.columns(QueryStreamingTests.columns))
                while true {
                    try Task.checkCancellation()
                    _ = try await consume(.rows(batch))
                    batches.withLock { $0 += 1 }
                }
            } catch {
                isCancelled.withLock { $0 = true }
                throw error
            }
        }
    }

    @Test func sendsRowsBeforeTheStatementHasEnded() async throws {
        let (gate, opener) = AsyncStream<Void>.makeStream()
        let backend = ClosureBackend { _, consume in
            _ = try await consume(.columns(Self.columns))
            _ = try await consume(.rows(rows([["first"]])))
            for await _ in gate {}
            _ = try await consume(.rows(rows([["second"]])))
        }
        try await withConsole(backend) { client in
            let connection = try await client.open("POST", "/api/query", headers: Self.headers, body: Self.request)
            defer { connection.close() }
            var received = Data()
            while received.range(of: Data("first".utf8)) == nil {
                let part = await connection.read()
                try #require(!part.isEmpty)
                received.append(part)
            }
            opener.finish()
            received.append(await connection.readToEnd())
            #expect(received.range(of: Data("second".utf8)) != nil)
        }
    }

    @Test func aSlowReaderHoldsTheStatementBackAndAClosedOneEndsIt() async throws {
        let backend = EndlessBackend()
        try await withConsole(backend) { client in
            let connection = try await client.open("POST", "/api/query.csv", headers: Self.headers, body: Self.request)
            var last = -1
            // Nothing reads: the buffers of both sockets fill up, then no batch is taken for a quarter second.
            let didStop = try await eventually {
                let count = backend.batches.withLock { $0 }
                defer { last = count }
                if count != last { try? await Task.sleep(for: .milliseconds(250)) }  // cancelled: the loop ends anyway
                return count > 0 && count == last
            }
            #expect(didStop)
            #expect(last * 64_000 < 64_000_000)
            #expect(!backend.isCancelled.withLock { $0 })
            connection.close()
            #expect(try await eventually { backend.isCancelled.withLock { $0 } })
        }
    }

    @Test func aClosedClientEndsAStatementThatGivesNothing() async throws {
        let backend = SilentBackend()
        try await withConsole(backend) { client in
            let connection = try await client.open("POST", "/api/query", headers: Self.headers, body: Self.request)
            #expect(try await eventually { backend.isRunning.withLock { $0 } })
            connection.close()
            #expect(try await eventually { backend.isCancelled.withLock { $0 } })
        }
    }

    @Test func refusesMoreStatementsThanItsLimit() async throws {
        let (gate, opener) = AsyncStream<Void>.makeStream()
        let runs = Mutex(0)
        let backend = ClosureBackend { _, consume in
            let isFirst = runs.withLock { count in
                count += 1
                return count == 1
            }
            if isFirst { for await _ in gate {} }
            _ = try await consume(.completed(command: "SELECT"))
        }
        try await withConsole(backend, configure: { $0.concurrentQueriesMax = 1 }) { client in
            async let first = client.query("select 1")
            #expect(try await eventually { runs.withLock { $0 } == 1 })
            let second = try await client.query("select 2")
            #expect(second.status == 503)
            #expect((try second.object()["error"] as? [String: Any])?["sqlState"] as? String == "53300")
            opener.finish()
            #expect(try await first.status == 200)
            #expect(try await client.query("select 3").status == 200)
        }
    }
}
