import Foundation
import MillraceTesting
import Testing

@testable import Streams

@Suite("Remote Kinesis", .timeLimit(.minutes(3)))
struct RemoteKinesisTests {
    @Test(
        "streams of another Kinesis are described, read from every position, and waited for",
        .enabled(if: MotoServer.isInstalled, "skipped: moto_server is not installed"))
    func moto() async throws {
        try await MotoServer.with { server async throws in
            let reader = server.reader()
            #expect(try await reader.streamNames() == [])
            try await server.call("CreateStream", ["StreamName": .string("quotes"), "ShardCount": .integer(2)])
            let name = try StreamName("quotes")
            #expect(try await reader.streamNames() == [name])
            let stream = try await reader.describe(name)
            #expect(stream.shards.map(\.id) == [ShardID(index: 0), ShardID(index: 1)])
            #expect(stream.shards.map(\.hashKeys) == HashKeyRange.dividing(into: 2))
            #expect(stream.retentionHours == 24)
            let shard = ShardID(index: 0)
            let empty = try await reader.read(stream.identity, shard: shard, from: .trimHorizon, upTo: ReadBounds())
            #expect(empty.isEmpty && !empty.isEndOfShard)

            for number in 0..<25 { try await server.put("payload \(number) é", to: name) }
            var position = ReadPosition.trimHorizon
            var texts: [String] = []
            var numbers: [SequenceNumber] = []
            while true {
                let batch = try await reader.read(
                    stream.identity, shard: shard, from: position, upTo: ReadBounds(records: 10))
                guard let next = batch.nextPosition else { break }
                #expect(batch.count <= 10)
                texts += batch.payloads.texts
                numbers += batch.sequenceNumbers
                #expect(batch.partitionKeys.texts.allSatisfy { $0 == "key" })
                let age = SystemClock.microseconds() - batch.arrivalTimes[0]
                #expect((-5_000_000..<120_000_000).contains(age))
                position = next
            }
            #expect(texts == (0..<25).map { "payload \($0) é" })
            for (start, first) in [(ReadPosition.at(numbers[7]), 7), (.after(numbers[7]), 8), (.atTime(0), 0)] {
                let batch = try await reader.read(stream.identity, shard: shard, from: start, upTo: ReadBounds())
                #expect(batch.payloads.texts == Array(texts[first...]), "\(start)")
            }
            #expect(try await reader.status(stream.identity, shard: shard, at: position).millisecondsBehind == 0)

            let end = position
            let waiting = Task { try await reader.waitForRecords(stream.identity, shard: shard, after: end) }
            try await server.put("late", to: name)
            try await waiting.value
            let late = try await reader.read(stream.identity, shard: shard, from: end, upTo: ReadBounds())
            #expect(late.payloads.texts == ["late"])
            let cancelled = Task {
                try await reader.waitForRecords(stream.identity, shard: shard, after: try #require(late.nextPosition))
            }
            cancelled.cancel()
            await #expect(throws: CancellationError.self) { try await cancelled.value }
        }
    }

    @Test(
        "what does not exist is told, also a stream that was made again",
        .enabled(if: MotoServer.isInstalled, "skipped: moto_server is not installed"))
    func notFound() async throws {
        try await MotoServer.with { server async throws in
            let reader = server.reader()
            let name = try StreamName("quotes")
            await expectError(.streamNotFound) { _ = try await reader.describe(name) }
            try await server.call("CreateStream", ["StreamName": .string("quotes"), "ShardCount": .integer(1)])
            let stream = try await reader.describe(name).identity
            await expectError(.streamNotFound) {
                _ = try await reader.read(stream, shard: ShardID(index: 7), from: .trimHorizon, upTo: ReadBounds())
            }
            let old = StreamIdentity(name: name, incarnation: stream.incarnation + "0")
            await expectError(.streamNotFound) {
                _ = try await reader.read(old, shard: ShardID(index: 0), from: .trimHorizon, upTo: ReadBounds())
            }
        }
    }

    @Test("an endpoint that cannot be reached is a transient error, after the tries that were asked for")
    func unreachable() async throws {
        var configuration = RemoteKinesisConfiguration(region: "us-east-1", endpoint: "http://127.0.0.1:1") {
            AWSCredentials(keyID: "a", secret: "b")
        }
        configuration.backOffMilliseconds = 1
        let reader = RemoteKinesisReader(configuration)
        await expectError(.unavailable) { _ = try await reader.streamNames() }
        configuration.endpoint = "nonsense"
        let other = RemoteKinesisReader(configuration)
        await expectError(.invalidArgument) { _ = try await other.streamNames() }
    }

    @Test(
        "exceptions become errors",
        arguments: [
            (400, #"{"__type":"ResourceNotFoundException","message":"m"}"#, StreamError.Code.streamNotFound),
            (400, #"{"__type":"com.amazonaws.kinesis#ProvisionedThroughputExceededException"}"#, .throttled),
            (400, #"{"__type":"ExpiredIteratorException"}"#, .positionExpired),
            (403, #"{"__type":"AccessDeniedException","Message":"m"}"#, .accessDenied), (500, "<html>", .unavailable),
            (503, "", .unavailable), (429, "{}", .unavailable), (400, "[]", .invalidResponse),
            (302, "", .invalidResponse),
        ])
    func exceptions(status: Int, body: String, code: StreamError.Code) {
        #expect(KinesisClient.failure(status: status, body: Array(body.utf8)).code == code)
    }

    @Test("records of a real Kinesis keep their 56 digits; broken responses are refused")
    func output() throws {
        let body = """
            {"NextShardIterator":"AAA","MillisBehindLatest":1500,"ChildShards":[],"Records":[{"PartitionKey":"p\\u00e9",
            "SequenceNumber":"49590338271490256608559692538361571095921575989136588898","Data":"YQ\\u003d=",
            "ApproximateArrivalTimestamp":1.700000000123E9,"EncryptionType":"NONE"}]}
            """
        let output = try GetRecordsOutput(Array(body.utf8), shard: ShardID(index: 0))
        #expect(
            output.batch.sequenceNumbers.map(\.description) == [
                "49590338271490256608559692538361571095921575989136588898"
            ])
        #expect(output.batch.payloads.texts == ["a"] && output.batch.partitionKeys.texts == ["pé"])
        #expect(output.batch.arrivalTimes == [1_700_000_000_123_000])
        #expect(output.millisecondsBehind == 1_500 && output.nextIterator == "AAA")
        var generator = SeededGenerator(seed: 4)
        for _ in 0..<2_000 {
            var bytes = Array(body.utf8)
            for _ in 0..<Int.random(in: 1...4, using: &generator) {
                bytes[Int.random(in: 0..<bytes.count, using: &generator)] = UInt8.random(in: 0...255, using: &generator)
            }
            if let read = try? GetRecordsOutput(bytes, shard: ShardID(index: 0)) {  // Many are refused; none may trap.
                #expect(
                    read.batch.payloads.count == read.batch.count && read.batch.arrivalTimes.count == read.batch.count)
            }
        }
        for length in 0..<body.utf8.count {
            #expect(throws: StreamError.self) {
                try GetRecordsOutput(Array(body.utf8.prefix(length)), shard: ShardID(index: 0))
            }
        }
    }
}

/// moto's server, an imitation of AWS, on a free port.
struct MotoServer {
    let port: Int

    private static let keys = AWSCredentials(keyID: "testing", secret: "testing")

    private var configuration: RemoteKinesisConfiguration {
        var configuration = RemoteKinesisConfiguration(region: "us-east-1", endpoint: "http://127.0.0.1:\(port)") {
            Self.keys
        }
        configuration.readIntervalMilliseconds = 10
        configuration.backOffMilliseconds = 5
        return configuration
    }

    func reader() -> RemoteKinesisReader { RemoteKinesisReader(configuration) }

    func call(_ operation: String, _ input: KeyValuePairs<String, WireValue?>) async throws {
        _ = try await KinesisClient(configuration: configuration).call(operation, .object(input))
    }

    /// Puts a record into the first shard.
    func put(_ text: String, to name: StreamName) async throws {
        try await call(
            "PutRecord",
            [
                "StreamName": .string(name.text), "Data": .bytes(Array(text.utf8)), "PartitionKey": .string("key"),
                "ExplicitHashKey": .string("0"),
            ])
    }

    static let isInstalled: Bool = {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        process.arguments = ["moto_server", "--help"]
        process.standardOutput = FileHandle.nullDevice
        process.standardError = FileHandle.nullDevice
        guard (try? process.run()) != nil else { return false }  // No such program: the tests that need it say so.
        process.waitUntilExit()
        return process.terminationStatus == 0
    }()

    /// Starts the server, waits until it answers, gives it to `body`, and ends it.
    static func with(_ body: (MotoServer) async throws -> Void) async throws {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        let server = MotoServer(port: try freePort())
        process.arguments = ["moto_server", "-H", "127.0.0.1", "-p", "\(server.port)"]
        process.standardOutput = FileHandle.nullDevice
        process.standardError = FileHandle.nullDevice
        try process.run()
        defer { process.terminate() }
        let deadline = ContinuousClock.now + .seconds(60)
        while true {
            do {
                _ = try await server.reader().streamNames()
                break
            } catch let error as StreamError where error.code == .unavailable && ContinuousClock.now < deadline {}
        }
        try await body(server)
    }

    private static func freePort() throws -> Int {
        let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        defer { close(descriptor) }
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        var length = socklen_t(MemoryLayout<sockaddr_in>.size)
        try withUnsafeMutablePointer(to: &address) { pointer in
            try pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { pointer in
                try #require(bind(descriptor, pointer, length) == 0)
                try #require(getsockname(descriptor, pointer, &length) == 0)
            }
        }
        return Int(UInt16(bigEndian: address.sin_port))
    }
}
