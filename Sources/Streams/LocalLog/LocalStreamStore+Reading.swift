extension LocalStreamStore: StreamReader {
    /// The names of all streams, in order.
    package func streamNames() async throws -> [StreamName] { allNames() }

    /// Describes a stream and its shards.
    package func describe(_ name: StreamName) async throws -> StreamDescription {
        try stream(name).description
    }

    /// Reads records of a shard that follow `position`; an empty batch means none so far.
    package func read(
        _ stream: StreamIdentity, shard: ShardID, from position: ReadPosition, upTo bounds: ReadBounds
    ) async throws -> RecordBatch {
        let shard = try find(stream, shard)
        return try await readThreads.run { try ShardReading.read(shard, from: position, bounds: bounds) }
    }

    /// Returns once the shard has a record after `position`.
    package func waitForRecords(
        _ stream: StreamIdentity, shard: ShardID, after position: ReadPosition
    ) async throws {
        let shard = try find(stream, shard)
        switch try ShardReading.start(of: position, in: shard) {
        case .sequence(let sequence):
            try await shard.wait(for: sequence)
        case .time:
            while try await read(stream, shard: shard.id, from: position, upTo: ReadBounds(records: 1)).isEmpty {
                try await shard.wait(for: shard.nextSequence)
            }
        }
    }

    /// Tells how far a reader at `position` is behind.
    package func status(_ stream: StreamIdentity, shard: ShardID, at position: ReadPosition) async throws -> ShardStatus
    {
        let shard = try find(stream, shard)
        let first = try await read(stream, shard: shard.id, from: position, upTo: ReadBounds(records: 1))
        let (oldest, next) = shard.withState { ($0.segments[0].firstSequence, $0.nextSequence) }
        let behind = first.sequenceNumbers.first.flatMap { SequenceNumber(next).distance(above: $0) }
        let age = first.arrivalTimes.first.map { configuration.clock() - $0 } ?? 0
        return ShardStatus(
            oldest: oldest < next ? SequenceNumber(oldest) : nil, latest: next > 1 ? SequenceNumber(next - 1) : nil,
            recordsBehind: behind ?? 0, millisecondsBehind: max(0, age / 1_000))
    }

    /// The tags of a stream.
    package func tags(of name: StreamName) throws(StreamError) -> [String: String] {
        try stream(name).currentMetadata.tags
    }

    /// Sets tags of a stream, and removes others.
    package func changeTags(of name: StreamName, set: [String: String], remove: [String] = []) async throws {
        try await change(name) { metadata throws(StreamError) in
            metadata.tags.merge(set) { _, later in later }
            for key in remove { metadata.tags[key] = nil }
            guard metadata.tags.count <= StreamLimits.tagsPerStream else {
                throw StreamError(.limitExceeded, "a stream can have \(StreamLimits.tagsPerStream) tags")
            }
        }
    }

    /// Whether a stream was created without a number of shards.
    package func isOnDemand(_ name: StreamName) throws(StreamError) -> Bool {
        try stream(name).currentMetadata.isOnDemand
    }

    private func find(_ identity: StreamIdentity, _ shard: ShardID) throws(StreamError) -> ShardLog {
        let stream = try stream(identity.name)
        guard stream.identity == identity else { throw stream.notFound }
        return try stream.shard(shard)
    }
}
