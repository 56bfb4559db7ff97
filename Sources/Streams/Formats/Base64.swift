/// Base64 with the standard alphabet (RFC 4648, section 4).
package enum Base64 {
    /// Decodes `text[range]` to the end of `output`; padding is required, and other characters are refused.
    package static func decode(
        _ text: [UInt8], _ range: Range<Int>, to output: inout [UInt8]
    ) throws(MalformedInput) {
        guard range.count % 4 == 0 else { throw MalformedInput("base64 text of odd length", at: range.lowerBound) }
        guard !range.isEmpty else { return }
        var end = range.upperBound
        while end > range.upperBound - 2, text[end - 1] == padding { end -= 1 }
        let digits = range.lowerBound..<end
        let byteCount = digits.count * 3 / 4
        let start = output.count
        output.append(contentsOf: repeatElement(0, count: byteCount))
        let bad = decodeDigits(text.span.extracting(digits), to: &output, at: start)
        if bad {
            output.removeLast(byteCount)
            throw MalformedInput("a character that is not base64", at: range.lowerBound)
        }
    }

    /// Appends the base64 text of `bytes`.
    package static func encode(_ bytes: UnsafeRawBufferPointer, to output: inout [UInt8]) {
        let start = output.count
        output.append(contentsOf: repeatElement(padding, count: (bytes.count + 2) / 3 * 4))
        let alphabet = alphabet.span
        var target = start
        var offset = 0
        while offset < bytes.count {
            let taken = min(3, bytes.count - offset)
            var group: UInt32 = 0
            for index in 0..<3 { group = group << 8 | (index < taken ? UInt32(bytes[offset + index]) : 0) }
            for index in 0...taken { output[target + index] = alphabet[Int(group >> (18 - 6 * UInt32(index)) & 63)] }
            offset += 3
            target += 4
        }
    }

    /// Decodes whole groups of four and a last one of two or three; true where a character was refused.
    private static func decodeDigits(_ digits: Span<UInt8>, to output: inout [UInt8], at start: Int) -> Bool {
        let values = values.span
        var output = output.mutableSpan
        var seen: UInt8 = 0
        var target = start
        var offset = 0
        while offset + 4 <= digits.count {
            let (a, b) = (values[Int(digits[offset])], values[Int(digits[offset + 1])])
            let (c, d) = (values[Int(digits[offset + 2])], values[Int(digits[offset + 3])])
            seen |= a | b | c | d
            output[target] = a << 2 | b >> 4
            output[target + 1] = b << 4 | c >> 2
            output[target + 2] = c << 6 | d
            offset += 4
            target += 3
        }
        let rest = digits.count - offset
        if rest == 1 { return true }
        if rest >= 2 {
            let (a, b) = (values[Int(digits[offset])], values[Int(digits[offset + 1])])
            let c = rest == 3 ? values[Int(digits[offset + 2])] : 0
            seen |= a | b | c
            output[target] = a << 2 | b >> 4
            if rest == 3 { output[target + 1] = b << 4 | c >> 2 }
        }
        return seen & invalid != 0
    }

    private static let padding = UInt8(ascii: "=")
    private static let invalid: UInt8 = 0x80
    private static let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)
    private static let values: [UInt8] = {
        var values = [UInt8](repeating: invalid, count: 256)
        for (value, character) in alphabet.enumerated() { values[Int(character)] = UInt8(value) }
        return values
    }()
}
