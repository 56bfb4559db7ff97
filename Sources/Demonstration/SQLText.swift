/// Texts in SQL.
enum SQLText {
    /// `text` as a literal in single quotes, for a server that gives backslashes no meaning.
    static func literal(_ text: String) -> String {
        "'" + text.split(separator: "'", omittingEmptySubsequences: false).joined(separator: "''") + "'"
    }
}
