package import Streams

/// Concise binary object representation (RFC 8949) as the AWS SDK for Java speaks it.
package enum CBOR {
    /// Reads one message; never traps, whatever the bytes.
    package static func decode(_ bytes: [UInt8]) throws(MalformedInput) -> WireValue {
        var reader = Reader(bytes: bytes)
        let value = try reader.value(depth: 0)
        guard reader.offset == bytes.count else { throw reader.failure("bytes behind the message") }
        return value
    }

    /// Writes a message.
    package static func encode(_ value: WireValue) -> [UInt8] {
        var output: [UInt8] = []
        append(value, to: &output)
        return output
    }

    private static func append(_ value: WireValue, to output: inout [UInt8]) {
        switch value {
        case .null: output.append(0xF6)
        case .bool(let flag): output.append(flag ? 0xF5 : 0xF4)
        case .integer(let number):
            appendHead(number < 0 ? 1 : 0, UInt64(number < 0 ? ~number : number), to: &output)
        case .double(let number):
            output.append(0xFB)
            withUnsafeBytes(of: number.bitPattern.bigEndian) { output.append(contentsOf: $0) }
        case .string(let text):
            appendHead(3, UInt64(text.utf8.count), to: &output)
            output += text.utf8
        case .bytes(let bytes):
            appendHead(2, UInt64(bytes.count), to: &output)
            output += bytes
        case .timestamp(let microseconds):
            output.append(0xC1)
            appendHead(0, UInt64(max(0, microseconds) / 1_000), to: &output)
        case .array(let values):
            appendHead(4, UInt64(values.count), to: &output)
            for value in values { append(value, to: &output) }
        case .object(let members):
            appendHead(5, UInt64(members.count), to: &output)
            for member in members {
                append(.string(member.name), to: &output)
                append(member.value, to: &output)
            }
        }
    }

    private static func appendHead(_ major: UInt8, _ count: UInt64, to output: inout [UInt8]) {
        let type = major << 5
        switch count {
        case 0..<24: output.append(type | UInt8(count))
        case 24...0xFF: output += [type | 24, UInt8(count)]
        case 0x100...0xFFFF: output += [type | 25, UInt8(count >> 8), UInt8(count & 0xFF)]
        case 0x1_0000...0xFFFF_FFFF:
            output.append(type | 26)
            withUnsafeBytes(of: UInt32(count).bigEndian) { output.append(contentsOf: $0) }
        default:
            output.append(type | 27)
            withUnsafeBytes(of: count.bigEndian) { output.append(contentsOf: $0) }
        }
    }

    private struct Reader {
        let bytes: [UInt8]
        var offset = 0

        func failure(_ reason: String) -> MalformedInput { MalformedInput(reason, at: offset) }

        mutating func byte() throws(MalformedInput) -> UInt8 {
            guard offset < bytes.count else { throw failure("the message ends early") }
            offset += 1
            return bytes[offset - 1]
        }

        mutating func unsigned(byteCount: Int) throws(MalformedInput) -> UInt64 {
            var value: UInt64 = 0
            for _ in 0..<byteCount { value = value << 8 | UInt64(try byte()) }
            return value
        }

        /// The count behind a head; nil for an indefinite one.
        mutating func count(_ head: UInt8) throws(MalformedInput) -> UInt64? {
            switch head & 31 {
            case let small where small < 24: return UInt64(small)
            case 24: return try unsigned(byteCount: 1)
            case 25: return try unsigned(byteCount: 2)
            case 26: return try unsigned(byteCount: 4)
            case 27: return try unsigned(byteCount: 8)
            case 31: return nil
            default: throw failure("an unknown head")
            }
        }

        mutating func slice(_ count: UInt64) throws(MalformedInput) -> ArraySlice<UInt8> {
            guard count <= UInt64(bytes.count - offset) else { throw failure("the message ends early") }
            let start = offset
            offset += Int(count)
            return bytes[start..<offset]
        }

        /// Whether an indefinite list ends here; takes its end.
        mutating func takeBreak() throws(MalformedInput) -> Bool {
            guard offset < bytes.count else { throw failure("the message ends early") }
            guard bytes[offset] == 0xFF else { return false }
            offset += 1
            return true
        }

        mutating func value(depth: Int) throws(MalformedInput) -> WireValue {
            guard depth < JSONScanner.largestDepth else { throw failure("too many levels") }
            let head = try byte()
            switch head >> 5 {
            case 0: return try integer(head) { Int64(exactly: $0) }
            case 1: return try integer(head) { Int64(exactly: $0).map { ~$0 } }
            case 2: return .bytes(try string(head))
            case 3:
                guard let text = String(validating: try string(head), as: UTF8.self) else {
                    throw failure("a text is not UTF-8")
                }
                return .string(text)
            case 4:
                return .array(try list(head) { reader throws(MalformedInput) in try reader.value(depth: depth + 1) })
            case 5:
                return .object(
                    try list(head) { reader throws(MalformedInput) in
                        guard case .string(let name) = try reader.value(depth: depth + 1) else {
                            throw reader.failure("a name that is no text")
                        }
                        return WireValue.Member(name: name, value: try reader.value(depth: depth + 1))
                    })
            case 6: return try tagged(head, depth: depth)
            default: return try simple(head)
            }
        }

        private mutating func integer(_ head: UInt8, _ convert: (UInt64) -> Int64?) throws(MalformedInput) -> WireValue
        {
            guard let count = try count(head), let number = convert(count) else {
                throw failure("a number out of range")
            }
            return .integer(number)
        }

        /// The bytes of a string, which may come in pieces of the same kind.
        private mutating func string(_ head: UInt8) throws(MalformedInput) -> [UInt8] {
            if let count = try count(head) { return Array(try slice(count)) }
            var joined: [UInt8] = []
            while !(try takeBreak()) {
                let piece = try byte()
                guard piece >> 5 == head >> 5, let count = try count(piece) else { throw failure("a broken string") }
                joined += try slice(count)
            }
            return joined
        }

        private mutating func list<Element>(
            _ head: UInt8, _ element: (inout Reader) throws(MalformedInput) -> Element
        ) throws(MalformedInput) -> [Element] {
            var elements: [Element] = []
            if let count = try count(head) {
                guard count <= UInt64(bytes.count - offset) else { throw failure("the message ends early") }
                for _ in 0..<count { elements.append(try element(&self)) }
            } else {
                while !(try takeBreak()) { elements.append(try element(&self)) }
            }
            return elements
        }

        /// Tag 1 is a time, which the SDK writes as whole milliseconds; other tags do not change a value.
        private mutating func tagged(_ head: UInt8, depth: Int) throws(MalformedInput) -> WireValue {
            let tag = try count(head)
            let value = try value(depth: depth + 1)
            guard tag == 1 else { return value }
            switch value {
            case .integer(let milliseconds) where milliseconds.magnitude < 1 << 50:
                return .timestamp(milliseconds * 1_000)
            case .double(let milliseconds) where abs(milliseconds) < 0x1p50:
                return .timestamp(Int64(milliseconds * 1_000))
            default: throw failure("a time out of range")
            }
        }

        private mutating func simple(_ head: UInt8) throws(MalformedInput) -> WireValue {
            switch head {
            case 0xF4: return .bool(false)
            case 0xF5: return .bool(true)
            case 0xF6, 0xF7: return .null
            case 0xFA: return .double(Double(Float(bitPattern: UInt32(try unsigned(byteCount: 4)))))
            case 0xFB: return .double(Double(bitPattern: try unsigned(byteCount: 8)))
            default: throw failure("an unknown value")
            }
        }
    }
}
