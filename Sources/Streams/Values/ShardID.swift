/// The name of a shard in its stream, such as `shardId-000000000000`.
package struct ShardID: Hashable, Sendable, Comparable, CustomStringConvertible, Codable {
    /// The name itself: 1 to 128 letters, digits, `_`, `.` or `-`.
    package let text: String

    /// Checks `text`; throws `invalidArgument` where it is no shard name.
    package init(_ text: String) throws(StreamError) {
        guard (try? StreamName(text)) != nil else {  // The same alphabet and length as a stream's name.
            throw StreamError(.invalidArgument, "\"\(text.prefix(StreamLimits.nameBytes))\" is not a shard name")
        }
        self.text = text
    }

    /// The name of the shard with this number in its stream; `index` is never negative.
    package init(index: Int) {
        let digits = String(index)
        text = "shardId-" + String(repeating: "0", count: max(0, 12 - digits.utf8.count)) + digits
    }

    /// Reads the name from one string and checks it.
    package init(from decoder: any Decoder) throws {
        try self.init(String(from: decoder))
    }

    /// Writes the name as one string.
    package func encode(to encoder: any Encoder) throws {
        try text.encode(to: encoder)
    }

    /// The name itself.
    package var description: String { text }

    /// Orders shards by their names, which is the order of their numbers.
    package static func < (left: ShardID, right: ShardID) -> Bool { left.text < right.text }
}
