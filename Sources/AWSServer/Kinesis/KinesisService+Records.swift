import Streams

extension KinesisService {
    func putRecord(_ input: WireValue) async throws -> WireValue {
        let record = try PutRecordsInput.record(input)
        var batch = AppendBatch()
        batch.append(
            payload: record.payload, partitionKey: record.partitionKey, explicitHashKey: record.explicitHashKey)
        let receipt = try await store.append(batch, to: try streamName(input))
        try receipt.requireSuccess()
        return .object([
            "ShardId": .string(ShardID(index: receipt.shardIndexes[0]).text),
            "SequenceNumber": .string(String(receipt.sequenceNumbers[0])), "EncryptionType": .string("NONE"),
        ])
    }

    func putRecords(_ request: AWSRequest) async throws -> [UInt8] {
        let input = try PutRecordsInput(request)
        let name = try streamName(name: input.streamName, arn: input.streamARN)
        let receipt = try await store.append(input.batch, to: name)
        let failed = receipt.sequenceNumbers.count { $0 == 0 }
        let records = receipt.sequenceNumbers.indices.map { index -> WireValue in
            let shard = receipt.shardIndexes[index]
            if let failure = receipt.failures[shard] {
                return .object(["ErrorCode": .string("InternalFailure"), "ErrorMessage": .string(failure.description)])
            }
            return .object([
                "SequenceNumber": .string(String(receipt.sequenceNumbers[index])),
                "ShardId": .string(ShardID(index: shard).text),
            ])
        }
        return request.encoding.encode(
            .object([
                "FailedRecordCount": .integer(Int64(failed)), "Records": .array(records),
                "EncryptionType": .string("NONE"),
            ]))
    }

    func getShardIterator(_ input: WireValue) async throws -> WireValue {
        let stream = try await store.describe(try streamName(input)).identity
        let shard = try ShardID(try input.requiredText("ShardId"))
        let position = try await startingPosition(input, stream: stream, shard: shard)
        let iterator = ShardIterator(stream: stream, shard: shard, position: position, issuedAt: clock())
        return .object(["ShardIterator": .string(iterator.text)])
    }

    private func startingPosition(
        _ input: WireValue, stream: StreamIdentity, shard: ShardID
    ) async throws -> ReadPosition {
        switch try input.requiredText("ShardIteratorType") {
        case "TRIM_HORIZON":
            _ = try await store.status(stream, shard: shard, at: .trimHorizon)  // Tells of a shard that is not there.
            return .trimHorizon
        case "LATEST":
            let latest = try await store.status(stream, shard: shard, at: .latest).latest
            return .after(latest ?? SequenceNumber(0))
        case "AT_TIMESTAMP":
            let position = ReadPosition.atTime(try Self.timestamp(input))
            _ = try await store.status(stream, shard: shard, at: position)
            return position
        case "AT_SEQUENCE_NUMBER":
            return try await known(.at(try Self.sequenceNumber(input)), stream: stream, shard: shard)
        case "AFTER_SEQUENCE_NUMBER":
            return try await known(.after(try Self.sequenceNumber(input)), stream: stream, shard: shard)
        default: throw AWSError.validation("ShardIteratorType is unknown")
        }
    }

    /// A position that this shard gave out; one that retention has removed reads on from the oldest record, as in
    /// Kinesis.
    private func known(_ position: ReadPosition, stream: StreamIdentity, shard: ShardID) async throws -> ReadPosition {
        do {
            _ = try await store.status(stream, shard: shard, at: position)
            return position
        } catch let error as StreamError where error.code == .positionExpired {
            return .trimHorizon
        } catch let error as StreamError where error.code == .positionUnknown {
            throw AWSError.invalidArgument("StartingSequenceNumber did not come from this shard: \(error)")
        }
    }

