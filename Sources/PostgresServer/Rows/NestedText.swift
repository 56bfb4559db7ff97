/// Values that hold others, as JSON text: the form in which SUPER goes to clients.
///
/// Lists become arrays; structures and maps become objects; numbers and truth values stand bare; all else is a string
/// in the form its type has as a cell.
extension OutputCursor {
    /// A whole cell: an enumeration's name as it is, else JSON.
    mutating func putNested(_ view: ColumnView, _ row: Int, zone: inout ZoneOffsets) throws(PostgresError) {
        if case .enumeration(let bytes, let values) = view.layout {
            return put(utf8: try Self.name(view, row, bytes, values))
        }
        try putJSON(view, row, zone: &zone)
    }

    private mutating func putJSON(_ view: ColumnView, _ row: Int, zone: inout ZoneOffsets) throws(PostgresError) {
        guard view.isValid(row), !hasOverflowed else { return put("null") }
        switch view.layout {
        case .list(let child):
            let (offset, length) = view.listEntry(row)
            try putArray(child, offset..<(offset + length), zone: &zone)
        case .array(let count, let child): try putArray(child, row * count..<(row + 1) * count, zone: &zone)
        case .structure(let members):
            put(UInt8(ascii: "{"))
            for (index, member) in members.enumerated() {
                if index > 0 { put(UInt8(ascii: ",")) }
                putQuoted(utf8: member.name)
                put(UInt8(ascii: ":"))
                try putJSON(member.column, row, zone: &zone)
            }
            put(UInt8(ascii: "}"))
        case .map(let key, let value): try putMap(view, row, key, value, zone: &zone)
        case .enumeration(let bytes, let values): putQuoted(utf8: try Self.name(view, row, bytes, values))
        case .null: put("null")
        case .unsupported: try putScalar(view, row, zone: &zone)
        case .boolean: put(view.values.load(fromByteOffset: row, as: UInt8.self) != 0 ? "true" : "false")
        case .int8, .int16, .int32, .int64, .int128, .uint8, .uint16, .uint32, .uint64, .uint128, .decimal:
            try putScalar(view, row, zone: &zone)
        case .float:
            let value = view.values.loadUnaligned(fromByteOffset: row * 4, as: Float.self)
            if value.isFinite { putShortest(value) } else { put("null") }
        case .double:
            let value = view.values.loadUnaligned(fromByteOffset: row * 8, as: Double.self)
            if value.isFinite { putShortest(value) } else { put("null") }
        case .text: putQuoted(CellColumn.bytes(view.values + row * 16))
        case .bytes, .bits, .date, .time, .timeTZ, .timestamp, .timestampTZ, .interval, .uuid:
            put(UInt8(ascii: "\""))
            try putScalar(view, row, zone: &zone)
            put(UInt8(ascii: "\""))
        }
    }

    private mutating func putArray(
        _ child: ColumnView, _ range: Range<Int>, zone: inout ZoneOffsets
    ) throws(PostgresError) {
        put(UInt8(ascii: "["))
        for index in range {
            if index > range.lowerBound { put(UInt8(ascii: ",")) }
            if hasOverflowed { return }
            try putJSON(child, index, zone: &zone)
        }
        put(UInt8(ascii: "]"))
    }

    private mutating func putMap(
        _ view: ColumnView, _ row: Int, _ key: ColumnView, _ value: ColumnView, zone: inout ZoneOffsets
    ) throws(PostgresError) {
        let (offset, length) = view.listEntry(row)
        put(UInt8(ascii: "{"))
        for index in offset..<(offset + length) {
            if index > offset { put(UInt8(ascii: ",")) }
            if hasOverflowed { return }
            if key.layout.isQuotedInJSON {
                try putJSON(key, index, zone: &zone)
            } else {
                // The names of an object are strings, whatever the type of the key.
                put(UInt8(ascii: "\""))
                try putScalar(key, index, zone: &zone)
                put(UInt8(ascii: "\""))
            }
            put(UInt8(ascii: ":"))
            try putJSON(value, index, zone: &zone)
        }
        put(UInt8(ascii: "}"))
    }

    /// A value in the text form of its cells.
    private mutating func putScalar(_ view: ColumnView, _ row: Int, zone: inout ZoneOffsets) throws(PostgresError) {
        let form = try CellForm(layout: view.layout, column: ResultColumn(name: "", type: .text), format: .text)
        switch form {
        case .null: put("null")
        case .nested: try putNested(view, row, zone: &zone)
        default:
            try putCell(CellColumn(form: form, values: view.values, validity: view.validity), row, zone: &zone)
        }
    }

    private static func name(
        _ view: ColumnView, _ row: Int, _ bytes: Int, _ values: [String]
    ) throws(PostgresError) -> String {
        let index =
            switch bytes {
            case 1: Int(view.values.load(fromByteOffset: row, as: UInt8.self))
            case 2: Int(view.values.loadUnaligned(fromByteOffset: row * 2, as: UInt16.self))
            default: Int(view.values.loadUnaligned(fromByteOffset: row * 4, as: UInt32.self))
            }
        guard index < values.count else {
            throw PostgresError(.internalError, "enumeration value \(index) has no name")
        }
        return values[index]
    }

    private mutating func put(utf8 text: String) {
        var text = text
        text.withUTF8 { put(UnsafeRawBufferPointer($0)) }
    }

    private mutating func putQuoted(utf8 text: String) {
        var text = text
        text.withUTF8 { putQuoted(UnsafeRawBufferPointer($0)) }
    }

    /// A JSON string (RFC 8259, section 7).
    private mutating func putQuoted(_ bytes: UnsafeRawBufferPointer) {
        put(UInt8(ascii: "\""))
        for byte in bytes {
            switch byte {
            case UInt8(ascii: "\""): put("\\\"")
            case UInt8(ascii: "\\"): put("\\\\")
            case UInt8(ascii: "\n"): put("\\n")
            case UInt8(ascii: "\r"): put("\\r")
            case UInt8(ascii: "\t"): put("\\t")
            case 0..<0x20:
                put("\\u00")
                withUnsafeBytes(of: byte) { putHexadecimal($0) }
            default: put(byte)
            }
        }
        put(UInt8(ascii: "\""))
    }
}

extension ColumnView {
    /// Offset and length of a list value in its child.
    fileprivate func listEntry(_ row: Int) -> (offset: Int, length: Int) {
        let entry = values + row * 16
        return (
            Int(entry.loadUnaligned(as: UInt64.self)), Int(entry.loadUnaligned(fromByteOffset: 8, as: UInt64.self))
        )
    }
}

extension ColumnView.Layout {
    fileprivate var isQuotedInJSON: Bool {
        switch self {
        case .text, .bytes, .bits, .date, .time, .timeTZ, .timestamp, .timestampTZ, .interval, .uuid, .enumeration: true
        case .boolean, .int8, .int16, .int32, .int64, .int128, .uint8, .uint16, .uint32, .uint64, .uint128, .float,
            .double, .decimal, .list, .array, .structure, .map, .null, .unsupported:
            false
        }
    }
}
