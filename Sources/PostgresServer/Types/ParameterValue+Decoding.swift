package import NIOCore

extension ParameterValue {
    /// Decodes a parameter as the client sent it. In text, dates and times are read in ISO form; what else they may be,
    /// and every type without a case of its own, stays text for the engine to convert.
    package init(_ bytes: ByteBuffer?, type: TypeOID, format: FormatCode) throws(PostgresError) {
        guard let bytes else {
            self = .null
            return
        }
        switch format {
        case .text: self = try Self.text(bytes, type: type)
        case .binary: self = try Self.binary(bytes, type: type)
        }
    }

    private static func text(_ bytes: ByteBuffer, type: TypeOID) throws(PostgresError) -> ParameterValue {
        let text = try utf8(bytes)
        func fail(_ name: String) -> PostgresError {
            PostgresError(.invalidTextRepresentation, "invalid input syntax for type \(name): \"\(text.prefix(100))\"")
        }
        let trimmed = text.trimmingASCIISpace
        switch type {
        case .boolean:
            guard let value = boolean(trimmed) else { throw fail("boolean") }
            return .boolean(value)
        case .smallint:
            guard let value = Int16(trimmed) else { throw fail("smallint") }
            return .smallint(value)
        case .integer:
            guard let value = Int32(trimmed) else { throw fail("integer") }
            return .integer(value)
        case .bigint, .oid:
            guard let value = Int64(trimmed) else { throw fail("bigint") }
            return .bigint(value)
        case .real:
            guard let value = Float(trimmed) else { throw fail("real") }
            return .real(value)
        case .double:
            guard let value = Double(trimmed) else { throw fail("double precision") }
            return .double(value)
        case .numeric:
            guard let value = DecimalText.parse(trimmed.utf8) else { throw fail("numeric") }
            return .decimal(digits: value.digits, scale: value.scale)
        case .bytea:
            guard let value = BytesText.parse(text.utf8) else { throw fail("bytea") }
            return .bytes(value)
        case .varbyte:
            guard let value = BytesText.hexadecimal(trimmed.utf8[...]) else { throw fail("varbyte") }
            return .bytes(value)
        case .date, .time, .timestamp, .timestampTZ: return TimeText.parse(trimmed.utf8, type: type) ?? .text(text)
        default: return .text(text)
        }
    }

    private static func binary(_ bytes: ByteBuffer, type: TypeOID) throws(PostgresError) -> ParameterValue {
        var bytes = bytes
        let value: ParameterValue? =
            switch type {
            case .boolean: bytes.readInteger(as: UInt8.self).map { .boolean($0 != 0) }
            case .smallint: bytes.readInteger().map { .smallint($0) }
            case .integer: bytes.readInteger().map { .integer($0) }
            case .bigint: bytes.readInteger().map { .bigint($0) }
            case .oid: bytes.readInteger(as: UInt32.self).map { .bigint(Int64($0)) }
            case .real: bytes.readInteger(as: UInt32.self).map { .real(Float(bitPattern: $0)) }
            case .double: bytes.readInteger(as: UInt64.self).map { .double(Double(bitPattern: $0)) }
            case .numeric: bytes.readNumeric()
            case .bytea, .varbyte: .bytes(bytes.readBytes(length: bytes.readableBytes) ?? [])
            case .date, .time, .timeTZ, .timestamp, .timestampTZ, .interval, .intervalYearToMonth, .intervalDayToSecond:
                bytes.readTemporal(type)
            case .uuid: bytes.readInteger(as: UInt128.self).map { .uuid($0) }
            case .jsonb: bytes.readInteger(as: UInt8.self) == 1 ? .text(try utf8(&bytes)) : nil
            case .text, .varchar, .bpchar, .name, .char, .json, .super, .unknown: .text(try utf8(&bytes))
            default:
                throw PostgresError(
                    .featureNotSupported, "binary parameters of type \(type.rawValue) are not supported",
                    hint: "send the parameter as text, or state its type")
            }
        guard let value, bytes.readableBytes == 0 else {
            throw PostgresError(
                .invalidBinaryRepresentation, "incorrect binary data format in a parameter of type \(type.rawValue)")
        }
        return value
    }

    private static func utf8(_ bytes: inout ByteBuffer) throws(PostgresError) -> String {
        defer { bytes.moveReaderIndex(to: bytes.writerIndex) }
        return try utf8(bytes)
    }

    private static func utf8(_ bytes: ByteBuffer) throws(PostgresError) -> String {
        guard let text = String(validating: bytes.readableBytesView, as: UTF8.self), !text.utf8.contains(0) else {
            throw PostgresError(
                .characterNotInRepertoire, "invalid byte sequence for encoding \"UTF8\" in a parameter")
        }
        return text
    }

