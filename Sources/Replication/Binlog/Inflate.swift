/// Decompression of the fields that MariaDB compresses with `log_bin_compress` (zlib streams, RFC 1950 and 1951).
///
/// Such events are rare and small, so this is the plain algorithm: one bit at a time, canonical Huffman codes by
/// length.
enum Inflate {
    /// The most bytes that a field may grow to: the largest packet that a server sends.
    static let maximumBytes = 1 << 30

    /// A compressed field: 0x80 | number of length bytes, the length (big-endian), then a zlib stream.
    static func compressedField(_ bytes: [UInt8], _ range: Range<Int>) throws(ReplicationError) -> [UInt8] {
        var reader = ByteReader(bytes, range: range)
        let head = try reader.byte()
        let width = Int(head & 0x07)
        guard head & 0x80 != 0, head & 0x70 == 0, (1...4).contains(width) else {
            throw .malformed("compression header \(head)")
        }
        let length = Int(try reader.bigEndian(width))
        guard length <= maximumBytes else { throw .malformed("a compressed field of \(length) bytes") }
        let zlib = try reader.bigEndian(2)
        guard zlib >> 8 & 0x0F == 8, zlib % 31 == 0, zlib & 0x20 == 0 else { throw .malformed("zlib header \(zlib)") }
        var stream = BitStream(reader)
        return try stream.inflate(length: length)
    }
}

/// The bits of a deflate stream.
private struct BitStream {
    var reader: ByteReader
    var buffer: UInt32 = 0
    var available: UInt32 = 0

    init(_ reader: ByteReader) { self.reader = reader }

    mutating func bits(_ count: UInt32) throws(ReplicationError) -> Int {
        while available < count {
            buffer |= UInt32(try reader.byte()) << available
            available += 8
        }
        defer {
            buffer >>= count
            available -= count
        }
        return Int(buffer & ((1 << count) - 1))
    }

    mutating func inflate(length: Int) throws(ReplicationError) -> [UInt8] {
        var output: [UInt8] = []
        // A deflate stream grows at most 1032 times, so a false length cannot take more than that.
        output.reserveCapacity(min(length, reader.remaining * 1032))
        var isLast = false
        while !isLast {
            isLast = try bits(1) == 1
            switch try bits(2) {
            case 0: try stored(into: &output, limit: length)
            case 1: try block(.fixedLiterals, .fixedDistances, into: &output, limit: length)
            case 2:
                let (literals, distances) = try codes()
                try block(literals, distances, into: &output, limit: length)
            default: throw .malformed("deflate block type 3")
            }
        }
        guard output.count == length else { throw .malformed("\(output.count) bytes inflated of \(length)") }
        return output
    }

    private mutating func stored(into output: inout [UInt8], limit: Int) throws(ReplicationError) {
        buffer = 0
        available = 0
        let count = Int(try reader.uint16())
        guard Int(try reader.uint16()) == ~count & 0xFFFF, output.count + count <= limit else {
            throw .malformed("stored block of \(count) bytes")
        }
        output.append(contentsOf: try reader.slice(count))
    }

    private mutating func symbol(_ code: HuffmanCode) throws(ReplicationError) -> Int {
        var value = 0
        var first = 0
        var index = 0
        for length in 1...15 {
            value |= try bits(1)
            let count = code.counts[length]
            if value - count < first { return code.symbols[index + value - first] }
            index += count
            first = (first + count) << 1
            value <<= 1
        }
        throw .malformed("no such Huffman code")
    }

    private static let lengthBases = [
        3, 4, 5, 6, 7, 8, 9, 10, 11, 13, 15, 17, 19, 23, 27, 31, 35, 43, 51, 59, 67, 83, 99, 115, 131, 163, 195, 227,
        258,
    ]
    private static let distanceBases = [
        1, 2, 3, 4, 5, 7, 9, 13, 17, 25, 33, 49, 65, 97, 129, 193, 257, 385, 513, 769, 1025, 1537, 2049, 3073, 4097,
        6145,
        8193, 12289, 16385, 24577,
    ]

