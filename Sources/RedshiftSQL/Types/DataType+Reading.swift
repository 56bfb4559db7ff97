/// Types from their names.
extension DataType {
    /// The type of that name and those modifiers (`numeric`, [10, 2]), in Redshift's and Athena's spellings.
    init(name: String, modifiers: [Int]) {
        let first = modifiers.first
        switch name {
        case "bool", "boolean": self = .boolean
        case "smallint", "int2", "tinyint": self = .smallint
        case "int", "integer", "int4": self = .integer
        case "bigint", "int8", "oid": self = .bigint
        case "decimal", "numeric", "dec":
            let precision = first ?? 18
            self = .decimal(precision: precision, scale: modifiers.count > 1 ? modifiers[1] : 0)
        case "real", "float4": self = .real
        case "float": self = first.map { $0 <= 24 } ?? false ? .real : .double
        case "double", "double precision", "float8": self = .double
        case "char", "character", "nchar": self = .character(length: first ?? 1)
        case "bpchar": self = .character(length: first ?? 256)
        case "varchar", "character varying", "nvarchar", "nchar varying": self = .varchar(length: first ?? 256)
        case "text": self = .varchar(length: 256)
        case "string": self = .varchar(length: Self.longestVarchar)
        case "name": self = .varchar(length: 128)
        case "date": self = .date
        case "time", "time without time zone": self = .time
        case "timetz", "time with time zone": self = .timeWithTimeZone
        case "timestamp", "timestamp without time zone", "datetime": self = .timestamp
        case "timestamptz", "timestamp with time zone": self = .timestampWithTimeZone
        case "interval": self = .interval
        case "super", "json": self = .super
        case "varbyte", "varbinary", "binary varying", "binary", "bytea": self = .varbyte(length: first)
        default: self = .named(name, modifiers: modifiers)
        }
    }

    /// The type from the engine's name for it, such as `DECIMAL(18,4)`; nested types become `named`.
    package init(engineName: String) {
        let bytes = Array(engineName.utf8)
        guard let open = bytes.firstIndex(of: UInt8(ascii: "(")), bytes.last == UInt8(ascii: ")") else {
            self = Self.plain(engineName: engineName)
            return
        }
        let head = String(decoding: bytes[..<open], as: UTF8.self).uppercased()
        let numbers = String(decoding: bytes[(open + 1)..<(bytes.count - 1)], as: UTF8.self)
            .split(separator: ",").compactMap { Int($0.filter { $0 != " " }) }
        if head == "DECIMAL", numbers.count == 2 {
            self = .decimal(precision: numbers[0], scale: numbers[1])
        } else {
            self = .named(engineName, modifiers: [])
        }
    }

    private static func plain(engineName: String) -> DataType {
        switch engineName.uppercased() {
        case "BOOLEAN": .boolean
        case "TINYINT", "UTINYINT", "SMALLINT": .smallint
        case "USMALLINT", "INTEGER": .integer
        case "UINTEGER", "BIGINT": .bigint
        case "HUGEINT", "UBIGINT": .decimal(precision: largestPrecision, scale: 0)
        case "FLOAT": .real
        case "DOUBLE": .double
        case "VARCHAR": .varchar(length: nil)
        case "DATE": .date
        case "TIME": .time
        case "TIME WITH TIME ZONE", "TIMETZ": .timeWithTimeZone
        case "TIMESTAMP", "TIMESTAMP_S", "TIMESTAMP_MS", "TIMESTAMP_NS": .timestamp
        case "TIMESTAMP WITH TIME ZONE", "TIMESTAMPTZ": .timestampWithTimeZone
        case "INTERVAL": .interval
        case "JSON": .super
        case "BLOB": .varbyte(length: nil)
        default: .named(engineName, modifiers: [])
        }
    }
}
