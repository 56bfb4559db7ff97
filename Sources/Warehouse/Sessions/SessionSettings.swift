package import RedshiftSQL

/// The settings of a session, as SET leaves them.
package struct SessionSettings: Sendable {
    /// What was set, by lower-case name.
    private(set) var values: [String: String] = [:]

    /// The schemas that names without one are looked up in.
    package var searchPath: [String] = ["public"]

    /// The value of a setting; nil if it has never been set.
    subscript(_ name: String) -> String? {
        get { values[name] }
        set { values[name] = newValue }
    }

    /// All that was set.
    mutating func resetAll() {
        values = [:]
        searchPath = ["public"]
    }

    /// How SQL is read under these settings.
    var sqlOptions: SQLOptions {
        SQLOptions(
            caseSensitiveIdentifiers: isOn("enable_case_sensitive_identifier"),
            caseSensitiveAttributes: isOn("enable_case_sensitive_super_attribute"))
    }

    /// The longest a statement may run; nil for ever.
    var statementTimeoutMilliseconds: Int? {
        values["statement_timeout"].flatMap(Int.init).flatMap { $0 > 0 ? $0 : nil }
    }

    /// Whether a setting is on; names that were never set are off.
    func isOn(_ name: String) -> Bool {
        ["on", "true", "yes", "1", "t", "y"].contains(values[name]?.lowercased() ?? "off")
    }
}

/// What a client's connection needs to know of its session after each statement.
package struct SessionState: Sendable {
    package var status: Session.TransactionStatus
    package var sqlOptions: SQLOptions
    package var timeZone: String
    /// Notices since the last look, in order.
    package var notices: [SessionNotice]
}
