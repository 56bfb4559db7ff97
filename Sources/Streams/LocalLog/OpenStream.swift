import Logging

/// A stream with what writes it; lives on the store's writer thread.
struct OpenStream {
    let log: StreamLog
    let appenders: [ShardAppender]

    /// The ending of a folder that is not a stream yet.
    static let draftSuffix = ".draft"
    /// The ending of a folder that is no stream any more.
    static let deletedSuffix = ".deleted"

    /// Opens the stream in a folder.
    static func open(_ folder: String, segmentBytes: Int, logger: Logger) throws(StreamError) -> OpenStream {
        let metadata = try StreamMetadata.load(from: folder)
        var appenders: [ShardAppender] = []
        for index in 0..<metadata.shardCount {
            let id = ShardID(index: index)
            appenders.append(
                try ShardAppender.open(id, in: "\(folder)/\(id)", segmentBytes: segmentBytes, logger: logger))
        }
        return OpenStream(
            log: StreamLog(metadata: metadata, folder: folder, shards: appenders.map(\.log)), appenders: appenders)
    }

    /// Makes the folder of an empty stream below `root`: whole, or, after a crash, not at all.
    static func create(
        _ metadata: StreamMetadata, below root: String, segmentBytes: Int, logger: Logger
    ) throws(StreamError) -> OpenStream {
        let folder = "\(root)/\(metadata.incarnation)"
        let draft = folder + draftSuffix
        do throws(StreamError) {
            for index in 0..<metadata.shardCount {
                let shardFolder = "\(draft)/\(ShardID(index: index))"
                try Folders.make(shardFolder)
                _ = try ShardAppender.createSegment(firstSequence: 1, in: shardFolder)
            }
            try metadata.save(to: draft)
            try Folders.sync(draft)
            try Folders.rename(draft, to: folder, in: root)
        } catch {
            do throws(StreamError) {
                try Folders.remove(draft)
            } catch let failure {
                logger.warning("could not clean up after a failed creation: \(failure)")
            }
            throw error
        }
        return try open(folder, segmentBytes: segmentBytes, logger: logger)
    }
}