    private static func sequenceNumber(_ input: WireValue) throws(AWSError) -> SequenceNumber {
        guard let number = SequenceNumber(try input.requiredText("StartingSequenceNumber")) else {
            throw .validation("StartingSequenceNumber is not a number")
        }
        return number
    }

    private static func timestamp(_ input: WireValue) throws(AWSError) -> Int64 {
        switch input["Timestamp"] {
        case .timestamp(let microseconds): return microseconds
        case .integer(let seconds) where (0..<1 << 40).contains(seconds): return seconds * 1_000_000
        case .double(let seconds) where (0..<0x1p40).contains(seconds): return Int64((seconds * 1_000_000).rounded())
        case nil: throw .validation("Timestamp is missing")
        default: throw .validation("Timestamp must be a count of seconds")
        }
    }

    func getRecords(_ request: AWSRequest) async throws -> [UInt8] {
        let input = try request.value()
        let limit = try input.integer("Limit", in: 1...AWSLimits.getRecords) ?? AWSLimits.getRecords
        let iterator = try ShardIterator(try input.requiredText("ShardIterator"), now: clock())
        let bounds = ReadBounds(records: limit, bytes: AWSLimits.getBytes)
        let batch = try await read(iterator, bounds: bounds)
        let next = batch.nextPosition ?? iterator.position
        let behind =
            batch.isEmpty
            ? 0 : try await store.status(iterator.stream, shard: iterator.shard, at: next).millisecondsBehind
        let following = ShardIterator(stream: iterator.stream, shard: iterator.shard, position: next, issuedAt: clock())
        switch request.encoding {
        case .json: return Self.json(batch, next: following.text, millisecondsBehind: behind)
        case .cbor:
            return CBOR.encode(
                .object([
                    "Records": .array(batch.sequenceNumbers.indices.map { Self.record(batch, at: $0) }),
                    "NextShardIterator": .string(following.text), "MillisBehindLatest": .integer(behind),
                ]))
        }
    }

    private func read(_ iterator: ShardIterator, bounds: ReadBounds) async throws -> RecordBatch {
        do {
            return try await store.read(iterator.stream, shard: iterator.shard, from: iterator.position, upTo: bounds)
        } catch let error as StreamError where error.code == .positionExpired {
            return try await store.read(iterator.stream, shard: iterator.shard, from: .trimHorizon, upTo: bounds)
        }
    }

    private static func record(_ batch: RecordBatch, at index: Int) -> WireValue {
        .object([
            "SequenceNumber": .string(batch.sequenceNumbers[index].description),
            "ApproximateArrivalTimestamp": .timestamp(batch.arrivalTimes[index]),
            "Data": .bytes(Array(batch.payloads[index])), "PartitionKey": .string(batch.partitionKeys.text(at: index)),
        ])
    }

    /// The response in JSON, written without a tree.
    private static func json(_ batch: RecordBatch, next: String, millisecondsBehind: Int64) -> [UInt8] {
        var output: [UInt8] = []
        output.reserveCapacity(
            batch.payloads.bytes.count / 3 * 4 + batch.partitionKeys.bytes.count + batch.count * 160 + 512)
        output += "{\"MillisBehindLatest\":\(millisecondsBehind),\"NextShardIterator\":\"\(next)\",\"Records\":[".utf8
        for index in 0..<batch.count {
            output += (index == 0 ? "{\"SequenceNumber\":\"" : ",{\"SequenceNumber\":\"").utf8
            batch.sequenceNumbers[index].appendDecimal(to: &output)
            output += "\",\"ApproximateArrivalTimestamp\":".utf8
            WireValue.appendSeconds(batch.arrivalTimes[index], to: &output)
            output += ",\"Data\":\"".utf8
            batch.payloads.withValue(at: index) { Base64.encode($0, to: &output) }
            output += "\",\"PartitionKey\":".utf8
            WireValue.string(batch.partitionKeys.text(at: index)).appendJSON(to: &output)
            output += "}".utf8
        }
        output += "]}".utf8
        return output
    }
}
