/// MySQL's stored form of JSON, as text. Format: the comment at the head of `json_binary.h` of MySQL 8.
///
/// A document is a type byte and a value; objects and arrays begin with their element count and size, then entries with
/// offsets relative to their start, so nothing guarantees order or sharing: every offset is checked, and depth is
/// bounded.
enum BinaryJSON {
    /// The server's own bound.
    private static let maximumDepth = 100
    /// Text grows most from a control character, which takes six bytes. A document that grows more is none that a server
    /// wrote: its values share bytes, and it could grow without end.
    private static let maximumGrowth = 8

    /// Appends the document in `bytes[range]` as JSON text; no bytes at all are the document `null`.
    static func append(_ bytes: [UInt8], _ range: Range<Int>, to text: inout [UInt8]) throws(ReplicationError) {
        guard !range.isEmpty else {
            text += "null".utf8
            return
        }
        // A little more for the smallest documents.
        let limit = text.count + maximumGrowth * range.count + 64
        var writer = BinaryJSONWriter(bytes: bytes, limit: limit, text: text)
        text = []
        defer { text = writer.text }
        try writer.value(
            type: bytes[range.lowerBound], range: (range.lowerBound + 1)..<range.upperBound, depth: maximumDepth)
    }
}

private struct BinaryJSONWriter {
    let bytes: [UInt8]
    let limit: Int
    var text: [UInt8]

    mutating func value(type: UInt8, range: Range<Int>, depth: Int) throws(ReplicationError) {
        guard depth > 0, text.count < limit else { throw .malformed("JSON too deep or too large") }
        var reader = ByteReader(bytes, range: range)
        switch type {
        case 0x00, 0x01, 0x02, 0x03:
            try container(range, isObject: type < 2, isLarge: type & 1 == 1, depth: depth)
        case 0x04: try literal(try reader.byte())
        case 0x05: text += "\(Int16(bitPattern: try reader.uint16()))".utf8
        case 0x06: text += "\(try reader.uint16())".utf8
        case 0x07: text += "\(Int32(bitPattern: try reader.uint32()))".utf8
        case 0x08: text += "\(try reader.uint32())".utf8
        case 0x09: text += "\(Int64(bitPattern: try reader.littleEndian(8)))".utf8
        case 0x0A: text += "\(try reader.littleEndian(8))".utf8
        case 0x0B:
            let number = Double(bitPattern: try reader.littleEndian(8))
            guard number.isFinite else { throw .malformed("JSON number \(number)") }
            text += "\(number)".utf8
        case 0x0C: try string(try reader.slice(try variableLength(&reader)))
        case 0x0F: try opaque(&reader)
        default: throw .malformed("JSON type \(type)")
        }
    }

    private mutating func literal(_ code: UInt8) throws(ReplicationError) {
        switch code {
        case 0: text += "null".utf8
        case 1: text += "true".utf8
        case 2: text += "false".utf8
        default: throw .malformed("JSON literal \(code)")
        }
    }

    /// Seven bits a byte, lowest first.
    private func variableLength(_ reader: inout ByteReader) throws(ReplicationError) -> Int {
        var length = 0
        for shift in stride(from: 0, to: 35, by: 7) {
            let byte = try reader.byte()
            length |= Int(byte & 0x7F) << shift
            if byte & 0x80 == 0 { return length }
        }
        throw .malformed("JSON length")
    }

    private mutating func container(
        _ range: Range<Int>, isObject: Bool, isLarge: Bool, depth: Int
    ) throws(ReplicationError) {
        let width = isLarge ? 4 : 2
        var reader = ByteReader(bytes, range: range)
        let count = Int(try reader.littleEndian(width))
        let size = Int(try reader.littleEndian(width))
        guard size >= 2 * width, size <= range.count, count <= size else {
            throw .malformed("JSON container of \(count) elements")
        }
        let whole = range.lowerBound..<(range.lowerBound + size)
        var keys = ByteReader(bytes, range: reader.offset..<whole.upperBound)
        var entries = keys
        if isObject { try entries.skip(count * (width + 2)) }
        text.append(UInt8(ascii: isObject ? "{" : "["))
        for index in 0..<count {
            if index > 0 { text += ", ".utf8 }
            if isObject {
                let offset = Int(try keys.littleEndian(width))
                let length = Int(try keys.uint16())
                try string(bytes[try part(of: whole, offset: offset, length: length)])
                text += ": ".utf8
            }
            let type = try entries.byte()
            let entry = try entries.range(width)
            if Self.isInline(type, isLarge: isLarge) {
                try value(type: type, range: entry, depth: depth - 1)
            } else {
                var field = ByteReader(bytes, range: entry)
                let offset = Int(try field.littleEndian(width))
                try value(type: type, range: try part(of: whole, offset: offset, length: nil), depth: depth - 1)
            }
        }
        text.append(UInt8(ascii: isObject ? "}" : "]"))
    }

    private func part(of whole: Range<Int>, offset: Int, length: Int?) throws(ReplicationError) -> Range<Int> {
        let start = whole.lowerBound + offset
        let end = length.map { start + $0 } ?? whole.upperBound
        guard start <= end, end <= whole.upperBound else { throw .malformed("JSON offset \(offset)") }
        return start..<end
    }

    private static func isInline(_ type: UInt8, isLarge: Bool) -> Bool {
        switch type {
        case 0x04, 0x05, 0x06: true
        case 0x07, 0x08: isLarge
        default: false
        }
    }

    private mutating func string(_ value: ArraySlice<UInt8>) throws(ReplicationError) {
        guard String(validating: value, as: UTF8.self) != nil else { throw .malformed("JSON text that is not UTF-8") }
        text.append(UInt8(ascii: "\""))
        for byte in value {
            switch byte {
            case UInt8(ascii: "\""), UInt8(ascii: "\\"): text += [UInt8(ascii: "\\"), byte]
            case 0x0A: text += "\\n".utf8
            case 0x0D: text += "\\r".utf8
            case 0x09: text += "\\t".utf8
            case 0x08: text += "\\b".utf8
            case 0x0C: text += "\\f".utf8
            case 0..<0x20: text += "\\u00\(byte < 16 ? "0" : "1")\(String(byte & 15, radix: 16))".utf8
            default: text.append(byte)
            }
        }
        text.append(UInt8(ascii: "\""))
    }

    /// A value of a column type that JSON does not have: decimals as numbers, dates and times as the server prints
    /// them.
    private mutating func opaque(_ reader: inout ByteReader) throws(ReplicationError) {
        let type = MySQLType(rawValue: try reader.byte())
        var field = ByteReader(bytes, range: try reader.range(try variableLength(&reader)))
        switch type {
        case .decimal:
            let (precision, scale) = (Int(try field.byte()), Int(try field.byte()))
            guard (1...38).contains(precision), scale <= precision else { throw .malformed("JSON decimal") }
            let value = try NumberDecoding.decimal(&field, precision: precision, scale: scale)
            text += DecimalText.text(value, scale: scale)
        case .date, .datetime, .timestamp, .time:
            let packed = Int64(bitPattern: try field.littleEndian(8))
            text.append(UInt8(ascii: "\""))
            text += PackedTime.text(packed, isDate: type == .date, isTime: type == .time)
            text.append(UInt8(ascii: "\""))
        default:
            throw ReplicationError(.unsupportedTable, "a JSON document holds a binary value")
        }
    }
}
