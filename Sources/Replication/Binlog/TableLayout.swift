/// How the rows of one table lie in rows events, and what they become: a table map made definite.
struct TableLayout: Sendable {
    let schema: TableSchema
    let formats: [CellFormat]

    /// Throws `unsupportedTable` naming the column that cannot be replicated, `schemaMismatch` if names are missing.
    init(
        _ table: TableName, columns described: [TableMap.Column], primaryKey: [Int]
    ) throws(ReplicationError) {
        var columns: [ColumnSchema] = []
        var formats: [CellFormat] = []
        for column in described {
            guard let name = column.name else {
                throw ReplicationError(
                    .schemaMismatch, "the binlog has no column names of \(table)",
                    hint: "set binlog_row_metadata=FULL on the source")
            }
            let format = try CellFormat(column, name: name)
            let type = format.columnType(column)
            if case .decimal(let precision, let scale) = type, precision > 38 || scale > 37 {
                throw .unsupportedColumn(name, "DECIMAL(\(precision),\(scale)) has more than 38 digits or 37 decimals")
            }
            columns.append(ColumnSchema(name: name, type: type, isNullable: column.isNullable))
            formats.append(format)
        }
        schema = TableSchema(name: table, columns: columns, primaryKey: primaryKey)
        self.formats = formats
    }
}

extension ReplicationError {
    static func unsupportedColumn(_ name: String, _ reason: String) -> ReplicationError {
        ReplicationError(.unsupportedTable, "column \(name) cannot be replicated", detail: reason)
    }
}

/// How one value lies in a row image.
enum CellFormat: Sendable {
    case integer(width: Int, isSigned: Bool)
    /// BIGINT UNSIGNED, which becomes a decimal.
    case unsignedBigint
    case float
    case double
    case decimal(precision: Int, scale: Int)
    case bits(byteCount: Int)
    case year
    case date
    case time(fractionDigits: Int)
    case datetime(fractionDigits: Int)
    case timestamp(fractionDigits: Int)
    case timeOld
    case datetimeOld
    case timestampOld
    case text(lengthWidth: Int, CharacterSet)
    /// Bytes; BINARY(n) is stored without its trailing zeros and filled up again.
    case bytes(lengthWidth: Int, paddedTo: Int)
    case enumeration(width: Int, members: [[UInt8]])
    case set(width: Int, members: [[UInt8]])
    case json
}

extension CellFormat {
    init(_ column: TableMap.Column, name: String) throws(ReplicationError) {
        let metadata = Int(column.metadata)
        switch column.type {
        case .tiny: self = .integer(width: 1, isSigned: !column.isUnsigned)
        case .short: self = .integer(width: 2, isSigned: !column.isUnsigned)
        case .medium: self = .integer(width: 3, isSigned: !column.isUnsigned)
        case .long: self = .integer(width: 4, isSigned: !column.isUnsigned)
        case .longLong: self = column.isUnsigned ? .unsignedBigint : .integer(width: 8, isSigned: true)
        case .float: self = .float
        case .double: self = .double
        case .decimal:
            let (precision, scale) = (metadata >> 8, metadata & 0xFF)
            guard (1...65).contains(precision), scale <= precision else {
                throw .malformed("DECIMAL(\(precision),\(scale))")
            }
            self = .decimal(precision: precision, scale: scale)
        case .bit:
            let count = metadata >> 8 + (metadata & 0xFF > 0 ? 1 : 0)
            guard count <= 8 else { throw .malformed("BIT of \(count) bytes") }
            self = .bits(byteCount: count)
        case .year: self = .year
        case .date, .dateInternal: self = .date
        case .time: self = .time(fractionDigits: try Self.fractionDigits(metadata))
        case .datetime: self = .datetime(fractionDigits: try Self.fractionDigits(metadata))
        case .timestamp: self = .timestamp(fractionDigits: try Self.fractionDigits(metadata))
        case .timeOld: self = .timeOld
        case .datetimeOld: self = .datetimeOld
        case .timestampOld: self = .timestampOld
        case .varchar, .varString, .string:
            self = try Self.string(column, name: name, lengthWidth: metadata > 255 ? 2 : 1)
        case .blob, .tinyBlob, .mediumBlob, .longBlob:
            guard (1...4).contains(metadata) else { throw .malformed("BLOB with lengths of \(metadata) bytes") }
            self = try Self.string(column, name: name, lengthWidth: metadata)
        case .enumeration:
            self = try Self.members(column, name: name, widths: 1...2) { .enumeration(width: $0, members: $1) }
        case .set: self = try Self.members(column, name: name, widths: 1...8) { .set(width: $0, members: $1) }
        case .json: self = .json
        case .geometry: throw .unsupportedColumn(name, "spatial types are not supported")
        case .blobCompressed, .varcharCompressed: throw .unsupportedColumn(name, "COMPRESSED columns are not supported")
        case .vector: throw .unsupportedColumn(name, "type VECTOR is not supported")
        case .decimalText, .null: throw .unsupportedColumn(name, "column type \(column.type.rawValue) is not supported")
        }
    }

