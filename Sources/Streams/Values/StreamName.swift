/// The name of a stream: 1 to 128 letters, digits, `_`, `.` or `-`, as Kinesis has it.
package struct StreamName: Hashable, Sendable, Comparable, CustomStringConvertible, Codable {
    /// The name itself.
    package let text: String

    /// Checks `text`; throws `invalidArgument` where it is no stream name.
    package init(_ text: String) throws(StreamError) {
        guard (1...StreamLimits.nameBytes).contains(text.utf8.count), text.utf8.allSatisfy(Self.isAllowed) else {
            throw StreamError(
                .invalidArgument, "\"\(text.prefix(StreamLimits.nameBytes))\" is not a stream name",
                detail: "a stream name has 1 to \(StreamLimits.nameBytes) letters, digits, _, . or -")
        }
        self.text = text
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

    /// Orders names by their bytes.
    package static func < (left: StreamName, right: StreamName) -> Bool { left.text < right.text }

    private static func isAllowed(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"), UInt8(ascii: "."), UInt8(ascii: "-"):
            true
        default: false
        }
    }
}

/// Tells one life of a stream from another: a stream deleted and made again under its old name has another identity.
///
/// A position is kept together with the identity it belongs to, and is void once the stream has a different one.
package struct StreamIdentity: Hashable, Sendable, CustomStringConvertible {
    /// The name clients use.
    package let name: StreamName
    /// What differs between two streams of one name; opaque, printable, at most 128 bytes.
    package let incarnation: String

    /// Joins a name and its incarnation.
    package init(name: StreamName, incarnation: String) {
        self.name = name
        self.incarnation = incarnation
    }

    /// `name@incarnation`
    package var description: String { "\(name)@\(incarnation)" }
}
