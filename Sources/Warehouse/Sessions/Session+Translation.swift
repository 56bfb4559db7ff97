internal import DuckDB
internal import RedshiftSQL

extension Session {
    /// A query in the engine's SQL.
    struct Translation {
        var sql: String
        /// The warehouse's relations that it reads, each once.
        var relations: [EngineName]
        /// What keeps it from being a streaming view's query; nil if nothing does.
        var reasonAgainstStreaming: String?
    }

    /// Translates one query of a statement; a view over a stream gives the resolver that its stream is named in.
    func translate(
        _ query: SQLFragment, _ parsed: ParsedStatement, resolver: SessionResolver? = nil
    ) throws -> Translation {
        let translated = try rewriting(parsed, names: resolver) { try $0.engineQuery(query) }
        return Translation(
            sql: translated.text,
            relations: try relations(of: translated),
            reasonAgainstStreaming: StreamingQueryRule.violation(in: query))
    }

    /// The engine's statements for one that the engine runs, to be run in order; the last one gives the result.
    func translation(of parsed: ParsedStatement) throws -> [String] {
        guard let translated = try rewriting(parsed, { try $0.engineStatement() }) else {
            throw WarehouseError(.featureNotSupported, "this statement is not supported")
        }
        // A plain INSERT of values reads nothing.
        if case .insert(let insert) = parsed.statement, insert.query.map({ $0.tokens.first?.text == "values" }) ?? true
        {
            return translated.texts
        }
        try refreshExternalTables(among: relations(of: translated))
        return translated.texts
    }

    /// The warehouse's relations of a translated statement.
    private func relations(of translated: EngineStatement) throws -> [EngineName] {
        try translated.relations.map { relation in
            let name = EngineName(schema: relation.engineSchema, name: relation.engineName)
            return try Catalog(connection).externalTable(withPseudoColumns: name) ?? name
        }
    }

    /// Runs rewriting steps; where they met late-binding views that are not bound, binds these and runs them again.
    private func rewriting<T>(
        _ parsed: ParsedStatement, names: SessionResolver? = nil, _ body: (Rewriter) throws -> T
    ) throws -> T {
        let engine = ParseTrees(connection: connection)
        let names = names ?? resolver()
        names.namesPseudoColumns = parsed.namesPseudoColumns
        let result = Result {
            try names.reporting { try body(Rewriter(parsed, resolver: names, engine: engine)) }
        }
        var hasBound = false
        for name in names.unresolved where try bindView(name) { hasBound = true }
        guard hasBound else { return try result.get() }
        let again = resolver()
        again.namesPseudoColumns = parsed.namesPseudoColumns
        return try again.reporting { try body(Rewriter(parsed, resolver: again, engine: engine)) }
    }
}

extension ParsedStatement {
    /// Whether it names a pseudo-column of external tables.
    fileprivate var namesPseudoColumns: Bool {
        tokens.contains { $0.kind == .quotedIdentifier && ($0.text == "$path" || $0.text == "$size") }
    }
}

/// What the query of a view over a stream must not have: each refresh sees only the records that arrived since the last.
enum StreamingQueryRule {
    private static let clauses: [String: String] = [
        "join": "a join", "group": "GROUP BY", "distinct": "DISTINCT", "limit": "LIMIT", "top": "TOP",
        "over": "window functions",
        "union": "UNION", "intersect": "INTERSECT", "except": "EXCEPT", "minus": "MINUS", "order": "ORDER BY",
    ]
    private static let aggregates: Set<String> = [
        "count", "sum", "avg", "min", "max", "listagg", "median", "stddev", "stddev_samp", "stddev_pop", "variance",
        "var_samp", "var_pop", "percentile_cont", "percentile_disc", "bool_and", "bool_or", "any_value",
    ]

    /// The first such thing in a query; nil if there is none.
    static func violation(in query: SQLFragment) -> String? {
        for (index, token) in query.tokens.enumerated() where token.kind == .word {
            if let clause = clauses[token.text] { return clause }
            let next = index + 1 < query.tokens.count ? query.tokens[index + 1] : nil
            if aggregates.contains(token.text), next?.kind == .symbol, next?.text == "(" { return "aggregates" }
        }
        return nil
    }
}
