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
        case .deallocated(let name): self = .deallocated(name)
        }
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

extension TypeOID {
    /// The engine's type for parameters of this type; nil where the statement decides.
    var engineType: ColumnType? {
        switch self {
        case .boolean: .boolean
        case .smallint: .smallInteger
        case .integer: .integer
        case .bigint, .oid: .bigInteger
        case .real: .float
        case .double: .double
        case .date: .date
        case .time: .time
        case .timestamp: .timestamp
        case .timestampTZ: .timestampTZ
        case .interval: .interval
        case .bytea, .varbyte: .blob
        case .uuid: .uuid
        case .text, .varchar, .bpchar, .name, .char, .super, .json, .jsonb: .varchar
        // A DECIMAL's width is not stated with it: the value brings its own.
        default: nil
        }
    }
}