    private static func boolean(_ text: String) -> Bool? {
        switch text.lowercased() {
        case "t", "true", "1", "y", "yes", "on": true
        case "f", "false", "0", "n", "no", "off": false
        default: nil
        }
    }
}

extension String {
    fileprivate var trimmingASCIISpace: String {
        let isSpace: (UInt8) -> Bool = { $0 == 0x20 || (0x09...0x0D).contains($0) }
        guard let first = utf8.firstIndex(where: { !isSpace($0) }), let last = utf8.lastIndex(where: { !isSpace($0) })
        else { return "" }
        return String(self[first...last])
    }
}

extension ByteBuffer {
    /// Days and microseconds count from 2000-01-01 on the wire.
    private static let epochDays: Int32 = 10_957
    private static let epochMicroseconds: Int64 = 946_684_800_000_000
    /// Seconds of a zone's offset: 15:59:59, as PostgreSQL bounds it.
    private static let largestOffset: Int32 = 57_599

    fileprivate mutating func readTemporal(_ type: TypeOID) -> ParameterValue? {
        switch type {
        case .date:
            guard let days = readInteger(as: Int32.self) else { return nil }
            return .date(daysSinceEpoch: Self.shift(days, by: Self.epochDays))
        case .time: return readTimeOfDay().map { .time(microseconds: $0) }
        case .timeTZ:
            guard let time = readTimeOfDay(), let west = readInteger(as: Int32.self),
                (-Self.largestOffset...Self.largestOffset).contains(west)
            else { return nil }
            return .timeTZ(microseconds: time, offsetSeconds: -west)
        case .timestamp, .timestampTZ:
            guard let wire = readInteger(as: Int64.self) else { return nil }
            let instant = Self.shift(wire, by: Self.epochMicroseconds)
            return type == .timestamp
                ? .timestamp(microsecondsSinceEpoch: instant) : .timestampTZ(microsecondsSinceEpoch: instant)
        case .intervalYearToMonth where readableBytes == 4:
            return readInteger().map { .interval(months: $0, days: 0, microseconds: 0) }
        case .intervalDayToSecond where readableBytes == 8:
            return readInteger().map { .interval(months: 0, days: 0, microseconds: $0) }
        default:
            guard let time = readInteger(as: Int64.self), let days = readInteger(as: Int32.self),
                let months = readInteger(as: Int32.self)
            else { return nil }
            return .interval(months: months, days: days, microseconds: time)
        }
    }

    /// Microseconds since midnight; nil beyond 24:00:00, the last time that PostgreSQL has.
    private mutating func readTimeOfDay() -> Int64? {
        readInteger(as: Int64.self).flatMap { (0...86_400_000_000).contains($0) ? $0 : nil }
    }

    /// The largest and smallest values stand for infinity on the wire; the engine's are the largest and its negative.
    private static func shift<T: FixedWidthInteger & SignedInteger>(_ value: T, by offset: T) -> T {
        if value == .max { return .max }
        if value == .min { return -.max }
        let (sum, overflow) = value.addingReportingOverflow(offset)
        return overflow ? .max : sum
    }

    /// NUMERIC in binary; nil for NaN, infinity and more than 38 digits.
    fileprivate mutating func readNumeric() -> ParameterValue? {
        guard let count = readInteger(as: UInt16.self), let weight = readInteger(as: Int16.self),
            let sign = readInteger(as: UInt16.self), let scale = readInteger(as: UInt16.self),
            sign == 0 || sign == 0x4000, scale <= 38, count <= 20
        else { return nil }
        var digits: Int128 = 0
        for _ in 0..<count {
            guard let group = readInteger(as: UInt16.self), group < 10_000,
                let next = digits.appending(Int128(group), base: 10_000)
            else { return nil }
            digits = next
        }
        // The last group stands for 10^exponent; the value wanted is digits × 10^(exponent + scale).
        var exponent = 4 * (Int(weight) - Int(count) + 1) + Int(scale)
        if digits == 0 { exponent = 0 }
        while exponent > 0 {
            guard let next = digits.appending(0, base: 10) else { return nil }
            digits = next
            exponent -= 1
        }
        while exponent < 0, digits != 0 {
            digits /= 10
            exponent += 1
        }
        return .decimal(digits: sign == 0 ? digits : -digits, scale: Int(scale))
    }
}

extension Int128 {
    /// `self` × base + digit; nil beyond 38 decimal digits.
    func appending(_ digit: Int128, base: Int128) -> Int128? {
        let (product, overflow) = multipliedReportingOverflow(by: base)
        guard !overflow else { return nil }
        let (sum, carry) = product.addingReportingOverflow(digit)
        return carry || sum >= 100_000_000_000_000_000_000_000_000_000_000_000_000 ? nil : sum
    }
}
