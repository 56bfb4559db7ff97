/// Reads a script as Redshift's lexer does: every byte belongs to one token, to a comment, or to white space.
///
/// Works on UTF-8 bytes: all marks that matter are ASCII, so a byte of a longer character is only ever copied.
package struct Tokenizer {
    let bytes: [UInt8]
    let options: SQLOptions
    var index = 0
    var tokens: [Token] = []
    /// Whether white space or a comment stood before the token being read.
    var sawSpace = true
    var sawLineBreak = true

    /// The tokens of `script`, or why it has none: an unterminated quote or comment, or a bound reached.
    package static func tokens(of script: String, options: SQLOptions = SQLOptions()) throws(SQLError) -> [Token] {
        var tokenizer = Tokenizer(bytes: Array(script.utf8), options: options)
        guard tokenizer.bytes.count <= SQLLimits.scriptBytes else {
            throw .tooComplex("script of \(tokenizer.bytes.count) bytes exceeds \(SQLLimits.scriptBytes)")
        }
        try tokenizer.run()
        return tokenizer.tokens
    }

    init(bytes: [UInt8], options: SQLOptions) {
        self.bytes = bytes
        self.options = options
    }

    mutating func run() throws(SQLError) {
        var depth = 0
        while true {
            try skipSpace()
            guard let byte = peek() else { return }
            let count = tokens.count
            try readToken(byte)
            guard tokens.count > count, let last = tokens.last, last.kind == .symbol else { continue }
            if last.text == "(" { depth += 1 }
            if last.text == ")" { depth -= 1 }
            if depth > SQLLimits.nesting {
                throw .tooComplex("parentheses are nested deeper than \(SQLLimits.nesting)")
            }
        }
    }

    func peek(_ ahead: Int = 0) -> UInt8? {
        index + ahead < bytes.count ? bytes[index + ahead] : nil
    }

    mutating func readToken(_ byte: UInt8) throws(SQLError) {
        switch byte {
        case UInt8(ascii: "'"):
            try readString(escapes: options.dialect == .redshift, from: index)
        case UInt8(ascii: "\""):
            try readQuotedIdentifier(UInt8(ascii: "\""))
        case UInt8(ascii: "`") where options.dialect == .athena:
            try readQuotedIdentifier(UInt8(ascii: "`"))
        case UInt8(ascii: "$"):
            try readDollar()
        case UInt8(ascii: "?"):
            append(.parameter, from: index, to: index + 1)
        case UInt8(ascii: ":"):
            readColon()
        case UInt8(ascii: "#") where isTemporaryTableName():
            readWord()
        case UInt8(ascii: "e"), UInt8(ascii: "E"):
            if peek(1) == UInt8(ascii: "'") {
                let start = index
                index += 1
                try readString(escapes: true, from: start)
            } else {
                readWord()
            }
        default:
            if Self.isDigit(byte) || (byte == UInt8(ascii: ".") && startsFraction()) {
                readNumber()
            } else if Self.startsWord(byte) {
                readWord()
            } else {
                readSymbol(byte)
            }
        }
    }

    mutating func append(_ kind: Token.Kind, from start: Int, to end: Int, text: String? = nil) {
        let content = text ?? String(decoding: bytes[start..<end], as: UTF8.self)
        index = end
        tokens.append(Token(kind, content, range: start..<end, isGlued: !sawSpace))
    }

    /// The 1-based character that the byte at `offset` belongs to.
    func position(of offset: Int) -> Int {
        ScriptPosition.character(at: offset, in: bytes)
    }

    // MARK: - Spaces and comments

    mutating func skipSpace() throws(SQLError) {
        sawSpace = index == 0
        sawLineBreak = index == 0
        while let byte = peek() {
            if Self.isSpace(byte) {
                if byte == UInt8(ascii: "\n") || byte == UInt8(ascii: "\r") { sawLineBreak = true }
                index += 1
            } else if byte == UInt8(ascii: "-"), peek(1) == UInt8(ascii: "-") {
                skipLine()
            } else if byte == UInt8(ascii: "/"), peek(1) == UInt8(ascii: "*") {
                try skipBlockComment()
            } else if byte == UInt8(ascii: "#"), options.dialect == .athena, sawLineBreak {
                skipLine()
            } else {
                return
            }
            sawSpace = true
        }
    }

    mutating func skipLine() {
        while let byte = peek(), byte != UInt8(ascii: "\n") { index += 1 }
    }

    mutating func skipBlockComment() throws(SQLError) {
        let start = index
        var depth = 0
        while let byte = peek() {
            if byte == UInt8(ascii: "/"), peek(1) == UInt8(ascii: "*") {
                depth += 1
                index += 2
            } else if byte == UInt8(ascii: "*"), peek(1) == UInt8(ascii: "/") {
                depth -= 1
                index += 2
                if depth == 0 { return }
            } else {
                index += 1
            }
        }
        throw .syntax("unterminated /* comment", position: position(of: start))
    }

    // MARK: - Classes of bytes

    static func isSpace(_ byte: UInt8) -> Bool {
        byte == 0x20 || (byte >= 0x09 && byte <= 0x0D) || byte == 0
    }

    static func isDigit(_ byte: UInt8) -> Bool { byte >= 0x30 && byte <= 0x39 }

    static func startsWord(_ byte: UInt8) -> Bool {
        (byte | 0x20 >= 0x61 && byte | 0x20 <= 0x7A) || byte == UInt8(ascii: "_") || byte >= 0x80
    }

    static func continuesWord(_ byte: UInt8) -> Bool {
        startsWord(byte) || isDigit(byte) || byte == UInt8(ascii: "$")
    }
}
