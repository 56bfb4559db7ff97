import Foundation
import Logging

@testable import AWSServer
@testable import Streams

/// The Kinesis API: what a client may send to the HTTP port.
enum KinesisTargets {
    static let all = [
        FuzzTarget("cbor", seeds: { values.map { CBOR.encode($0) } }, run: readCBOR),
        FuzzTarget("kinesis-records", words: words, seeds: { requests.map { [0] + $0 } }, run: readRecords),
        FuzzTarget("kinesis-api", words: words, seeds: { operationSeeds }, run: perform),
        FuzzTarget(
            "aws-signature",
            words: [
                "AWS4-HMAC-SHA256 ", "Credential=", "SignedHeaders=", "Signature=", "aws4_request", "20240131T093000Z",
                "host",
            ],
            seeds: { [signed] }, run: verify),
    ]

    // MARK: - CBOR

    /// What is read and written once does not change any more.
    private static func readCBOR(_ bytes: [UInt8]) {
        do throws(MalformedInput) {
            let written = CBOR.encode(try CBOR.decode(bytes))
            check(CBOR.encode(try CBOR.decode(written)) == written, "CBOR that we wrote reads as what it was")
        } catch {
            check((0...bytes.count).contains(error.offset), "an error is within the message")
        }
    }

    private static let values: [WireValue] = [
        .object(["StreamName": .string("s"), "Records": .array([record]), "Limit": .integer(-5)]),
        .array([.double(1.5), .bool(true), .null, .timestamp(1_700_000_000_000_000), .bytes([1, 2, 3])]),
    ]

    private static let record = WireValue.object([
        "Data": .bytes([1, 2]), "PartitionKey": .string("k"), "ExplicitHashKey": .string("7"),
    ])

    // MARK: - PutRecords

    private static func readRecords(_ bytes: [UInt8]) {
        var input = FuzzInput(bytes)
        let encoding: WireEncoding = input.byte() & 1 == 0 ? .json : .cbor
        let request = AWSRequest(operation: "PutRecords", encoding: encoding, body: Array(input.rest))
        do throws(AWSError) {
            let batch = try PutRecordsInput(request).batch
            check(
                batch.payloads.count == batch.count && batch.partitionKeys.count == batch.count,
                "columns are as long as their batch")
        } catch {
            check(error.status < 500, "what the client did wrong is called that")
        }
    }

    private static let words = [
        "StreamName", "StreamARN", "Records", "Data", "PartitionKey", "ExplicitHashKey", "ShardId", "ShardIteratorType",
        "StartingSequenceNumber", "Timestamp", "ShardIterator", "Limit", "NextToken", "ExclusiveStartShardId", "Tags",
        "TagKeys",
        "RetentionPeriodHours", "ShardCount", "StreamModeDetails", "AT_SEQUENCE_NUMBER", "TRIM_HORIZON", "LATEST",
        "AT_TIMESTAMP",
        "arn:aws:kinesis:us-east-1:000000000000:stream/s", "shardId-000000000000", "MaxResults",
        "StreamCreationTimestamp",
        "ExclusiveStartStreamName", "ShardFilter",
    ]

    private static let requests: [[UInt8]] = [
        #"{"StreamName":"s","Records":[{"Data":"eA==","PartitionKey":"k"},{"Data":"eQ==","PartitionKey":"l"}]}"#,
        #"{"StreamARN":"arn:aws:kinesis:us-east-1:000000000000:stream/s","Records":[{"Data":"\/\/8=","PartitionKey":"\u00e4","#
            + #""ExplicitHashKey":"170141183460469231731687303715884105728"}]}"#,
    ].map { Array($0.utf8) }

    // MARK: - The service

    private static let operations = [
        "PutRecords", "PutRecord", "GetRecords", "GetShardIterator", "CreateStream", "DeleteStream", "ListStreams",
        "DescribeStream", "DescribeStreamSummary", "DescribeLimits", "ListShards", "IncreaseStreamRetentionPeriod",
        "DecreaseStreamRetentionPeriod", "AddTagsToStream", "RemoveTagsFromStream", "ListTagsForStream",
    ]

