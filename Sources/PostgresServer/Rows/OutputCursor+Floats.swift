/// Floating-point numbers as PostgreSQL prints them: the shortest digits that read back as the same number.
extension OutputCursor {
    /// Doubles go to exponents from 15 digits on, floats from 6.
    mutating func putShortest(_ value: Double) {
        let magnitude = value.magnitude
        guard magnitude.isFinite else { return putNonFinite(isNaN: value.isNaN, sign: value.sign) }
        if value.sign == .minus { put(UInt8(ascii: "-")) }
        // With 15 digits at most, one decimal stands for each double: if n / 10^k gives the value back, its digits are
        // the shortest. Prices and counts are of this kind; they need no general algorithm.
        var unit = 1.0
        for places in 0...6 {
            let scaled = magnitude * unit
            guard scaled < 1e15 else { break }
            let whole = scaled.rounded()
            // Two roundings, of the number and of the product, are at most two units in the last place: what is farther
            // off needs no division to be ruled out.
            if (scaled - whole).magnitude <= 2 * scaled.ulp, whole / unit == magnitude {
                return putFixed(UInt64(whole), places: places)
            }
            unit *= 10
        }
        putDescription(magnitude.description, fixedBelowExponent: 15)
    }

    mutating func putShortest(_ value: Float) {
        let magnitude = value.magnitude
        guard magnitude.isFinite else { return putNonFinite(isNaN: value.isNaN, sign: value.sign) }
        if value.sign == .minus { put(UInt8(ascii: "-")) }
        // As for doubles, with 6 digits and powers of ten that a float holds exactly.
        var unit: Float = 1
        for places in 0...6 {
            let scaled = magnitude * unit
            guard scaled < 1e6 else { break }
            let whole = scaled.rounded()
            if (scaled - whole).magnitude <= 2 * scaled.ulp, whole / unit == magnitude {
                return putFixed(UInt64(whole), places: places)
            }
            unit *= 10
        }
        putDescription(magnitude.description, fixedBelowExponent: 6)
    }

    private mutating func putNonFinite(isNaN: Bool, sign: FloatingPointSign) {
        if isNaN { return put("NaN") }
        put(sign == .minus ? "-Infinity" : "Infinity")
    }

    /// `digits` / 10^`places`; small numbers whose first digit comes late are left to the exponent form.
    private mutating func putFixed(_ digits: UInt64, places: Int) {
        guard places > 0 else { return putDecimal(digits) }
        if Self.digitCount(digits) - places <= -4 {
            return putDigits(digits, exponent: -places, fixedBelowExponent: 0)
        }
        var unit: UInt64 = 1
        for _ in 0..<places { unit &*= 10 }
        putDecimal(digits / unit)
        put(UInt8(ascii: "."))
        putDecimal(digits % unit, digitCount: places)
    }

    /// The standard library's text has the shortest digits too (17 at most); only their arrangement is another.
    private mutating func putDescription(_ description: String, fixedBelowExponent limit: Int) {
        var text = description
        var digits: UInt64 = 0
        var exponent = 0
        text.withUTF8 { bytes in
            var isFraction = false
            var index = 0
            while index < bytes.count, bytes[index] != UInt8(ascii: "e") {
                if bytes[index] == UInt8(ascii: ".") {
                    isFraction = true
                } else {
                    digits = digits &* 10 &+ UInt64(bytes[index] &- 48)
                    if isFraction { exponent -= 1 }
                }
                index += 1
            }
            guard index + 1 < bytes.count else { return }
            let isNegative = bytes[index + 1] == UInt8(ascii: "-")
            var written = 0
            for byte in bytes[(index + 2)...] { written = written &* 10 &+ Int(byte &- 48) }
            exponent += isNegative ? -written : written
        }
        while digits > 0, digits % 10 == 0 {
            digits /= 10
            exponent += 1
        }
        putDigits(digits, exponent: exponent, fixedBelowExponent: limit)
    }

    /// `digits` × 10^`exponent`: fixed if the first digit stands between 10^-4 and 10^`limit`, else with an exponent.
    private mutating func putDigits(_ digits: UInt64, exponent: Int, fixedBelowExponent limit: Int) {
        let count = Self.digitCount(digits)
        let first = exponent + count - 1
        guard first < -4 || first >= limit else {
            return putFixed(digits, count: count, exponent: exponent)
        }
        var unit: UInt64 = 1
        for _ in 1..<count { unit &*= 10 }
        putDecimal(digits / unit)
        if count > 1 {
            put(UInt8(ascii: "."))
            putDecimal(digits % unit, digitCount: count - 1)
        }
        put(first < 0 ? "e-" : "e+")
        putDecimal(UInt64(first.magnitude), digitCount: max(2, Self.digitCount(UInt64(first.magnitude))))
    }

    private mutating func putFixed(_ digits: UInt64, count: Int, exponent: Int) {
        if exponent >= 0 {
            putDecimal(digits)
            for _ in 0..<exponent { put(UInt8(ascii: "0")) }
        } else if count <= -exponent {
            put("0.")
            for _ in 0..<(-exponent - count) { put(UInt8(ascii: "0")) }
            putDecimal(digits)
        } else {
            var unit: UInt64 = 1
            for _ in 0..<(-exponent) { unit &*= 10 }
            putDecimal(digits / unit)
            put(UInt8(ascii: "."))
            putDecimal(digits % unit, digitCount: -exponent)
        }
    }
}
