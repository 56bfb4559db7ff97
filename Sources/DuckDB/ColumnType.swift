internal import CDuckDB

/// A type of the engine.
package indirect enum ColumnType: Sendable, Equatable, Hashable {
    case boolean
    case tinyInteger, smallInteger, integer, bigInteger, hugeInteger
    case unsignedTinyInteger, unsignedSmallInteger, unsignedInteger, unsignedBigInteger, unsignedHugeInteger
    case float, double
    case decimal(width: Int, scale: Int)
    case varchar
    /// Text that holds JSON; the engine form of SUPER.
    case json
    case blob, bit, uuid
    case date, time, timeTZ, timestamp, timestampTZ, interval
    case timestampSeconds, timestampMilliseconds, timestampNanoseconds
    case enumeration([String])
    case list(ColumnType)
    case array(ColumnType, count: Int)
    case structure([Column])
    case map(key: ColumnType, value: ColumnType)
    /// The type of a bare NULL.
    case null
    /// A type that Millrace does not read, by the engine's number for it; also a parameter's before it is known.
    case unknown(Int)

    init(_ type: duckdb_logical_type?) {
        let identifier = Int(duckdb_get_type_id(type))
        if let scalar = Self.scalars[identifier] {
            self = scalar
            return
        }
        switch identifier {
        case 17:
            let alias = duckdb_logical_type_get_alias(type)
            defer { duckdb_free(alias) }
            self = alias.map { String(cString: $0) } == "JSON" ? .json : .varchar
        case 19:
            self = .decimal(width: Int(duckdb_decimal_width(type)), scale: Int(duckdb_decimal_scale(type)))
        case 23:
            self = .enumeration(
                (0..<duckdb_enum_dictionary_size(type)).map { index in
                    let text = duckdb_enum_dictionary_value(type, idx_t(index))
                    defer { duckdb_free(text) }
                    return text.map { String(cString: $0) } ?? ""
                })
        case 24: self = .list(Self.child(duckdb_list_type_child_type(type)))
        case 25: self = .structure(Self.members(of: type))
        case 26:
            self = .map(
                key: Self.child(duckdb_map_type_key_type(type)), value: Self.child(duckdb_map_type_value_type(type)))
        case 33:
            self = .array(
                Self.child(duckdb_array_type_child_type(type)), count: Int(duckdb_array_type_array_size(type)))
        default: self = .unknown(identifier)
        }
    }

    /// The engine's numbers of the types without parameters.
    private static let scalars: [Int: ColumnType] = [
        1: .boolean, 2: .tinyInteger, 3: .smallInteger, 4: .integer, 5: .bigInteger, 6: .unsignedTinyInteger,
        7: .unsignedSmallInteger, 8: .unsignedInteger, 9: .unsignedBigInteger, 10: .float, 11: .double, 12: .timestamp,
        13: .date, 14: .time, 15: .interval, 16: .hugeInteger, 18: .blob, 20: .timestampSeconds,
        21: .timestampMilliseconds, 22: .timestampNanoseconds, 27: .uuid, 29: .bit, 30: .timeTZ, 31: .timestampTZ,
        32: .unsignedHugeInteger, 36: .null,
    ]

    private static let numbers: [ColumnType: Int] = Dictionary(uniqueKeysWithValues: scalars.map { ($1, $0) })

    private static func child(_ type: duckdb_logical_type?) -> ColumnType {
        var type = type
        defer { duckdb_destroy_logical_type(&type) }
        return ColumnType(type)
    }

    private static func members(of type: duckdb_logical_type?) -> [Column] {
        (0..<duckdb_struct_type_child_count(type)).map { index in
            let name = duckdb_struct_type_child_name(type, index)
            defer { duckdb_free(name) }
            return Column(
                name: name.map { String(cString: $0) } ?? "", type: child(duckdb_struct_type_child_type(type, index)))
        }
    }

    /// The engine's handle of this type, to be destroyed by the caller; for the types that can be written.
    func makeLogicalType() throws -> duckdb_logical_type? {
        if let number = Self.numbers[self] { return duckdb_create_logical_type(Int32(number)) }
        switch self {
        case .varchar: return duckdb_create_logical_type(17)
        case .json:
            let type = duckdb_create_logical_type(17)
            duckdb_logical_type_set_alias(type, "JSON")
            return type
        case .decimal(let width, let scale): return duckdb_create_decimal_type(UInt8(width), UInt8(scale))
        default:
            throw EngineError(kind: .notImplemented, message: "columns of type \(self) cannot be written")
        }
    }
}
