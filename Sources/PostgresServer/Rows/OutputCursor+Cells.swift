/// A column ready for the loop over cells: its form and where its values lie.
struct CellColumn {
    let form: CellForm
    let values: UnsafeRawPointer
    let validity: UnsafePointer<UInt64>?

    @inline(__always)
    func isValid(_ row: Int) -> Bool {
        guard let validity else { return true }
        return validity[row &>> 6] &>> UInt64(truncatingIfNeeded: row & 63) & 1 != 0
    }

    @inline(__always)
    func value<T: BitwiseCopyable>(_ row: Int, as type: T.Type = T.self) -> T {
        values.loadUnaligned(fromByteOffset: row &* MemoryLayout<T>.stride, as: T.self)
    }

    /// The bytes of a text or blob value: a length, then up to 12 bytes in place, or a prefix and a pointer.
    @inline(__always)
    func bytes(_ row: Int) -> UnsafeRawBufferPointer {
        Self.bytes(values + row &* 16)
    }

    @inline(__always)
    static func bytes(_ entry: UnsafeRawPointer) -> UnsafeRawBufferPointer {
        let length = Int(entry.loadUnaligned(as: UInt32.self))
        if length <= 12 { return UnsafeRawBufferPointer(start: entry + 4, count: length) }
        return UnsafeRawBufferPointer(
            start: entry.loadUnaligned(fromByteOffset: 8, as: UnsafeRawPointer.self), count: length)
    }
}

/// One cell without its length; the row is valid.
extension OutputCursor {
    /// Days and microseconds from 1970-01-01 to 2000-01-01, from which binary dates and times count.
    private static let epochDays: Int32 = 10_957
    private static let epochMicroseconds: Int64 = 946_684_800_000_000

    @inline(__always)
    mutating func putCell(
        _ column: CellColumn, _ row: Int, zone: inout ZoneOffsets
    ) throws(PostgresError) {
        switch column.form {
        case .boolean(let binary):
            let isTrue = column.value(row, as: UInt8.self) != 0
            put(binary ? (isTrue ? 1 : 0) : UInt8(ascii: isTrue ? "t" : "f"))
        case .integer(let layout, let form): try putInteger(column.integer(row, layout), form)
        case .wideInteger(let layout, let form): putWide(column, row, layout, form)
        case .decimal(let bytes, let scale, let form): putDecimalCell(column, row, bytes, scale, form)
        case .real(let binary):
            let value = column.value(row, as: Float.self)
            if binary { putBigEndian(value.bitPattern) } else { putShortest(value) }
        case .double(let binary):
            let value = column.value(row, as: Double.self)
            if binary { putBigEndian(value.bitPattern) } else { putShortest(value) }
        case .text: put(column.bytes(row))
        case .bytes(let form): putBytes(column.bytes(row), form)
        case .bits: putBits(column.bytes(row))
        case .date(let binary):
            let days = column.value(row, as: Int32.self)
            if binary { putBinaryDate(days) } else { putDate(daysSinceEpoch: days) }
        case .time(let binary):
            let time = column.value(row, as: Int64.self)
            if binary { putBigEndian(time) } else { putTime(microseconds: time) }
        case .timeTZ(let binary): putTimeTZ(column.value(row, as: UInt64.self), binary)
        case .timestamp(let units, let binary):
            let instant = try Self.microseconds(column.value(row, as: Int64.self), unitsPerSecond: units)
            if binary { putBinaryTimestamp(instant) } else { putTimestamp(microsecondsSinceEpoch: instant) }
        case .timestampTZ(let binary):
            let instant = column.value(row, as: Int64.self)
            if binary { putBinaryTimestamp(instant) } else { putTimestampTZ(instant, zone: &zone) }
        case .interval(let form):
            putInterval(column.value(row, as: IntervalLayout.self), form)
        case .uuid(let binary): putUUID(column.value(row, as: UInt128.self) ^ (1 << 127), binary: binary)
        case .null, .nested: preconditionFailure("\(column.form) is not written as a cell of its own")
        }
    }

    /// The engine's interval.
    struct IntervalLayout: BitwiseCopyable {
        let months: Int32
        let days: Int32
        let microseconds: Int64
    }

    /// Infinities stay what they are.
    @inline(__always)
    static func microseconds(_ value: Int64, unitsPerSecond: Int64) throws(PostgresError) -> Int64 {
        if unitsPerSecond == 1_000_000 || value == .max || value == -.max { return value }
        if unitsPerSecond > 1_000_000 {
            let divisor = unitsPerSecond / 1_000_000
            return value / divisor - (value % divisor < 0 ? 1 : 0)
        }
        let (result, overflow) = value.multipliedReportingOverflow(by: 1_000_000 / unitsPerSecond)
        guard !overflow else { throw PostgresError(.datetimeOverflow, "timestamp out of range") }
        return result
    }

    mutating func putTimestampTZ(_ instant: Int64, zone: inout ZoneOffsets) {
        guard instant != .max, instant != -.max else { return putTimestamp(microsecondsSinceEpoch: instant) }
        let offset = zone.offset(atSecond: instant / 1_000_000 - (instant % 1_000_000 < 0 ? 1 : 0))
        let (local, overflow) = instant.addingReportingOverflow(Int64(offset) * 1_000_000)
        putTimestamp(microsecondsSinceEpoch: overflow ? instant : local, offsetSeconds: overflow ? 0 : offset)
    }