    private static var operationSeeds: [[UInt8]] {
        let bodies: [String: String] = [
            "PutRecord": #"{"StreamName":"s","Data":"eA==","PartitionKey":"k","SequenceNumberForOrdering":"1"}"#,
            "GetRecords": #"{"ShardIterator":"aXRlcmF0b3J8c3wxfHNoYXJkSWQtMDAwMDAwMDAwMDAwfHRyaW18MA==","Limit":5}"#,
            "GetShardIterator":
                #"{"StreamName":"s","ShardId":"shardId-000000000000","ShardIteratorType":"AT_TIMESTAMP","Timestamp":1.5}"#,
            "CreateStream": #"{"StreamName":"x","ShardCount":1,"StreamModeDetails":{"StreamMode":"PROVISIONED"}}"#,
            "ListStreams": #"{"Limit":2,"ExclusiveStartStreamName":"a"}"#,
            "ListShards": #"{"StreamName":"s","MaxResults":1,"ShardFilter":{"Type":"AT_LATEST"}}"#,
            "AddTagsToStream": #"{"StreamName":"s","Tags":{"a":"b"}}"#,
            "RemoveTagsFromStream": #"{"StreamName":"s","TagKeys":["a"]}"#,
            "IncreaseStreamRetentionPeriod": #"{"StreamName":"s","RetentionPeriodHours":48}"#,
            "DeleteStream": #"{"StreamName":"x","EnforceConsumerDeletion":true}"#,
        ]
        return operations.indices.map { index in
            [0, UInt8(index)] + Array((bodies[operations[index]] ?? #"{"StreamName":"s"}"#).utf8)
        } + requests.map { [0, 0] + $0 } + values.map { [1, 0] + CBOR.encode($0) }
    }

    private static func perform(_ bytes: [UInt8]) {
        var input = FuzzInput(bytes)
        let encoding: WireEncoding = input.byte() & 1 == 0 ? .json : .cbor
        let operation = operations[Int(input.byte()) % operations.count]
        let request = AWSRequest(operation: operation, encoding: encoding, body: Array(input.rest))
        waiting {
            do {
                let service = try await FuzzStore.shared.service()
                let answer = try await service.respond(to: request)
                if !answer.isEmpty { _ = try encoding.decode(answer) }
            } catch let error as AWSError {
                check(error.status < 500, "what the client did wrong is called that: \(error)")
            } catch let error as StreamError {
                check(AWSError(error).status < 500, "what the client did wrong is called that: \(error)")
            } catch {
                check(false, "an error of another kind: \(error)")
            }
        }
    }

    /// Runs `body` to its end on another thread.
    private static func waiting(_ body: @escaping @Sendable () async -> Void) {
        let done = DispatchSemaphore(value: 0)
        Task {
            await body()
            done.signal()
        }
        done.wait()
    }

    // MARK: - Signatures

    /// Nobody who lacks the secret gets in.
    private static func verify(_ bytes: [UInt8]) {
        var lines = FuzzInput(bytes).text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
        lines += Array(repeating: "", count: max(0, 6 - lines.count))
        let headers = ["authorization": lines[0], "x-amz-date": lines[1], "host": lines[2]]
        do throws(AWSError) {
            try SignatureCheck(accessKeys: ["AKID": "secret"]).verify(
                method: "POST", path: lines[3], query: lines[4], body: Array(lines[5].utf8), now: 1_706_693_400
            ) { headers[$0] }
            check(false, "a request is taken that nobody signed")
        } catch {
            check(error.status == 403, "a signature that does not hold is forbidden")
        }
    }

    private static let signed = Array(
        """
        AWS4-HMAC-SHA256 Credential=AKID/20240131/us-east-1/kinesis/aws4_request, SignedHeaders=host;x-amz-date, Signature=00
        20240131T093000Z
        localhost:4566
        /
        a=b&c
        {}
        """.utf8)
}

/// A store in a temporary folder, which is begun again when its streams become many.
actor FuzzStore {
    static let shared = FuzzStore()

    private var running: KinesisService?
    private var served = 0

    /// The API over a store that has a stream `s`.
    func service() async throws -> KinesisService {
        served += 1
        if let running, served % 5_000 != 0 { return running }
        if let running { await running.store.shutdown() }
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent("millrace-fuzz-\(getpid())")
        // The first time there is none.
        try? FileManager.default.removeItem(at: folder)
        var configuration = LocalStreamStore.Configuration(folder: folder.path)
        configuration.logger.logLevel = .critical
        let store = try await LocalStreamStore.open(configuration)
        _ = try await store.createStream(StreamName("s"), shardCount: 2)
        let service = KinesisService(
            store: store, configuration: AWSEndpointConfiguration(clock: LocalStreamStore.systemClock))
        running = service
        return service
    }
}
