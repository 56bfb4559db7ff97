/// The CRC-32 of zlib (polynomial 0xEDB88320), which binlog events end with.
enum Checksum {
    /// Eight tables of 256, so that eight bytes are taken at a time.
    private static let tables: [UInt32] = {
        var tables = [UInt32](repeating: 0, count: 8 * 256)
        for index in 0..<256 {
            var value = UInt32(index)
            for _ in 0..<8 { value = value & 1 == 1 ? 0xEDB8_8320 ^ (value >> 1) : value >> 1 }
            tables[index] = value
        }
        for index in 256..<(8 * 256) {
            let previous = tables[index - 256]
            tables[index] = previous >> 8 ^ tables[Int(previous & 0xFF)]
        }
        return tables
    }()

    /// The checksum of `bytes[range]`.
    static func crc32(_ bytes: [UInt8], _ range: Range<Int>) -> UInt32 {
        let tables = Self.tables
        var value = ~UInt32(0)
        var index = range.lowerBound
        while index + 8 <= range.upperBound {
            for lane in 0..<4 { value ^= UInt32(bytes[index + lane]) << UInt32(8 * lane) }
            var next: UInt32 = 0
            for lane in 0..<4 {
                next ^= tables[(7 - lane) * 256 + Int(value >> UInt32(8 * lane) & 0xFF)]
                next ^= tables[(3 - lane) * 256 + Int(bytes[index + 4 + lane])]
            }
            value = next
            index += 8
        }
        while index < range.upperBound {
            value = value >> 8 ^ tables[Int((value ^ UInt32(bytes[index])) & 0xFF)]
            index += 1
        }
        return ~value
    }
}
