/// PartiQL in FROM: steps into a SUPER value as a table.
///
/// The engine's parser reads `t.items` there as a table of a schema, which `TreeRewriter` turns into an unnesting. What
/// it cannot read (subscripts, more than three steps, `AT index`, UNPIVOT) becomes a call of a table function that does
/// not exist, and that `TreeRewriter` replaces alike.
extension TokenRewriter {
    /// Stands for the elements of an array, with their indexes.
    static let unnestMark = "redshift_unnest"
    /// Stands for the values of an object, with their names.
    static let unpivotMark = "redshift_unpivot"

    private static let clauseEnds: Set<String> = [
        "where", "group", "having", "order", "limit", "offset", "qualify", "union", "intersect", "except", "minus",
        "window", "fetch",
    ]

    func rewriteFromClauses(_ tokens: [Token]) throws(SQLError) -> [Token] {
        guard isForTree else { return tokens }
        enum Place { case other, selectList, from }
        var edits = TokenEdits()
        var places = [Place.other]
        var index = 0
        while index < tokens.count {
            let token = tokens[index]
            let place = places[places.count - 1]
            var opensItem = false
            if token.isSymbol("(") || token.isSymbol("[") {
                // A parenthesis in FROM may hold joined tables; one elsewhere holds none until a SELECT is seen.
                places.append(.other)
            } else if token.isSymbol(")") || token.isSymbol("]") {
                if places.count > 1 { places.removeLast() }
            } else if token.isWord("select") {
                places[places.count - 1] = .selectList
            } else if token.isWord("from"), place == .selectList, !isComparison(tokens, at: index) {
                places[places.count - 1] = .from
                opensItem = true
            } else if place == .from, token.isWord(among: Self.clauseEnds) {
                places[places.count - 1] = .other
            } else if place == .from, token.isSymbol(",") || token.isWord("join") {
                opensItem = true
            }
            index += 1
            if opensItem { index = try rewriteItem(tokens, from: index, edits: &edits) }
        }
        return edits.applied(to: tokens)
    }

    /// Rewrites the table that starts at `start`, if it is an unnesting; gives where to go on.
    private func rewriteItem(_ tokens: [Token], from start: Int, edits: inout TokenEdits) throws(SQLError) -> Int {
        guard let first = tokens.at(start), first.isName else { return start }
        if first.isWord("unpivot"), tokens.at(start + 1)?.isName == true {
            guard let path = path(tokens, from: start + 1) else { return start }
            let alias = try itemAlias(tokens, from: path.end, steps: path.steps)
            edits.remove(start..<start + 1)
            call(Self.unpivotMark, tokens, start + 1..<path.end, alias: alias, edits: &edits)
            return alias.end
        }
        if first.isWord("unnest"), tokens.at(start + 1)?.isSymbol("(") == true,
            let close = tokens.closing(of: start + 1)
        {
            let alias = try itemAlias(tokens, from: close + 1, steps: [first])
            guard alias.index != nil else { return start }
            edits.remove(start..<start + 2)
            edits.remove(close..<close + 1)
            call(Self.unnestMark, tokens, start + 2..<close, alias: alias, edits: &edits, start: start, end: close + 1)
            return alias.end
        }
        guard let path = path(tokens, from: start), tokens.at(path.end)?.isSymbol("(") != true else { return start }
        let alias = try itemAlias(tokens, from: path.end, steps: path.steps)
        guard path.steps.count > 3 || path.hasSubscript || alias.index != nil else { return start }
        call(Self.unnestMark, tokens, start..<path.end, alias: alias, edits: &edits)
        return alias.end
    }

    /// `a.b[0].c`: the names in it and where it ends.
    private func path(
        _ tokens: [Token], from start: Int
    ) -> (steps: [Token], hasSubscript: Bool, end: Int)? {
        guard let first = tokens.at(start), first.isName else { return nil }
        var steps = [first]
        var hasSubscript = false
        var index = start + 1
        while let mark = tokens.at(index) {
            if mark.isSymbol("."), let step = tokens.at(index + 1), step.isName {
                steps.append(step)
                index += 2
            } else if mark.isSymbol("["), let close = tokens[index...].firstIndex(where: { $0.isSymbol("]") }) {
                hasSubscript = true
                index = close + 1
            } else {
                break
            }
        }
        return (steps, hasSubscript, index)
    }

    private struct ItemAlias {
        let name: Token
        let index: Token?
        let end: Int
    }

    /// `[AS] name [AT index]` after a table; without a name the last step is it.
    private func itemAlias(_ tokens: [Token], from start: Int, steps: [Token]) throws(SQLError) -> ItemAlias {
        var index = start
        var name = steps[steps.count - 1]
        let nonAliases: Set<String> = [
            "at", "join", "left", "right", "inner", "outer", "full", "cross", "natural", "on", "using", "tablesample",
            "pivot", "unpivot", "select", "set",
        ]
        if tokens.at(index)?.isWord("as") == true, let token = tokens.at(index + 1), token.isName {
            name = token
            index += 2
        } else if let token = tokens.at(index), token.isName, !token.isWord(among: nonAliases),
            !token.isWord(among: Self.clauseEnds)
        {
            name = token
            index += 1
        }
        guard tokens.at(index)?.isWord("at") == true, let position = tokens.at(index + 1), position.isName else {
            return ItemAlias(name: name, index: nil, end: index)
        }
        return ItemAlias(name: name, index: position, end: index + 2)
    }

    private func call(
        _ function: String, _ tokens: [Token], _ expression: Range<Int>, alias: ItemAlias, edits: inout TokenEdits,
        start: Int? = nil, end: Int? = nil
    ) {
        let anchor = tokens[expression.lowerBound]
        func mark(_ text: String) -> Token { anchor.replaced(by: .engineText, text, isGlued: false) }
        let aliasEnd = end ?? expression.upperBound
        edits.remove(aliasEnd..<alias.end)
        edits.insert([mark("\"\(function)\" (")], before: start ?? expression.lowerBound)
        var tail = [mark(") as"), alias.name.replaced(by: alias.name.kind, alias.name.text, isGlued: false), mark("(")]
        tail.append(alias.name.replaced(by: alias.name.kind, alias.name.text, isGlued: false))
        if let index = alias.index {
            tail += [mark(","), index.replaced(by: index.kind, index.text, isGlued: false)]
        }
        tail.append(mark(")"))
        edits.insert(tail, before: alias.end)
    }
}
