/// A Redshift or Athena type, as declared or as known of an expression.
package indirect enum DataType: Sendable, Hashable {
    case boolean
    case smallint
    case integer
    case bigint
    case decimal(precision: Int, scale: Int)
    case real
    case double
    /// CHAR of so many bytes.
    case character(length: Int)
    /// VARCHAR of so many bytes; nil where no bound is known.
    case varchar(length: Int?)
    case date
    case time
    case timeWithTimeZone
    case timestamp
    case timestampWithTimeZone
    case interval
    case `super`
    case varbyte(length: Int?)
    case list(DataType)
    case map(DataType, DataType)
    case structure([StructureField])
    /// A type by a name this module does not know; the engine or the session must.
    case named(String, modifiers: [Int])

    /// The largest VARCHAR, in bytes.
    package static let longestVarchar = 65_535

    /// What SUM, division and the like cap the precision of a DECIMAL at.
    package static let largestPrecision = 38
}

/// One field of a `struct<…>`.
package struct StructureField: Sendable, Hashable {
    package let name: String
    package let type: DataType

    package init(name: String, type: DataType) {
        self.name = name
        self.type = type
    }
}

extension DataType {
    /// The type as the engine's SQL has it. Lengths are left out: the engine does not keep them.
    package var engineName: String {
        switch self {
        case .boolean: "BOOLEAN"
        case .smallint: "SMALLINT"
        case .integer: "INTEGER"
        case .bigint: "BIGINT"
        case .decimal(let precision, let scale): "DECIMAL(\(precision),\(scale))"
        case .real: "FLOAT"
        case .double: "DOUBLE"
        case .character, .varchar: "VARCHAR"
        case .date: "DATE"
        case .time: "TIME"
        case .timeWithTimeZone: "TIMETZ"
        case .timestamp: "TIMESTAMP"
        case .timestampWithTimeZone: "TIMESTAMPTZ"
        case .interval: "INTERVAL"
        case .super: "JSON"
        case .varbyte: "BLOB"
        case .list(let element): element.engineName + "[]"
        case .map(let key, let value): "MAP(\(key.engineName), \(value.engineName))"
        case .structure(let fields):
            "STRUCT(" + fields.map { "\(Identifier.quote($0.name)) \($0.type.engineName)" }.joined(separator: ", ")
                + ")"
        case .named(let name, let modifiers):
            Identifier.quote(name) + (modifiers.isEmpty ? "" : "(\(modifiers.map(String.init).joined(separator: ",")))")
        }
    }

    /// The type as Redshift's catalog prints it.
    package var redshiftName: String {
        switch self {
        case .decimal(let precision, let scale): "numeric(\(precision),\(scale))"
        case .real: "real"
        case .double: "double precision"
        case .character(let length): "character(\(length))"
        case .varchar(let length): "character varying(\(length ?? Self.longestVarchar))"
        case .time: "time without time zone"
        case .timeWithTimeZone: "time with time zone"
        case .timestamp: "timestamp without time zone"
        case .timestampWithTimeZone: "timestamp with time zone"
        case .super: "super"
        case .varbyte(let length): "binary varying(\(length ?? 64_000))"
        case .list(let element): "array<\(element.redshiftName)>"
        case .map(let key, let value): "map<\(key.redshiftName),\(value.redshiftName)>"
        case .structure(let fields):
            "struct<" + fields.map { "\($0.name):\($0.type.redshiftName)" }.joined(separator: ",") + ">"
        case .named(let name, _): name
        default: engineName.lowercased()
        }
    }

    /// Whether values are whole numbers.
    var isInteger: Bool { self == .smallint || self == .integer || self == .bigint }

    /// Whether values are lists of the engine.
    var isList: Bool {
        if case .list = self { true } else { false }
    }

    /// Whether values are text.
    var isText: Bool {
        switch self {
        case .character, .varchar: true
        default: false
        }
    }

    /// The DECIMAL that a number enters exact arithmetic as; nil for floating point and all else.
    var asDecimal: (precision: Int, scale: Int)? {
        switch self {
        case .smallint: (5, 0)
        case .integer: (10, 0)
        case .bigint: (19, 0)
        case .decimal(let precision, let scale): (precision, scale)
        default: nil
        }
    }
}
