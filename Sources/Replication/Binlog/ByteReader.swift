/// A bounds-checked cursor over part of a byte array; everything it reads past the end is a `malformedEvent`.
struct ByteReader {
    let bytes: [UInt8]
    private(set) var offset: Int
    let end: Int

    init(_ bytes: [UInt8], range: Range<Int>) {
        precondition(range.lowerBound >= 0 && range.upperBound <= bytes.count, "range outside the bytes")
        self.bytes = bytes
        offset = range.lowerBound
        end = range.upperBound
    }

    init(_ bytes: [UInt8]) { self.init(bytes, range: 0..<bytes.count) }

    var remaining: Int { end - offset }
    var isAtEnd: Bool { offset >= end }

    /// Moves over `count` bytes and returns where they are.
    mutating func range(_ count: Int) throws(ReplicationError) -> Range<Int> {
        guard count >= 0, count <= remaining else {
            throw .malformed("\(count) bytes wanted at \(offset), \(remaining) left")
        }
        defer { offset += count }
        return offset..<(offset + count)
    }

    mutating func skip(_ count: Int) throws(ReplicationError) { _ = try range(count) }

    mutating func slice(_ count: Int) throws(ReplicationError) -> ArraySlice<UInt8> { bytes[try range(count)] }

    mutating func byte() throws(ReplicationError) -> UInt8 {
        guard offset < end else { throw .malformed("a byte wanted at \(offset), none left") }
        defer { offset += 1 }
        return bytes[offset]
    }

    /// A little-endian unsigned number of 1 to 8 bytes.
    @inline(__always)
    mutating func littleEndian(_ width: Int) throws(ReplicationError) -> UInt64 {
        guard width <= remaining else { throw .malformed("\(width) bytes wanted at \(offset), \(remaining) left") }
        var value: UInt64 = 0
        for index in 0..<width { value |= UInt64(bytes[offset + index]) << UInt64(8 * index) }
        offset += width
        return value
    }

    /// A big-endian unsigned number of 1 to 8 bytes.
    @inline(__always)
    mutating func bigEndian(_ width: Int) throws(ReplicationError) -> UInt64 {
        guard width <= remaining else { throw .malformed("\(width) bytes wanted at \(offset), \(remaining) left") }
        var value: UInt64 = 0
        for index in 0..<width { value = value << 8 | UInt64(bytes[offset + index]) }
        offset += width
        return value
    }

    mutating func uint16() throws(ReplicationError) -> UInt16 { UInt16(truncatingIfNeeded: try littleEndian(2)) }
    mutating func uint32() throws(ReplicationError) -> UInt32 { UInt32(truncatingIfNeeded: try littleEndian(4)) }

    /// MySQL's length-encoded integer; a value that no array could have as its length is malformed too.
    mutating func packedLength() throws(ReplicationError) -> Int {
        let first = try byte()
        let value: UInt64
        switch first {
        case 0...250: value = UInt64(first)
        case 252: value = try littleEndian(2)
        case 253: value = try littleEndian(3)
        case 254: value = try littleEndian(8)
        default: throw .malformed("length prefix \(first) at \(offset - 1)")
        }
        guard value <= UInt64(Int32.max) else { throw .malformed("length \(value) at \(offset)") }
        return Int(value)
    }

    /// Text of `count` bytes, damage replaced.
    mutating func text(_ count: Int) throws(ReplicationError) -> String {
        String(decoding: try slice(count), as: UTF8.self)
    }

    /// Everything that is left, as text.
    mutating func restAsText() throws(ReplicationError) -> String { try text(remaining) }
}
