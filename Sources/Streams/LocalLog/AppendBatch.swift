/// Records to be put into a stream, as columns of equal length.
package struct AppendBatch: Sendable {
    /// The payloads.
    package var payloads: ByteColumn
    /// The partition keys, UTF-8, 1 to 256 Unicode scalars each.
    package var partitionKeys: ByteColumn
    /// Hash keys that overrule those of the partition keys; empty where no record has one.
    package var explicitHashKeys: [UInt128?]

    /// An empty batch with room for `count` records of `byteCount` payload bytes altogether.
    package init(reservingCount count: Int = 0, byteCount: Int = 0) {
        payloads = ByteColumn(reservingCount: count, byteCount: byteCount)
        partitionKeys = ByteColumn(reservingCount: count)
        explicitHashKeys = []
    }

    /// The number of records.
    package var count: Int { payloads.count }

    /// Bytes of payloads and partition keys: what Kinesis counts.
    package var byteCount: Int { payloads.bytes.count + partitionKeys.bytes.count }

    /// Appends one record.
    package mutating func append(payload: some Sequence<UInt8>, partitionKey: String, explicitHashKey: UInt128? = nil) {
        payloads.append(payload)
        partitionKeys.append(partitionKey.utf8)
        setExplicitHashKey(explicitHashKey)
    }

    /// Notes the hash key of the record appended last.
    package mutating func setExplicitHashKey(_ key: UInt128?) {
        guard key != nil || !explicitHashKeys.isEmpty else { return }
        while explicitHashKeys.count < count - 1 { explicitHashKeys.append(nil) }
        explicitHashKeys.append(key)
    }

    /// Throws where a record breaks a bound; `recordBytes` bounds payload and key together, as Kinesis does.
    func validate(recordBytes: Int) throws(StreamError) {
        guard partitionKeys.count == count, explicitHashKeys.isEmpty || explicitHashKeys.count == count else {
            throw StreamError(.invalidArgument, "the columns of the records differ in length")
        }
        for index in 0..<count {
            let key = partitionKeys.range(at: index)
            if key.isEmpty { throw StreamError(.invalidArgument, "record \(index) has no partition key") }
            if key.count > StreamLimits.partitionKeyScalars,
                partitionKeys.text(at: index).unicodeScalars.count > StreamLimits.partitionKeyScalars
            {
                throw StreamError(
                    .tooLarge, "the partition key of record \(index) is too long",
                    detail: "it may have \(StreamLimits.partitionKeyScalars) characters")
            }
            let size = key.count + payloads.range(at: index).count
            if size > recordBytes {
                throw StreamError(
                    .tooLarge, "record \(index) is too large",
                    detail: "\(size) bytes with its key, \(recordBytes) allowed")
            }
        }
    }
}

/// What became of the records of one append, in their order.
package struct AppendReceipt: Sendable {
    /// The shard of each record, as an index into the stream's shards.
    package var shardIndexes: [Int]
    /// The sequence number of each record; 0 where its shard took none.
    package var sequenceNumbers: [UInt64]
    /// Why a shard took none of its records, by shard index; a shard takes all or none of one append.
    package var failures: [Int: StreamError]

    /// Throws where any record was not taken.
    package func requireSuccess() throws(StreamError) {
        if let failure = failures.values.first { throw failure }
    }
}
