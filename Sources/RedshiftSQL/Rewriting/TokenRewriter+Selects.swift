/// The frame of a SELECT: TOP, MINUS, and aliases without AS.
extension TokenRewriter {
    private static let setOperators: Set<String> = ["union", "intersect", "except", "minus"]

    /// Words that end a select list.
    private static let listEnds: Set<String> = [
        "from", "where", "group", "having", "order", "limit", "offset", "qualify", "union", "intersect", "except",
        "minus", "window", "into", "fetch",
    ]

    /// Words that may follow an operand and are no alias, or that precede an operand.
    private static let nonAliases: Set<String> = [
        "all", "and", "any", "as", "asc", "at", "between", "by", "case", "collate", "desc", "distinct", "else", "end",
        "escape", "exists", "filter", "ilike", "in", "is", "isnull", "like", "not", "notnull", "null", "on", "or",
        "over",
        "select", "similar", "some", "then", "to", "true", "false", "when", "within", "unknown", "interval", "top",
        "exclude", "ignore", "respect",
    ]

    /// Words that precede an operand: what follows them is no alias.
    private static let prefixes: Set<String> = [
        "all", "and", "any", "as", "at", "between", "by", "case", "collate", "distinct", "else", "escape", "exists",
        "ilike", "in", "is", "like", "not", "on", "or", "over", "select", "similar", "some", "then", "to", "when",
        "interval", "zone", "time", "date", "timestamp", "exclude",
    ]

    func rewriteSelectLists(_ tokens: [Token]) -> [Token] {
        var edits = TokenEdits()
        /// For each open parenthesis, and the statement itself: whether its select list is being read.
        var isInList = [false]
        for (index, token) in tokens.enumerated() {
            if token.isSymbol("(") || token.isSymbol("[") {
                isInList.append(false)
            } else if token.isSymbol(")") || token.isSymbol("]") {
                if isInList.count > 1 { isInList.removeLast() }
            } else if token.isWord("select") {
                isInList[isInList.count - 1] = true
            } else if token.isWord("minus"), opensQuery(tokens.at(index + 1)) {
                edits.replace(index, with: [token.replaced(by: .word, "except")])
                isInList[isInList.count - 1] = false
            } else if isInList[isInList.count - 1] {
                if token.isWord(among: Self.listEnds), !isComparison(tokens, at: index) {
                    isInList[isInList.count - 1] = false
                } else if isBareAlias(tokens, at: index) {
                    edits.insert([token.replaced(by: .word, "as", isGlued: false)], before: index)
                }
            }
        }
        return edits.applied(to: tokens)
    }

    private func opensQuery(_ token: Token?) -> Bool {
        guard let token else { return false }
        return token.isWord("select") || token.isWord("all") || token.isWord("with") || token.isSymbol("(")
    }

    /// `IS [NOT] DISTINCT FROM`.
    func isComparison(_ tokens: [Token], at index: Int) -> Bool {
        tokens[index].isWord("from") && tokens.at(index - 1)?.isWord("distinct") == true
            && tokens.at(index - 2)?.isWord(among: ["is", "not"]) == true
    }

    /// Whether the word ends an item of a select list without AS; the engine reserves many words there.
    private func isBareAlias(_ tokens: [Token], at index: Int) -> Bool {
        let token = tokens[index]
        guard token.kind == .word, !Self.nonAliases.contains(token.text), let previous = tokens.at(index - 1) else {
            return false
        }
        switch previous.kind {
        case .word where Self.prefixes.contains(previous.text): return false
        case .symbol where previous.text != ")" && previous.text != "]": return false
        case .string, .number:
            if tokens.at(index - 2)?.isWord("interval") == true { return false }
        default: break
        }
        guard let following = tokens.at(index + 1) else { return true }
        return following.isSymbol(",") || following.isSymbol(")") || following.isWord(among: Self.listEnds)
    }

    // MARK: - TOP

    func rewriteTops(_ tokens: [Token]) -> [Token] {
        var edits = TokenEdits()
        for (index, token) in tokens.enumerated() where token.isWord("select") {
            rewriteTop(tokens, select: index, edits: &edits)
        }
        return edits.applied(to: tokens)
    }

    /// `SELECT [DISTINCT] TOP n …` is `… LIMIT n` at the end of that SELECT.
    private func rewriteTop(_ tokens: [Token], select: Int, edits: inout TokenEdits) {
        var index = select + 1
        if tokens.at(index)?.isWord(among: ["distinct", "all"]) == true { index += 1 }
        guard tokens.at(index)?.isWord("top") == true, let amount = tokens.at(index + 1) else { return }
        var end = index + 2
        if amount.isSymbol("("), let close = tokens.closing(of: index + 1) {
            end = close + 1
        } else if amount.kind != .number, amount.kind != .parameter {
            return
        }
        let stop =
            tokens.first(in: end..<tokens.count) { $0.isSymbol(")") || $0.isWord(among: Self.setOperators) }
            ?? tokens.count
        let isBranch =
            tokens.at(stop)?.kind == .word
            || tokens.at(select - 1)?.isWord(among: ["union", "intersect", "except", "minus", "all"]) == true
        var clause = [amount.replaced(by: .word, "limit", isGlued: false)]
        clause += tokens[index + 1..<end].map { $0.replaced(by: $0.kind, $0.text, isGlued: false) }
        edits.remove(index..<end)
        if isBranch {
            edits.insert([amount.replaced(by: .symbol, "(", isGlued: false)], before: select)
            clause.append(amount.replaced(by: .symbol, ")", isGlued: false))
        }
        edits.insert(clause, before: stop)
    }
}
