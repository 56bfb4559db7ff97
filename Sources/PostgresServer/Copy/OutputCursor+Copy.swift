/// Fields of `COPY ... TO STDOUT`: written as cells first, then escaped in place.
extension OutputCursor {
    /// Escapes the field that was written from `start` on.
    mutating func escapeCopyField(from start: UnsafeMutableRawPointer, _ format: CopyFormat, isOnlyColumn: Bool) {
        guard !hasOverflowed else { return }
        switch format.style {
        case .text: escapeTextField(from: start, delimiter: format.delimiter)
        case .csv: quoteField(from: start, format, isOnlyColumn: isOnlyColumn)
        }
    }

    /// Backslash, the delimiter and the ends of lines get a backslash.
    private mutating func escapeTextField(from start: UnsafeMutableRawPointer, delimiter: UInt8) {
        let field = UnsafeMutableRawBufferPointer(start: start, count: next - start)
        let extra = field.count { Self.textEscape($0, delimiter) != nil }
        guard extra > 0, take(extra) != nil else { return }
        var target = next
        for index in stride(from: field.count - 1, through: 0, by: -1) {
            let byte = field[index]
            target -= 1
            guard let letter = Self.textEscape(byte, delimiter) else {
                target.storeBytes(of: byte, as: UInt8.self)
                continue
            }
            target.storeBytes(of: letter, as: UInt8.self)
            target -= 1
            target.storeBytes(of: UInt8(ascii: "\\"), as: UInt8.self)
        }
    }

    /// What follows the backslash that stands for `byte`; nil if it stands for itself.
    @inline(__always)
    private static func textEscape(_ byte: UInt8, _ delimiter: UInt8) -> UInt8? {
        switch byte {
        case UInt8(ascii: "\\"): byte
        case UInt8(ascii: "\n"): UInt8(ascii: "n")
        case UInt8(ascii: "\r"): UInt8(ascii: "r")
        case UInt8(ascii: "\t"): UInt8(ascii: "t")
        case 0x08: UInt8(ascii: "b")
        case 0x0B: UInt8(ascii: "v")
        case 0x0C: UInt8(ascii: "f")
        case delimiter: byte
        default: nil
        }
    }

    /// Quotes a field that could be read as something else: a delimiter, a line's end, null, or the end of the data.
    private mutating func quoteField(from start: UnsafeMutableRawPointer, _ format: CopyFormat, isOnlyColumn: Bool) {
        let field = UnsafeMutableRawBufferPointer(start: start, count: next - start)
        let isSpecial = field.contains {
            $0 == format.delimiter || $0 == format.quote || $0 == UInt8(ascii: "\n") || $0 == UInt8(ascii: "\r")
        }
        let looksLikeEnd = isOnlyColumn && field.elementsEqual([UInt8(ascii: "\\"), UInt8(ascii: ".")])
        guard isSpecial || looksLikeEnd || field.elementsEqual(format.null) else { return }
        let escaped = field.count { $0 == format.quote || $0 == format.escape }
        guard take(escaped + 2) != nil else { return }
        var target = next - 1
        target.storeBytes(of: format.quote, as: UInt8.self)
        for index in stride(from: field.count - 1, through: 0, by: -1) {
            let byte = field[index]
            target -= 1
            target.storeBytes(of: byte, as: UInt8.self)
            if byte == format.quote || byte == format.escape {
                target -= 1
                target.storeBytes(of: format.escape, as: UInt8.self)
            }
        }
        start.storeBytes(of: format.quote, as: UInt8.self)
    }
}
