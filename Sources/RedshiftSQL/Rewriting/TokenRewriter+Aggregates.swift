/// Aggregates with clauses after the call: WITHIN GROUP, APPROXIMATE, IGNORE NULLS.
extension TokenRewriter {
    func rewriteAggregates(_ tokens: [Token]) throws(SQLError) -> [Token] {
        var edits = TokenEdits()
        for (index, token) in tokens.enumerated() where token.kind == .word {
            switch token.text {
            case "approximate": approximate(tokens, at: index, edits: &edits)
            case "within" where tokens.hasWords("within", "group", at: index):
                try orderedAggregate(tokens, at: index, edits: &edits)
            case "ignore" where tokens.hasWords("ignore", "nulls", at: index):
                guard tokens.at(index - 1)?.isSymbol(")") == true else { continue }
                edits.insert(Array(tokens[index..<index + 2]), before: index - 1)
                edits.remove(index..<index + 2)
            case "respect" where tokens.hasWords("respect", "nulls", at: index):
                edits.remove(index..<index + 2)
            default: continue
            }
        }
        return edits.applied(to: tokens)
    }

    /// `APPROXIMATE COUNT(DISTINCT x)`; APPROXIMATE before another call is dropped.
    private func approximate(_ tokens: [Token], at index: Int, edits: inout TokenEdits) {
        guard let name = tokens.at(index + 1), name.kind == .word, tokens.at(index + 2)?.isSymbol("(") == true else {
            return
        }
        edits.remove(index..<index + 1)
        if name.isWord("count"), tokens.hasWords("distinct", at: index + 3) {
            edits.replace(index + 1, with: [name.replaced(by: .word, "approx_count_distinct")])
            edits.remove(index + 3..<index + 4)
        }
    }

    /// `name(arguments) WITHIN GROUP (ORDER BY …)`, `index` at WITHIN.
    private func orderedAggregate(_ tokens: [Token], at index: Int, edits: inout TokenEdits) throws(SQLError) {
        guard tokens.at(index - 1)?.isSymbol(")") == true, let open = tokens.opening(of: index - 1), open > 0,
            tokens.at(index + 2)?.isSymbol("(") == true, let end = tokens.closing(of: index + 2),
            tokens.hasWords("order", "by", at: index + 3), index + 5 < end
        else { return }
        let name = tokens[open - 1]
        let order = Array(tokens[index + 5..<end])
        switch name.text {
        case "listagg":
            edits.replace(open - 1, with: [name.replaced(by: .word, "string_agg")])
            var clause: [Token] = []
            if tokens.first(in: open + 1..<index - 1, where: { $0.isSymbol(",") }) == nil {
                clause += [name.replaced(by: .symbol, ","), name.replaced(by: .string, "")]
            }
            clause += Array(tokens[index + 3..<end])
            edits.insert(clause, before: index - 1)
        case "percentile_cont", "percentile_disc":
            let isApproximate = tokens.at(open - 2)?.isWord("approximate") == true
            let function =
                isApproximate ? "approx_quantile" : name.text == "percentile_cont" ? "quantile_cont" : "quantile_disc"
            edits.replace(open - 1, with: [name.replaced(by: .word, function)])
            quantileArguments(order, open: open, close: index - 1, edits: &edits)
        default:
            throw .notSupported("\(name.text.uppercased()) WITHIN GROUP", position: position(of: name))
        }
        edits.remove(index..<end + 1)
    }

    /// The engine's quantiles take the ordered value first; a descending order is the quantile from the other end.
    private func quantileArguments(_ order: [Token], open: Int, close: Int, edits: inout TokenEdits) {
        var value = order
        let isDescending = value.last?.isWord("desc") == true
        if isDescending || value.last?.isWord("asc") == true { value.removeLast() }
        guard let anchor = order.first else { return }
        value.append(anchor.replaced(by: .symbol, ","))
        if isDescending { value.append(anchor.replaced(by: .engineText, "1 - (", isGlued: false)) }
        edits.insert(value, before: open + 1)
        if isDescending { edits.insert([anchor.replaced(by: .symbol, ")")], before: close) }
    }
}
