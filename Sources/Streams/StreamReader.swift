/// What reads records from streams, wherever they are kept: the local log or a remote Kinesis.
///
/// All methods throw `StreamError` (see its `isTransient`) or `CancellationError`. A method that takes a
/// `StreamIdentity` throws `streamNotFound` when that life of the stream has ended, also where a stream of the same
/// name lives on.
package protocol StreamReader: Sendable {
    /// The names of all streams, in order.
    func streamNames() async throws -> [StreamName]

    /// Describes a stream and its shards.
    func describe(_ name: StreamName) async throws -> StreamDescription

    /// Reads records of a shard that follow `position`, at least one where there is one; an empty batch means none so
    /// far.
    ///
    /// Throws `positionExpired` where records after the position have been removed by retention.
    func read(
        _ stream: StreamIdentity, shard: ShardID, from position: ReadPosition, upTo bounds: ReadBounds
    ) async throws -> RecordBatch

    /// Returns once the shard has a record after `position`, at once where it has; ends with `CancellationError` on
    /// cancel.
    func waitForRecords(_ stream: StreamIdentity, shard: ShardID, after position: ReadPosition) async throws

    /// Tells how far a reader at `position` is behind.
    func status(_ stream: StreamIdentity, shard: ShardID, at position: ReadPosition) async throws -> ShardStatus
}

/// Where in a shard reading begins.
package enum ReadPosition: Hashable, Sendable {
    /// The oldest record kept.
    case trimHorizon
    /// Behind this record.
    case after(SequenceNumber)
    /// At this record.
    case at(SequenceNumber)
    /// The first record that arrived at this time or later; microseconds since 1970 UTC.
    case atTime(Int64)
    /// Behind the record that is the latest at the time of the call.
    case latest
}

/// How much one read may return; the first record is returned whatever its size.
package struct ReadBounds: Sendable, Equatable {
    /// The most records.
    package var records: Int
    /// The most bytes of payloads and partition keys.
    package var bytes: Int

    /// Bounds a read; both are at least 1.
    package init(records: Int = StreamLimits.readRecords, bytes: Int = StreamLimits.readBytes) {
        self.records = max(1, records)
        self.bytes = max(1, bytes)
    }
}
