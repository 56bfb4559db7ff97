/// Integers and decimals, as text and in PostgreSQL's binary form of NUMERIC.
extension OutputCursor {
    @inline(__always)
    mutating func putDecimal(_ value: Int64) {
        if value < 0 { put(UInt8(ascii: "-")) }
        putDecimal(value.magnitude)
    }

    /// The digits of a number without leading zeros.
    @inline(__always)
    mutating func putDecimal(_ value: UInt64) {
        putDecimal(value, digitCount: Self.digitCount(value))
    }

    /// The last `digitCount` digits of a number, with leading zeros.
    @inline(__always)
    mutating func putDecimal(_ value: UInt64, digitCount: Int) {
        guard let target = take(digitCount) else { return }
        var rest = value
        var position = digitCount
        while position >= 2 {
            let pair = UInt8(truncatingIfNeeded: rest % 100)
            rest /= 100
            position &-= 2
            target.storeBytes(of: 48 &+ pair / 10, toByteOffset: position, as: UInt8.self)
            target.storeBytes(of: 48 &+ pair % 10, toByteOffset: position &+ 1, as: UInt8.self)
        }
        if position == 1 { target.storeBytes(of: 48 &+ UInt8(truncatingIfNeeded: rest % 10), as: UInt8.self) }
    }

    @inline(__always)
    static func digitCount(_ value: UInt64) -> Int {
        var count = 1
        var rest = value
        while rest >= 10_000 {
            rest /= 10_000
            count &+= 4
        }
        return count &+ (rest >= 1000 ? 3 : rest >= 100 ? 2 : rest >= 10 ? 1 : 0)
    }

    /// A number of up to 39 digits, divided by 10^`scale`, with exactly `scale` digits after the point.
    mutating func putDecimal(_ value: Int128, scale: Int) {
        if value < 0 { put(UInt8(ascii: "-")) }
        putDecimal(value.magnitude, scale: scale)
    }

    mutating func putDecimal(_ magnitude: UInt128, scale: Int) {
        guard scale > 0 else { return putDigits(magnitude) }
        guard let small = UInt64(exactly: magnitude), scale <= 18 else {
            let (whole, fraction) = magnitude.quotientAndRemainder(dividingBy: Self.powerOfTen(scale))
            putDigits(whole)
            put(UInt8(ascii: "."))
            return putDigits(fraction, digitCount: scale)
        }
        let unit = UInt64(truncatingIfNeeded: Self.powerOfTen(scale))
        putDecimal(small / unit)
        put(UInt8(ascii: "."))
        putDecimal(small % unit, digitCount: scale)
    }

    /// 10^`exponent`, which must be 0 to 38.
    static func powerOfTen(_ exponent: Int) -> UInt128 {
        var low: UInt64 = 1
        for _ in 0..<min(exponent, 19) { low &*= 10 }
        var result = UInt128(low)
        for _ in 0..<max(exponent - 19, 0) { result &*= 10 }
        return result
    }

    private static let eighteenDigits: UInt128 = 1_000_000_000_000_000_000

    private mutating func putDigits(_ value: UInt128) {
        if let small = UInt64(exactly: value) { return putDecimal(small) }
        let (high, low) = value.quotientAndRemainder(dividingBy: Self.eighteenDigits)
        putDigits(high)
        putDecimal(UInt64(truncatingIfNeeded: low), digitCount: 18)
    }

    private mutating func putDigits(_ value: UInt128, digitCount: Int) {
        guard digitCount > 18 else {
            return putDecimal(UInt64(truncatingIfNeeded: value), digitCount: digitCount)
        }
        let (high, low) = value.quotientAndRemainder(dividingBy: Self.eighteenDigits)
        putDigits(high, digitCount: digitCount - 18)
        putDecimal(UInt64(truncatingIfNeeded: low), digitCount: 18)
    }

    /// NUMERIC in binary: how many digits to base 10,000, the weight of the first, the sign, the digits after the
    /// point, then the digits to base 10,000, without zeros at either end (PostgreSQL, `numeric_send`).
    mutating func putNumericBinary(_ magnitude: UInt128, isNegative: Bool, scale: Int) {
        // Division of 128 bits is many times slower than of 64, which most numbers fit.
        if scale <= 18, let small = UInt64(exactly: magnitude) {
            putNumericBinary(fitting: small, isNegative: isNegative, scale: scale)
        } else {
            putNumericBinary(fitting: magnitude, isNegative: isNegative, scale: scale)
        }
    }

    @inline(__always)
    private mutating func putNumericBinary<Magnitude: FixedWidthInteger & UnsignedInteger>(
        fitting magnitude: Magnitude, isNegative: Bool, scale: Int
    ) {
        // 39 digits fill at most 10 groups on each side of the point.
        var groups = InlineArray<20, UInt16>(repeating: 0)
        let point = groups.count - (scale + 3) / 4
        var first = groups.count
        var (whole, fraction) = magnitude.quotientAndRemainder(
            dividingBy: Magnitude(truncatingIfNeeded: Self.powerOfTen(scale)))
        // The last group may hold fewer than four digits of the fraction: they are its leftmost.
        var digitsInGroup = scale % 4 == 0 ? 4 : scale % 4
        while first > point {
            first -= 1
            let unit = Magnitude(truncatingIfNeeded: Self.powerOfTen(digitsInGroup))
            groups[first] = UInt16(fraction % unit) * UInt16(truncatingIfNeeded: Self.powerOfTen(4 - digitsInGroup))
            fraction /= unit
            digitsInGroup = 4
        }
        while whole > 0 {
            first -= 1
            groups[first] = UInt16(whole % 10_000)
            whole /= 10_000
        }
        var end = groups.count
        while first < end, groups[first] == 0 { first += 1 }
        while first < end, groups[end - 1] == 0 { end -= 1 }
        putBigEndian(Int16(end - first))
        putBigEndian(Int16(first < end ? point - 1 - first : 0))
        putBigEndian(UInt16(isNegative && first < end ? 0x4000 : 0))
        putBigEndian(Int16(scale))
        for index in first..<end { putBigEndian(groups[index]) }
    }
}
