/// The number of a data type on the wire, as PostgreSQL and Redshift assign them.
package struct TypeOID: RawRepresentable, Hashable, Sendable {
    package let rawValue: UInt32

    /// Any number a client may send.
    package init(rawValue: UInt32) { self.rawValue = rawValue }

    private init(_ rawValue: UInt32) { self.rawValue = rawValue }

    /// A parameter whose type the client left open.
    package static let unspecified = TypeOID(0)
    package static let boolean = TypeOID(16)
    package static let bytea = TypeOID(17)
    package static let char = TypeOID(18)
    package static let name = TypeOID(19)
    package static let bigint = TypeOID(20)
    package static let smallint = TypeOID(21)
    package static let integer = TypeOID(23)
    package static let text = TypeOID(25)
    package static let oid = TypeOID(26)
    package static let json = TypeOID(114)
    package static let real = TypeOID(700)
    package static let double = TypeOID(701)
    /// What PostgreSQL calls a literal whose type is not known yet; its form is text.
    package static let unknown = TypeOID(705)
    /// CHAR(n); the type modifier is n + 4.
    package static let bpchar = TypeOID(1042)
    /// VARCHAR(n); the type modifier is n + 4.
    package static let varchar = TypeOID(1043)
    package static let date = TypeOID(1082)
    package static let time = TypeOID(1083)
    package static let timestamp = TypeOID(1114)
    package static let timestampTZ = TypeOID(1184)
    package static let interval = TypeOID(1186)
    /// Redshift's INTERVAL YEAR TO MONTH.
    package static let intervalYearToMonth = TypeOID(1188)
    /// Redshift's INTERVAL DAY TO SECOND.
    package static let intervalDayToSecond = TypeOID(1190)
    package static let timeTZ = TypeOID(1266)
    /// DECIMAL(p, s); the type modifier is ((p << 16) | s) + 4.
    package static let numeric = TypeOID(1700)
    package static let uuid = TypeOID(2950)
    package static let jsonb = TypeOID(3802)
    /// Redshift's SUPER; its form is JSON text.
    package static let `super` = TypeOID(4000)
    /// Redshift's VARBYTE; its text form is hexadecimal without a prefix.
    package static let varbyte = TypeOID(6551)

    /// Bytes of a value in binary form as RowDescription states it; -1 for types of varying length.
    package var wireSize: Int16 {
        switch self {
        case .boolean, .char: 1
        case .smallint: 2
        case .integer, .oid, .real, .date: 4
        case .bigint, .double, .time, .timestamp, .timestampTZ: 8
        case .timeTZ: 12
        case .interval, .intervalYearToMonth, .intervalDayToSecond, .uuid: 16
        case .name: 64
        default: -1
        }
    }

    /// The type modifier of DECIMAL(precision, scale).
    package static func decimalModifier(precision: Int, scale: Int) -> Int32 {
        Int32(truncatingIfNeeded: (precision << 16 | scale) + 4)
    }

    /// The type modifier of VARCHAR(length) and CHAR(length), length in bytes.
    package static func lengthModifier(_ length: Int) -> Int32 {
        Int32(truncatingIfNeeded: length + 4)
    }
}
