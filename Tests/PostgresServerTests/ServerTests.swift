import NIOCore
import Testing

@testable import PostgresServer

/// The server over real sockets, also with clients that do not behave.
@Suite(.timeLimit(.minutes(2)))
struct ServerTests {
    private static let endless = "SELECT sum(a.range * b.range) FROM range(10000000) a, range(10000000) b"

    @Test func greetsWithSettingsAndKey() async throws {
        try await withServer(provider: EngineProvider()) { port, service in
            try await WireClient.connect(port) { client in
                try await client.send(ClientMessage.startup(["user": "u", "application_name": "me"]))
                let messages = try await client.messages(through: "Z")
                #expect(messages.map { $0.type } == ["R"] + Array(repeating: "S", count: 11) + ["K", "Z"])
                let settings = messages.filter { $0.type == "S" }.map { $0.text }
                #expect(settings.contains("server_version8.0.2"))
                #expect(settings.contains("client_encodingUTF8"))
                #expect(settings.contains("DateStyleISO, MDY"))
                #expect(settings.contains("session_authorizationu"))
                #expect(settings.contains("application_nameme"))
                #expect(service.connectionCount == 1)
            }
        }
    }

    @Test func takesRowsInPartsAndBinary() async throws {
        try await withServer(provider: EngineProvider()) { port, _ in
            try await WireClient.connect(port) { client in
                _ = try await client.start()
                try await client.send([
                    ClientMessage.query("BEGIN"),
                    ClientMessage.parse("SELECT range + $1::bigint FROM range(5)", name: "s"),
                    ClientMessage.bind(
                        portal: "p", statement: "s", formats: [1], parameters: [[0, 0, 0, 0, 0, 0, 0, 7]],
                        resultFormats: [1]),
                    ClientMessage.describe("S", "s"), ClientMessage.describe("P", "p"),
                    ClientMessage.execute("p", rowLimit: 2), ClientMessage.execute("p", rowLimit: 2),
                    ClientMessage.execute("p", rowLimit: 2), ClientMessage.execute("p"), ClientMessage.sync(),
                ])
                var types = try await client.messages(through: "Z").map { $0.type }
                #expect(types == ["C", "Z"])
                let messages = try await client.messages(through: "Z")
                types = messages.map { $0.type }
                #expect(
                    types == ["1", "2", "t", "T", "T", "D", "D", "s", "D", "D", "s", "D", "C", "C", "Z"])
                let rows = messages.filter { $0.type == "D" }.map { $0.cells }
                #expect(rows == (7..<12).map { [[0, 0, 0, 0, 0, 0, 0, UInt8($0)]] })
                #expect(messages.filter { $0.type == "C" }.map { $0.text } == ["SELECT 1", "SELECT 0"])
                #expect(messages.last?.payload == [UInt8(ascii: "T")])
            }
        }
    }

    @Test func skipsToSyncAfterAnError() async throws {
        try await withServer(provider: EngineProvider()) { port, _ in
            try await WireClient.connect(port) { client in
                _ = try await client.start()
                try await client.send([
                    ClientMessage.parse("SELECT nonsense"), ClientMessage.bind(), ClientMessage.execute(),
                    ClientMessage.query("SELECT 'skipped too'"), ClientMessage.sync(),
                    ClientMessage.bind(statement: "unknown"), ClientMessage.sync(),
                    ClientMessage.execute("unknown"), ClientMessage.sync(),
                    ClientMessage.parse("SELECT 1", name: "s"), ClientMessage.parse("SELECT 2", name: "s"),
                    ClientMessage.sync(),
                    ClientMessage.bind(statement: "s", parameters: [[49]]), ClientMessage.sync(),
                    ClientMessage.bind(statement: "s", resultFormats: [0, 0]), ClientMessage.sync(),
                ])
                var states: [String?] = []
                for _ in 0..<6 {
                    let messages = try await client.messages(through: "Z")
                    states += messages.filter { $0.type == "E" }.map { $0.field("C") }
                }
                #expect(states == ["42703", "26000", "34000", "42P05", "08P01", "08P01"])
                let last = try await client.query("SELECT 1")
                #expect(last.map { $0.type } == ["T", "D", "C", "Z"])
            }
        }
    }

    @Test func cancelsByKeyOnly() async throws {
        let provider = try EngineProvider()
        try await withServer(provider: provider) { port, _ in
            try await WireClient.connect(port) { client in
                guard let key = try await client.start() else { throw PostgresError(.internalError, "no key") }
                try await client.send(ClientMessage.query(Self.endless))
                try await Self.cancel(CancelKey(processID: key.processID, secret: key.secret &+ 1), port)
                // The statement may not have begun when a request comes, so requests repeat until it ends.
                let canceller = Task {
                    while !Task.isCancelled { try await Self.cancel(key, port) }
                }
                let messages = try await client.messages(through: "Z")
                canceller.cancel()
                #expect(messages.map { $0.type } == ["E", "Z"] || messages.map { $0.type } == ["T", "E", "Z"])
                #expect(messages.first { $0.type == "E" }?.field("C") == "57014")
            }
        }
    }

    private static func cancel(_ key: CancelKey, _ port: Int) async throws {
        try await WireClient.connect(port) { canceller in
            try await canceller.send(ClientMessage.cancel(key))
            let answer = try await canceller.next()
            #expect(answer == nil)
        }
    }

    @Test func slowClientHoldsBackOnlyItself() async throws {
        let provider = try EngineProvider()
        try await withServer(provider: provider) { port, service in
            try await WireClient.connect(port) { slow in
                _ = try await slow.start()
                // Some 300 MB that nobody reads: far more than all buffers on the way (a few MB of the sockets, two
                // of ours) can hold, so the engine is not asked for most of it.
                try await slow.send(ClientMessage.query("SELECT repeat('x', 1000) FROM range(300000)"))
                try await WireClient.connect(port) { other in
                    _ = try await other.start()
                    for _ in 0..<20 {
                        let answer = try await other.query("SELECT 42")
                        #expect(answer.map { $0.type } == ["T", "D", "C", "Z"])
                    }
                }
                let fetched = provider.rowsFetched.value
                #expect(fetched > 0 && fetched < 100_000, "\(fetched) rows were fetched")
            }
            // The slow client is gone in the middle of its result.
            let isFree = try await eventually { provider.openSessions.value == 0 && service.connectionCount == 0 }
            #expect(isFree)
        }
    }

    @Test func refusesOneClientTooMany() async throws {
        var configuration = ServerConfiguration(port: 0)
        configuration.limits.maximumConnections = 1
        try await withServer(configuration, provider: EngineProvider()) { port, _ in
            try await WireClient.connect(port) { first in
                _ = try await first.start()
                try await WireClient.connect(port) { second in
                    let answer = try await second.next()
                    #expect(answer?.field("C") == "53300")
                    let end = try await second.next()
                    #expect(end == nil)
                }
            }
        }
    }

    @Test func endsAuthenticationThatTakesTooLong() async throws {
        var configuration = ServerConfiguration(port: 0)
        configuration.limits.authenticationTimeoutSeconds = 1
        try await withServer(configuration, provider: EngineProvider()) { port, _ in
            try await WireClient.connect(port) { client in
                let end = try await client.next()
                #expect(end == nil)
            }
        }
    }

    @Test func tellsClientsOfTheShutdown() async throws {
        let provider = try EngineProvider()
        let (port, stopped) = try await withServer(provider: provider) { port, _ in
            let (stream, continuation) = AsyncStream<Void>.makeStream()
            let client = Task {
                try await WireClient.connect(port) { client in
                    _ = try await client.start()
                    continuation.finish()
                    return try await client.messages(through: "E")
                }
            }
            for await _ in stream {}
            return (port, client)
        }
        #expect(port > 0)
        let farewell = try await stopped.value
        #expect(farewell.last?.field("C") == "57P01")
        #expect(provider.openSessions.value == 0)
    }

    @Test func leavesClientsThatItDidNotServeAlone() async throws {
        let provider = try EngineProvider()
        for _ in 0..<5 {
            let waiting = try await withServer(provider: provider) { port, _ in
                // One client is served first, so that the service runs when the shutdown comes.
                _ = try await WireClient.connect(port) { try await $0.start() }
                return (0..<20).map { _ in Task { try await WireClient.connect(port) { try await $0.next() } } }
            }
            // Served or not when the shutdown came: each connection ends, and the server with it.
            for client in waiting { _ = await client.result }
        }
        #expect(provider.openSessions.value == 0)
    }

    @Test(.enabled(if: hasProgram("openssl"), "skipped: no openssl"))
    func refusesBytesSlippedInBeforeTLS() async throws {
        let configuration = ServerConfiguration(port: 0, tls: try await TestCertificate.make())
        try await withServer(configuration, provider: EngineProvider()) { port, _ in
            try await WireClient.connect(port) { client in
                try await client.send([ClientMessage.tlsRequest(), ClientMessage.startup(["user": "mallory"])])
                let answer = try await client.next()
                #expect(answer?.type == "E")
                #expect(answer?.description.contains("before its answer") == true)
            }
        }
    }

    @Test(
        arguments: [
            ([0, 0, 0, 4], "08P01"), ([0xFF, 0xFF, 0xFF, 0xFF], "08P01"), ([0, 0, 0, 8, 0, 2, 0, 0], "0A000"),
            ([0, 0, 0, 9, 0, 3, 0, 0, 0], "28000"),
        ] as [([UInt8], String)])
    func refusesStrangeBeginnings(bytes: [UInt8], state: String) async throws {
        try await withServer(provider: EngineProvider()) { port, _ in
            try await WireClient.connect(port) { client in
                try await client.send(ByteBuffer(bytes: bytes))
                let refusal = try await client.next()
                #expect(refusal?.field("C") == state)
                let end = try await client.next()
                #expect(end == nil)
            }
        }
    }
}
