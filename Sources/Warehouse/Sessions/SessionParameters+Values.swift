extension SessionParameter {
    /// Throws 22023 if the parameter does not take the value, 55000 if it cannot be changed.
    func check(_ value: String) throws { _ = try normalized(value) }

    /// The form in which a value is kept: `on` and `off`, milliseconds without a unit, words in lower case.
    func normalized(_ value: String) throws -> String {
        let word = value.lowercased()
        switch rule {
        case .text: return value
        case .fixed:
            if value == defaultValue { return value }
            throw WarehouseError(.objectNotReady, "parameter \"\(name)\" cannot be changed")
        case .boolean:
            if ["on", "true", "t", "yes", "y", "1"].contains(word) { return "on" }
            if ["off", "false", "f", "no", "n", "0"].contains(word) { return "off" }
            throw WarehouseError(.invalidParameter, "parameter \"\(name)\" requires a Boolean value")
        case .choice(let words):
            if words.contains(word) { return word }
            throw invalid(value, hint: "available values: \(words.joined(separator: ", "))")
        case .integer(let range):
            guard let number = Int(value) else { throw invalid(value) }
            guard range.contains(number) else {
                let bounds = "\(range.lowerBound) .. \(range.upperBound)"
                throw WarehouseError(
                    .invalidParameter, "\(number) is outside the valid range for parameter \"\(name)\" (\(bounds))")
            }
            return String(number)
        case .milliseconds:
            guard let number = Self.milliseconds(word) else {
                throw invalid(value, hint: "units are ms, s, min, h and d")
            }
            return String(number)
        case .encoding:
            guard ["utf8", "utf-8", "unicode"].contains(word) else {
                throw invalid(value, hint: "the only client encoding is UTF8")
            }
            return "UTF8"
        }
    }

    private func invalid(_ value: String, hint: String? = nil) -> WarehouseError {
        WarehouseError(.invalidParameter, "invalid value for parameter \"\(name)\": \"\(value)\"", hint: hint)
    }

    /// `1500`, `15s`, `2 min` in milliseconds; nil for anything else, and for more than 24 days.
    private static func milliseconds(_ text: String) -> Int? {
        let digits = text.prefix { $0.isASCII && $0.isNumber }
        let unit = text.dropFirst(digits.count).drop { $0 == " " }
        let factors = ["": 1, "ms": 1, "s": 1000, "min": 60_000, "h": 3_600_000, "d": 86_400_000]
        guard let number = Int(digits), let factor = factors[String(unit)] else { return nil }
        let (product, overflow) = number.multipliedReportingOverflow(by: factor)
        return overflow || product > Int(Int32.max) ? nil : product
    }
}
