/// A value of an AWS request or response, in JSON or CBOR: a tree, for messages that are small.
package enum WireValue: Sendable, Equatable {
    case null
    case bool(Bool)
    case integer(Int64)
    case double(Double)
    case string(String)
    /// Bytes: base64 in JSON, a byte string in CBOR.
    case bytes([UInt8])
    /// Microseconds since 1970 UTC: seconds with a fraction in JSON, a tagged count of milliseconds in CBOR.
    case timestamp(Int64)
    case array([WireValue])
    case object([Member])

    /// One name and value of an object.
    package struct Member: Sendable, Equatable {
        /// The name.
        package let name: String
        /// The value.
        package let value: WireValue

        /// Joins the parts.
        package init(name: String, value: WireValue) {
            self.name = name
            self.value = value
        }
    }

    /// Makes an object of the members that have a value.
    package static func object(_ members: KeyValuePairs<String, WireValue?>) -> WireValue {
        .object(members.compactMap { name, value in value.map { Member(name: name, value: $0) } })
    }

    /// The value of a member of an object; nil where it has none or the member is null.
    package subscript(name: String) -> WireValue? {
        guard case .object(let members) = self, let value = members.last(where: { $0.name == name })?.value,
            value != .null
        else { return nil }
        return value
    }

    /// Reads a JSON document.
    package init(json bytes: [UInt8]) throws(MalformedInput) {
        var scanner = JSONScanner(bytes)
        self = try Self.read(&scanner)
        try scanner.end()
    }

    /// Reads the next value.
    package static func read(_ scanner: inout JSONScanner) throws(MalformedInput) -> WireValue {
        switch try scanner.peek() {
        case .string: return .string(try scanner.text(try scanner.string()))
        case .literal: return try scanner.literal().map(WireValue.bool) ?? .null
        case .number:
            let text = try scanner.number()
            return Int64(text).map(WireValue.integer) ?? .double(Double(text) ?? .infinity)
        case .array:
            var values: [WireValue] = []
            try scanner.array { scanner throws(MalformedInput) in values.append(try read(&scanner)) }
            return .array(values)
        case .object:
            var members: [Member] = []
            try scanner.object { scanner, name throws(MalformedInput) in
                members.append(Member(name: try scanner.text(name), value: try read(&scanner)))
            }
            return .object(members)
        }
    }

    /// The value as JSON.
    package var json: [UInt8] {
        var output: [UInt8] = []
        appendJSON(to: &output)
        return output
    }

    /// Appends the value as JSON.
    package func appendJSON(to output: inout [UInt8]) {
        switch self {
        case .null: output += "null".utf8
        case .bool(let value): output += (value ? "true" : "false").utf8
        case .integer(let value): output += String(value).utf8
        case .double(let value): output += (value.isFinite ? "\(value)" : "null").utf8
        case .string(let text): JSONEscapes.appendQuoted(text, to: &output)
        case .timestamp(let microseconds): Self.appendSeconds(microseconds, to: &output)
        case .bytes(let bytes):
            output.append(UInt8(ascii: "\""))
            bytes.withUnsafeBytes { Base64.encode($0, to: &output) }
            output.append(UInt8(ascii: "\""))
        case .array(let values):
            Self.appendList(values, "[", "]", to: &output) { $0.appendJSON(to: &$1) }
        case .object(let members):
            Self.appendList(members, "{", "}", to: &output) { member, output in
                JSONEscapes.appendQuoted(member.name, to: &output)
                output.append(UInt8(ascii: ":"))
                member.value.appendJSON(to: &output)
            }
        }
    }

    /// Appends a time in microseconds as seconds with three decimals, as Kinesis shows it.
    package static func appendSeconds(_ microseconds: Int64, to output: inout [UInt8]) {
        let milliseconds = max(0, microseconds) / 1_000
        let fraction = String(milliseconds % 1_000)
        output += String(milliseconds / 1_000).utf8
        output.append(UInt8(ascii: "."))
        output += String(repeating: "0", count: 3 - fraction.utf8.count).utf8
        output += fraction.utf8
    }

    private static func appendList<Element>(
        _ elements: [Element], _ opening: Unicode.Scalar, _ closing: Unicode.Scalar, to output: inout [UInt8],
        _ body: (Element, inout [UInt8]) -> Void
    ) {
        output.append(UInt8(ascii: opening))
        for (index, element) in elements.enumerated() {
            if index > 0 { output.append(UInt8(ascii: ",")) }
            body(element, &output)
        }
        output.append(UInt8(ascii: closing))
    }
}
