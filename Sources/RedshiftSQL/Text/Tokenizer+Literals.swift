/// Words, quoted names, strings, numbers, parameters and symbols.
extension Tokenizer {
    // MARK: - Words and names

    mutating func readWord() {
        let start = index
        index += 1
        while let byte = peek(), Self.continuesWord(byte) { index += 1 }
        append(.word, from: start, to: index, text: Self.folded(bytes[start..<index]))
    }

    /// ASCII letters in lower case, all else as it is: how Redshift folds identifiers.
    static func folded(_ bytes: some Collection<UInt8>) -> String {
        String(decoding: bytes.lazy.map { $0 >= 0x41 && $0 <= 0x5A ? $0 | 0x20 : $0 }, as: UTF8.self)
    }

    /// Whether the `#` here opens a temporary table's name, and is not the operator between two operands.
    func isTemporaryTableName() -> Bool {
        guard let following = peek(1), Self.startsWord(following) else { return false }
        guard let last = tokens.last else { return true }
        if last.kind == .symbol { return last.text != ")" && last.text != "]" }
        return last.kind == .word && sawSpace
    }

    mutating func readQuotedIdentifier(_ quote: UInt8) throws(SQLError) {
        let start = index
        var content: [UInt8] = []
        index += 1
        while let byte = peek() {
            index += 1
            if byte != quote {
                content.append(byte)
            } else if peek() == quote {
                content.append(byte)
                index += 1
            } else {
                guard !content.isEmpty else {
                    throw .syntax("zero-length delimited identifier at or near \"\"\"\"", position: position(of: start))
                }
                append(.quotedIdentifier, from: start, to: index, text: String(decoding: content, as: UTF8.self))
                return
            }
        }
        throw unterminated("quoted identifier", from: start)
    }

    // MARK: - Strings

    /// A string whose opening quote is at `index`; `start` is where the token begins.
    mutating func readString(escapes: Bool, from start: Int) throws(SQLError) {
        var content: [UInt8] = []
        index += 1
        while let byte = peek() {
            index += 1
            if byte == UInt8(ascii: "\\"), escapes {
                readEscape(into: &content)
            } else if byte != UInt8(ascii: "'") {
                content.append(byte)
            } else if peek() == UInt8(ascii: "'") {
                content.append(byte)
                index += 1
            } else {
                guard !content.contains(0) else {
                    throw .syntax("a string cannot hold the character with code zero", position: position(of: start))
                }
                finishString(String(decoding: content, as: UTF8.self), from: start)
                return
            }
        }
        throw unterminated("quoted string", from: start)
    }

    /// Adds the string, or joins it to the one on the line before, as the SQL standard has it.
    mutating func finishString(_ text: String, from start: Int) {
        if sawLineBreak, let last = tokens.last, last.kind == .string, options.dialect == .redshift {
            tokens[tokens.count - 1] = Token(
                .string, last.text + text, range: last.range.lowerBound..<index, isGlued: last.isGlued)
        } else {
            append(.string, from: start, to: index, text: text)
        }
    }

    mutating func readEscape(into content: inout [UInt8]) {
        guard let byte = peek() else { return }
        index += 1
        switch byte {
        case UInt8(ascii: "n"): content.append(0x0A)
        case UInt8(ascii: "t"): content.append(0x09)
        case UInt8(ascii: "r"): content.append(0x0D)
        case UInt8(ascii: "b"): content.append(0x08)
        case UInt8(ascii: "f"): content.append(0x0C)
        case UInt8(ascii: "0")...UInt8(ascii: "7"):
            var value = Int(byte - UInt8(ascii: "0"))
            var digits = 1
            while digits < 3, let next = peek(), next >= UInt8(ascii: "0"), next <= UInt8(ascii: "7") {
                value = value * 8 + Int(next - UInt8(ascii: "0"))
                index += 1
                digits += 1
            }
            content.append(UInt8(truncatingIfNeeded: value))
        default: content.append(byte)
        }
    }

