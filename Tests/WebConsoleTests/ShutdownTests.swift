import Logging
import ServiceLifecycle
import Synchronization
import Testing

@testable import WebConsole

@Suite(.timeLimit(.minutes(1))) struct ShutdownTests {
    @Test func endsIdleConnectionsAndRunningStatements() async throws {
        let backend = SilentBackend()
        let (ports, continuation) = AsyncStream<Int>.makeStream()
        var configuration = ConsoleConfiguration()
        configuration.port = 0
        let console = try ConsoleServer(
            configuration: configuration, backend: backend, logger: Logger(label: "console"),
            onListening: { continuation.yield($0) })
        let group = ServiceGroup(services: [console], logger: Logger(label: "group"))
        async let end: Void = group.run()
        let client = HTTPClient(port: try #require(await ports.first { _ in true }))
        let idle = try await client.open("GET", "/live", headers: ["Connection": "keep-alive"])
        defer { idle.close() }
        let busy = try await client.open(
            "POST", "/api/query", headers: ["Content-Type": "application/json"], body: "{\"sql\": \"select 1\"}")
        defer { busy.close() }
        #expect(try await eventually { backend.isRunning.withLock { $0 } })
        await group.triggerGracefulShutdown()
        try await end
        #expect(backend.isCancelled.withLock { $0 })
    }
}
