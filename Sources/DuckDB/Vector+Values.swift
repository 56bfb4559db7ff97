internal import CDuckDB

extension Vector {
    /// A value of any integer type, widened; 0 for types that are none.
    package func integer(at row: Int) -> Int64 {
        switch type {
        case .boolean: Int64(values(as: UInt8.self)[row])
        case .tinyInteger: Int64(values(as: Int8.self)[row])
        case .smallInteger: Int64(values(as: Int16.self)[row])
        case .integer, .date: Int64(values(as: Int32.self)[row])
        case .unsignedTinyInteger: Int64(values(as: UInt8.self)[row])
        case .unsignedSmallInteger: Int64(values(as: UInt16.self)[row])
        case .unsignedInteger: Int64(values(as: UInt32.self)[row])
        case .bigInteger, .time, .timestamp, .timestampTZ, .timestampSeconds, .timestampMilliseconds,
            .timestampNanoseconds:
            values(as: Int64.self)[row]
        default: 0
        }
    }

    /// The unscaled number of a decimal value, whatever its width.
    package func unscaledDecimal(at row: Int, width: Int) -> Int128 {
        switch width {
        case ...4: Int128(values(as: Int16.self)[row])
        case ...9: Int128(values(as: Int32.self)[row])
        case ...18: Int128(values(as: Int64.self)[row])
        default: values(as: duckdb_hugeint.self)[row].value
        }
    }

    /// A value of a hugeint or uuid column.
    package func hugeInteger(at row: Int) -> Int128 { values(as: duckdb_hugeint.self)[row].value }

    /// An interval's three parts.
    package func interval(at row: Int) -> (months: Int32, days: Int32, microseconds: Int64) {
        let value = values(as: duckdb_interval.self)[row]
        return (value.months, value.days, value.micros)
    }

    /// The position of an enumeration value among its type's names.
    package func enumerationIndex(at row: Int, of names: Int) -> Int {
        switch names {
        case ...0xFF: Int(values(as: UInt8.self)[row])
        case ...0xFFFF: Int(values(as: UInt16.self)[row])
        default: Int(values(as: UInt32.self)[row])
        }
    }

    /// The cell as a value: for metadata and tests, not for data.
    package func value(at row: Int) -> Value {
        guard isValid(row) else { return .null }
        switch type {
        case .boolean: return .boolean(values(as: UInt8.self)[row] != 0)
        case .tinyInteger, .smallInteger, .integer, .bigInteger, .unsignedTinyInteger, .unsignedSmallInteger,
            .unsignedInteger:
            return .integer(integer(at: row))
        case .unsignedBigInteger: return .hugeInteger(Int128(values(as: UInt64.self)[row]))
        case .hugeInteger: return .hugeInteger(hugeInteger(at: row))
        case .float: return .double(Double(values(as: Float.self)[row]))
        case .double: return .double(values(as: Double.self)[row])
        case .decimal(let width, let scale):
            return .decimal(unscaled: unscaledDecimal(at: row, width: width), width: width, scale: scale)
        case .varchar, .json: return .text(String(decoding: bytes(at: row), as: UTF8.self))
        case .enumeration(let names): return .text(names[enumerationIndex(at: row, of: names.count)])
        case .blob: return .blob(Array(bytes(at: row)))
        case .date: return .date(days: values(as: Int32.self)[row])
        case .time: return .time(microseconds: integer(at: row))
        case .timestamp: return .timestamp(microseconds: integer(at: row))
        case .timestampSeconds: return .timestamp(microseconds: integer(at: row) * 1_000_000)
        case .timestampMilliseconds: return .timestamp(microseconds: integer(at: row) * 1000)
        case .timestampNanoseconds: return .timestamp(microseconds: integer(at: row) / 1000)
        case .timestampTZ: return .timestampTZ(microseconds: integer(at: row))
        case .interval:
            let parts = interval(at: row)
            return .interval(months: parts.months, days: parts.days, microseconds: parts.microseconds)
        case .null: return .null
        case .unsignedHugeInteger, .bit, .uuid, .timeTZ, .list, .array, .structure, .map, .unknown:
            return .text("(\(type))")
        }
    }
}
