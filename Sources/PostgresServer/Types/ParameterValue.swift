/// A parameter of a statement, decoded by its type; times count from 1970-01-01 as the engine does.
package enum ParameterValue: Sendable, Equatable {
    case null
    case boolean(Bool)
    case smallint(Int16)
    case integer(Int32)
    case bigint(Int64)
    case real(Float)
    case double(Double)
    /// `digits` × 10^-`scale`; at most 38 digits.
    case decimal(digits: Int128, scale: Int)
    /// Text of any type that has no case of its own, and of parameters without a type.
    case text(String)
    case bytes([UInt8])
    case date(daysSinceEpoch: Int32)
    case time(microseconds: Int64)
    /// A time of day with its offset, seconds east of UTC.
    case timeTZ(microseconds: Int64, offsetSeconds: Int32)
    case timestamp(microsecondsSinceEpoch: Int64)
    case timestampTZ(microsecondsSinceEpoch: Int64)
    case interval(months: Int32, days: Int32, microseconds: Int64)
    /// Sixteen bytes, most significant first.
    case uuid(UInt128)
}
