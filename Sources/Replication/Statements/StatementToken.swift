/// A token of a MySQL statement, as far as recognising DDL needs it.
enum StatementToken: Hashable, Sendable {
    /// A bare word or number, in its own spelling.
    case word(String)
    /// An identifier in backticks or double quotes, without them.
    case quoted(String)
    /// The content of a string literal.
    case string(String)
    case symbol(UInt8)

    /// Whether this is the keyword, which is given in upper case.
    func isKeyword(_ keyword: String) -> Bool {
        guard case .word(let word) = self else { return false }
        return word.utf8.count == keyword.utf8.count && word.uppercased() == keyword
    }

    /// Splits a statement. Comments vanish, but executable ones (`/*! ... */`, `/*M! ... */`) leave their content.
    static func split(_ statement: String) -> [StatementToken] {
        var scanner = StatementScanner(bytes: Array(statement.utf8))
        return scanner.tokens()
    }
}

private struct StatementScanner {
    let bytes: [UInt8]
    var offset = 0
    var output: [StatementToken] = []

    init(bytes: [UInt8]) { self.bytes = bytes }

    mutating func tokens() -> [StatementToken] {
        while offset < bytes.count {
            let byte = bytes[offset]
            switch byte {
            case UInt8(ascii: "`"), UInt8(ascii: "\""): output.append(.quoted(quoted(byte)))
            case UInt8(ascii: "'"): output.append(.string(quoted(byte)))
            case UInt8(ascii: "#"): skipLine()
            case UInt8(ascii: "-") where starts("--") && (offset + 2 >= bytes.count || bytes[offset + 2] <= 32):
                skipLine()
            case UInt8(ascii: "/") where starts("/*"): comment()
            case UInt8(ascii: "*") where starts("*/"): offset += 2  // the end of an executable comment
            case 0...32: offset += 1
            default:
                if Self.isWord(byte) {
                    word()
                } else {
                    output.append(.symbol(byte))
                    offset += 1
                }
            }
        }
        return output
    }

    private func starts(_ text: String) -> Bool { bytes[offset...].starts(with: text.utf8) }

    private static func isWord(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "_"), UInt8(ascii: "$"), 0x80...:
            true
        default: false
        }
    }

    private mutating func word() {
        let start = offset
        while offset < bytes.count, Self.isWord(bytes[offset]) { offset += 1 }
        output.append(.word(String(decoding: bytes[start..<offset], as: UTF8.self)))
    }

    /// A quoted text; a doubled quote stands for itself, and so does what follows a backslash in a string.
    private mutating func quoted(_ quote: UInt8) -> String {
        var content: [UInt8] = []
        offset += 1
        while offset < bytes.count {
            let byte = bytes[offset]
            if byte == UInt8(ascii: "\\"), quote != UInt8(ascii: "`"), offset + 1 < bytes.count {
                content.append(bytes[offset + 1])
                offset += 2
            } else if byte == quote {
                offset += 1
                guard offset < bytes.count, bytes[offset] == quote else { break }
                content.append(quote)
                offset += 1
            } else {
                content.append(byte)
                offset += 1
            }
        }
        return String(decoding: content, as: UTF8.self)
    }

    private mutating func skipLine() {
        while offset < bytes.count, bytes[offset] != UInt8(ascii: "\n") { offset += 1 }
    }

    private mutating func comment() {
        if starts("/*!") || starts("/*M!") {
            offset += starts("/*!") ? 3 : 4
            // The version from which on a server executes the content.
            while offset < bytes.count, 48...57 ~= bytes[offset] { offset += 1 }
            return
        }
        offset += 2
        while offset < bytes.count, !starts("*/") { offset += 1 }
        offset = min(offset + 2, bytes.count)
    }
}
