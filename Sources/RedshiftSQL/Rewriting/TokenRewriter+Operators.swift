/// Operators and clauses about operators.
extension TokenRewriter {
    /// What stands for `~` in the tree. The engine reads `~` as a match of the whole text; Redshift matches a part.
    static let partialMatch = "@~@"
    /// What stands for `!~` in the tree.
    static let noPartialMatch = "!@~@"

    func rewriteOperators(_ tokens: [Token]) -> [Token] {
        var edits = TokenEdits()
        for (index, token) in tokens.enumerated() where !edits.isRemoved(index) {
            if token.isSymbol("~") || token.isSymbol("!~") {
                edits.replace(index, with: [match(token)])
            } else if token.isWord("operator"), let close = qualifiedOperator(tokens, at: index) {
                edits.remove(index..<close + 1)
                edits.insert([match(tokens[close - 1])], before: index)
            } else if token.isWord("collate"), tokens.hasWords("pg_catalog", at: index + 1) {
                edits.remove(index..<min(index + 4, tokens.count))
            } else if tokens.hasWords("similar", "to", at: index), let pattern = tokens.at(index + 2),
                pattern.kind == .string
            {
                edits.replace(index + 2, with: [pattern.replaced(by: .string, Self.regularExpression(pattern.text))])
            } else if token.isWord("interval"), let text = tokens.at(index + 1), text.kind == .string {
                edits.replace(index + 1, with: [text.replaced(by: .string, Self.interval(text.text))])
            }
        }
        return edits.applied(to: tokens)
    }

    private func match(_ token: Token) -> Token {
        guard isForTree else { return token }
        switch token.text {
        case "~": return token.replaced(by: .symbol, Self.partialMatch, isGlued: false)
        case "!~": return token.replaced(by: .symbol, Self.noPartialMatch, isGlued: false)
        default: return token.replaced(by: .symbol, token.text, isGlued: false)
        }
    }

    /// The closing parenthesis of `OPERATOR(pg_catalog.op)`.
    private func qualifiedOperator(_ tokens: [Token], at index: Int) -> Int? {
        guard tokens.at(index + 1)?.isSymbol("(") == true, tokens.hasWords("pg_catalog", at: index + 2),
            tokens.at(index + 3)?.isSymbol(".") == true, tokens.at(index + 4)?.kind == .symbol,
            tokens.at(index + 5)?.isSymbol(")") == true
        else { return nil }
        return index + 5
    }

    /// The regular expression of a SIMILAR TO pattern: `%` and `_` are its wildcards, `.`, `^` and `$` mean themselves.
    static func regularExpression(_ pattern: String) -> String {
        var result = ""
        var isEscaped = false
        for character in pattern.unicodeScalars {
            switch character {
            case _ where isEscaped:
                result += "\\\(character)"
                isEscaped = false
            case "\\": isEscaped = true
            case "%": result += ".*"
            case "_": result += "."
            case ".", "^", "$": result += "\\\(character)"
            default: result.unicodeScalars.append(character)
            }
        }
        return result
    }

    /// An interval's text in the engine's words: `1 day, 2 hrs` is `1 day 2 hour`. Unknown texts stay as they are.
    static func interval(_ text: String) -> String {
        var parts: [String] = []
        var number: String?
        for word in text.split(whereSeparator: { $0 == " " || $0 == "," || $0 == "\t" }) {
            let digits = word.prefix { $0.isNumber || $0 == "." || $0 == "-" || $0 == "+" }
            let unit = word.dropFirst(digits.count)
            if !digits.isEmpty {
                guard number == nil else { return text }
                number = String(digits)
            }
            guard !unit.isEmpty else { continue }
            guard let amount = number, let part = DatePart.canonical(String(unit)) else { return text }
            parts.append("\(amount) \(part)")
            number = nil
        }
        return number == nil && !parts.isEmpty ? parts.joined(separator: " ") : text
    }
}
