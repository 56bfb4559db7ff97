/// Decimal numbers in text, for example `-12.50` or `1e3`.
enum DecimalText {
    /// The number as `digits` × 10^-`scale`; nil if it is not one or needs more than 38 digits.
    static func parse(_ text: String.UTF8View) -> (digits: Int128, scale: Int)? {
        var rest = text[...]
        let isNegative = rest.first == UInt8(ascii: "-")
        if let sign = rest.first, sign == UInt8(ascii: "-") || sign == UInt8(ascii: "+") { rest.removeFirst() }
        var digits: Int128 = 0
        var digitCount = 0
        var scale = 0
        var hasPoint = false
        while let byte = rest.first, byte != UInt8(ascii: "e"), byte != UInt8(ascii: "E") {
            rest.removeFirst()
            if byte == UInt8(ascii: "."), !hasPoint {
                hasPoint = true
                continue
            }
            guard byte >= 48, byte <= 57, let next = digits.appending(Int128(byte - 48), base: 10) else { return nil }
            digits = next
            digitCount += 1
            if hasPoint { scale += 1 }
        }
        guard digitCount > 0 else { return nil }
        if !rest.isEmpty {
            guard let exponent = Int(Substring(rest.dropFirst())), exponent.magnitude < 1000 else { return nil }
            scale -= exponent
        }
        while scale < 0 {
            guard let next = digits.appending(0, base: 10) else { return nil }
            digits = next
            scale += 1
        }
        guard scale <= 38 else { return nil }
        return (isNegative ? -digits : digits, scale)
    }
}

/// Dates and times in ISO form: `2024-01-31`, `09:30:00.25`, `2024-01-31 09:30:00+02`, with `T` and `Z` too.
enum TimeText {
    /// The value of one of the types date, time, timestamp and timestamptz; nil if the text is in another form, or a
    /// timestamptz does not state its offset.
    static func parse(_ text: String.UTF8View, type: TypeOID) -> ParameterValue? {
        var reader = Reader(rest: Array(text)[...])
        switch type {
        case .date:
            guard let days = reader.date(), reader.isAtEnd else { return nil }
            return .date(daysSinceEpoch: days)
        case .time:
            guard let time = reader.time(), reader.isAtEnd else { return nil }
            return .time(microseconds: time)
        case .timestamp, .timestampTZ:
            guard let days = reader.date() else { return nil }
            var instant = Int64(days) * 86_400_000_000
            if !reader.isAtEnd {
                guard reader.take(UInt8(ascii: " ")) || reader.take(UInt8(ascii: "T")), let time = reader.time() else {
                    return nil
                }
                instant += time
            }
            if type == .timestamp { return reader.isAtEnd ? .timestamp(microsecondsSinceEpoch: instant) : nil }
            guard let offset = reader.offset(), reader.isAtEnd else { return nil }
            return .timestampTZ(microsecondsSinceEpoch: instant - Int64(offset) * 1_000_000)
        default: return nil
        }
    }

    /// Days from 1970-01-01 to a day of the proleptic Gregorian calendar; nil if there is no such day.
    static func days(year: Int, month: Int, day: Int) -> Int32? {
        let isLeap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)
        let lengths = [31, isLeap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]
        guard (1...12).contains(month), (1...lengths[month - 1]).contains(day) else { return nil }
        // Years from March, as in `CivilDate`; the four digits of a year keep all of it small.
        let shiftedYear = month <= 2 ? year - 1 : year
        let era = (shiftedYear >= 0 ? shiftedYear : shiftedYear - 399) / 400
        let yearOfEra = shiftedYear - era * 400
        let dayOfYear = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1
        let dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear
        return Int32(era * 146_097 + dayOfEra - 719_468)
    }

    private struct Reader {
        var rest: ArraySlice<UInt8>

        var isAtEnd: Bool { rest.isEmpty }

        mutating func take(_ byte: UInt8) -> Bool {
            guard rest.first == byte else { return false }
            rest.removeFirst()
            return true
        }

        /// Exactly `count` digits.
        mutating func number(digits count: Int) -> Int? {
            guard rest.count >= count else { return nil }
            var value = 0
            for byte in rest.prefix(count) {
                guard byte >= 48, byte <= 57 else { return nil }
                value = value * 10 + Int(byte - 48)
            }
            rest.removeFirst(count)
            return value
        }

        mutating func date() -> Int32? {
            guard let year = number(digits: 4), take(UInt8(ascii: "-")), let month = number(digits: 2),
                take(UInt8(ascii: "-")), let day = number(digits: 2)
            else { return nil }
            return TimeText.days(year: year, month: month, day: day)
        }

        mutating func time() -> Int64? {
            guard let hours = number(digits: 2), take(UInt8(ascii: ":")), let minutes = number(digits: 2),
                hours < 24, minutes < 60
            else { return nil }
            var microseconds = Int64(hours * 3600 + minutes * 60) * 1_000_000
            guard take(UInt8(ascii: ":")) else { return microseconds }
            guard let seconds = number(digits: 2), seconds < 60 else { return nil }
            microseconds += Int64(seconds) * 1_000_000
            guard take(UInt8(ascii: ".")) else { return microseconds }
            var unit: Int64 = 100_000
            while let digit = number(digits: 1) {
                microseconds += Int64(digit) * unit
                unit /= 10
            }
            return microseconds
        }

        /// Seconds east of UTC.
        mutating func offset() -> Int? {
            if take(UInt8(ascii: "Z")) || take(UInt8(ascii: "z")) { return 0 }
            let isWest = rest.first == UInt8(ascii: "-")
            guard isWest || rest.first == UInt8(ascii: "+") else { return nil }
            rest.removeFirst()
            guard let hours = number(digits: 2), hours < 16 else { return nil }
            var seconds = hours * 3600
            let hasColon = take(UInt8(ascii: ":"))
            if let minutes = number(digits: 2) {
                guard minutes < 60 else { return nil }
                seconds += minutes * 60
            } else if hasColon {
                return nil
            }
            return isWest ? -seconds : seconds
        }
    }
}
