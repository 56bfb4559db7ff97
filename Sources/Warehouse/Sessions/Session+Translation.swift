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
            relations: translated.relations.map { EngineName(schema: $0.engineSchema, name: $0.engineName) },
            reasonAgainstStreaming: StreamingQueryRule.violation(in: query))
    }

    /// The engine's statements for one that the engine runs, to be run in order; the last one gives the result.
    func translation(of parsed: ParsedStatement) throws -> [String] {
        guard let translated = try rewriting(parsed, { try $0.engineStatement() }) else {
            throw WarehouseError(.featureNotSupported, "this statement is not supported")
        }
        return translated.texts
    }

    /// Runs rewriting steps; where they met late-binding views that are not bound, binds these and runs them again.
    private func rewriting<T>(
        _ parsed: ParsedStatement, names: SessionResolver? = nil, _ body: (Rewriter) throws -> T
    ) throws -> T {
        let engine = ParseTrees(connection: connection)
        let names = names ?? resolver()
        let result = Result {
            try names.reporting { try body(Rewriter(parsed, resolver: names, engine: engine)) }
        }
        var hasBound = false
        for name in names.unresolved where try bindView(name) { hasBound = true }
        guard hasBound else { return try result.get() }
        let again = resolver()
        return try again.reporting { try body(Rewriter(parsed, resolver: again, engine: engine)) }
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
