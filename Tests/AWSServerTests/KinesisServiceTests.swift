import MillraceTesting
import Streams
import Testing

@testable import AWSServer

@Suite("Kinesis requests", .timeLimit(.minutes(2)))
struct KinesisServiceTests {
    private func request(_ operation: String, _ body: String) -> AWSRequest {
        AWSRequest(operation: operation, encoding: .json, body: Array(body.utf8))
    }

    /// The exception that a request gets; nil where it succeeds.
    private func failure(_ service: KinesisService, _ request: AWSRequest) async -> String? {
        do {
            _ = try await service.respond(to: request)
            return nil
        } catch let error as AWSError {
            return error.type
        } catch let error as StreamError {
            return AWSError(error).type
        } catch {
            Issue.record(error)
            return nil
        }
    }

    private func withService(
        clock: TestClock = TestClock(), _ body: (KinesisService, LocalStreamStore) async throws -> Void
    ) async throws {
        try await withStore(clock: { clock.now }) { store async throws in
            let service = KinesisService(store: store, configuration: AWSEndpointConfiguration(clock: { clock.now }))
            _ = try await store.createStream(try StreamName("quotes"), shardCount: 2)
            try await body(service, store)
        }
    }

    static let body = #"""
        {"Records":[{"Data":"YWJj","PartitionKey":"k1"},
        {"PartitionKey":"k\u00e92","Unknown":[1,{"x":null}],"Data":"Zm9v\/w==",
        "ExplicitHashKey":"340282366920938463463374607431768211455"},
        {"Data":"","PartitionKey":"k3","ExplicitHashKey":null}],
        "StreamName":"quotes"}
        """#

    @Test("PutRecords is read into columns", arguments: WireEncoding.allCases)
    func putRecordsInput(encoding: WireEncoding) throws {
        let tree = try WireValue(json: Array(Self.body.utf8))
        let body = encoding == .json ? Array(Self.body.utf8) : CBOR.encode(tree)
        let input = try PutRecordsInput(AWSRequest(operation: "PutRecords", encoding: encoding, body: body))
        #expect(input.streamName == "quotes" && input.streamARN == nil)
        #expect((0..<3).map { Array(input.batch.payloads[$0]) } == [Array("abc".utf8), Array("foo".utf8) + [255], []])
        #expect((0..<3).map(input.batch.partitionKeys.text(at:)) == ["k1", "ké2", "k3"])
        #expect(input.batch.explicitHashKeys == [nil, .max, nil])
    }

    @Test(
        "PutRecords that cannot be taken are refused by name",
        arguments: [
            ("", "SerializationException"), ("[]", "SerializationException"), ("{", "SerializationException"),
            ("{}", "ValidationException"), (#"{"Records":[]}"#, "ValidationException"),
            (#"{"Records":{},"StreamName":"quotes"}"#, "SerializationException"),
            (#"{"Records":[{}],"StreamName":"quotes"}"#, "ValidationException"),
            (#"{"Records":[{"Data":"YQ=="}],"StreamName":"quotes"}"#, "ValidationException"),
            (#"{"Records":[{"PartitionKey":"k"}],"StreamName":"quotes"}"#, "ValidationException"),
            (#"{"Records":[{"Data":"Y","PartitionKey":"k"}],"StreamName":"quotes"}"#, "SerializationException"),
            (
                #"{"Records":[{"Data":"YQ==","Data":"YQ==","PartitionKey":"k"}],"StreamName":"quotes"}"#,
                "SerializationException"
            ),
            (#"{"Records":[{"Data":"YQ==","PartitionKey":""}],"StreamName":"quotes"}"#, "ValidationException"),
            (#"{"Records":[{"Data":1,"PartitionKey":"k"}],"StreamName":"quotes"}"#, "SerializationException"),
            (#"{"Records":[{"Data":"YQ==","PartitionKey":"k"}]}"#, "ValidationException"),
            (#"{"Records":[{"Data":"YQ==","PartitionKey":"k"}],"StreamName":"no"}"#, "ResourceNotFoundException"),
            (
                #"{"Records":[{"Data":"YQ==","PartitionKey":"k","ExplicitHashKey":"-1"}],"StreamName":"quotes"}"#,
                "InvalidArgumentException"
            ),
            (
                #"{"Records":[{"Data":"YQ==","PartitionKey":"k"}],"StreamName":"quotes","StreamARN":"x"}"#,
                "ValidationException"
            ),
            (
                #"{"Records":[{"Data":"YQ==","PartitionKey":"k"}],"StreamName":"quotes","StreamARN":"arn::kinesis:::stream/b"}"#,
                "InvalidArgumentException"
            ),
        ])
    func refusedPutRecords(body: String, exception: String) async throws {
        try await withService { service, store async throws in
            #expect(await failure(service, request("PutRecords", body)) == exception)
            let stream = try await store.describe(try StreamName("quotes")).identity
            for index in 0..<2 {
                let batch = try await store.read(
                    stream, shard: ShardID(index: index), from: .trimHorizon, upTo: ReadBounds())
                #expect(batch.isEmpty)
            }
        }
    }

    @Test("iterators expire, and are refused when they are not ours")
    func iterators() async throws {
        let clock = TestClock()
        try await withService(clock: clock) { service, _ async throws in
            let input = #"{"StreamName":"quotes","ShardId":"shardId-000000000000","ShardIteratorType":"TRIM_HORIZON"}"#
            let answer = try WireValue(json: try await service.respond(to: request("GetShardIterator", input)))
            let iterator = try #require(try answer.text("ShardIterator"))
            let read = request("GetRecords", #"{"ShardIterator":"\#(iterator)"}"#)
            clock.advance(microseconds: 299_000_000)
            #expect(await failure(service, read) == nil)
            clock.advance(microseconds: 1_000_000)
            #expect(await failure(service, read) == "ExpiredIteratorException")
            for text in ["", "AAAA", "x", String(iterator.dropLast(3)), String(iterator.reversed())] {
                let broken = request("GetRecords", #"{"ShardIterator":"\#(text)"}"#)
                #expect(await failure(service, broken) == "InvalidArgumentException")
            }
        }
    }

    @Test(
        "tokens come back with every kind of position",
        arguments: [
            ReadPosition.trimHorizon, .latest, .after(SequenceNumber(.max)), .at(SequenceNumber(0)), .atTime(-1),
            .atTime(.max),
        ])
    func tokens(position: ReadPosition) throws {
        let stream = StreamIdentity(name: try StreamName("a.b-c_d"), incarnation: "1-2")
        let iterator = ShardIterator(stream: stream, shard: ShardID(index: 3), position: position, issuedAt: 5)
        #expect(try ShardIterator(iterator.text, now: 5) == iterator)
        let page = PageToken(stream: stream, lastShard: ShardID(index: 9), issuedAt: 5)
        #expect(try PageToken(page.text, now: 6) == page)
        #expect(throws: AWSError.self) { try PageToken(iterator.text, now: 5) }
        #expect(throws: AWSError.self) { try ShardIterator(iterator.text, now: 4) }
    }

    @Test("a Java client's CBOR request is answered in CBOR")
    func cbor() async throws {
        try await withService { service, _ async throws in
            func call(_ operation: String, _ input: WireValue) async throws -> WireValue {
                try CBOR.decode(
                    try await service.respond(
                        to: AWSRequest(operation: operation, encoding: .cbor, body: CBOR.encode(input))))
            }
            let put = try await call(
                "PutRecord",
                .object([
                    "StreamName": .string("quotes"), "Data": .bytes([1, 2, 3]), "PartitionKey": .string("k"),
                    "ExplicitHashKey": .string("0"),
                ]))
            #expect(try put.text("SequenceNumber") == "1")
            let iterator = try await call(
                "GetShardIterator",
                .object([
                    "StreamName": .string("quotes"), "ShardId": .string("shardId-000000000000"),
                    "ShardIteratorType": .string("AT_TIMESTAMP"), "Timestamp": .timestamp(1_000_000),
                ]))
            let got = try await call("GetRecords", .object(["ShardIterator": iterator["ShardIterator"]]))
            #expect(
                got["Records"]
                    == .array([
                        .object([
                            "SequenceNumber": .string("1"),
                            "ApproximateArrivalTimestamp": .timestamp(1_700_000_000_000_000),
                            "Data": .bytes([1, 2, 3]), "PartitionKey": .string("k"),
                        ])
                    ]))
        }
    }

    @Test("malformed requests of every operation get an exception, and the service goes on")
    func fuzz() async throws {
        try await withService { service, store async throws in
            let bodies = [
                ("PutRecords", Self.body), ("PutRecord", #"{"StreamName":"quotes","Data":"YQ==","PartitionKey":"k"}"#),
                ("GetRecords", #"{"ShardIterator":"aXRlcmF0b3I=","Limit":10}"#),
                (
                    "GetShardIterator",
                    #"{"StreamName":"quotes","ShardId":"shardId-000000000000","ShardIteratorType":"AT_TIMESTAMP"}"#
                ),
                ("ListShards", #"{"StreamName":"quotes","MaxResults":1,"ShardFilter":{"Type":"AT_LATEST"}}"#),
                ("ListStreams", #"{"Limit":1,"NextToken":"a"}"#),
                ("DescribeStream", #"{"StreamName":"quotes","Limit":1}"#),
                ("IncreaseStreamRetentionPeriod", #"{"StreamName":"quotes","RetentionPeriodHours":24}"#),
                ("AddTagsToStream", #"{"StreamName":"quotes","Tags":{"a":"b"}}"#),
            ]
            var generator = SeededGenerator(seed: 6)
            var exceptions: Set<String> = []
            for _ in 0..<300 {
                for (operation, body) in bodies {
                    var bytes = Array(body.utf8)
                    for _ in 0..<Int.random(in: 1...3, using: &generator) {
                        let place = Int.random(in: 0..<bytes.count, using: &generator)
                        if Bool.random(using: &generator) {
                            bytes[place] = UInt8.random(in: 0...255, using: &generator)
                        } else {
                            bytes.remove(at: place)
                        }
                    }
                    let request = AWSRequest(operation: operation, encoding: .json, body: bytes)
                    if let type = await failure(service, request) { exceptions.insert(type) }
                }
            }
            #expect(
                exceptions.isSuperset(of: [
                    "SerializationException", "ValidationException", "ResourceNotFoundException",
                ]))
            #expect(!exceptions.contains("InternalFailure"))
            #expect(await failure(service, request("PutRecords", Self.body)) == nil)
            #expect(try await store.streamNames().map(\.text) == ["quotes"])
        }
    }

    @Test("an operation that is not there is told by name", arguments: ["SplitShard", "", "putrecords"])
    func unknown(operation: String) async throws {
        try await withService { service, _ async throws in
            #expect(await failure(service, request(operation, "{}")) == "UnknownOperationException")
        }
    }
}
