/// Dates, times and intervals in PostgreSQL's ISO style.
extension OutputCursor {
    static let microsecondsPerDay: Int64 = 86_400_000_000

    /// A day since 1970-01-01 in the proleptic Gregorian calendar.
    struct CivilDate {
        let year: Int
        let month: Int
        let day: Int

        /// By eras of 400 years that begin in March (H. Hinnant, "chrono-compatible low-level date algorithms").
        @inline(__always)
        init(daysSinceEpoch: Int) {
            let shifted = daysSinceEpoch + 719_468
            let era = (shifted >= 0 ? shifted : shifted - 146_096) / 146_097
            let dayOfEra = shifted - era * 146_097
            let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
            let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
            let shiftedMonth = (5 * dayOfYear + 2) / 153
            day = dayOfYear - (153 * shiftedMonth + 2) / 5 + 1
            month = shiftedMonth < 10 ? shiftedMonth + 3 : shiftedMonth - 9
            year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0)
        }
    }

    /// `Int32.max` and its negative are infinity, as in the engine.
    mutating func putDate(daysSinceEpoch: Int32) {
        if daysSinceEpoch == .max { return put("infinity") }
        if daysSinceEpoch == -.max { return put("-infinity") }
        let date = CivilDate(daysSinceEpoch: Int(daysSinceEpoch))
        putDay(date)
        if date.year <= 0 { put(" BC") }
    }

    /// `Int64.max` and its negative are infinity. `offsetSeconds` is written if given and already added to the time.
    @inline(__always)
    mutating func putTimestamp(microsecondsSinceEpoch: Int64, offsetSeconds: Int? = nil) {
        if microsecondsSinceEpoch == .max { return put("infinity") }
        if microsecondsSinceEpoch == -.max { return put("-infinity") }
        var days = microsecondsSinceEpoch / Self.microsecondsPerDay
        var time = microsecondsSinceEpoch % Self.microsecondsPerDay
        if time < 0 {
            time += Self.microsecondsPerDay
            days -= 1
        }
        let date = CivilDate(daysSinceEpoch: Int(days))
        putDay(date)
        put(UInt8(ascii: " "))
        putTime(microseconds: time)
        if let offsetSeconds { putOffset(seconds: offsetSeconds) }
        if date.year <= 0 { put(" BC") }
    }

    /// `HH:MM:SS` and the fraction without its last zeros.
    @inline(__always)
    mutating func putTime(microseconds: Int64) {
        let seconds = microseconds / 1_000_000
        putDecimal(UInt64(truncatingIfNeeded: seconds / 3600), digitCount: 2)
        put(UInt8(ascii: ":"))
        putDecimal(UInt64(truncatingIfNeeded: seconds / 60 % 60), digitCount: 2)
        put(UInt8(ascii: ":"))
        putDecimal(UInt64(truncatingIfNeeded: seconds % 60), digitCount: 2)
        putFraction(microseconds: microseconds % 1_000_000)
    }

    /// `+02`, `-03:30`: minutes and seconds only where there are some.
    mutating func putOffset(seconds: Int) {
        put(UInt8(ascii: seconds < 0 ? "-" : "+"))
        let magnitude = UInt64(seconds.magnitude)
        putDecimal(magnitude / 3600, digitCount: 2)
        guard magnitude % 3600 != 0 else { return }
        put(UInt8(ascii: ":"))
        putDecimal(magnitude / 60 % 60, digitCount: 2)
        guard magnitude % 60 != 0 else { return }
        put(UInt8(ascii: ":"))
        putDecimal(magnitude % 60, digitCount: 2)
    }

    /// PostgreSQL's own style: `1 year 2 mons -3 days 04:05:06.7`; parts that are zero are left out.
    mutating func putInterval(months: Int32, days: Int32, microseconds: Int64) {
        let start = next
        var isNegativeBefore = false
        func part(_ value: Int64, _ unit: StaticString, _ cursor: inout OutputCursor) {
            guard value != 0 else { return }
            if cursor.next != start { cursor.put(UInt8(ascii: " ")) }
            // After a negative part a plus is needed to be read as it was meant.
            if isNegativeBefore, value > 0 { cursor.put(UInt8(ascii: "+")) }
            isNegativeBefore = value < 0
            cursor.putDecimal(value)
            cursor.put(unit)
            if value != 1 { cursor.put(UInt8(ascii: "s")) }
        }
        part(Int64(months / 12), " year", &self)
        part(Int64(months % 12), " mon", &self)
        part(Int64(days), " day", &self)
        guard microseconds != 0 || next == start else { return }
        if next != start { put(UInt8(ascii: " ")) }
        if microseconds < 0 {
            put(UInt8(ascii: "-"))
        } else if isNegativeBefore {
            put(UInt8(ascii: "+"))
        }
        let magnitude = microseconds.magnitude
        let hours = magnitude / 3_600_000_000
        putDecimal(hours, digitCount: max(2, Self.digitCount(hours)))
        put(UInt8(ascii: ":"))
        putDecimal(magnitude / 60_000_000 % 60, digitCount: 2)
        put(UInt8(ascii: ":"))
        putDecimal(magnitude / 1_000_000 % 60, digitCount: 2)
        putFraction(microseconds: Int64(magnitude % 1_000_000))
    }

    @inline(__always)
    private mutating func putFraction(microseconds: Int64) {
        guard microseconds != 0 else { return }
        var digits = UInt64(truncatingIfNeeded: microseconds)
        var count = 6
        while digits % 10 == 0 {
            digits /= 10
            count -= 1
        }
        put(UInt8(ascii: "."))
        putDecimal(digits, digitCount: count)
    }

    /// Year (of BC where it is 0 or less), month and day.
    @inline(__always)
    private mutating func putDay(_ date: CivilDate) {
        let year = UInt64(truncatingIfNeeded: date.year > 0 ? date.year : 1 - date.year)
        putDecimal(year, digitCount: max(4, Self.digitCount(year)))
        put(UInt8(ascii: "-"))
        putDecimal(UInt64(truncatingIfNeeded: date.month), digitCount: 2)
        put(UInt8(ascii: "-"))
        putDecimal(UInt64(truncatingIfNeeded: date.day), digitCount: 2)
    }
}
