import Synchronization

/// Reads the streams of a real Kinesis, or of any endpoint that speaks its API.
///
/// A position is turned into a shard iterator once; each answer brings the iterator of the next position, which is
/// remembered per shard. `bounds.bytes` has no counterpart in the API: one read brings up to 10 MiB.
package final class RemoteKinesisReader: StreamReader {
    private let client: KinesisClient
    private let shards = Mutex<[ShardKey: ShardMemory]>([:])

    private struct ShardKey: Hashable {
        let stream: StreamIdentity
        let shard: ShardID
    }

    /// What is known of a shard from the last answer.
    private struct ShardMemory {
        var position: ReadPosition
        var iterator: String?
        var iteratorExpires: ContinuousClock.Instant
        var nextCall: ContinuousClock.Instant
        var millisecondsBehind: Int64
        /// Records that a wait has brought, for the read that follows it.
        var waiting: (position: ReadPosition, batch: RecordBatch)?
    }

    /// Reads as configured.
    package init(_ configuration: RemoteKinesisConfiguration) {
        client = KinesisClient(configuration: configuration)
    }

    /// The names of all streams, in order.
    package func streamNames() async throws -> [StreamName] {
        var names: [StreamName] = []
        while true {
            let page = try await value(
                "ListStreams", .object(["ExclusiveStartStreamName": names.last.map { .string($0.text) }]))
            let found = try (page["StreamNames"]?.elements ?? []).compactMap(\.string).map { try StreamName($0) }
            names += found
            guard page["HasMoreStreams"] == .bool(true), !found.isEmpty else { return names.sorted() }
        }
    }

    /// Describes a stream and its shards.
    package func describe(_ name: StreamName) async throws -> StreamDescription {
        let answer = try await value("DescribeStreamSummary", .object(["StreamName": .string(name.text)]))
        guard let summary = answer["StreamDescriptionSummary"], let arn = summary["StreamARN"]?.string,
            let createdAt = summary["StreamCreationTimestamp"]?.microseconds
        else { throw Self.invalid("DescribeStreamSummary") }
        var shards: [ShardDescription] = []
        var token: String?
        repeat {
            let page = try await value(
                "ListShards",
                token.map { .object(["NextToken": .string($0)]) } ?? .object(["StreamName": .string(name.text)]))
            shards += try (page["Shards"]?.elements ?? []).map(Self.shard)
            token = page["NextToken"]?.string
        } while token != nil
        let account = arn.split(separator: ":", omittingEmptySubsequences: false).dropFirst(3).prefix(2)
        return StreamDescription(
            identity: StreamIdentity(name: name, incarnation: "\(account.joined(separator: ":")):\(createdAt)"),
            createdAt: createdAt, retentionHours: Int(summary["RetentionPeriodHours"]?.integer ?? 24),
            shards: shards.sorted { $0.id < $1.id })
    }

    /// Reads records of a shard that follow `position`; an empty batch means none so far.
    package func read(
        _ stream: StreamIdentity, shard: ShardID, from position: ReadPosition, upTo bounds: ReadBounds
    ) async throws -> RecordBatch {
        let key = ShardKey(stream: stream, shard: shard)
        if let batch = takeWaiting(key, position), batch.count <= bounds.records { return batch }
        while true {
            let batch = try await fetch(key, from: position, records: bounds.records)
            // An empty answer before the shard's end only says that Kinesis has looked through a part of it.
            if !batch.isEmpty || batch.isEndOfShard || millisecondsBehind(key) == 0 { return batch }
        }
    }

    /// Asks again and again, as often as Kinesis allows, until there is a record after `position` or the shard ends.
    package func waitForRecords(_ stream: StreamIdentity, shard: ShardID, after position: ReadPosition) async throws {
        while true {
            let batch = try await read(stream, shard: shard, from: position, upTo: ReadBounds())
            guard batch.isEmpty, !batch.isEndOfShard else {
                shards.withLock { $0[ShardKey(stream: stream, shard: shard)]?.waiting = (position, batch) }
                return
            }
        }
    }

    /// Tells how far behind the last read of the shard ended; the API tells neither its oldest nor its latest record.
    package func status(_ stream: StreamIdentity, shard: ShardID, at position: ReadPosition) async throws -> ShardStatus
    {
        let key = ShardKey(stream: stream, shard: shard)
        if shards.withLock({ $0[key]?.position }) != position {
            let batch = try await fetch(key, from: position, records: 1)
            if let arrival = batch.arrivalTimes.first {
                let age = max(0, SystemClock.microseconds() - arrival) / 1_000
                return ShardStatus(oldest: nil, latest: nil, recordsBehind: nil, millisecondsBehind: age)
            }
        }
        return ShardStatus(
            oldest: nil, latest: nil, recordsBehind: nil, millisecondsBehind: millisecondsBehind(key))
    }

    private func takeWaiting(_ key: ShardKey, _ position: ReadPosition) -> RecordBatch? {
        shards.withLock { shards in
            guard let waiting = shards[key]?.waiting else { return nil }
            shards[key]?.waiting = nil
            return waiting.position == position ? waiting.batch : nil
        }
    }

    private func millisecondsBehind(_ key: ShardKey) -> Int64 {
        shards.withLock { $0[key]?.millisecondsBehind ?? 0 }
    }

    /// One GetRecords, at the pace that Kinesis allows; remembers where it ended.
    private func fetch(_ key: ShardKey, from position: ReadPosition, records: Int) async throws -> RecordBatch {
        let (iterator, earliest) = shards.withLock { shards -> (String?, ContinuousClock.Instant?) in
            guard let memory = shards[key] else { return (nil, nil) }
            let isUsable = memory.position == position && memory.iteratorExpires > .now
            return (isUsable ? memory.iterator : nil, memory.nextCall)
        }
        if let earliest { try await Task.sleep(until: earliest, clock: .continuous) }
        let output: GetRecordsOutput
        do {
            let known = if let iterator { iterator } else { try await self.iterator(key, position) }
            output = try await getRecords(key, iterator: known, limit: records)
        } catch let error as StreamError where error.code == .positionExpired {
            output = try await getRecords(key, iterator: try await self.iterator(key, position), limit: records)
        }
        let interval = Duration.milliseconds(client.configuration.readIntervalMilliseconds)
        shards.withLock { shards in
            if shards.count >= StreamLimits.rememberedShards, shards[key] == nil { shards.removeAll() }
            shards[key] = ShardMemory(
                position: output.batch.nextPosition ?? position, iterator: output.nextIterator,
                iteratorExpires: .now + .seconds(StreamLimits.iteratorSeconds), nextCall: .now + interval,
                millisecondsBehind: output.millisecondsBehind)
        }
        return output.batch
    }

    private func getRecords(_ key: ShardKey, iterator: String, limit: Int) async throws -> GetRecordsOutput {
        let body = try await client.call(
            "GetRecords",
            .object([
                "ShardIterator": .string(iterator), "Limit": .integer(Int64(min(limit, StreamLimits.remoteRecords))),
            ]))
        return try GetRecordsOutput(body, shard: key.shard)
    }

    private func iterator(_ key: ShardKey, _ position: ReadPosition) async throws -> String {
        // A stream made again under the same name must not be read at a position of the old one.
        guard try await describe(key.stream.name).identity == key.stream else {
            throw StreamError.streamNotFound(key.stream.name)
        }
        let (kind, sequence, time): (String, SequenceNumber?, Int64?) =
            switch position {
            case .trimHorizon: ("TRIM_HORIZON", nil, nil)
            case .latest: ("LATEST", nil, nil)
            case .at(let sequence): ("AT_SEQUENCE_NUMBER", sequence, nil)
            case .after(let sequence): ("AFTER_SEQUENCE_NUMBER", sequence, nil)
            case .atTime(let time): ("AT_TIMESTAMP", nil, time)
            }
        let answer = try await value(
            "GetShardIterator",
            .object([
                "StreamName": .string(key.stream.name.text), "ShardId": .string(key.shard.text),
                "ShardIteratorType": .string(kind), "StartingSequenceNumber": sequence.map { .string($0.description) },
                "Timestamp": time.map(WireValue.timestamp),
            ]))
        guard let iterator = answer["ShardIterator"]?.string else { throw Self.invalid("GetShardIterator") }
        return iterator
    }

    private func value(_ operation: String, _ input: WireValue) async throws -> WireValue {
        let body = try await client.call(operation, input)
        do {
            return try WireValue(json: body)
        } catch {
            throw StreamError(.invalidResponse, "the response of \(operation) cannot be read", detail: "\(error)")
        }
    }

    private static func shard(_ value: WireValue) throws(StreamError) -> ShardDescription {
        let keys = value["HashKeyRange"]
        let numbers = value["SequenceNumberRange"]
        guard let id = value["ShardId"]?.string, let start = keys?["StartingHashKey"]?.string.flatMap({ UInt128($0) }),
            let end = keys?["EndingHashKey"]?.string.flatMap({ UInt128($0) }),
            let first = numbers?["StartingSequenceNumber"]?.string.flatMap({ SequenceNumber($0) })
        else { throw invalid("ListShards") }
        var parents: [ShardID] = []
        for name in ["ParentShardId", "AdjacentParentShardId"] {
            if let parent = value[name]?.string { parents.append(try ShardID(parent)) }
        }
        return ShardDescription(
            id: try ShardID(id), hashKeys: HashKeyRange(start: start, end: end), parents: parents,
            startingSequenceNumber: first,
            endingSequenceNumber: numbers?["EndingSequenceNumber"]?.string.flatMap { SequenceNumber($0) })
    }

    private static func invalid(_ operation: String) -> StreamError {
        StreamError(.invalidResponse, "the response of \(operation) lacks a member")
    }
}