    private mutating func block(
        _ literals: HuffmanCode, _ distances: HuffmanCode, into output: inout [UInt8], limit: Int
    ) throws(ReplicationError) {
        while true {
            let literal = try symbol(literals)
            if literal == 256 { return }
            if literal < 256 {
                guard output.count < limit else { throw .malformed("more bytes inflated than announced") }
                output.append(UInt8(literal))
                continue
            }
            let place = literal - 257
            guard place < Self.lengthBases.count else { throw .malformed("match length code \(literal)") }
            let lengthExtra = place < 8 || place == 28 ? 0 : UInt32(place / 4 - 1)
            let length = Self.lengthBases[place] + (try bits(lengthExtra))
            let code = try symbol(distances)
            guard code < Self.distanceBases.count else { throw .malformed("match distance code \(code)") }
            let distanceExtra = code < 4 ? 0 : UInt32(code / 2 - 1)
            let distance = Self.distanceBases[code] + (try bits(distanceExtra))
            guard distance <= output.count, output.count + length <= limit else {
                throw .malformed("match out of range")
            }
            for _ in 0..<length { output.append(output[output.count - distance]) }
        }
    }

    /// The codes of a dynamic block, which are themselves run-length and Huffman coded.
    private mutating func codes() throws(ReplicationError) -> (literals: HuffmanCode, distances: HuffmanCode) {
        let literalCount = try bits(5) + 257
        let distanceCount = try bits(5) + 1
        let lengthCount = try bits(4) + 4
        let order = [16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15]
        var lengths = [Int](repeating: 0, count: 19)
        for index in 0..<lengthCount { lengths[order[index]] = try bits(3) }
        let lengthCode = try HuffmanCode(lengths)
        lengths = []
        while lengths.count < literalCount + distanceCount {
            let code = try symbol(lengthCode)
            switch code {
            case 0..<16: lengths.append(code)
            case 16:
                guard let previous = lengths.last else { throw .malformed("a repeated length without a first") }
                lengths += [Int](repeating: previous, count: 3 + (try bits(2)))
            case 17: lengths += [Int](repeating: 0, count: 3 + (try bits(3)))
            default: lengths += [Int](repeating: 0, count: 11 + (try bits(7)))
            }
        }
        guard lengths.count == literalCount + distanceCount else { throw .malformed("too many code lengths") }
        return (
            try HuffmanCode(Array(lengths[..<literalCount])), try HuffmanCode(Array(lengths[literalCount...]))
        )
    }
}

/// A canonical Huffman code: how many codes of each length, and the symbols in code order.
private struct HuffmanCode {
    var counts = [Int](repeating: 0, count: 16)
    var symbols: [Int]

    init(_ lengths: [Int]) throws(ReplicationError) {
        for length in lengths { counts[length] += 1 }
        counts[0] = 0
        var left = 1
        var offsets = [Int](repeating: 0, count: 17)
        for length in 1...15 {
            left = left * 2 - counts[length]
            guard left >= 0 else { throw .malformed("over-subscribed Huffman code") }
            offsets[length + 1] = offsets[length] + counts[length]
        }
        symbols = [Int](repeating: 0, count: lengths.count)
        for (symbol, length) in lengths.enumerated() where length > 0 {
            symbols[offsets[length]] = symbol
            offsets[length] += 1
        }
    }

    private init(valid lengths: [Int]) {
        // The fixed codes of the standard are complete, so building them cannot fail.
        do { try self.init(lengths) } catch { preconditionFailure("fixed Huffman code: \(error)") }
    }

    static let fixedLiterals = HuffmanCode(
        valid: [Int](repeating: 8, count: 144) + [Int](repeating: 9, count: 112) + [Int](repeating: 7, count: 24)
            + [Int](repeating: 8, count: 8))
    static let fixedDistances = HuffmanCode(valid: [Int](repeating: 5, count: 30))
}
