import Foundation

@testable import Streams

/// The formats of streams: messages, the segments on disk, the answers of a remote Kinesis.
enum StreamTargets {
    static let all = [
        FuzzTarget(
            "json", words: ["\\u", "\\ud83d\\ude00", "true", "null", "-0.5e+10", "{\"", "\":"],
            seeds: { texts.map { Array($0.utf8) } }, run: readJSON),
        FuzzTarget("segments", seeds: { segments }, run: recover),
        FuzzTarget(
            "kinesis-answers",
            words: [
                "Records", "Data", "PartitionKey", "SequenceNumber", "ApproximateArrivalTimestamp", "NextShardIterator",
            ],
            seeds: { answers.map { Array($0.utf8) } }, run: readAnswer),
    ]

    // MARK: - JSON

    /// What is read and written once does not change any more.
    private static func readJSON(_ bytes: [UInt8]) {
        var scanner = JSONScanner(bytes)
        do throws(MalformedInput) {
            let written = try WireValue(json: bytes).json
            check(try WireValue(json: written).json == written, "JSON that we wrote reads as what it was")
            try scanner.skip()
            try scanner.end()
        } catch {
            check((0...bytes.count).contains(error.offset), "an error is within the document")
        }
    }

    private static let texts = [
        #"{"a":[1,-2.5e3,true,false,null,"x\n\"\u00e4\ud83d\ude00"],"b":{"c":{}},"":[]}"#, "[[[[1]]]]", "\"é\"", "-0",
        "1e400",
        #"{"symbol":"ABC","price":101.25,"time":"2024-01-31T09:30:00Z","size":100}"#,
    ]

    // MARK: - Segments

    /// Recovery of a segment of whole frames and of damage keeps what is whole, and finds nothing to do again.
    private static func recover(_ bytes: [UInt8]) {
        var input = FuzzInput(bytes)
        let first = UInt64(input.byte())
        var file = SegmentFormat.header(firstSequence: first)
        var sequence = first
        while !input.isAtEnd {
            let (kind, count) = (input.byte(), input.short() & 0x3FF)
            let part = input.bytes(count)
            if kind & 3 == 0 {
                file += part
            } else {
                let key = part.prefix(Int(kind >> 4))
                SegmentFormat.appendFrame(
                    sequence: sequence, arrival: Int64(kind), key: key, payload: part.dropFirst(key.count), to: &file)
                sequence &+= kind & 3 == 3 ? UInt64(kind >> 2) : 1
            }
        }
        do {
            try Data(file).write(to: folder.appendingPathComponent(Segment.fileName(firstSequence: first)))
            let once = try SegmentRecovery.recover(first, in: folder.path)
            let twice = try SegmentRecovery.recover(first, in: folder.path)
            check(once.segment.byteCount + once.cutBytes == file.count, "every byte is kept or cut off")
            check(
                twice.cutBytes == 0 && twice.nextSequence == once.nextSequence && twice.lastArrival == once.lastArrival,
                "what was recovered is whole")
        } catch {
            check(false, "recovery fails: \(error)")
        }
    }

    private static let folder: URL = {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent("millrace-fuzz-\(getpid())")
        // Writing the segment fails, and says so, where this did.
        try? FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        return folder
    }()

    private static var segments: [[UInt8]] {
        let frame: [UInt8] = [0x11, 4, 0] + Array("kpay".utf8)
        return [
            [1] + frame + frame, [1] + frame + [0, 3, 0, 9, 9, 9], [1] + frame + [0x27, 2, 0, 1, 2] + frame,
            [0, 0, 40, 0],
        ]
    }

    // MARK: - Answers of a remote Kinesis

    private static func readAnswer(_ bytes: [UInt8]) {
        do throws(StreamError) {
            let batch = try GetRecordsOutput(bytes, shard: ShardID(index: 0)).batch
            check(
                batch.payloads.count == batch.count && batch.partitionKeys.count == batch.count
                    && batch.arrivalTimes.count == batch.count, "columns are as long as their batch")
        } catch {
            check(error.code == .invalidResponse, "a bad answer is called one")
        }
        _ = KinesisClient.failure(status: 400, body: bytes)
    }

    private static let answers = [
        """
        {"MillisBehindLatest":0,"NextShardIterator":"AAA=","Records":[{"ApproximateArrivalTimestamp":1.7E9,"Data":"eA==",\
        "PartitionKey":"k","SequenceNumber":"49590338271490256608559692538361571095921575989136588898"}]}
        """,
        #"{"Records":[]}"#, #"{"__type":"com.amazonaws#ResourceNotFoundException","message":"no"}"#,
    ]
}
