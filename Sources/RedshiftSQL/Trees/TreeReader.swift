/// Reads the engine's JSON.
struct TreeReader {
    private let bytes: [UInt8]
    private var index = 0

    static func value(of json: String) throws(SQLError) -> TreeValue {
        var reader = TreeReader(bytes: Array(json.utf8))
        let value = try reader.readValue(depth: 0)
        reader.skipSpace()
        guard reader.index == reader.bytes.count else { throw reader.malformed() }
        return value
    }

    private init(bytes: [UInt8]) { self.bytes = bytes }

    private func malformed() -> SQLError {
        SQLError(sqlState: "XX000", message: "the engine's parse tree is malformed at byte \(index)")
    }

    private mutating func skipSpace() {
        while index < bytes.count, bytes[index] <= 0x20 { index += 1 }
    }

    private mutating func readValue(depth: Int) throws(SQLError) -> TreeValue {
        guard depth < SQLLimits.treeNesting else { throw .tooComplex("statement is nested too deeply") }
        skipSpace()
        guard index < bytes.count else { throw malformed() }
        switch bytes[index] {
        case UInt8(ascii: "{"): return .object(try readObject(depth: depth))
        case UInt8(ascii: "["): return .array(try readArray(depth: depth))
        case UInt8(ascii: "\""): return .string(try readString())
        case UInt8(ascii: "t"): return try readWord("true", .boolean(true))
        case UInt8(ascii: "f"): return try readWord("false", .boolean(false))
        case UInt8(ascii: "n") where bytes.count > index + 1 && bytes[index + 1] == UInt8(ascii: "u"):
            return try readWord("null", .null)
        default: return try readNumber()
        }
    }

    private mutating func readWord(_ word: StaticString, _ value: TreeValue) throws(SQLError) -> TreeValue {
        let count = word.utf8CodeUnitCount
        guard index + count <= bytes.count,
            bytes[index..<index + count].elementsEqual(UnsafeBufferPointer(start: word.utf8Start, count: count))
        else { throw malformed() }
        index += count
        return value
    }

    private mutating func readNumber() throws(SQLError) -> TreeValue {
        let start = index
        // The engine also writes nan and inf for doubles.
        while index < bytes.count, bytes[index] != UInt8(ascii: ","), bytes[index] != UInt8(ascii: "}"),
            bytes[index] != UInt8(ascii: "]"), bytes[index] > 0x20
        {
            index += 1
        }
        guard index > start else { throw malformed() }
        return .number(String(decoding: bytes[start..<index], as: UTF8.self))
    }

    private mutating func readObject(depth: Int) throws(SQLError) -> TreeObject {
        var object = TreeObject()
        index += 1
        skipSpace()
        if index < bytes.count, bytes[index] == UInt8(ascii: "}") {
            index += 1
            return object
        }
        while true {
            skipSpace()
            guard index < bytes.count, bytes[index] == UInt8(ascii: "\"") else { throw malformed() }
            let key = try readString()
            skipSpace()
            guard index < bytes.count, bytes[index] == UInt8(ascii: ":") else { throw malformed() }
            index += 1
            object.append(key, try readValue(depth: depth + 1))
            if try !continues(until: UInt8(ascii: "}")) { return object }
        }
    }

    private mutating func readArray(depth: Int) throws(SQLError) -> [TreeValue] {
        var items: [TreeValue] = []
        index += 1
        skipSpace()
        if index < bytes.count, bytes[index] == UInt8(ascii: "]") {
            index += 1
            return items
        }
        while true {
            items.append(try readValue(depth: depth + 1))
            if try !continues(until: UInt8(ascii: "]")) { return items }
        }
    }

    /// Steps over a comma (true) or the closing mark (false).
    private mutating func continues(until close: UInt8) throws(SQLError) -> Bool {
        skipSpace()
        guard index < bytes.count, bytes[index] == close || bytes[index] == UInt8(ascii: ",") else {
            throw malformed()
        }
        index += 1
        return bytes[index - 1] != close
    }

    private mutating func readString() throws(SQLError) -> String {
        index += 1
        let start = index
        while index < bytes.count, bytes[index] != UInt8(ascii: "\""), bytes[index] != UInt8(ascii: "\\") { index += 1 }
        guard index < bytes.count else { throw malformed() }
        if bytes[index] == UInt8(ascii: "\"") {
            index += 1
            return String(decoding: bytes[start..<index - 1], as: UTF8.self)
        }
        var content = Array(bytes[start..<index])
        while index < bytes.count {
            let byte = bytes[index]
            index += 1
            if byte == UInt8(ascii: "\"") { return String(decoding: content, as: UTF8.self) }
            if byte == UInt8(ascii: "\\") { try readEscape(into: &content) } else { content.append(byte) }
        }
        throw malformed()
    }

    private mutating func readEscape(into content: inout [UInt8]) throws(SQLError) {
        guard index < bytes.count else { throw malformed() }
        let byte = bytes[index]
        index += 1
        switch byte {
        case UInt8(ascii: "n"): content.append(0x0A)
        case UInt8(ascii: "t"): content.append(0x09)
        case UInt8(ascii: "r"): content.append(0x0D)
        case UInt8(ascii: "b"): content.append(0x08)
        case UInt8(ascii: "f"): content.append(0x0C)
        case UInt8(ascii: "u"):
            var unit = try readHexadecimal()
            if unit >= 0xD800, unit < 0xDC00, index + 1 < bytes.count, bytes[index] == UInt8(ascii: "\\"),
                bytes[index + 1] == UInt8(ascii: "u")
            {
                index += 2
                let low = try readHexadecimal()
                guard low >= 0xDC00, low < 0xE000 else { throw malformed() }
                unit = 0x10000 + (unit - 0xD800) << 10 + (low - 0xDC00)
            }
            guard let scalar = Unicode.Scalar(unit) else { throw malformed() }
            content.append(contentsOf: UTF8.encode(scalar) ?? UTF8.encodedReplacementCharacter)
        default: content.append(byte)
        }
    }

    private mutating func readHexadecimal() throws(SQLError) -> UInt32 {
        guard index + 4 <= bytes.count,
            let unit = UInt32(String(decoding: bytes[index..<index + 4], as: UTF8.self), radix: 16)
        else { throw malformed() }
        index += 4
        return unit
    }
}
