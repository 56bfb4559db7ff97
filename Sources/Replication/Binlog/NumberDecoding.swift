/// Numbers in MySQL's stored forms.
enum NumberDecoding {
    /// Bytes that 0 to 8 decimal digits take; nine take four.
    private static let digitBytes = [0, 1, 1, 2, 2, 3, 3, 4, 4]
    private static let powers: [Int128] = [1, 10, 100, 1000, 10_000, 100_000, 1_000_000, 10_000_000, 100_000_000]

    /// A DECIMAL: groups of nine digits as big-endian words, aligned at the point; the sign is the inverted top bit,
    /// and the bits of a negative number are inverted too.
    static func decimal(_ reader: inout ByteReader, precision: Int, scale: Int) throws(ReplicationError) -> Int128 {
        let whole = precision - scale
        var groups: [Int] = []
        if whole % 9 > 0 { groups.append(whole % 9) }
        groups += repeatElement(9, count: whole / 9)
        groups += repeatElement(9, count: scale / 9)
        if scale % 9 > 0 { groups.append(scale % 9) }
        var isNegative = false
        var value: Int128 = 0
        for (index, digits) in groups.enumerated() {
            let width = digits == 9 ? 4 : digitBytes[digits]
            var word = try reader.bigEndian(width)
            let mask: UInt64 = (1 << UInt64(8 * width)) - 1
            let top: UInt64 = 1 << UInt64(8 * width - 1)
            if index == 0 {
                isNegative = word & top == 0
                word ^= top
            }
            if isNegative { word = ~word & mask }
            let power = digits == 9 ? 1_000_000_000 : powers[digits]
            guard Int128(word) < power else { throw .malformed("decimal group \(word) of \(digits) digits") }
            value = value * power + Int128(word)
        }
        return isNegative ? -value : value
    }
}
