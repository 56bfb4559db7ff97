internal import Glibc

/// Values of the text protocol, in the session that a snapshot sets up (UTF-8, UTC), into columns.
enum SnapshotText {
    /// Appends the `length` bytes at `text`, which a zero byte follows, to a column of `format`.
    static func append(
        _ text: UnsafePointer<CChar>, length: Int, format: CellFormat, to column: inout ColumnBuffer
    ) throws(ReplicationError) {
        let bytes = UnsafeRawBufferPointer(start: text, count: length)
        switch format {
        case .integer: column.append(try integer(bytes))
        case .unsignedBigint: column.append(decimal: try decimal(bytes, scale: 0))
        case .decimal(_, let scale): column.append(decimal: try decimal(bytes, scale: scale))
        case .float: column.append(Float(strtod(text, nil)))
        case .double: column.append(strtod(text, nil))
        case .date: TimeDecoding.append(days: try day(bytes), to: &column)
        case .datetime, .timestamp, .datetimeOld, .timestampOld: try appendTimestamp(bytes, to: &column)
        case .bits, .year, .time, .timeOld, .text, .bytes, .enumeration, .set, .json: column.append(bytes: bytes)
        }
    }

    private static func unreadable(_ bytes: UnsafeRawBufferPointer) -> ReplicationError {
        ReplicationError(
            .schemaMismatch, "a value of the snapshot cannot be read",
            detail: String(decoding: bytes.prefix(40), as: UTF8.self))
    }

    private static func integer(_ bytes: UnsafeRawBufferPointer) throws(ReplicationError) -> Int64 {
        let value = try decimal(bytes, scale: 0)
        guard let narrow = Int64(exactly: value) else { throw unreadable(bytes) }
        return narrow
    }

    /// A decimal of at most 38 digits; digits after the point that `scale` has no room for are an error.
    private static func decimal(_ bytes: UnsafeRawBufferPointer, scale: Int) throws(ReplicationError) -> Int128 {
        var value: Int128 = 0
        var digits = 0
        var decimals: Int?
        let isNegative = bytes.first == UInt8(ascii: "-")
        for byte in bytes.dropFirst(isNegative ? 1 : 0) {
            if byte == UInt8(ascii: "."), decimals == nil {
                decimals = 0
                continue
            }
            guard 48...57 ~= byte, digits < 38 else { throw unreadable(bytes) }
            value = value * 10 + Int128(byte - 48)
            if value != 0 { digits += 1 }
            if let seen = decimals { decimals = seen + 1 }
        }
        guard bytes.count > (isNegative ? 1 : 0), (decimals ?? 0) <= scale else { throw unreadable(bytes) }
        for _ in (decimals ?? 0)..<scale {
            let (product, overflow) = value.multipliedReportingOverflow(by: 10)
            guard !overflow else { throw unreadable(bytes) }
            value = product
        }
        return isNegative ? -value : value
    }

    private static func number(
        _ bytes: UnsafeRawBufferPointer, _ range: Range<Int>
    ) throws(ReplicationError) -> Int {
        guard range.upperBound <= bytes.count else { throw unreadable(bytes) }
        var value = 0
        for index in range {
            guard 48...57 ~= bytes[index] else { throw unreadable(bytes) }
            value = value * 10 + Int(bytes[index] - 48)
        }
        return value
    }

    /// `YYYY-MM-DD`; nil for a date that does not exist.
    private static func day(_ bytes: UnsafeRawBufferPointer) throws(ReplicationError) -> Int? {
        Calendar.days(
            year: try number(bytes, 0..<4), month: try number(bytes, 5..<7), day: try number(bytes, 8..<10))
    }

    /// `YYYY-MM-DD hh:mm:ss[.ffffff]`.
    private static func appendTimestamp(
        _ bytes: UnsafeRawBufferPointer, to column: inout ColumnBuffer
    ) throws(ReplicationError) {
        let seconds =
            try number(bytes, 11..<13) * 3600 + (try number(bytes, 14..<16)) * 60 + (try number(bytes, 17..<19))
        var microseconds = 0
        if bytes.count > 20 {
            guard bytes.count <= 26 else { throw unreadable(bytes) }
            microseconds = try number(bytes, 20..<bytes.count)
            for _ in (bytes.count - 20)..<max(6, bytes.count - 20) { microseconds *= 10 }
        }
        TimeDecoding.append(days: try day(bytes), seconds: seconds, microseconds: microseconds, to: &column)
    }
}
