/// Why a statement cannot be read or translated, in the words and codes PostgreSQL's clients know.
package struct SQLError: Error, Sendable, Hashable {
    /// The five-character SQLSTATE, `42601` for a syntax error.
    package let sqlState: String
    /// What is wrong: lower case, one line.
    package let message: String
    /// More about it, where there is more to say.
    package let detail: String?
    /// What the user can do, where we know.
    package let hint: String?
    /// The 1-based character of the script the error points at.
    package let position: Int?

    package init(
        sqlState: String, message: String, detail: String? = nil, hint: String? = nil, position: Int? = nil
    ) {
        self.sqlState = sqlState
        self.message = message
        self.detail = detail
        self.hint = hint
        self.position = position
    }

    /// The statement is well-formed, and Millrace does not do it (`0A000`).
    package static func notSupported(_ what: String, hint: String? = nil, position: Int? = nil) -> SQLError {
        SQLError(sqlState: "0A000", message: "\(what) is not supported", hint: hint, position: position)
    }

    /// PostgreSQL's syntax error (`42601`) in the words of the caller.
    static func syntax(_ message: String, hint: String? = nil, position: Int?) -> SQLError {
        SQLError(sqlState: "42601", message: message, hint: hint, position: position)
    }

    /// A bound of this module was reached (`54001`, statement too complex).
    static func tooComplex(_ message: String) -> SQLError {
        SQLError(sqlState: "54001", message: message)
    }
}
