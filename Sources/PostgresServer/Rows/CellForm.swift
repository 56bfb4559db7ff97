/// How the cells of one column go to the client: settled once for a result, by the column's layout, its type on the
/// wire and the format asked for. A plain value without references, so that the loop over cells counts none.
enum CellForm {
    case null
    case boolean(binary: Bool)
    case integer(IntegerLayout, IntegerForm)
    /// 8 bytes unsigned, or 16 bytes.
    case wideInteger(WideLayout, NumericForm)
    case decimal(bytes: Int, scale: Int, NumericForm)
    case real(binary: Bool)
    case double(binary: Bool)
    /// UTF-8 as it is, in either format.
    case text
    case bytes(BytesForm)
    /// Digits 0 and 1.
    case bits
    case date(binary: Bool)
    case time(binary: Bool)
    case timeTZ(binary: Bool)
    case timestamp(unitsPerSecond: Int64, binary: Bool)
    case timestampTZ(binary: Bool)
    case interval(IntervalForm)
    case uuid(binary: Bool)
    /// Lists, structures, maps and enumerations: written as text by way of their children.
    case nested

    enum IntegerLayout { case int8, int16, int32, int64, uint8, uint16, uint32 }
    enum IntegerForm { case text, binary2, binary4, binary8, numericBinary }
    enum WideLayout { case uint64, int128, uint128 }
    enum NumericForm { case text, binary }
    enum BytesForm { case raw, hexadecimal, prefixedHexadecimal }
    enum IntervalForm { case text, binary, binaryMonths, binaryMicroseconds }

    /// The form of a column; throws if its values cannot be given as the type on the wire in binary.
    init(layout: ColumnView.Layout, column: ResultColumn, format: FormatCode) throws(PostgresError) {
        let isBinary = format == .binary && !column.type.isTextual
        self = try Self.scalar(layout, type: column.type, isBinary: isBinary)
        guard isBinary, let required = wireTypes, !required.contains(column.type) else { return }
        throw PostgresError(
            .datatypeMismatch, "column \"\(column.name)\" cannot be sent in binary as type \(column.type.rawValue)",
            hint: "ask for the text format, or cast the column")
    }

    private static func scalar(
        _ layout: ColumnView.Layout, type: TypeOID, isBinary: Bool
    ) throws(PostgresError) -> CellForm {
        switch layout {
        case .boolean: return .boolean(binary: isBinary)
        case .int8: return .integer(.int8, IntegerForm(type, isBinary))
        case .int16: return .integer(.int16, IntegerForm(type, isBinary))
        case .int32: return .integer(.int32, IntegerForm(type, isBinary))
        case .int64: return .integer(.int64, IntegerForm(type, isBinary))
        case .uint8: return .integer(.uint8, IntegerForm(type, isBinary))
        case .uint16: return .integer(.uint16, IntegerForm(type, isBinary))
        case .uint32: return .integer(.uint32, IntegerForm(type, isBinary))
        case .uint64: return .wideInteger(.uint64, isBinary ? .binary : .text)
        case .int128: return .wideInteger(.int128, isBinary ? .binary : .text)
        case .uint128: return .wideInteger(.uint128, isBinary ? .binary : .text)
        case .float: return .real(binary: isBinary)
        case .double: return .double(binary: isBinary)
        case .decimal(let bytes, let scale): return .decimal(bytes: bytes, scale: scale, isBinary ? .binary : .text)
        case .text: return .text
        case .bytes: return .bytes(isBinary ? .raw : type == .bytea ? .prefixedHexadecimal : .hexadecimal)
        case .date: return .date(binary: isBinary)
        case .time: return .time(binary: isBinary)
        case .timeTZ: return .timeTZ(binary: isBinary)
        case .timestamp(let units): return .timestamp(unitsPerSecond: units, binary: isBinary)
        case .timestampTZ: return .timestampTZ(binary: isBinary)
        case .interval: return .interval(IntervalForm(type, isBinary))
        case .uuid: return .uuid(binary: isBinary)
        case .enumeration, .list, .array, .structure, .map: return .nested
        case .bits: return .bits
        case .null: return .null
        case .unsupported(let number):
            throw PostgresError(
                .featureNotSupported, "values of engine type \(number) have no form on the wire",
                hint: "cast the column to varchar")
        }
    }

    /// The types on the wire whose binary form this is; nil if any will do.
    private var wireTypes: [TypeOID]? {
        switch self {
        case .null, .text, .bytes, .bits, .nested: nil
        case .boolean: [.boolean]
        case .integer(_, let form): form == .text ? [] : nil
        case .wideInteger, .decimal: [.numeric]
        case .real: [.real]
        case .double: [.double]
        case .date: [.date]
        case .time: [.time]
        case .timeTZ: [.timeTZ]
        case .timestamp: [.timestamp]
        case .timestampTZ: [.timestampTZ]
        case .interval: [.interval, .intervalYearToMonth, .intervalDayToSecond]
        case .uuid: [.uuid]
        }
    }
}

extension CellForm.IntegerForm {
    /// Text stands for a type that has no binary form for integers.
    fileprivate init(_ type: TypeOID, _ isBinary: Bool) {
        guard isBinary else {
            self = .text
            return
        }
        switch type {
        case .smallint: self = .binary2
        case .integer, .oid: self = .binary4
        case .bigint: self = .binary8
        case .numeric: self = .numericBinary
        default: self = .text
        }
    }
}

extension CellForm.IntervalForm {
    /// Redshift's drivers read its two interval types as one integer each.
    fileprivate init(_ type: TypeOID, _ isBinary: Bool) {
        guard isBinary else {
            self = .text
            return
        }
        switch type {
        case .intervalYearToMonth: self = .binaryMonths
        case .intervalDayToSecond: self = .binaryMicroseconds
        default: self = .binary
        }
    }
}

extension TypeOID {
    /// Whether the binary form of the type is its text.
    fileprivate var isTextual: Bool {
        switch self {
        case .varchar, .bpchar, .text, .name, .unknown, .unspecified, .json, .super: true
        default: false
        }
    }
}
