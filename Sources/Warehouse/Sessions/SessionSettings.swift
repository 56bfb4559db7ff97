/// The parameters of one session with their values.
package struct SessionSettings: Sendable, Equatable {
    /// Values by lower-case name: the defaults, then what the session set.
    package private(set) var values: [String: String]
    private let initial: [String: String]

    /// Settings as a session starts with them: the defaults, with the values of `start` over them.
    ///
    /// `start` is trusted (start-up parameters that were checked with `validated`, or what the server itself knows), so
    /// that it may hold parameters that SET refuses, such as `is_superuser`.
    package init(start: [String: String] = [:]) {
        initial = SessionParameter.defaults.merging(start.map { ($0.key.lowercased(), $0.value) }) { $1 }
        values = initial
    }

    /// The value of a parameter; throws 42704 for one that does not exist.
    package func value(of name: String) throws -> String {
        guard let value = values[name.lowercased()] else { throw SessionParameter.unknown(name) }
        return value
    }

    /// Sets a parameter, or resets it if `value` is nil; returns its value now. Throws 42704 for an unknown name, 22023
    /// for a value it does not take, 55P02 if it cannot be changed.
    @discardableResult
    package mutating func set(_ name: String, to value: String?) throws -> String {
        let key = name.lowercased()
        guard let value else {
            guard SessionParameter.named(name) != nil || key.contains(".") else { throw SessionParameter.unknown(name) }
            values[key] = initial[key]
            return values[key] ?? ""
        }
        let checked = try SessionParameter.validated(name, value)
        values[key] = checked
        return checked
    }

    /// Resets every parameter (RESET ALL, DISCARD ALL).
    package mutating func resetAll() { values = initial }

    /// Whether a parameter of rule boolean is on; false for any other.
    package func isOn(_ name: String) -> Bool { values[name.lowercased()] == "on" }

    /// The parameters that clients are told, with their values, in a fixed order.
    package var reported: [(name: String, value: String)] {
        SessionParameter.all.filter(\.isReported).map { ($0.name, values[$0.name.lowercased()] ?? $0.defaultValue) }
    }
}

extension SessionParameter {
    /// The form in which a value is kept; throws if the parameter does not exist or does not take it.
    ///
    /// Names with a dot in them are customs of an application: they take every text, as in PostgreSQL.
    package static func validated(_ name: String, _ value: String) throws -> String {
        guard let parameter = named(name) else {
            guard name.contains(".") else { throw unknown(name) }
            return value
        }
        return try parameter.normalized(value)
    }

    static func unknown(_ name: String) -> WarehouseError {
        WarehouseError(.undefinedObject, "unrecognized configuration parameter \"\(name)\"")
    }

    private func normalized(_ value: String) throws -> String {
        let word = value.lowercased()
        switch rule {
        case .text, .timeZone: return value
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
                throw WarehouseError(
                    .invalidParameter,
                    "\(number) is outside the valid range for parameter \"\(name)\" (\(range.lowerBound) .. \(range.upperBound))")
            }
            return String(number)
        case .milliseconds:
            guard let number = Self.milliseconds(word) else { throw invalid(value, hint: "units are ms, s, min, h and d") }
            return String(number)
        case .encoding:
            // The one encoding there is, by the names that clients have for it.
            guard ["utf8", "utf-8", "unicode", "'utf-8'"].contains(word) else {
                throw invalid(value, hint: "the only client encoding is UTF8")
            }
            return "UTF8"
        }
    }

    private func invalid(_ value: String, hint: String? = nil) -> WarehouseError {
        WarehouseError(.invalidParameter, "invalid value for parameter \"\(name)\": \"\(value)\"", hint: hint)
    }

    /// `1500`, `15s`, `2 min` in milliseconds; nil for anything else.
    private static func milliseconds(_ text: String) -> Int? {
        let digits = text.prefix(while: \.isNumber)
        let unit = text.dropFirst(digits.count).drop(while: { $0 == " " })
        let factors = ["": 1, "ms": 1, "s": 1000, "min": 60_000, "h": 3_600_000, "d": 86_400_000]
        guard let number = Int(digits), let factor = factors[String(unit)] else { return nil }
        let (product, overflow) = number.multipliedReportingOverflow(by: factor)
        return overflow || product > Int(Int32.max) ? nil : product
    }
}
