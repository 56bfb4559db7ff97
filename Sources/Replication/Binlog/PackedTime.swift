/// The text of a scaled decimal.
enum DecimalText {
    static func text(_ value: Int128, scale: Int) -> [UInt8] {
        var digits = Array(String(value.magnitude).utf8)
        if digits.count <= scale {
            digits = [UInt8](repeating: UInt8(ascii: "0"), count: scale + 1 - digits.count) + digits
        }
        if scale > 0 { digits.insert(UInt8(ascii: "."), at: digits.count - scale) }
        return value < 0 ? [UInt8(ascii: "-")] + digits : digits
    }
}

/// The 64-bit form of dates and times inside JSON documents: date and clock fields above 24 bits of microseconds.
enum PackedTime {
    static func text(_ packed: Int64, isDate: Bool, isTime: Bool) -> [UInt8] {
        let magnitude = packed.magnitude
        let (fields, fraction) = (Int(magnitude >> 24), Int(magnitude & 0xFF_FFFF))
        if isTime {
            let time = ClockTime(
                isNegative: packed < 0, hours: fields >> 12 & 0x3FF, minutes: fields >> 6 & 63, seconds: fields & 63,
                microseconds: fraction)
            return time.text(fractionDigits: 6)
        }
        let (months, day) = (fields >> 22, fields >> 17 & 31)
        var text = padded(months / 13 % 10_000, 4) + [UInt8(ascii: "-")] + padded(months % 13, 2)
        text += [UInt8(ascii: "-")] + padded(day, 2)
        guard !isDate else { return text }
        let time = ClockTime(
            isNegative: false, hours: fields >> 12 & 31, minutes: fields >> 6 & 63, seconds: fields & 63,
            microseconds: fraction)
        return text + [UInt8(ascii: " ")] + time.text(fractionDigits: 6)
    }

    private static func padded(_ value: Int, _ width: Int) -> [UInt8] {
        let digits = Array(String(value).utf8)
        return [UInt8](repeating: UInt8(ascii: "0"), count: max(0, width - digits.count)) + digits
    }
}
