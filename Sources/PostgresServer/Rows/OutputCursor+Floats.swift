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
            let digits = UInt64(scaled.rounded())
            if Double(digits) / unit == magnitude {
                return putFixed(digits, places: places)
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
            let digits = UInt64(scaled.rounded())
            if Float(digits) / unit == magnitude {
                return putFixed(digits, places: places)
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
    private mutating func putDescription(_ text: String, fixedBelowExponent limit: Int) {
        var digits: UInt64 = 0
        var exponent = 0
        var isFraction = false
        var rest = text.utf8[...]
        while let byte = rest.first, byte != UInt8(ascii: "e") {
            rest.removeFirst()
            if byte == UInt8(ascii: ".") {
                isFraction = true
            } else {
                digits = digits &* 10 &+ UInt64(byte &- 48)
                if isFraction { exponent -= 1 }
            }
        }
        if !rest.isEmpty, let written = Int(Substring(rest.dropFirst())) { exponent += written }
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
