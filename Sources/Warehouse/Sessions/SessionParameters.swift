/// A parameter of a session: what SHOW, SET, current_setting and PG_SETTINGS know.
package struct SessionParameter: Sendable {
    /// What values a parameter takes.
    enum Rule: Sendable {
        case boolean
        case integer(ClosedRange<Int>)
        /// A number of milliseconds; units (ms, s, min, h) may follow it.
        case milliseconds
        /// One of these words, in any case.
        case choice([String])
        case text
        case encoding
        /// SET is refused.
        case fixed
    }

    /// The name as SHOW prints it; names are compared without case.
    package let name: String
    /// The value of a session that did not set it.
    package let defaultValue: String
    /// The name under which clients are told its value.
    package var reportedName: String { name }
    /// Whether clients are told its value at the start and on each change (ParameterStatus).
    package let isReported: Bool
    let rule: Rule

    init(_ name: String, _ defaultValue: String, _ rule: Rule = .text, reported: Bool = false) {
        self.name = name
        self.defaultValue = defaultValue
        self.rule = rule
        isReported = reported
    }

    /// The parameters of PostgreSQL and Redshift that clients read or set.
    package static let all: [SessionParameter] = reported + postgres + redshift

    /// The values of a session that set nothing, by lower-case name.
    package static let defaults = Dictionary(uniqueKeysWithValues: all.map { ($0.name.lowercased(), $0.defaultValue) })

    /// The parameter of this name in any case; nil if there is none.
    package static func named(_ name: String) -> SessionParameter? { byKey[name.lowercased()] }

    private static let byKey = Dictionary(uniqueKeysWithValues: all.map { ($0.name.lowercased(), $0) })
}
