/// `FROM f() AS t(a integer, b text)`: the engine's parser drops a list of columns that have types, so only their names
/// are passed on; the function's own types stay.
extension TokenRewriter {
    private static let notAliases: Set<String> = ["filter", "over", "within", "values", "in", "using", "on", "as"]

    func rewriteColumnDefinitions(_ tokens: [Token]) -> [Token] {
        var result: [Token] = []
        var index = 0
        while index < tokens.count {
            if let (names, end) = columnDefinitions(tokens, at: index) {
                result += names
                index = end
            } else {
                result.append(tokens[index])
                index += 1
            }
        }
        return result
    }

    /// The list at `index`, without its types, and where it ends; nil if there is none.
    private func columnDefinitions(_ tokens: [Token], at index: Int) -> (names: [Token], end: Int)? {
        guard index >= 2, tokens[index].isSymbol("("), tokens[index - 1].isName,
            !tokens[index - 1].isWord(among: Self.notAliases),
            tokens[index - 2].isSymbol(")") || tokens[index - 2].isWord("as")
        else { return nil }
        var names = [tokens[index]]
        var position = index + 1
        while position + 1 < tokens.count, tokens[position].isName, isType(tokens[position + 1]) {
            names.append(tokens[position])
            var depth = 0
            position += 1
            while position < tokens.count,
                depth > 0 || !(tokens[position].isSymbol(",") || tokens[position].isSymbol(")"))
            {
                if tokens[position].isSymbol("(") { depth += 1 }
                if tokens[position].isSymbol(")") { depth -= 1 }
                position += 1
            }
            guard position < tokens.count else { return nil }
            names.append(tokens[position])
            position += 1
            if names.last?.isSymbol(")") == true { return (names, position) }
        }
        return nil
    }

    private func isType(_ token: Token) -> Bool {
        guard token.kind == .word else { return false }
        if case .named = DataType(name: token.text, modifiers: []) { return false }
        return true
    }
}