    /// `$1`, or a string between `$tag$` marks, or a lone symbol.
    mutating func readDollar() throws(SQLError) {
        let start = index
        if let byte = peek(1), Self.isDigit(byte) {
            index += 2
            while let digit = peek(), Self.isDigit(digit) { index += 1 }
            append(.parameter, from: start, to: index)
            return
        }
        var end = index + 1
        while end < bytes.count, Self.continuesWord(bytes[end]), bytes[end] != UInt8(ascii: "$") { end += 1 }
        guard end < bytes.count, bytes[end] == UInt8(ascii: "$") else {
            append(.symbol, from: start, to: index + 1)
            return
        }
        let tag = bytes[start...end]
        var cursor = end + 1
        while cursor + tag.count <= bytes.count {
            if bytes[cursor] == UInt8(ascii: "$"), bytes[cursor..<cursor + tag.count] == tag {
                let text = String(decoding: bytes[end + 1..<cursor], as: UTF8.self)
                append(.string, from: start, to: cursor + tag.count, text: text)
                return
            }
            cursor += 1
        }
        throw unterminated("dollar-quoted string", from: start)
    }

    func unterminated(_ what: String, from start: Int) -> SQLError {
        let excerpt = String(decoding: bytes[start..<min(bytes.count, start + 40)], as: UTF8.self)
        return .syntax("unterminated \(what) at or near \"\(excerpt)\"", position: position(of: start))
    }

    // MARK: - Numbers, parameters and symbols

    func startsFraction() -> Bool {
        guard let byte = peek(1), Self.isDigit(byte) else { return false }
        guard let last = tokens.last, !sawSpace else { return true }
        return !last.isName && !last.isSymbol("]") && !last.isSymbol(")")
    }

    mutating func readNumber() {
        let start = index
        skipDigits()
        if peek() == UInt8(ascii: "."), peek(1) != UInt8(ascii: ".") {
            index += 1
            skipDigits()
        }
        if let byte = peek(), byte | 0x20 == UInt8(ascii: "e") {
            let sign = peek(1) == UInt8(ascii: "+") || peek(1) == UInt8(ascii: "-") ? 1 : 0
            if let digit = peek(1 + sign), Self.isDigit(digit) {
                index += 1 + sign
                skipDigits()
            }
        }
        append(.number, from: start, to: index)
    }

    mutating func skipDigits() {
        while let byte = peek(), Self.isDigit(byte) { index += 1 }
    }

    /// `::`, `:=`, a named parameter `:name`, or a lone colon.
    mutating func readColon() {
        let start = index
        if peek(1) == UInt8(ascii: ":") || peek(1) == UInt8(ascii: "=") {
            append(.symbol, from: start, to: index + 2)
        } else if let byte = peek(1), Self.startsWord(byte), tokens.last.map({ !$0.isName || sawSpace }) ?? true {
            index += 1
            while let next = peek(), Self.continuesWord(next) { index += 1 }
            append(.parameter, from: start, to: index)
        } else {
            append(.symbol, from: start, to: index + 1)
        }
    }

    static let operatorBytes = Set("+-*/<>=~!@#%^&|".utf8)
    static let operatorBytesThatAllowTrailingSign = Set("~!@#%^&|".utf8)

    mutating func readSymbol(_ byte: UInt8) {
        guard Self.operatorBytes.contains(byte) else {
            append(.symbol, from: index, to: index + 1)
            return
        }
        var end = index
        while end < bytes.count, Self.operatorBytes.contains(bytes[end]) {
            let following = end + 1 < bytes.count ? bytes[end + 1] : 0
            let opensComment =
                (bytes[end] == UInt8(ascii: "-") && following == UInt8(ascii: "-"))
                || (bytes[end] == UInt8(ascii: "/") && following == UInt8(ascii: "*"))
            if opensComment { break }
            end += 1
        }
        // A longer operator may end in a sign only if it holds one of the marks that plain arithmetic lacks.
        let isUnusual = bytes[index..<end].contains { Self.operatorBytesThatAllowTrailingSign.contains($0) }
        while end > index + 1, !isUnusual, bytes[end - 1] == UInt8(ascii: "-") || bytes[end - 1] == UInt8(ascii: "+") {
            end -= 1
        }
        append(.symbol, from: index, to: end)
    }
}
