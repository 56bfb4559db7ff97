internal import CDuckDB

/// One value: a parameter, or a cell of a small result.
package enum Value: Sendable, Equatable {
    case null
    case boolean(Bool)
    case integer(Int64)
    case hugeInteger(Int128)
    case double(Double)
    /// `unscaled` × 10^−`scale`.
    case decimal(unscaled: Int128, width: Int, scale: Int)
    case text(String)
    case blob([UInt8])
    /// Days since 1970-01-01.
    case date(days: Int32)
    /// Microseconds since midnight.
    case time(microseconds: Int64)
    /// Microseconds since 1970-01-01.
    case timestamp(microseconds: Int64)
    /// Microseconds since 1970-01-01 UTC.
    case timestampTZ(microseconds: Int64)
    case interval(months: Int32, days: Int32, microseconds: Int64)

    /// The text of a text value, nil for any other.
    package var text: String? { if case .text(let text) = self { text } else { nil } }

    /// The number of an integer value, nil for any other.
    package var integer: Int64? { if case .integer(let integer) = self { integer } else { nil } }

    func makeEngineValue() -> duckdb_value? {
        switch self {
        case .null: return duckdb_create_null_value()
        case .boolean(let value): return duckdb_create_bool(value)
        case .integer(let value): return duckdb_create_int64(value)
        case .hugeInteger(let value): return duckdb_create_hugeint(duckdb_hugeint(value))
        case .double(let value): return duckdb_create_double(value)
        case .decimal(let unscaled, let width, let scale):
            return duckdb_create_decimal(
                duckdb_decimal(width: UInt8(width), scale: UInt8(scale), value: duckdb_hugeint(unscaled)))
        case .text(var value):
            return value.withUTF8 { bytes in
                bytes.withMemoryRebound(to: CChar.self) { text in
                    duckdb_create_varchar_length(text.baseAddress, idx_t(text.count))
                }
            }
        case .blob(let value):
            return value.withUnsafeBufferPointer { duckdb_create_blob($0.baseAddress, idx_t($0.count)) }
        case .date(let days): return duckdb_create_date(duckdb_date(days: days))
        case .time(let microseconds): return duckdb_create_time(duckdb_time(micros: microseconds))
        case .timestamp(let microseconds): return duckdb_create_timestamp(duckdb_timestamp(micros: microseconds))
        case .timestampTZ(let microseconds): return duckdb_create_timestamp_tz(duckdb_timestamp(micros: microseconds))
        case .interval(let months, let days, let microseconds):
            return duckdb_create_interval(duckdb_interval(months: months, days: days, micros: microseconds))
        }
    }
}

extension duckdb_hugeint {
    init(_ value: Int128) {
        self.init(lower: UInt64(truncatingIfNeeded: value), upper: Int64(truncatingIfNeeded: value >> 64))
    }

    var value: Int128 { Int128(upper) << 64 | Int128(lower) }
}
