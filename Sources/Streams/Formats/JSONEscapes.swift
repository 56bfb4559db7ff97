/// The escapes of JSON strings.
enum JSONEscapes {
    /// Appends `bytes[range]`, the inside of a string, with its escapes resolved.
    static func resolve(_ bytes: [UInt8], _ range: Range<Int>, to output: inout [UInt8]) throws(MalformedInput) {
        var offset = range.lowerBound
        while offset < range.upperBound {
            let byte = bytes[offset]
            offset += 1
            guard byte == UInt8(ascii: "\\") else {
                output.append(byte)
                continue
            }
            guard offset < range.upperBound else { throw MalformedInput("a bad escape", at: offset) }
            let kind = bytes[offset]
            offset += 1
            switch kind {
            case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): output.append(kind)
            case UInt8(ascii: "b"): output.append(0x08)
            case UInt8(ascii: "f"): output.append(0x0C)
            case UInt8(ascii: "n"): output.append(0x0A)
            case UInt8(ascii: "r"): output.append(0x0D)
            case UInt8(ascii: "t"): output.append(0x09)
            case UInt8(ascii: "u"):
                let scalar = try scalar(bytes, range, &offset)
                output.append(contentsOf: UTF8.encode(scalar).map { Array($0) } ?? [])
            default: throw MalformedInput("a bad escape", at: offset - 1)
            }
        }
    }

    /// Appends a string with its quotes, escaping what must be escaped.
    static func appendQuoted(_ text: String, to output: inout [UInt8]) {
        let digits = Array("0123456789abcdef".utf8)
        output.append(UInt8(ascii: "\""))
        for byte in text.utf8 {
            switch byte {
            case UInt8(ascii: "\""), UInt8(ascii: "\\"): output += [UInt8(ascii: "\\"), byte]
            case 0..<0x20: output += Array("\\u00".utf8) + [digits[Int(byte >> 4)], digits[Int(byte & 15)]]
            default: output.append(byte)
            }
        }
        output.append(UInt8(ascii: "\""))
    }

    /// The character of a `\u` escape, or of two that make a surrogate pair.
    private static func scalar(
        _ bytes: [UInt8], _ range: Range<Int>, _ offset: inout Int
    ) throws(MalformedInput) -> Unicode.Scalar {
        let first = try unit(bytes, range, &offset)
        if let scalar = Unicode.Scalar(first) { return scalar }
        guard first < 0xDC00, offset + 2 <= range.upperBound, bytes[offset] == UInt8(ascii: "\\"),
            bytes[offset + 1] == UInt8(ascii: "u")
        else { throw MalformedInput("half a surrogate pair", at: offset) }
        offset += 2
        let second = try unit(bytes, range, &offset)
        guard (0xDC00...0xDFFF).contains(second),
            let scalar = Unicode.Scalar(0x10000 + ((first - 0xD800) << 10 | (second - 0xDC00)))
        else { throw MalformedInput("half a surrogate pair", at: offset) }
        return scalar
    }

    private static func unit(
        _ bytes: [UInt8], _ range: Range<Int>, _ offset: inout Int
    ) throws(MalformedInput) -> UInt32 {
        guard offset + 4 <= range.upperBound else { throw MalformedInput("a bad escape", at: offset) }
        var value: UInt32 = 0
        for byte in bytes[offset..<offset + 4] {
            let digit: UInt8
            switch byte {
            case UInt8(ascii: "0")...UInt8(ascii: "9"): digit = byte - UInt8(ascii: "0")
            case UInt8(ascii: "a")...UInt8(ascii: "f"): digit = byte - UInt8(ascii: "a") + 10
            case UInt8(ascii: "A")...UInt8(ascii: "F"): digit = byte - UInt8(ascii: "A") + 10
            default: throw MalformedInput("a bad escape", at: offset)
            }
            value = value << 4 | UInt32(digit)
        }
        offset += 4
        return value
    }
}