    private static func fractionDigits(_ metadata: Int) throws(ReplicationError) -> Int {
        guard metadata <= 6 else { throw .malformed("\(metadata) digits of a second") }
        return metadata
    }

    private static func string(
        _ column: TableMap.Column, name: String, lengthWidth: Int
    ) throws(ReplicationError) -> CellFormat {
        guard let collation = column.collation else {
            throw .unsupportedColumn(name, "the binlog does not say its character set")
        }
        guard let set = CharacterSet(collation: collation) else {
            throw .unsupportedColumn(name, "the character set of collation \(collation) is not supported")
        }
        guard set == .binary else { return .text(lengthWidth: lengthWidth, set) }
        return .bytes(lengthWidth: lengthWidth, paddedTo: column.type == .string ? Int(column.metadata) : 0)
    }

    private static func members(
        _ column: TableMap.Column, name: String, widths: ClosedRange<Int>, _ make: (Int, [[UInt8]]) -> CellFormat
    ) throws(ReplicationError) -> CellFormat {
        let width = Int(column.metadata)
        guard widths.contains(width) else { throw .malformed("\(column.type) of \(width) bytes") }
        guard let members = column.members else {
            throw .unsupportedColumn(name, "the values of \(column.type) are unknown without full row metadata")
        }
        return make(width, members.map { Array($0.utf8) })
    }

    /// The published mapping of the zero-ETL types.
    func columnType(_ column: TableMap.Column) -> ColumnType {
        let metadata = Int(column.metadata)
        switch self {
        case .integer(let width, let isSigned):
            return switch (width, isSigned) {
            case (1, _), (2, true): .smallint
            case (2, false), (3, _), (4, true): .integer
            default: .bigint
            }
        case .unsignedBigint: return .decimal(precision: 20, scale: 0)
        case .float: return .real
        case .double: return .double
        case .decimal(let precision, let scale): return .decimal(precision: precision, scale: scale)
        case .bits: return .varbyte(length: 8)
        case .year: return .varchar(length: 4)
        case .date: return .date
        case .time, .timeOld: return .varchar(length: 18)
        case .datetime, .timestamp, .datetimeOld, .timestampOld: return .timestamp
        case .text(_, let set):
            guard column.type.isSized else { return .varchar(length: metadata == 1 ? 255 : 65535) }
            return .varchar(length: metadata / set.bytesPerCharacter)
        case .bytes:
            guard column.type.isSized else {
                return .varbyte(length: metadata == 1 ? 255 : metadata == 2 ? 65535 : 16_777_216)
            }
            return .varbyte(length: metadata)
        case .enumeration, .set: return .varchar(length: 1020)
        case .json: return .json
        }
    }
}

extension MySQLType {
    /// Whether the metadata of a string is its length in bytes (of a BLOB it is the width of the length).
    fileprivate var isSized: Bool { self == .varchar || self == .varString || self == .string }
}
