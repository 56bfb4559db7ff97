/// Bytes in text: PostgreSQL's two forms of BYTEA, and Redshift's VARBYTE in hexadecimal.
enum BytesText {
    /// `\x` and pairs of digits, or bytes as they are with `\\` and `\ooo` for the others; nil if it is neither.
    static func parse(_ text: String.UTF8View) -> [UInt8]? {
        if text.starts(with: Array("\\x".utf8)) { return hexadecimal(text.dropFirst(2)) }
        var bytes: [UInt8] = []
        var rest = Array(text)[...]
        while let byte = rest.popFirst() {
            guard byte == UInt8(ascii: "\\") else {
                bytes.append(byte)
                continue
            }
            if rest.first == byte {
                rest.removeFirst()
                bytes.append(byte)
            } else {
                let digits = rest.prefix(3)
                guard digits.count == 3, digits.allSatisfy({ (48...55).contains($0) }),
                    let value = UInt8(String(decoding: digits, as: UTF8.self), radix: 8)
                else { return nil }
                rest.removeFirst(3)
                bytes.append(value)
            }
        }
        return bytes
    }

    /// Pairs of hexadecimal digits; nil if they are not.
    static func hexadecimal(_ text: Substring.UTF8View) -> [UInt8]? {
        let digits = Array(text)
        guard digits.count % 2 == 0 else { return nil }
        var bytes: [UInt8] = []
        bytes.reserveCapacity(digits.count / 2)
        for index in stride(from: 0, to: digits.count, by: 2) {
            guard let high = value(digits[index]), let low = value(digits[index + 1]) else { return nil }
            bytes.append(high << 4 | low)
        }
        return bytes
    }

    /// The value of a hexadecimal digit.
    static func value(_ digit: UInt8) -> UInt8? {
        switch digit {
        case UInt8(ascii: "0")...UInt8(ascii: "9"): digit - 48
        case UInt8(ascii: "a")...UInt8(ascii: "f"): digit - 87
        case UInt8(ascii: "A")...UInt8(ascii: "F"): digit - 55
        default: nil
        }
    }
}
