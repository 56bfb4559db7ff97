/// Reads JSON (RFC 8259) from bytes, value by value, without building a tree; never traps, whatever the bytes.
package struct JSONScanner {
    /// The document.
    package let bytes: [UInt8]
    private var offset: Int
    private var depth = 0

    /// Levels of arrays and objects within one another.
    package static let largestDepth = 64

    /// Begins at the start of a document.
    package init(_ bytes: [UInt8]) {
        self.bytes = bytes
        offset = 0
    }

    /// A string as it stands in the document, between its quotes.
    package struct Text: Sendable {
        /// Where it lies.
        package let range: Range<Int>
        /// Whether it holds a backslash.
        package let hasEscapes: Bool
        /// Whether it holds a byte that is not ASCII.
        package let isASCII: Bool
    }

    /// What kind of value comes next.
    package enum Kind: Sendable { case object, array, string, number, literal }

    /// A failure at the present place.
    package func failure(_ reason: String) -> MalformedInput { MalformedInput(reason, at: offset) }

    /// Tells what kind of value comes next.
    package mutating func peek() throws(MalformedInput) -> Kind {
        skipWhitespace()
        guard offset < bytes.count else { throw failure("the document ends early") }
        switch bytes[offset] {
        case UInt8(ascii: "{"): return .object
        case UInt8(ascii: "["): return .array
        case UInt8(ascii: "\""): return .string
        case UInt8(ascii: "-"), UInt8(ascii: "0")...UInt8(ascii: "9"): return .number
        case UInt8(ascii: "t"), UInt8(ascii: "f"), UInt8(ascii: "n"): return .literal
        default: throw failure("a value is expected")
        }
    }

    /// Reads an object; `body` gets each name and has to read or skip its value.
    package mutating func object(
        _ body: (inout JSONScanner, Text) throws(MalformedInput) -> Void
    ) throws(MalformedInput) {
        try enter(UInt8(ascii: "{"))
        if take(UInt8(ascii: "}")) {
            depth -= 1
            return
        }
        repeat {
            let name = try string()
            try require(UInt8(ascii: ":"))
            try body(&self, name)
        } while take(UInt8(ascii: ","))
        try require(UInt8(ascii: "}"))
        depth -= 1
    }

    /// Reads an array; `body` has to read or skip each value.
    package mutating func array(_ body: (inout JSONScanner) throws(MalformedInput) -> Void) throws(MalformedInput) {
        try enter(UInt8(ascii: "["))
        if take(UInt8(ascii: "]")) {
            depth -= 1
            return
        }
        repeat { try body(&self) } while take(UInt8(ascii: ","))
        try require(UInt8(ascii: "]"))
        depth -= 1
    }

    /// Reads a string.
    package mutating func string() throws(MalformedInput) -> Text {
        try require(UInt8(ascii: "\""))
        let start = offset
        var hasEscapes = false
        var seen: UInt8 = 0
        while offset < bytes.count {
            let byte = bytes[offset]
            if byte == UInt8(ascii: "\"") {
                offset += 1
                return Text(range: start..<offset - 1, hasEscapes: hasEscapes, isASCII: seen < 0x80)
            }
            if byte < 0x20 { throw failure("a control character in a string") }
            if byte == UInt8(ascii: "\\") {
                hasEscapes = true
                offset += 1  // The character behind it is checked when the text is taken.
            }
            seen |= byte
            offset += 1
        }
        offset = bytes.count
        throw failure("the document ends in a string")
    }

    /// Whether a string is `name`, byte for byte; names with escapes are compared after resolving them.
    package func matches(_ text: Text, _ name: StaticString) -> Bool {
        if text.hasEscapes { return (try? self.text(text)) == name.description }  // A bad escape matches no name.
        guard text.range.count == name.utf8CodeUnitCount else { return false }
        return name.withUTF8Buffer { $0.elementsEqual(bytes[text.range]) }
    }

    /// The characters of a string.
    package func text(_ text: Text) throws(MalformedInput) -> String {
        var scratch: [UInt8] = []
        try appendUTF8(of: text, to: &scratch)
        return String(decoding: scratch, as: UTF8.self)
    }

    /// Appends the characters of a string as UTF-8; throws on a bad escape and on bytes that are not UTF-8.
    package func appendUTF8(of text: Text, to output: inout [UInt8]) throws(MalformedInput) {
        if !text.isASCII, String(validating: bytes[text.range], as: UTF8.self) == nil {
            throw MalformedInput("a string is not UTF-8", at: text.range.lowerBound)
        }
        if text.hasEscapes {
            try JSONEscapes.resolve(bytes, text.range, to: &output)
        } else {
            output.append(contentsOf: bytes[text.range])
        }
    }

    /// Reads a number as its text, checked against the grammar.
    package mutating func number() throws(MalformedInput) -> String {
        skipWhitespace()
        let start = offset
        _ = takeDirect(UInt8(ascii: "-"))
        let integerStart = offset
        guard skipDigits() > 0, offset - integerStart == 1 || bytes[integerStart] != UInt8(ascii: "0") else {
            throw failure("a malformed number")
        }
        if takeDirect(UInt8(ascii: ".")), skipDigits() == 0 { throw failure("a malformed number") }
        if takeDirect(UInt8(ascii: "e")) || takeDirect(UInt8(ascii: "E")) {
            if !takeDirect(UInt8(ascii: "-")) { _ = takeDirect(UInt8(ascii: "+")) }
            if skipDigits() == 0 { throw failure("a malformed number") }
        }
        return String(decoding: bytes[start..<offset], as: UTF8.self)
    }

    /// Reads `true`, `false` or `null` (nil).
    package mutating func literal() throws(MalformedInput) -> Bool? {
        skipWhitespace()
        if takeWord("true") { return true }
        if takeWord("false") { return false }
        if takeWord("null") { return nil }
        throw failure("an unknown word")
    }

    /// Reads over a value of any kind.
    package mutating func skip() throws(MalformedInput) {
        switch try peek() {
        case .object: try object { scanner, _ throws(MalformedInput) in try scanner.skip() }
        case .array: try array { scanner throws(MalformedInput) in try scanner.skip() }
        case .string: _ = try string()
        case .number: _ = try number()
        case .literal: _ = try literal()
        }
    }

    /// Throws where anything but white space is left.
    package mutating func end() throws(MalformedInput) {
        skipWhitespace()
        guard offset == bytes.count else { throw failure("text behind the document") }
    }

    private mutating func enter(_ bracket: UInt8) throws(MalformedInput) {
        try require(bracket)
        depth += 1
        guard depth <= Self.largestDepth else { throw failure("more than \(Self.largestDepth) levels") }
    }

    private mutating func require(_ byte: UInt8) throws(MalformedInput) {
        guard take(byte) else { throw failure("\"\(Unicode.Scalar(byte))\" is expected") }
    }

    private mutating func take(_ byte: UInt8) -> Bool {
        skipWhitespace()
        return takeDirect(byte)
    }

    private mutating func takeDirect(_ byte: UInt8) -> Bool {
        guard offset < bytes.count, bytes[offset] == byte else { return false }
        offset += 1
        return true
    }

    private mutating func takeWord(_ word: StaticString) -> Bool {
        let end = offset + word.utf8CodeUnitCount
        guard end <= bytes.count, word.withUTF8Buffer({ $0.elementsEqual(bytes[offset..<end]) }) else { return false }
        offset = end
        return true
    }

    private mutating func skipDigits() -> Int {
        let start = offset
        while offset < bytes.count, bytes[offset] &- UInt8(ascii: "0") < 10 { offset += 1 }
        return offset - start
    }

    private mutating func skipWhitespace() {
        while offset < bytes.count {
            switch bytes[offset] {
            case 0x20, 0x0A, 0x0D, 0x09: offset += 1
            default: return
            }
        }
    }
}
