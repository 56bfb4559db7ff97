/// The bytes that mean something, in each of the two formats.
extension CopyTextParser {
    mutating func takeText(_ byte: UInt8) throws(PostgresError) {
        switch state {
        case .fieldStart, .unquoted: try takeTextMark(byte)
        case .escape: try takeEscaped(byte)
        case .octal(let value, let digits):
            guard digits < 3, (UInt8(ascii: "0")...UInt8(ascii: "7")).contains(byte) else {
                try append(value)
                return try takeTextAfterNumber(byte)
            }
            matchNull(byte)
            state = .octal(value << 3 | (byte - 48), digits: digits + 1)
        case .hexadecimal(let value, let digits):
            guard digits < 2, let digit = BytesText.value(byte) else {
                // `\x` without digits stands for the letter.
                try append(digits == 0 ? UInt8(ascii: "x") : value)
                return try takeTextAfterNumber(byte)
            }
            matchNull(byte)
            state = .hexadecimal(value << 4 | digit, digits: digits + 1)
        case .endMarker:
            guard byte == UInt8(ascii: "\n") || byte == UInt8(ascii: "\r") else {
                throw fail("end-of-copy marker corrupt")
            }
            state = .ended
        case .quoted, .quotedEscape, .quotedQuote, .ended: preconditionFailure("state \(state) of the text format")
        }
    }

    /// A byte that ended `\nnn` or `\xhh` and is still to be read.
    private mutating func takeTextAfterNumber(_ byte: UInt8) throws(PostgresError) {
        state = .unquoted
        try takeTextMark(byte)
    }

    private mutating func takeTextMark(_ byte: UInt8) throws(PostgresError) {
        switch byte {
        case format.delimiter: try endField()
        case UInt8(ascii: "\n"): try endRow()
        case UInt8(ascii: "\r"): try endRow(carriageReturn: true)
        case UInt8(ascii: "\\"): state = .escape
        default:
            matchNull(byte)
            try append(byte)
            state = .unquoted
        }
    }

    private mutating func takeEscaped(_ byte: UInt8) throws(PostgresError) {
        if byte == UInt8(ascii: "."), isAtLineStart() {
            state = .endMarker
            return
        }
        matchNull(UInt8(ascii: "\\"))
        matchNull(byte)
        state = .unquoted
        switch byte {
        case UInt8(ascii: "b"): try append(0x08)
        case UInt8(ascii: "f"): try append(0x0C)
        case UInt8(ascii: "n"): try append(0x0A)
        case UInt8(ascii: "r"): try append(0x0D)
        case UInt8(ascii: "t"): try append(0x09)
        case UInt8(ascii: "v"): try append(0x0B)
        case UInt8(ascii: "x"): state = .hexadecimal(0, digits: 0)
        case UInt8(ascii: "0")...UInt8(ascii: "7"): state = .octal(byte - 48, digits: 1)
        default:
            if byte == UInt8(ascii: "\n") { countLine() }
            try append(byte)
        }
    }

    mutating func takeCSV(_ byte: UInt8) throws(PostgresError) {
        switch state {
        case .fieldStart, .unquoted: try takeCSVMark(byte)
        case .quoted:
            // The escape is looked at first: where it is the quote itself, two quotes are one.
            if byte == format.quote {
                state = .quotedQuote
            } else {
                state = .quotedEscape
            }
        case .quotedEscape:
            // An escape before anything but a quote or an escape stands for itself.
            if byte != format.quote, byte != format.escape { try append(format.escape) }
            if byte == UInt8(ascii: "\n") { countLine() }
            try append(byte)
            state = .quoted
        case .quotedQuote:
            if byte == format.quote, format.escape == format.quote {
                try append(byte)
                state = .quoted
            } else {
                state = .unquoted
                try takeCSVMark(byte)
            }
        case .escape, .octal, .hexadecimal, .endMarker, .ended: preconditionFailure("state \(state) of CSV")
        }
    }

    private mutating func takeCSVMark(_ byte: UInt8) throws(PostgresError) {
        switch byte {
        case format.delimiter: try endField()
        case UInt8(ascii: "\n") where isCSVEndMarker, UInt8(ascii: "\r") where isCSVEndMarker: state = .ended
        case UInt8(ascii: "\n"): try endRow()
        case UInt8(ascii: "\r"): try endRow(carriageReturn: true)
        case format.quote:
            beginQuotes()
            state = .quoted
        default:
            matchNull(byte)
            try append(byte)
            state = .unquoted
        }
    }
}