    @inline(__always)
    private mutating func putInteger(_ value: Int64, _ form: CellForm.IntegerForm) throws(PostgresError) {
        switch form {
        case .text: putDecimal(value)
        case .binary8: putBigEndian(value)
        case .binary4:
            guard let narrow = Int32(exactly: value) else {
                throw PostgresError(.numericValueOutOfRange, "integer out of range")
            }
            putBigEndian(narrow)
        case .binary2:
            guard let narrow = Int16(exactly: value) else {
                throw PostgresError(.numericValueOutOfRange, "smallint out of range")
            }
            putBigEndian(narrow)
        case .numericBinary: putNumericBinary(UInt128(value.magnitude), isNegative: value < 0, scale: 0)
        }
    }

    private mutating func putWide(
        _ column: CellColumn, _ row: Int, _ layout: CellForm.WideLayout, _ form: CellForm.NumericForm
    ) {
        let magnitude: UInt128
        var isNegative = false
        switch layout {
        case .uint64: magnitude = UInt128(column.value(row, as: UInt64.self))
        case .uint128: magnitude = column.value(row, as: UInt128.self)
        case .int128:
            let value = column.value(row, as: Int128.self)
            isNegative = value < 0
            magnitude = value.magnitude
        }
        if form == .binary { return putNumericBinary(magnitude, isNegative: isNegative, scale: 0) }
        if isNegative { put(UInt8(ascii: "-")) }
        putDecimal(magnitude, scale: 0)
    }

    @inline(__always)
    private mutating func putDecimalCell(
        _ column: CellColumn, _ row: Int, _ bytes: Int, _ scale: Int, _ form: CellForm.NumericForm
    ) {
        let value: Int128 =
            switch bytes {
            case 2: Int128(column.value(row, as: Int16.self))
            case 4: Int128(column.value(row, as: Int32.self))
            case 8: Int128(column.value(row, as: Int64.self))
            default: column.value(row, as: Int128.self)
            }
        if form == .text { return putDecimal(value, scale: scale) }
        putNumericBinary(value.magnitude, isNegative: value < 0, scale: scale)
    }

    private mutating func putBytes(_ bytes: UnsafeRawBufferPointer, _ form: CellForm.BytesForm) {
        switch form {
        case .raw: put(bytes)
        case .prefixedHexadecimal:
            put("\\x")
            putHexadecimal(bytes)
        case .hexadecimal: putHexadecimal(bytes)
        }
    }

    private mutating func putBits(_ bytes: UnsafeRawBufferPointer) {
        guard let unused = bytes.first, unused < 8 else { return }
        for index in Int(unused)..<max(Int(unused), (bytes.count - 1) * 8) {
            put(bytes[1 + index / 8] >> UInt8(7 - index % 8) & 1 == 0 ? UInt8(ascii: "0") : UInt8(ascii: "1"))
        }
    }

    mutating func putHexadecimal(_ bytes: UnsafeRawBufferPointer) {
        guard let target = take(bytes.count * 2) else { return }
        @inline(__always)
        func digit(_ value: UInt8) -> UInt8 { value < 10 ? 48 &+ value : 87 &+ value }
        for (index, byte) in bytes.enumerated() {
            target.storeBytes(of: digit(byte >> 4), toByteOffset: index &* 2, as: UInt8.self)
            target.storeBytes(of: digit(byte & 15), toByteOffset: index &* 2 &+ 1, as: UInt8.self)
        }
    }

    private mutating func putBinaryDate(_ days: Int32) {
        if days == .max { return putBigEndian(Int32.max) }
        if days == -.max { return putBigEndian(Int32.min) }
        putBigEndian(days.subtractingReportingOverflow(Self.epochDays).partialValue)
    }

    @inline(__always)
    private mutating func putBinaryTimestamp(_ instant: Int64) {
        if instant == .max { return putBigEndian(Int64.max) }
        if instant == -.max { return putBigEndian(Int64.min) }
        putBigEndian(instant.subtractingReportingOverflow(Self.epochMicroseconds).partialValue)
    }

    private mutating func putTimeTZ(_ bits: UInt64, _ binary: Bool) {
        let time = Int64(bits >> 24)
        let offset = 57_599 - Int(bits & 0xFF_FFFF)
        if binary {
            putBigEndian(time)
            putBigEndian(Int32(truncatingIfNeeded: -offset))
        } else {
            putTime(microseconds: time)
            putOffset(seconds: offset)
        }
    }

    private mutating func putInterval(_ value: IntervalLayout, _ form: CellForm.IntervalForm) {
        switch form {
        case .text: putInterval(months: value.months, days: value.days, microseconds: value.microseconds)
        case .binary:
            putBigEndian(value.microseconds)
            putBigEndian(value.days)
            putBigEndian(value.months)
        case .binaryMonths: putBigEndian(value.months)
        case .binaryMicroseconds:
            putBigEndian(value.microseconds &+ Int64(value.days) &* Self.microsecondsPerDay)
        }
    }

    mutating func putUUID(_ value: UInt128, binary: Bool) {
        if binary { return putBigEndian(value) }
        withUnsafeBytes(of: value.bigEndian) { bytes in
            for (index, end) in [4, 6, 8, 10, 16].enumerated() {
                let start = [0, 4, 6, 8, 10][index]
                if index > 0 { put(UInt8(ascii: "-")) }
                putHexadecimal(UnsafeRawBufferPointer(rebasing: bytes[start..<end]))
            }
        }
    }
}

extension CellColumn {
    @inline(__always)
    func integer(_ row: Int, _ layout: CellForm.IntegerLayout) -> Int64 {
        switch layout {
        case .int8: Int64(value(row, as: Int8.self))
        case .int16: Int64(value(row, as: Int16.self))
        case .int32: Int64(value(row, as: Int32.self))
        case .int64: value(row, as: Int64.self)
        case .uint8: Int64(value(row, as: UInt8.self))
        case .uint16: Int64(value(row, as: UInt16.self))
        case .uint32: Int64(value(row, as: UInt32.self))
        }
    }
}
