/// What a stream is: its identity, its age, how long it keeps records, and its shards.
package struct StreamDescription: Sendable, Equatable {
    /// Name and incarnation.
    package let identity: StreamIdentity
    /// When the stream was created, in microseconds since 1970 UTC.
    package let createdAt: Int64
    /// How long records are kept, in hours.
    package let retentionHours: Int
    /// The shards, closed ones included, ordered by name.
    package let shards: [ShardDescription]

    /// Joins the parts.
    package init(identity: StreamIdentity, createdAt: Int64, retentionHours: Int, shards: [ShardDescription]) {
        self.identity = identity
        self.createdAt = createdAt
        self.retentionHours = retentionHours
        self.shards = shards
    }
}

/// A shard and the part of the hash keys it takes.
package struct ShardDescription: Sendable, Equatable {
    /// The name in the stream.
    package let id: ShardID
    /// The hash keys of its records.
    package let hashKeys: HashKeyRange
    /// The shards it came from in a reshard: read these to their end first to keep the order of a key.
    package let parents: [ShardID]
    /// The first sequence number it can have.
    package let startingSequenceNumber: SequenceNumber
    /// The last sequence number, once the shard is closed.
    package let endingSequenceNumber: SequenceNumber?

    /// Joins the parts.
    package init(
        id: ShardID, hashKeys: HashKeyRange, parents: [ShardID] = [], startingSequenceNumber: SequenceNumber,
        endingSequenceNumber: SequenceNumber? = nil
    ) {
        self.id = id
        self.hashKeys = hashKeys
        self.parents = parents
        self.startingSequenceNumber = startingSequenceNumber
        self.endingSequenceNumber = endingSequenceNumber
    }
}

/// How far a reader is behind a shard's end, and what the shard still holds.
package struct ShardStatus: Sendable, Equatable {
    /// The oldest record still kept; nil where there is none or the source does not tell (a remote Kinesis).
    package let oldest: SequenceNumber?
    /// The latest record; nil where there never was one or the source does not tell.
    package let latest: SequenceNumber?
    /// Records after the reader's position; nil where the source does not tell.
    package let recordsBehind: UInt64?
    /// The age of the first record after the position, in milliseconds; 0 where the reader is at the end.
    package let millisecondsBehind: Int64

    /// Joins the parts.
    package init(oldest: SequenceNumber?, latest: SequenceNumber?, recordsBehind: UInt64?, millisecondsBehind: Int64) {
        self.oldest = oldest
        self.latest = latest
        self.recordsBehind = recordsBehind
        self.millisecondsBehind = millisecondsBehind
    }
}
