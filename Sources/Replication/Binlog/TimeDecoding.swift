/// Dates and times in MySQL's stored forms. A date with a zero year, month or day has no meaning elsewhere and becomes
/// null.
enum TimeDecoding {
    static func append(
        _ format: CellFormat, _ reader: inout ByteReader, to column: inout ColumnBuffer
    ) throws(ReplicationError) {
        switch format {
        case .date:
            let value = Int(try reader.littleEndian(3))
            append(days: Calendar.days(year: value >> 9, month: value >> 5 & 15, day: value & 31), to: &column)
        case .time(let digits):
            let packed = try packedTime(&reader, digits)
            let (clock, fraction) = (packed.magnitude >> 24, packed.magnitude & 0xFF_FFFF)
            let time = ClockTime(
                isNegative: packed < 0, hours: Int(clock >> 12 & 0x3FF), minutes: Int(clock >> 6 & 0x3F),
                seconds: Int(clock & 0x3F), microseconds: Int(fraction))
            column.append(bytes: time.text(fractionDigits: digits))
        case .datetime(let digits):
            // The sign bit is always set: the whole number is offset by 2^39.
            let value = Int(try reader.bigEndian(5)) - 0x80_0000_0000
            let fraction = try fraction(&reader, digits)
            let (date, clock) = (value >> 17, value & 0x1FFFF)
            let (months, day) = (date >> 5, date & 31)
            append(
                days: value < 0 ? nil : Calendar.days(year: months / 13, month: months % 13, day: day),
                seconds: (clock >> 12) * 3600 + (clock >> 6 & 63) * 60 + clock & 63, microseconds: fraction, to: &column
            )
        case .timestamp(let digits):
            let seconds = Int64(try reader.bigEndian(4))
            let fraction = try fraction(&reader, digits)
            if seconds == 0, fraction == 0 {
                column.appendNull()
            } else {
                column.append(seconds * 1_000_000 + Int64(fraction))
            }
        case .timeOld:
            let value = try reader.littleEndian(3)
            let signed = Int(Int32(bitPattern: UInt32(value) << 8) >> 8)
            let digits = Int(signed.magnitude)
            let time = ClockTime(
                isNegative: signed < 0, hours: digits / 10_000, minutes: digits / 100 % 100, seconds: digits % 100,
                microseconds: 0)
            column.append(bytes: time.text(fractionDigits: 0))
        case .datetimeOld:
            let value = try reader.littleEndian(8)
            guard value <= 99_991_231_235_959 else { throw .malformed("DATETIME \(value)") }
            let (date, clock) = (Int(value / 1_000_000), Int(value % 1_000_000))
            append(
                days: Calendar.days(year: date / 10_000, month: date / 100 % 100, day: date % 100),
                seconds: clock / 10_000 * 3600 + clock / 100 % 100 * 60 + clock % 100, microseconds: 0, to: &column)
        case .timestampOld:
            let seconds = Int64(try reader.littleEndian(4))
            if seconds == 0 { column.appendNull() } else { column.append(seconds * 1_000_000) }
        default:
            preconditionFailure("\(format) is no date or time")
        }
    }

    /// Microseconds from the stored fraction: one byte for two digits, rounded up.
    private static func fraction(_ reader: inout ByteReader, _ digits: Int) throws(ReplicationError) -> Int {
        let width = (digits + 1) / 2
        let scales = [0, 10_000, 100, 1]
        let value = Int(try reader.bigEndian(width)) * scales[width]
        guard value < 1_000_000 else { throw .malformed("fraction of \(value) microseconds") }
        return value
    }

    /// A TIME as `clock << 24 + microseconds`, negative as a whole.
    private static func packedTime(_ reader: inout ByteReader, _ digits: Int) throws(ReplicationError) -> Int {
        let width = (digits + 1) / 2
        let value = Int(try reader.bigEndian(3 + width)) - 0x80_0000 << (8 * width)
        let scales = [0, 10_000, 100, 1]
        let clock = value.magnitude >> UInt(8 * width)
        let fraction = Int(value.magnitude & (1 << UInt(8 * width) - 1)) * scales[width]
        guard fraction < 1_000_000 else { throw .malformed("fraction of \(fraction) microseconds") }
        let packed = Int(clock) << 24 + fraction
        return value < 0 ? -packed : packed
    }

    static func append(days: Int?, to column: inout ColumnBuffer) {
        if let days { column.append(Int64(days)) } else { column.appendNull() }
    }

    static func append(days: Int?, seconds: Int, microseconds: Int, to column: inout ColumnBuffer) {
        guard let days else { return column.appendNull() }
        column.append((Int64(days) * 86_400 + Int64(seconds)) * 1_000_000 + Int64(microseconds))
    }
}

/// Days of the proleptic Gregorian calendar.
enum Calendar {
    /// Days since 1970-01-01; nil if there is no such day.
    static func days(year: Int, month: Int, day: Int) -> Int? {
        guard (1...9999).contains(year), (1...12).contains(month), day >= 1 else { return nil }
        let isLeap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)
        let lengths = [31, isLeap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]
        guard day <= lengths[month - 1] else { return nil }
        // Years that begin in March put the leap day last, so the days before a month follow one formula.
        let shifted = month > 2 ? year : year - 1
        let dayOfYear = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1
        let era = shifted / 400
        let yearOfEra = shifted - era * 400
        return era * 146_097 + yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear - 719_468
    }
}

/// A TIME value, which may be negative and longer than a day.
struct ClockTime {
    let isNegative: Bool
    let hours: Int
    let minutes: Int
    let seconds: Int
    let microseconds: Int

    /// The value as the server prints it: `[-]hh:mm:ss[.fraction]`.
    func text(fractionDigits: Int) -> [UInt8] {
        var text: [UInt8] = []
        if isNegative { text.append(UInt8(ascii: "-")) }
        if hours >= 100 { text.append(UInt8(ascii: "0") + UInt8(hours / 100 % 10)) }
        for (place, value) in [hours % 100, minutes, seconds].enumerated() {
            if place > 0 { text.append(UInt8(ascii: ":")) }
            text += [UInt8(ascii: "0") + UInt8(value / 10), UInt8(ascii: "0") + UInt8(value % 10)]
        }
        guard fractionDigits > 0 else { return text }
        text.append(UInt8(ascii: "."))
        var divisor = 100_000
        for _ in 0..<fractionDigits {
            text.append(UInt8(ascii: "0") + UInt8(microseconds / divisor % 10))
            divisor /= 10
        }
        return text
    }
}
