/// The warehouse types that the types of MySQL map to (the published zero-ETL mapping, with SMALLINT UNSIGNED and the
/// BLOB family added to it).
package enum ColumnType: Hashable, Sendable {
    case smallint
    case integer
    case bigint
    /// At most 38 digits, of which at most 37 after the point.
    case decimal(precision: Int, scale: Int)
    case real
    case double
    /// Text; the length is the declared one and is not enforced.
    case varchar(length: Int)
    /// Bytes; the length is the declared one and is not enforced.
    case varbyte(length: Int)
    case date
    case timestamp
    /// JSON text.
    case json

    /// Which buffer of `ColumnBuffer` holds the values.
    package enum Storage: Sendable {
        case integers, decimals, floats, doubles, bytes
    }

    /// The buffer that holds values of this type.
    package var storage: Storage {
        switch self {
        case .smallint, .integer, .bigint, .date, .timestamp: .integers
        case .decimal: .decimals
        case .real: .floats
        case .double: .doubles
        case .varchar, .varbyte, .json: .bytes
        }
    }
}

extension ColumnType: LosslessStringConvertible {
    /// The type in Redshift's SQL, for example `DECIMAL(10,2)`.
    package var description: String {
        switch self {
        case .smallint: "SMALLINT"
        case .integer: "INTEGER"
        case .bigint: "BIGINT"
        case .decimal(let precision, let scale): "DECIMAL(\(precision),\(scale))"
        case .real: "REAL"
        case .double: "DOUBLE PRECISION"
        case .varchar(let length): "VARCHAR(\(length))"
        case .varbyte(let length): "VARBYTE(\(length))"
        case .date: "DATE"
        case .timestamp: "TIMESTAMP"
        case .json: "SUPER"
        }
    }

    /// Reads what `description` wrote; nil for anything else.
    package init?(_ description: String) {
        let plain: [String: ColumnType] = [
            "SMALLINT": .smallint, "INTEGER": .integer, "BIGINT": .bigint, "REAL": .real, "DOUBLE PRECISION": .double,
            "DATE": .date, "TIMESTAMP": .timestamp, "SUPER": .json,
        ]
        if let type = plain[description] {
            self = type
            return
        }
        guard description.hasSuffix(")"), let open = description.firstIndex(of: "(") else { return nil }
        let numbers = description[description.index(after: open)...].dropLast().split(separator: ",").map { Int($0) }
        switch (description[..<open], numbers.count) {
        case ("VARCHAR", 1):
            guard let length = numbers[0] else { return nil }
            self = .varchar(length: length)
        case ("VARBYTE", 1):
            guard let length = numbers[0] else { return nil }
            self = .varbyte(length: length)
        case ("DECIMAL", 2):
            guard let precision = numbers[0], let scale = numbers[1] else { return nil }
            self = .decimal(precision: precision, scale: scale)
        default:
            return nil
        }
    }
}
