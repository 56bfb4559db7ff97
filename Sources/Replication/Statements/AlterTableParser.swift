extension StatementParser {
    mutating func alterTable() -> SourceStatement {
        _ = take("ONLINE")
        _ = take("IGNORE")
        guard take("TABLE") else { return .other }
        _ = take("IF", "EXISTS")
        guard let name = tableName() else { return .other }
        if take("WAIT") { _ = identifier() } else { _ = take("NOWAIT") }
        var clauses: [AlterClause] = []
        for part in clauseTokens() {
            var parser = StatementParser(tokens: part, database: name.database)
            clauses.append(parser.alterClause())
        }
        return .alterTable(name, clauses)
    }

    /// What is left, split at the commas outside parentheses.
    private func clauseTokens() -> [[StatementToken]] {
        var parts: [[StatementToken]] = [[]]
        var depth = 0
        for token in tokens[min(offset, tokens.count)...] {
            switch token {
            case .symbol(UInt8(ascii: "(")): depth += 1
            case .symbol(UInt8(ascii: ")")): depth -= 1
            case .symbol(UInt8(ascii: ",")) where depth == 0:
                parts.append([])
                continue
            default: break
            }
            parts[parts.count - 1].append(token)
        }
        return parts
    }

    private mutating func alterClause() -> AlterClause {
        if take("ADD") { return addClause() }
        if take("DROP") { return dropClause() }
        if take("RENAME") { return renameClause() }
        if take("ALTER") { return .neutral }
        let rewriting = [
            "MODIFY", "CHANGE", "CONVERT", "TRUNCATE", "EXCHANGE", "DISCARD", "IMPORT", "REMOVE", "PARTITION",
            "REORGANIZE",
            "COALESCE", "PERIOD",
        ]
        for keyword in rewriting where take(keyword) { return .other }
        let options: Set<String> = [
            "ENGINE", "AUTO_INCREMENT", "AVG_ROW_LENGTH", "CHECKSUM", "COMMENT", "COLLATE", "CHARSET", "CHARACTER",
            "DEFAULT",
            "DELAY_KEY_WRITE", "KEY_BLOCK_SIZE", "MAX_ROWS", "MIN_ROWS", "PACK_KEYS", "ROW_FORMAT", "STATS_AUTO_RECALC",
            "STATS_PERSISTENT", "STATS_SAMPLE_PAGES", "ALGORITHM", "LOCK", "ENABLE", "DISABLE", "FORCE", "ORDER",
            "ANALYZE",
            "OPTIMIZE", "CHECK", "REBUILD", "REPAIR", "WITH", "WITHOUT", "TRANSACTIONAL", "PAGE_COMPRESSED",
        ]
        guard case .word(let word) = tokens.first, options.contains(word.uppercased()) else { return .other }
        return .neutral
    }

    private static let indexKeywords = ["INDEX", "KEY", "UNIQUE", "FULLTEXT", "SPATIAL", "PRIMARY", "CHECK"]

    private mutating func addClause() -> AlterClause {
        for keyword in Self.indexKeywords where take(keyword) { return .neutral }
        // A foreign key may cascade, and a cascade is not in the log; partitions, periods and versioning move rows.
        for keyword in ["CONSTRAINT", "FOREIGN", "PARTITION", "PERIOD", "SYSTEM"] where take(keyword) { return .other }
        _ = take("COLUMN")
        _ = take("IF", "NOT", "EXISTS")
        guard let name = identifier() else { return .other }
        // An explicit NULL, or nothing that gives the rows that are there a value.
        let valued = [
            "DEFAULT", "NOT", "AUTO_INCREMENT", "GENERATED", "AS", "SERIAL", "PRIMARY", "INVISIBLE", "REFERENCES",
        ]
        var rest = self
        var isExplicitlyNullable = false
        var isTimestamp = false
        while !rest.isAtEnd {
            if rest.take("DEFAULT", "NULL") || rest.take("NULL") {
                isExplicitlyNullable = true
                continue
            }
            for keyword in valued where rest.take(keyword) { return .other }
            if rest.take("TIMESTAMP") { isTimestamp = true } else { rest.offset += 1 }
        }
        // A bare TIMESTAMP may default to now.
        return isTimestamp && !isExplicitlyNullable ? .other : .addNullableColumn(name)
    }

    private mutating func dropClause() -> AlterClause {
        for keyword in ["INDEX", "KEY", "PRIMARY", "FOREIGN", "CONSTRAINT", "CHECK"] where take(keyword) {
            return .neutral
        }
        for keyword in ["PARTITION", "PERIOD", "SYSTEM"] where take(keyword) { return .other }
        _ = take("COLUMN")
        _ = take("IF", "EXISTS")
        return identifier().map { .dropColumn($0) } ?? .other
    }

    private mutating func renameClause() -> AlterClause {
        if take("COLUMN") {
            _ = take("IF", "EXISTS")
            guard let from = identifier(), take("TO"), let to = identifier() else { return .other }
            return .renameColumn(from, to: to)
        }
        if take("INDEX") || take("KEY") { return .neutral }
        if !take("TO"), !take("AS") { _ = take(symbol: "=") }
        return tableName().map { .renameTable($0) } ?? .other
    }
}
