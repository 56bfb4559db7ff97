import Foundation

/// A session's time zone: the offset from UTC at an instant, looked up once for each stretch between two changes.
package struct ZoneOffsets: Sendable {
    private let zone: TimeZone?
    private var start: Int64 = .max
    private var end: Int64 = .min
    private var offset = 0

    /// A zone by its name in the time zone database, or UTC.
    package init(name: String) {
        let isUTC = ["UTC", "Etc/UTC", "GMT", "Zulu"].contains { $0.caseInsensitiveCompare(name) == .orderedSame }
        zone = isUTC ? nil : TimeZone(identifier: name)
    }

    /// Seconds east of UTC at an instant, in seconds since 1970.
    @inline(__always)
    mutating func offset(atSecond second: Int64) -> Int {
        guard let zone else { return 0 }
        if second < start || second >= end { lookUp(second, in: zone) }
        return offset
    }

    private mutating func lookUp(_ second: Int64, in zone: TimeZone) {
        let date = Date(timeIntervalSince1970: TimeInterval(second))
        offset = zone.secondsFromGMT(for: date)
        start = second
        // Foundation says when the offset changes next, not when it changed last; a day back is looked up again.
        end =
            zone.nextDaylightSavingTimeTransition(after: date).map { Int64($0.timeIntervalSince1970) } ?? second
            + 86_400
        if end <= second { end = second + 1 }
    }
}
