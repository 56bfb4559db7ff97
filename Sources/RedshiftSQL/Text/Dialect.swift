/// Whose SQL a script is written in.
package enum Dialect: Sendable, Hashable {
    case redshift
    /// Athena and Hive DDL: back-quoted names, `#` comment lines, strings without backslash escapes.
    case athena
}

/// How a script is read.
package struct SQLOptions: Sendable, Hashable {
    package var dialect: Dialect
    /// `enable_case_sensitive_identifier`: quoted identifiers keep their case.
    package var caseSensitiveIdentifiers: Bool
    /// `enable_case_sensitive_super_attribute`: unquoted steps into a SUPER value keep their case.
    package var caseSensitiveAttributes: Bool

    package init(
        dialect: Dialect = .redshift, caseSensitiveIdentifiers: Bool = false, caseSensitiveAttributes: Bool = false
    ) {
        self.dialect = dialect
        self.caseSensitiveIdentifiers = caseSensitiveIdentifiers
        self.caseSensitiveAttributes = caseSensitiveAttributes
    }
}

/// Bounds on what one call reads.
package enum SQLLimits {
    /// The longest script, in bytes of UTF-8 (Redshift's longest statement).
    package static let scriptBytes = 16 * 1024 * 1024
    /// The deepest nesting of parentheses in a script, and of the engine's parse tree in thirds of it.
    package static let nesting = 500
    /// The deepest nesting of JSON in a parse tree.
    package static let treeNesting = 3000
}
