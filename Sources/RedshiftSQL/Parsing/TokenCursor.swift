/// A place in the tokens of one statement, and the small steps every statement is read with.
struct TokenCursor {
    let tokens: [Token]
    /// The whole script, which positions and texts refer to.
    let script: [UInt8]
    let options: SQLOptions
    private(set) var index = 0
    /// A `>` left over from `>>`, which closes two `array<…>` at once.
    var pendingCloses = 0

    init(tokens: [Token], script: [UInt8], options: SQLOptions) {
        self.tokens = tokens
        self.script = script
        self.options = options
    }

    var isAtEnd: Bool { index >= tokens.count }

    func peek(_ ahead: Int = 0) -> Token? {
        index + ahead >= 0 && index + ahead < tokens.count ? tokens[index + ahead] : nil
    }

    mutating func advance(by count: Int = 1) { index = min(index + count, tokens.count) }

    mutating func next() throws(SQLError) -> Token {
        guard let token = peek() else { throw unexpected() }
        index += 1
        return token
    }

    mutating func reset(to position: Int) { index = position }

    // MARK: - Words and symbols

    func isAt(_ words: String...) -> Bool { isAt(words) }

    func isAt(_ words: [String]) -> Bool {
        for (offset, word) in words.enumerated() where peek(offset)?.isWord(word) != true { return false }
        return true
    }

    /// Steps over the words if all of them come next.
    mutating func accept(_ words: String...) -> Bool {
        guard isAt(words) else { return false }
        advance(by: words.count)
        return true
    }

    mutating func acceptAny(_ words: Set<String>) -> String? {
        guard let token = peek(), token.isWord(among: words) else { return nil }
        index += 1
        return token.text
    }

    mutating func expect(_ words: String...) throws(SQLError) {
        for word in words {
            guard accept(word) else { throw unexpected() }
        }
    }

    func isAtSymbol(_ symbol: String) -> Bool { peek()?.isSymbol(symbol) == true }

    mutating func acceptSymbol(_ symbol: String) -> Bool {
        guard isAtSymbol(symbol) else { return false }
        index += 1
        return true
    }

    mutating func expectSymbol(_ symbol: String) throws(SQLError) {
        guard acceptSymbol(symbol) else { throw unexpected() }
    }

    mutating func expectEnd() throws(SQLError) {
        guard isAtEnd else { throw unexpected() }
    }

    /// PostgreSQL's complaint about the token that comes next.
    func unexpected() -> SQLError {
        guard let token = peek() else {
            let end = tokens.last?.range.upperBound ?? 0
            return .syntax("syntax error at end of input", position: ScriptPosition.character(at: end, in: script))
        }
        return .syntax("syntax error at or near \"\(written(token))\"", position: position(of: token))
    }

    func position(of token: Token) -> Int {
        ScriptPosition.character(at: token.range.lowerBound, in: script)
    }

    func written(_ token: Token) -> String {
        guard token.range.upperBound <= script.count else { return token.text }
        return String(decoding: script[token.range], as: UTF8.self)
    }

    // MARK: - Names and literals

    /// An identifier from a token, folded as the session has it.
    func identifier(from token: Token) -> Identifier {
        if token.kind == .word || options.caseSensitiveIdentifiers {
            return Identifier(token.text)
        }
        return Identifier(Tokenizer.folded(token.text.utf8), written: token.text)
    }

    mutating func identifier() throws(SQLError) -> Identifier {
        guard let token = peek(), token.isName else { throw unexpected() }
        index += 1
        return identifier(from: token)
    }

    mutating func objectName() throws(SQLError) -> ObjectName {
        var parts = [try identifier()]
        while acceptSymbol(".") { parts.append(try identifier()) }
        guard parts.count <= 3 else {
            throw .syntax(
                "improper qualified name (too many dotted names): \(ObjectName(parts))",
                position: peek(-1).map { position(of: $0) })
        }
        return ObjectName(parts)
    }

    mutating func string() throws(SQLError) -> String {
        guard let token = peek(), token.kind == .string else { throw unexpected() }
        index += 1
        return token.text
    }

    mutating func acceptString() -> String? {
        guard let token = peek(), token.kind == .string else { return nil }
        index += 1
        return token.text
    }

    mutating func integer() throws(SQLError) -> Int {
        let isNegative = acceptSymbol("-")
        guard let token = peek(), token.kind == .number, let value = Int(token.text) else { throw unexpected() }
        index += 1
        return isNegative ? -value : value
    }

    /// A value given as a word, a string or a number, as options are.
    mutating func value() throws(SQLError) -> String {
        let isNegative = acceptSymbol("-")
        guard let token = peek(), token.kind != .symbol, token.kind != .parameter else { throw unexpected() }
        index += 1
        return isNegative ? "-" + token.text : token.text
    }

    /// `TRUE | FALSE | ON | OFF | YES | NO`, with or without quotes.
    mutating func boolean() throws(SQLError) -> Bool {
        guard let token = peek(), token.kind == .word || token.kind == .string else { throw unexpected() }
        switch Tokenizer.folded(token.text.utf8) {
        case "true", "on", "yes", "t": index += 1
        case "false", "off", "no", "f":
            index += 1
            return false
        default: throw unexpected()
        }
        return true
    }

    /// `(a, b, …)` of identifiers.
    mutating func parenthesizedIdentifiers() throws(SQLError) -> [Identifier] {
        try expectSymbol("(")
        var names = [try identifier()]
        while acceptSymbol(",") { names.append(try identifier()) }
        try expectSymbol(")")
        return names
    }

    // MARK: - Fragments

    /// The tokens of a range as a fragment that keeps its text.
    func fragment(_ range: Range<Int>) -> SQLFragment {
        let part = Array(tokens[range])
        guard let first = part.first, let last = part.last else { return SQLFragment(tokens: [], text: "") }
        let text = String(decoding: script[first.range.lowerBound..<last.range.upperBound], as: UTF8.self)
        return SQLFragment(tokens: part, text: text)
    }

    /// Everything up to the end of the statement; an error if nothing is left.
    mutating func rest() throws(SQLError) -> SQLFragment {
        guard !isAtEnd else { throw unexpected() }
        defer { index = tokens.count }
        return fragment(index..<tokens.count)
    }

    /// Everything up to a token that `isEnd` accepts outside parentheses, or to the end of the statement.
    mutating func fragment(until isEnd: (Token) -> Bool) -> SQLFragment {
        let start = index
        var depth = 0
        while let token = peek() {
            if depth == 0, isEnd(token) || token.isSymbol(")") { break }
            if token.isSymbol("(") || token.isSymbol("[") { depth += 1 }
            if token.isSymbol(")") || token.isSymbol("]") { depth -= 1 }
            index += 1
        }
        return fragment(start..<index)
    }

    /// What stands between the parenthesis that comes next and the one that closes it.
    mutating func parenthesizedFragment() throws(SQLError) -> SQLFragment {
        try expectSymbol("(")
        let inside = fragment(until: { _ in false })
        try expectSymbol(")")
        return inside
    }
}

/// Part of a statement, to be translated later: a query, or an expression.
package struct SQLFragment: Sendable, Hashable {
    package let tokens: [Token]
    /// The part as the user wrote it.
    package let text: String

    package init(tokens: [Token], text: String) {
        self.tokens = tokens
        self.text = text
    }

    package var isEmpty: Bool { tokens.isEmpty }
}
