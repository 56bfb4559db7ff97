/// Types in casts: `expression::type`, `CAST(expression AS type)`, `CONVERT(type, expression)`.
extension TokenRewriter {
    /// What VARCHAR(n) of a cast is called in the tree, which keeps the length only of types it does not know.
    static let varcharMark = "redshift_varchar"
    /// What CHAR(n) of a cast is called in the tree.
    static let characterMark = "redshift_char"

    func rewriteTypes(_ tokens: [Token]) throws(SQLError) -> [Token] {
        var edits = TokenEdits()
        for (index, token) in tokens.enumerated() {
            if token.isSymbol("::") {
                try replaceType(in: tokens, from: index + 1, with: &edits)
            } else if token.isWord(among: ["cast", "try_cast"]), tokens.at(index + 1)?.isSymbol("(") == true,
                let close = tokens.closing(of: index + 1),
                let mark = tokens.first(in: index + 2..<close, where: { $0.isWord("as") })
            {
                try replaceType(in: tokens, from: mark + 1, with: &edits)
            } else if token.isWord("convert"), tokens.at(index + 1)?.isSymbol("(") == true,
                let close = tokens.closing(of: index + 1)
            {
                try rewriteConvert(tokens, at: index, close: close, edits: &edits)
            }
        }
        return edits.applied(to: tokens)
    }

    private func replaceType(in tokens: [Token], from start: Int, with edits: inout TokenEdits) throws(SQLError) {
        let (text, end) = try engineType(tokens, from: start)
        guard let first = tokens.at(start) else { return }
        edits.remove(start..<end)
        edits.insert([first.replaced(by: .engineText, text, isGlued: false)], before: start)
    }

    /// `CONVERT(type, expression)`; a call whose first argument is no type is left alone.
    private func rewriteConvert(_ tokens: [Token], at index: Int, close: Int, edits: inout TokenEdits) throws(SQLError)
    {
        guard let comma = tokens.first(in: index + 2..<close, where: { $0.isSymbol(",") }),
            tokens.at(index + 2)?.isName == true
        else { return }
        let (text, end) = try engineType(tokens, from: index + 2)
        guard end == comma else { return }
        edits.replace(index, with: [tokens[index].replaced(by: .word, "cast")])
        edits.remove(index + 2..<comma + 1)
        let mark = tokens[close]
        edits.insert(
            [mark.replaced(by: .word, "as", isGlued: false), mark.replaced(by: .engineText, text, isGlued: false)],
            before: close)
    }

    /// The type that starts at `start` as the engine has it, and where it ends.
    private func engineType(_ tokens: [Token], from start: Int) throws(SQLError) -> (text: String, end: Int) {
        var cursor = TokenCursor(tokens: tokens, script: script, options: options)
        cursor.reset(to: start)
        let type = try cursor.dataType()
        let hasLength = tokens[start..<cursor.index].contains { $0.isSymbol("(") }
        return (castName(of: type, hasLength: hasLength), cursor.index)
    }

    private func castName(of type: DataType, hasLength: Bool) -> String {
        guard isForTree else { return type.engineName }
        switch type {
        case .varchar(.some(let length)) where hasLength: return "\"\(Self.varcharMark)\"(\(length))"
        case .character(let length): return "\"\(Self.characterMark)\"(\(length))"
        default: return type.engineName
        }
    }
}
