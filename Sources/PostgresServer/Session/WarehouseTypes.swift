internal import DuckDB
internal import RedshiftSQL
internal import Warehouse

extension PostgresError {
    /// An error of the warehouse as a client sees it.
    init(_ error: WarehouseError) {
        self.init(
            SQLState(rawValue: error.sqlState), error.message, detail: error.detail, hint: error.hint,
            position: error.position)
    }
}

extension SessionMessage {
    init(_ notice: SessionNotice) {
        switch notice {
        case .info(let text): self = .notice(PostgresNotice(.info, text))
        case .warning(let text): self = .notice(PostgresNotice(.warning, text))
        case .parameter(let name, let value): self = .parameter(name: name, value: value)
        }
    }
}

extension TypeOID {
    /// The wire type of an engine type (Redshift's numbers; types that clients do not know are text).
    init(_ type: ColumnType) {
        switch type {
        case .boolean: self = .boolean
        case .tinyInteger, .smallInteger, .unsignedTinyInteger: self = .smallint
        case .integer, .unsignedSmallInteger: self = .integer
        case .bigInteger, .unsignedInteger: self = .bigint
        case .hugeInteger, .unsignedHugeInteger, .unsignedBigInteger, .decimal: self = .numeric
        case .float: self = .real
        case .double: self = .double
        case .blob: self = .varbyte
        case .json, .list, .array, .structure, .map: self = .super
        case .uuid: self = .uuid
        case .date: self = .date
        case .time: self = .time
        case .timeTZ: self = .timeTZ
        case .timestamp, .timestampSeconds, .timestampMilliseconds, .timestampNanoseconds: self = .timestamp
        case .timestampTZ: self = .timestampTZ
        case .interval: self = .interval
        case .unknown: self = .unspecified
        case .varchar, .enumeration, .bit, .null: self = .varchar
        }
    }
}

extension ResultColumn {
    init(_ column: Column) {
        let type = TypeOID(column.type)
        let modifier: Int32 =
            switch column.type {
            case .decimal(let width, let scale): TypeOID.decimalModifier(precision: width, scale: scale)
            case .hugeInteger, .unsignedHugeInteger, .unsignedBigInteger:
                TypeOID.decimalModifier(precision: 38, scale: 0)
            default: -1
            }
        // A type that depends on parameters still open is shown as text.
        self.init(name: column.name, type: type == .unspecified ? .varchar : type, typeModifier: modifier)
    }
}

extension Value {
    init(_ parameter: ParameterValue) {
        switch parameter {
        case .null: self = .null
        case .boolean(let value): self = .boolean(value)
        case .smallint(let value): self = .integer(Int64(value))
        case .integer(let value): self = .integer(Int64(value))
        case .bigint(let value): self = .integer(value)
        case .real(let value): self = .double(Double(value))
        case .double(let value): self = .double(value)
        case .decimal(let digits, let scale): self = .decimal(unscaled: digits, width: 38, scale: scale)
        case .text(let text): self = .text(text)
        case .bytes(let bytes): self = .blob(bytes)
        case .date(let days): self = .date(days: days)
        case .time(let microseconds): self = .time(microseconds: microseconds)
        case .timeTZ(let microseconds, _): self = .time(microseconds: microseconds)
        case .timestamp(let microseconds): self = .timestamp(microseconds: microseconds)
        case .timestampTZ(let microseconds): self = .timestampTZ(microseconds: microseconds)
        case .interval(let months, let days, let microseconds):
            self = .interval(months: months, days: days, microseconds: microseconds)
        case .uuid(let value): self = .text(Self.uuidText(value))
        }
    }

    /// Groups of 8, 4, 4, 4 and 12 hexadecimal digits (RFC 9562).
    private static func uuidText(_ value: UInt128) -> String {
        let digits = String(value, radix: 16)
        var text = String(repeating: "0", count: 32 - digits.count) + digits
        for offset in [20, 16, 12, 8] { text.insert("-", at: text.index(text.startIndex, offsetBy: offset)) }
        return text
    }
}

extension CopyFormat {
    /// The format of a COPY statement; throws for options the protocol cannot carry.
    init(_ format: RedshiftSQL.CopyFormat) throws {
        guard format.encoding != .binary else {
            throw PostgresError(.featureNotSupported, "COPY in binary format is not supported", hint: "use text or csv")
        }
        func byte(_ text: String, _ what: String) throws -> UInt8 {
            guard let byte = text.utf8.first, text.utf8.count == 1 else {
                throw PostgresError(.invalidParameterValue, "COPY \(what) must be a single one-byte character")
            }
            return byte
        }
        self.init(
            style: format.encoding == .csv ? .csv : .text, delimiter: try byte(format.delimiter, "delimiter"),
            null: Array(format.null.utf8), hasHeader: format.hasHeader, quote: try byte(format.quote, "quote"),
            escape: try format.escape.map { try byte($0, "escape") })
    }
}
