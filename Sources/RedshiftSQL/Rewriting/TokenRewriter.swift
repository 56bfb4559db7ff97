/// Redshift's spelling to one that the engine's parser reads, token by token.
///
/// Only what the engine's parser would refuse or misread is changed here; what a name or a function means is the
/// concern of `TreeRewriter`, which sees the engine's parse tree of the result. Each step is a pass over the tokens of
/// its own, in an extension of its own file.
struct TokenRewriter {
    let options: SQLOptions
    let script: [UInt8]
    /// Whether the result goes through the tree. If so, casts to types the tree would lose are marked for it.
    let isForTree: Bool

    /// The rewritten tokens of a query or an expression.
    func rewrite(_ tokens: [Token]) throws(SQLError) -> [Token] {
        try refuseUnknownForms(tokens)
        var tokens = rewriteOperators(tokens)
        tokens = try rewriteTypes(rewriteColumnDefinitions(tokens))
        tokens = rewriteDateParts(tokens)
        tokens = try rewriteAggregates(tokens)
        tokens = try rewriteFromClauses(tokens)
        tokens = rewriteTops(tokens)
        tokens = rewriteSelectLists(tokens)
        return tokens
    }

    /// The rewritten text of a query or an expression.
    func text(of fragment: SQLFragment) throws(SQLError) -> String {
        engineText(of: try rewrite(fragment.tokens))
    }

    /// Tokens as the engine reads them: one space where there was any, comments left out, strings without escapes.
    func engineText(of tokens: [Token]) -> String {
        var text = ""
        forEachPiece(of: tokens) { text += $1 }
        return text
    }

    /// The character of the script that the engine's byte `offset` in the text of `tokens` came from.
    func position(ofEngine offset: Int, in tokens: [Token]) -> Int? {
        var end = 0
        var found: Int?
        forEachPiece(of: tokens) { token, piece in
            end += piece.utf8.count
            if found == nil, offset < end { found = position(of: token) }
        }
        return found
    }

    private func forEachPiece(of tokens: [Token], _ body: (Token, String) -> Void) {
        for (index, token) in tokens.enumerated() {
            let isStep = index > 0 && tokens[index - 1].isSymbol(".")
            var piece = index > 0 && !token.isGlued ? " " : ""
            if options.caseSensitiveAttributes, isStep, token.kind == .word, token.range.upperBound <= script.count {
                piece += Identifier.quote(String(decoding: script[token.range], as: UTF8.self))
            } else {
                piece += engineText(of: token)
            }
            body(token, piece)
        }
    }

    private func engineText(of token: Token) -> String {
        switch token.kind {
        case .word:
            token.text.hasPrefix("#") || Self.engineOnlyKeywords.contains(token.text)
                ? Identifier.quote(token.text) : token.text
        case .quotedIdentifier:
            Identifier.quote(options.caseSensitiveIdentifiers ? token.text : Tokenizer.folded(token.text.utf8))
        case .string: quotedLiteral(token.text)
        case .parameter: token.text.hasPrefix(":") ? "$" + token.text.dropFirst() : token.text
        case .number, .symbol, .engineText: token.text
        }
    }

    /// Words that the engine reserves and Redshift does not: always names.
    static let engineOnlyKeywords: Set<String> = [
        "anti", "asof", "describe", "glob", "lambda", "pivot_longer", "pivot_wider", "positional", "semi", "summarize",
        "unpack", "variadic",
    ]

    /// Forms that Redshift has and that are not translated.
    private func refuseUnknownForms(_ tokens: [Token]) throws(SQLError) {
        for (index, token) in tokens.enumerated() {
            if tokens.hasWords("connect", "by", at: index) {
                throw .notSupported("CONNECT BY", position: position(of: token))
            }
            if token.isSymbol("("), tokens.at(index + 1)?.isSymbol("+") == true,
                tokens.at(index + 2)?.isSymbol(")") == true
            {
                throw .notSupported(
                    "the (+) operator", hint: "write LEFT or RIGHT OUTER JOIN", position: position(of: token))
            }
        }
    }

    func position(of token: Token) -> Int {
        ScriptPosition.character(at: token.range.lowerBound, in: script)
    }
}
