internal import DuckDB

/// What a shared column holds, in Redshift's words; the types a manifest may name.
enum SharedType: Equatable {
    case scalar(Scalar)
    case decimal(precision: Int, scale: Int)
    /// Arrays, structures and maps: their Parquet type says all.
    case nested

    /// The types without parameters, by Redshift's names for them.
    enum Scalar: String, CaseIterable {
        case boolean, smallint, integer, bigint, real
        case double = "double precision"
        case text = "character varying"
        case date
        case time = "time without time zone"
        case timeTZ = "time with time zone"
        case timestamp = "timestamp without time zone"
        case timestampTZ = "timestamp with time zone"
        case interval
        case `super`
        case bytes = "binary varying"

        var engineName: String {
            switch self {
            case .boolean: "BOOLEAN"
            case .smallint: "SMALLINT"
            case .integer: "INTEGER"
            case .bigint: "BIGINT"
            case .real: "FLOAT"
            case .double: "DOUBLE"
            case .text: "VARCHAR"
            case .date: "DATE"
            case .time: "TIME"
            case .timeTZ: "TIMETZ"
            case .timestamp: "TIMESTAMP"
            case .timestampTZ: "TIMESTAMPTZ"
            case .interval: "INTERVAL"
            case .super: "JSON"
            case .bytes: "BLOB"
            }
        }
    }

    /// What a column of the engine means; types that Redshift has not become the narrowest it has.
    init(_ type: ColumnType) {
        self =
            switch type {
            case .boolean: .scalar(.boolean)
            case .tinyInteger, .smallInteger, .unsignedTinyInteger: .scalar(.smallint)
            case .integer, .unsignedSmallInteger: .scalar(.integer)
            case .bigInteger, .unsignedInteger: .scalar(.bigint)
            case .hugeInteger, .unsignedBigInteger, .unsignedHugeInteger: .decimal(precision: 38, scale: 0)
            case .decimal(let width, let scale): .decimal(precision: width, scale: scale)
            case .float: .scalar(.real)
            case .double: .scalar(.double)
            case .date: .scalar(.date)
            case .time: .scalar(.time)
            case .timeTZ: .scalar(.timeTZ)
            case .timestamp, .timestampSeconds, .timestampMilliseconds, .timestampNanoseconds: .scalar(.timestamp)
            case .timestampTZ: .scalar(.timestampTZ)
            case .interval: .scalar(.interval)
            case .json: .scalar(.super)
            case .blob: .scalar(.bytes)
            case .varchar, .bit, .uuid, .enumeration, .null, .unknown: .scalar(.text)
            case .list, .array, .structure, .map: .nested
            }
    }

    /// The type of that name in a manifest; nil if there is none.
    init?(name: String) {
        if let scalar = Scalar(rawValue: name) {
            self = .scalar(scalar)
        } else if name == "nested" {
            self = .nested
        } else if name.hasPrefix("numeric("), name.hasSuffix(")") {
            let numbers = name.dropFirst(8).dropLast().split(separator: ",", omittingEmptySubsequences: false).map {
                Int($0)
            }
            guard numbers.count == 2, let precision = numbers[0], let scale = numbers[1],
                (1...38).contains(precision), (0...precision).contains(scale)
            else { return nil }
            self = .decimal(precision: precision, scale: scale)
        } else {
            return nil
        }
    }

    /// The name in a manifest.
    var name: String {
        switch self {
        case .scalar(let scalar): scalar.rawValue
        case .decimal(let precision, let scale): "numeric(\(precision),\(scale))"
        case .nested: "nested"
        }
    }

    /// `column` as it is written to Parquet. Intervals and times with a zone lose digits there, so they go as text.
    func written(_ column: String) -> String {
        switch self {
        case .scalar(.interval), .scalar(.timeTZ): "CAST(\(column) AS VARCHAR) AS \(column)"
        default: read(column)
        }
    }

    /// `column` as it is read back.
    func read(_ column: String) -> String {
        switch self {
        case .scalar(let scalar): "CAST(\(column) AS \(scalar.engineName)) AS \(column)"
        case .decimal(let precision, let scale): "CAST(\(column) AS DECIMAL(\(precision),\(scale))) AS \(column)"
        case .nested: column
        }
    }
}
