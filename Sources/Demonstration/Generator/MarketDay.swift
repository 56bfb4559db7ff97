/// A day of the market's calendar.
package struct MarketDay: Sendable, Equatable, Comparable {
    /// Days since 1970-01-01.
    package let number: Int

    /// Makes the day with this number of days since 1970-01-01.
    package init(number: Int) { self.number = number }

    /// Makes the day of the Gregorian calendar (the usual count of days with March as the first month).
    package init(year: Int, month: Int, day: Int) {
        let shifted = month <= 2 ? year - 1 : year
        let era = shifted / 400
        let yearOfEra = shifted - era * 400
        let dayOfYear = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1
        number = era * 146_097 + yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear - 719_468
    }

    /// Year, month and day of the Gregorian calendar.
    package var parts: (year: Int, month: Int, day: Int) {
        let shifted = number + 719_468
        let era = shifted / 146_097
        let dayOfEra = shifted - era * 146_097
        let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let shiftedMonth = (5 * dayOfYear + 2) / 153
        let month = shiftedMonth < 10 ? shiftedMonth + 3 : shiftedMonth - 9
        let day = dayOfYear - (153 * shiftedMonth + 2) / 5 + 1
        return (yearOfEra + era * 400 + (month <= 2 ? 1 : 0), month, day)
    }

    /// `YYYY-MM-DD`.
    package var text: String {
        let (year, month, day) = parts
        return "\(year)-\(month < 10 ? "0" : "")\(month)-\(day < 10 ? "0" : "")\(day)"
    }

    /// Whether the market may be open: Monday to Friday. Holidays are not known here.
    package var isWeekday: Bool {
        // Day 0 was a Thursday.
        let dayOfWeek = ((number % 7) + 7) % 7
        return dayOfWeek != 2 && dayOfWeek != 3
    }

    /// This day, or the weekday after it, and the weekdays that follow.
    package func weekdays(count: Int) -> [MarketDay] {
        var days: [MarketDay] = []
        var day = self
        while days.count < count {
            if day.isWeekday { days.append(day) }
            day = MarketDay(number: day.number + 1)
        }
        return days
    }

    /// The day's first microsecond since 1970-01-01.
    package var startMicroseconds: Int64 { Int64(number) * 86_400_000_000 }

    package static func < (left: MarketDay, right: MarketDay) -> Bool { left.number < right.number }
}
