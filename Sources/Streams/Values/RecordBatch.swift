/// Records of one shard in its order, as columns of equal length.
package struct RecordBatch: Sendable, Equatable {
    /// The shard all records came from.
    package let shard: ShardID
    /// What producers put, byte for byte.
    package var payloads: ByteColumn
    /// The partition keys, UTF-8.
    package var partitionKeys: ByteColumn
    /// The sequence numbers, strictly increasing.
    package var sequenceNumbers: [SequenceNumber]
    /// When the stream took each record, in microseconds since 1970 UTC; never decreasing in the local log.
    package var arrivalTimes: [Int64]
    /// Whether the shard was closed (by a reshard) and nothing will ever follow these records.
    package var isEndOfShard: Bool

    /// An empty batch with room for `count` records.
    package init(shard: ShardID, reservingCount count: Int = 0) {
        self.shard = shard
        payloads = ByteColumn(reservingCount: count)
        partitionKeys = ByteColumn(reservingCount: count)
        sequenceNumbers = []
        arrivalTimes = []
        isEndOfShard = false
        sequenceNumbers.reserveCapacity(count)
        arrivalTimes.reserveCapacity(count)
    }

    /// The number of records.
    package var count: Int { sequenceNumbers.count }

    /// Whether there is no record.
    package var isEmpty: Bool { sequenceNumbers.isEmpty }

    /// Where to read on after this batch; nil where it is empty (read on from where it was read).
    package var nextPosition: ReadPosition? { sequenceNumbers.last.map(ReadPosition.after) }
}
