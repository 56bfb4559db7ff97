import FoundationEssentials

/// What a stream's folder says about it, in `stream.json`.
struct StreamMetadata: Codable, Sendable, Equatable {
    /// The version of this file's layout.
    var formatVersion = 1
    let name: StreamName
    let incarnation: String
    /// Microseconds since 1970 UTC.
    let createdAtMicroseconds: Int64
    var retentionHours: Int
    let shardCount: Int
    var tags: [String: String] = [:]
    /// Whether the stream was asked for without a number of shards; nothing differs but what it is described as.
    var isOnDemand = false

    static let fileName = "stream.json"

    /// Reads the file of a stream's folder.
    static func load(from folder: String) throws(StreamError) -> StreamMetadata {
        let path = "\(folder)/\(fileName)"
        let file = try LogFile(path, .reading)
        let bytes = try file.read(at: 0, byteCount: try file.byteCount())
        let metadata: StreamMetadata
        do {
            metadata = try JSONDecoder().decode(StreamMetadata.self, from: Data(bytes))
        } catch {
            throw StreamError(.damagedLog, "\(path) cannot be read", detail: "\(error)")
        }
        guard metadata.formatVersion == 1, (1...StreamLimits.shardsPerStream).contains(metadata.shardCount) else {
            throw StreamError(.damagedLog, "\(path) is of another version", detail: "format \(metadata.formatVersion)")
        }
        return metadata
    }

    /// Writes the file of a stream's folder; after a crash it is either as before or as now.
    func save(to folder: String) throws(StreamError) {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys]
        let bytes: Data
        do {
            bytes = try encoder.encode(self)
        } catch {
            throw StreamError(.invalidArgument, "the stream's metadata cannot be written", detail: "\(error)")
        }
        try Folders.replaceFile(Self.fileName, in: folder, with: Array(bytes))
    }
}
