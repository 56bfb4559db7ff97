/// Statements that change rows.
extension Assembly {
    mutating func text(of insert: Insert) throws -> String {
        var text = "INSERT INTO " + target(insert.table)
        if !insert.columns.isEmpty { text += " (\(list(insert.columns)))" }
        guard let query = insert.query else { return text + " DEFAULT VALUES" }
        if Self.isPlainValues(query.tokens) {
            let tokens = rewriter.tokenRewriter
            return text + " " + tokens.engineText(of: query.tokens)
        }
        return text + " " + (try self.query(query))
    }

    /// VALUES of literals alone, however many, need no tree: that keeps bulk inserts fast.
    private static func isPlainValues(_ tokens: [Token]) -> Bool {
        let words: Set<String> = ["values", "null", "true", "false", "default"]
        let symbols: Set<String> = ["(", ")", ",", "-", "+"]
        guard tokens.first?.isWord("values") == true else { return false }
        return tokens.allSatisfy { token in
            switch token.kind {
            case .string, .number, .parameter: true
            case .word: words.contains(token.text)
            case .symbol: symbols.contains(token.text)
            case .quotedIdentifier, .engineText: false
            }
        }
    }

    func list(_ names: [Identifier]) -> String { names.map(\.quoted).joined(separator: ", ") }

    mutating func text(of update: Update) throws -> String {
        let alias = update.alias ?? update.table.object
        let scope = try scopeTables(update.table, alias: alias, others: update.from)
        let fragments = update.assignments.map(\.value) + (update.condition.map { [$0] } ?? [])
        let (texts, from) = try expressions(fragments, with: update.with, from: scope)
        let assignments = zip(update.assignments, texts).map { "\($0.column.quoted) = \($1)" }
        var text = "UPDATE \(target(update.table)) AS \(alias.quoted) SET " + assignments.joined(separator: ", ")
        if let from, update.from != nil { text += " FROM " + from }
        if update.condition != nil, let condition = texts.last { text += " WHERE " + condition }
        return text
    }

    mutating func text(of delete: Delete) throws -> String {
        let alias = delete.alias ?? delete.table.object
        var text = "DELETE FROM \(target(delete.table)) AS \(alias.quoted)"
        guard delete.condition != nil || delete.using != nil else { return text }
        let scope = try scopeTables(delete.table, alias: alias, others: delete.using)
        let isTrue = SQLFragment(tokens: [Token(.word, "true", range: 0..<0)], text: "true")
        let (texts, using) = try expressions([delete.condition ?? isTrue], with: delete.with, from: scope)
        if let using, delete.using != nil { text += " USING " + using }
        return text + " WHERE " + (texts.first ?? "true")
    }

    /// The tables in sight of a change: the changed one, then what FROM or USING names, as the right side of a join.
    private func scopeTables(_ table: ObjectName, alias: Identifier, others: SQLFragment?) throws -> String {
        let changed = "\(table.quoted) AS \(alias.quoted)"
        guard let others else { return changed }
        let isList = others.tokens.contains { $0.isSymbol(",") || $0.isWord("join") }
        guard isList else { return "\(changed) CROSS JOIN \(try rewriter.tokenRewriter.text(of: others))" }
        // The grammar has no parentheses around a list of tables, only around a join.
        var depth = 0
        let joined = others.tokens.flatMap { token in
            if token.isSymbol("(") { depth += 1 }
            if token.isSymbol(")") { depth -= 1 }
            guard token.isSymbol(","), depth == 0 else { return [token] }
            return ["cross", "join"].map { token.replaced(by: .word, $0, isGlued: false) }
        }
        let text = try rewriter.tokenRewriter.text(of: SQLFragment(tokens: joined, text: others.text))
        return "\(changed) CROSS JOIN (\(text))"
    }

    mutating func text(of merge: Merge) throws -> String {
        let alias = merge.alias ?? merge.target.object
        let scope = try scopeTables(merge.target, alias: alias, others: merge.source)
        var fragments = [merge.condition]
        for branch in merge.branches {
            if let condition = branch.condition { fragments.append(condition) }
            switch branch.action {
            case .update(let assignments): fragments += assignments.map(\.value)
            case .insert(_, let values): fragments += values
            case .delete: break
            }
        }
        let (texts, source) = try expressions(fragments, from: scope)
        guard let source else { throw TreeRewriter.malformed() }
        var text = "MERGE INTO \(target(merge.target)) AS \(alias.quoted) USING \(source) ON \(texts[0])"
        if merge.removesDuplicates {
            return text + " WHEN MATCHED THEN UPDATE BY NAME WHEN NOT MATCHED THEN INSERT BY NAME"
        }
        var rest = texts.dropFirst()
        for branch in merge.branches {
            text += branch.isMatched ? " WHEN MATCHED" : " WHEN NOT MATCHED"
            if branch.condition != nil { text += " AND \(rest.removeFirst())" }
            switch branch.action {
            case .delete: text += " THEN DELETE"
            case .update(let assignments):
                let parts = assignments.map { "\($0.column.quoted) = \(rest.removeFirst())" }
                text += " THEN UPDATE SET " + parts.joined(separator: ", ")
            case .insert(let columns, let values):
                let parts = values.map { _ in rest.removeFirst() }
                text += " THEN INSERT" + (columns.isEmpty ? "" : " (\(list(columns)))")
                text += " VALUES (\(parts.joined(separator: ", ")))"
            }
        }
        return text
    }
}
