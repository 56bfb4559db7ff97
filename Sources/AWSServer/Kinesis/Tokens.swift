import Streams

/// A shard iterator: all of it is in its text, so that the server keeps nothing and a restart voids none.
struct ShardIterator: Equatable {
    let stream: StreamIdentity
    let shard: ShardID
    let position: ReadPosition
    /// Microseconds since 1970 UTC.
    let issuedAt: Int64

    init(stream: StreamIdentity, shard: ShardID, position: ReadPosition, issuedAt: Int64) {
        self.stream = stream
        self.shard = shard
        self.position = position
        self.issuedAt = issuedAt
    }

    /// Reads an iterator; throws where it is none of ours or too old at `now`.
    init(_ text: String, now: Int64) throws(AWSError) {
        let fields = try TokenFields.read(text, kind: "iterator", count: 6)
        guard let stream = TokenFields.stream(fields), let shard = try? ShardID(fields[3]),  // Nil is told below.
            let position = Self.position(fields[4]), let issuedAt = Int64(fields[5])
        else { throw .invalidArgument("the shard iterator is not valid") }
        guard issuedAt >= 0, issuedAt <= now, now - issuedAt < AWSLimits.tokenSeconds * 1_000_000 else {
            throw AWSError(
                "ExpiredIteratorException", "the shard iterator is older than \(AWSLimits.tokenSeconds) seconds")
        }
        self.init(stream: stream, shard: shard, position: position, issuedAt: issuedAt)
    }

    /// What clients get.
    var text: String {
        TokenFields.write([
            "iterator", stream.name.text, stream.incarnation, shard.text, Self.text(of: position), String(issuedAt),
        ])
    }

    private static func text(of position: ReadPosition) -> String {
        switch position {
        case .trimHorizon: "trim"
        case .latest: "latest"
        case .after(let sequence): "after:\(sequence)"
        case .at(let sequence): "at:\(sequence)"
        case .atTime(let time): "time:\(time)"
        }
    }

    private static func position(_ text: String) -> ReadPosition? {
        let parts = text.split(separator: ":", maxSplits: 1).map(String.init)
        switch (parts.first, parts.count) {
        case ("trim", 1): return .trimHorizon
        case ("latest", 1): return .latest
        case ("after", 2): return SequenceNumber(parts[1]).map(ReadPosition.after)
        case ("at", 2): return SequenceNumber(parts[1]).map(ReadPosition.at)
        case ("time", 2): return Int64(parts[1]).map(ReadPosition.atTime)
        default: return nil
        }
    }
}

/// Where the next page of a list of shards begins.
struct PageToken: Equatable {
    let stream: StreamIdentity
    let lastShard: ShardID
    /// Microseconds since 1970 UTC.
    let issuedAt: Int64

    init(stream: StreamIdentity, lastShard: ShardID, issuedAt: Int64) {
        self.stream = stream
        self.lastShard = lastShard
        self.issuedAt = issuedAt
    }

    /// Reads a token; throws where it is none of ours or too old at `now`.
    init(_ text: String, now: Int64) throws(AWSError) {
        let fields = try TokenFields.read(text, kind: "shards", count: 5)
        guard let stream = TokenFields.stream(fields), let lastShard = try? ShardID(fields[3]),  // Nil is told below.
            let issuedAt = Int64(fields[4])
        else { throw .invalidArgument("NextToken is not valid") }
        guard issuedAt >= 0, issuedAt <= now, now - issuedAt < AWSLimits.tokenSeconds * 1_000_000 else {
            throw AWSError("ExpiredNextTokenException", "NextToken is older than \(AWSLimits.tokenSeconds) seconds")
        }
        self.init(stream: stream, lastShard: lastShard, issuedAt: issuedAt)
    }

    /// What clients get.
    var text: String {
        TokenFields.write(["shards", stream.name.text, stream.incarnation, lastShard.text, String(issuedAt)])
    }
}

/// Fields joined to one opaque text.
private enum TokenFields {
    static func write(_ fields: [String]) -> String {
        var text: [UInt8] = []
        Array(fields.joined(separator: "|").utf8).withUnsafeBytes { Base64.encode($0, to: &text) }
        return String(decoding: text, as: UTF8.self)
    }

    static func read(_ text: String, kind: String, count: Int) throws(AWSError) -> [String] {
        let bytes = Array(text.utf8)
        var decoded: [UInt8] = []
        do throws(MalformedInput) {
            try Base64.decode(bytes, bytes.indices, to: &decoded)
        } catch {
            throw .invalidArgument("the token is not valid")
        }
        let fields = String(decoding: decoded, as: UTF8.self)
            .split(separator: "|", omittingEmptySubsequences: false).map(String.init)
        guard fields.count == count, fields[0] == kind else { throw .invalidArgument("the token is not valid") }
        return fields
    }

    static func stream(_ fields: [String]) -> StreamIdentity? {
        (try? StreamName(fields[1])).map { StreamIdentity(name: $0, incarnation: fields[2]) }  // Callers tell of nil.
    }
}
