internal import _StringProcessing

/// Which tables of the source are replicated, in Maxwell's syntax: `include: db.t, exclude: db./regex/, exclude:
/// *.log`.
///
/// Rules are read in order and the last that matches decides. Without rules everything is included; with rules, tables
/// that none matches are out if the first rule includes and in if it excludes.
package struct TableFilter: Hashable, Sendable, CustomStringConvertible {
    private enum Pattern: Hashable, Sendable {
        case any
        case name(String)
        case expression(String)
    }

    private struct Rule: Hashable, Sendable {
        let includes: Bool
        let database: Pattern
        let table: Pattern
    }

    private var rules: [Rule] = []
    package let description: String

    /// AWS's bounds.
    private static let maximumRules = 99
    private static let maximumPatternLength = 256

    /// Everything but the server's own databases.
    package static let all = TableFilter()

    private init() { description = "" }

    /// Reads a filter; throws `invalidConfiguration` that says what is wrong with it.
    package init(_ text: String) throws(ReplicationError) {
        description = text
        for part in Self.split(text) {
            rules.append(try Self.rule(part))
        }
        guard rules.count <= Self.maximumRules else {
            throw ReplicationError(.invalidConfiguration, "a filter has at most \(Self.maximumRules) rules")
        }
    }

    /// Includes the tables of one database.
    package init(database: String) {
        description = "include: `\(database)`.*"
        rules = [Rule(includes: true, database: .name(database), table: .any)]
    }

    /// Whether the table is replicated. The server's own databases never are.
    package func includes(_ name: TableName) -> Bool {
        guard !Self.serverDatabases.contains(name.database.lowercased()) else { return false }
        let last = rules.last { Self.matches($0.database, name.database) && Self.matches($0.table, name.table) }
        if let last { return last.includes }
        return rules.first.map { !$0.includes } ?? true
    }

    private static let serverDatabases: Set<String> = ["mysql", "information_schema", "performance_schema", "sys"]

    private static func matches(_ pattern: Pattern, _ name: String) -> Bool {
        switch pattern {
        case .any: return true
        case .name(let expected): return expected == name
        case .expression(let text):
            // The expression compiled when the filter was read.
            guard let expression = try? Regex(text) else { return false }
            return name.wholeMatch(of: expression) != nil
        }
    }

    /// Splits at commas outside expressions and quoted names.
    private static func split(_ text: String) -> [Substring] {
        var parts: [Substring] = []
        var start = text.startIndex
        var quote: Character?
        for index in text.indices {
            let character = text[index]
            if let open = quote {
                if character == open { quote = nil }
            } else if character == "/" || character == "`" {
                quote = character
            } else if character == "," {
                parts.append(text[start..<index])
                start = text.index(after: index)
            }
        }
        parts.append(text[start...])
        return parts.filter { !$0.allSatisfy(\.isWhitespace) }
    }

    private static func rule(_ text: Substring) throws(ReplicationError) -> Rule {
        let trimmed = text.drop(while: \.isWhitespace)
        let includes: Bool
        if trimmed.hasPrefix("include:") {
            includes = true
        } else if trimmed.hasPrefix("exclude:") {
            includes = false
        } else {
            throw invalid("rule \"\(trimmed)\" begins with neither include: nor exclude:")
        }
        var rest = trimmed.dropFirst("include:".count)
        let database = try pattern(&rest)
        guard rest.popFirst() == "." else {
            throw invalid("rule \"\(trimmed)\" has no point between database and table")
        }
        let table = try pattern(&rest)
        guard rest.allSatisfy(\.isWhitespace) else { throw invalid("rule \"\(trimmed)\" goes on after the table") }
        return Rule(includes: includes, database: database, table: table)
    }

    private static func pattern(_ rest: inout Substring) throws(ReplicationError) -> Pattern {
        rest = rest.drop(while: \.isWhitespace)
        let body: Substring
        let quote = rest.first
        if quote == "/" || quote == "`" {
            rest = rest.dropFirst()
            guard let end = rest.firstIndex(where: { $0 == quote }) else { throw invalid("pattern without its end") }
            body = rest[..<end]
            rest = rest[rest.index(after: end)...]
        } else {
            body = rest.prefix { $0 != "." && !$0.isWhitespace }
            rest = rest[body.endIndex...]
        }
        guard !body.isEmpty, body.utf8.count <= maximumPatternLength else {
            throw invalid("a pattern has 1 to \(maximumPatternLength) bytes")
        }
        guard quote == "/" else { return body == "*" && quote != "`" ? .any : .name(String(body)) }
        do {
            _ = try Regex(String(body))
        } catch {
            throw invalid("expression /\(body)/ is not regular: \(error)")
        }
        return .expression(String(body))
    }

    private static func invalid(_ detail: String) -> ReplicationError {
        ReplicationError(
            .invalidConfiguration, "the table filter cannot be read", detail: detail,
            hint: "write it like include: sales.*, exclude: sales./tmp_.*/")
    }
}
