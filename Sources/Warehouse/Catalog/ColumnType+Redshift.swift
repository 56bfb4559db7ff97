package import DuckDB
package import RedshiftSQL

extension DataType {
    /// The Redshift type that an engine type stands for.
    package init(_ type: ColumnType) {
        switch type {
        case .boolean: self = .boolean
        case .tinyInteger, .unsignedTinyInteger, .smallInteger: self = .smallint
        case .integer, .unsignedSmallInteger: self = .integer
        case .bigInteger, .unsignedInteger: self = .bigint
        case .hugeInteger, .unsignedHugeInteger, .unsignedBigInteger: self = .decimal(precision: 38, scale: 0)
        case .decimal(let width, let scale): self = .decimal(precision: width, scale: scale)
        case .float: self = .real
        case .double: self = .double
        case .blob: self = .varbyte(length: nil)
        case .json, .list, .array, .structure, .map: self = .super
        case .date: self = .date
        case .time: self = .time
        case .timeTZ: self = .timeWithTimeZone
        case .timestamp, .timestampSeconds, .timestampMilliseconds, .timestampNanoseconds: self = .timestamp
        case .timestampTZ: self = .timestampWithTimeZone
        case .interval: self = .interval
        case .varchar, .enumeration, .bit, .uuid, .null: self = .varchar(length: nil)
        case .unknown(let number): self = .named("type \(number)", modifiers: [])
        }
    }
}
