/// A format of TO_CHAR for numbers, such as `FM$999,990.00`.
struct NumberFormat {
    /// Text before the digits: a currency mark or a literal.
    private(set) var prefix = ""
    /// Digits before and after the decimal point.
    private(set) var wholeDigits = 0
    private(set) var decimals = 0
    private(set) var isGrouped = false
    /// Digits that are written even if zero, before the decimal point.
    private(set) var zeroDigits = 0
    /// FM: no blanks are added.
    private(set) var isFilled = true
    /// PR: negative numbers in angle brackets.
    private(set) var hasBrackets = false
    /// MI or S at the end: the sign follows the digits.
    private(set) var hasTrailingSign = false

    /// Nil for a text that is no format of numbers.
    init?(_ format: String) {
        var rest = Substring(Tokenizer.folded(format.utf8))
        var isAfterPoint = false
        var firstZero: Int?
        while let mark = rest.first {
            if rest.hasPrefix("fm") || rest.hasPrefix("pr") || rest.hasPrefix("mi") || rest.hasPrefix("sg") {
                if rest.hasPrefix("fm") { isFilled = false }
                if rest.hasPrefix("pr") { hasBrackets = true }
                if rest.hasPrefix("mi") || rest.hasPrefix("sg") { hasTrailingSign = wholeDigits > 0 }
                rest = rest.dropFirst(2)
                continue
            }
            rest = rest.dropFirst()
            switch mark {
            case "9" where isAfterPoint, "0" where isAfterPoint: decimals += 1
            case "9": wholeDigits += 1
            case "0":
                firstZero = firstZero ?? wholeDigits
                wholeDigits += 1
            case ".", "d": isAfterPoint = true
            case ",", "g": isGrouped = true
            case "s": hasTrailingSign = wholeDigits > 0
            case "$", "l": prefix = "$"
            case " ": break
            default: return nil
            }
        }
        guard wholeDigits + decimals > 0 else { return nil }
        zeroDigits = firstZero.map { wholeDigits - $0 } ?? 0
    }

    /// How many characters the digits take, with their separators and point.
    var digitWidth: Int {
        wholeDigits + (isGrouped ? max(0, (wholeDigits - 1) / 3) : 0) + (decimals > 0 ? decimals + 1 : 0)
    }
}
