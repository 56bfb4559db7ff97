import Synchronization

/// One stream of the local store: what it is, and the logs of its shards.
final class StreamLog: Sendable {
    let identity: StreamIdentity
    let folder: String
    let shards: [ShardLog]
    let router: ShardRouter
    private let ranges: [HashKeyRange]
    private let metadata: Mutex<StreamMetadata>

    init(metadata: StreamMetadata, folder: String, shards: [ShardLog]) {
        identity = StreamIdentity(name: metadata.name, incarnation: metadata.incarnation)
        ranges = HashKeyRange.dividing(into: shards.count)
        router = ShardRouter(ranges: ranges)
        self.folder = folder
        self.shards = shards
        self.metadata = Mutex(metadata)
    }

    /// What `stream.json` holds.
    var currentMetadata: StreamMetadata { metadata.withLock { $0 } }

    /// The stream as others see it.
    var description: StreamDescription {
        let metadata = currentMetadata
        return StreamDescription(
            identity: identity, createdAt: metadata.createdAtMicroseconds, retentionHours: metadata.retentionHours,
            shards: zip(shards, ranges).map { shard, range in
                ShardDescription(id: shard.id, hashKeys: range, startingSequenceNumber: SequenceNumber(1))
            })
    }

    /// The shard of this name.
    func shard(_ id: ShardID) throws(StreamError) -> ShardLog {
        guard let shard = shards.first(where: { $0.id == id }) else {
            throw StreamError(.shardNotFound, "stream \(identity.name) has no shard \(id)")
        }
        return shard
    }

    /// Changes the metadata, on disk first; called on the writer thread only, which keeps changes in order.
    func change(_ body: (inout StreamMetadata) throws(StreamError) -> Void) throws(StreamError) {
        var changed = currentMetadata
        try body(&changed)
        try changed.save(to: folder)
        let saved = changed
        metadata.withLock { $0 = saved }
    }

    /// Ends reading and waiting.
    func close(with error: StreamError) {
        for shard in shards { shard.close(with: error) }
    }
}
