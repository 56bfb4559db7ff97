/// What the engine is to run for a statement.
package struct EngineStatement: Sendable, Hashable {
    /// Statements of the engine, to run in this order in one transaction; the last one gives the result.
    package let texts: [String]
    /// The relations that the statement reads or changes, each once.
    package let relations: [ResolvedRelation]
    /// The columns of a query in Redshift's types, where they are known.
    package let columns: [RelationColumn]?

    /// The last of `texts`.
    package var text: String { texts.last ?? "" }
}

/// The engine's two functions on parse trees, called by the rewriting steps.
package protocol ParseTreeEngine {
    /// `SELECT json_serialize_sql(text)`: the parse tree of a query, or its syntax error, as JSON.
    func serialize(_ text: String) throws -> String

    /// `SELECT json_deserialize_sql(json)`: the text of a parse tree.
    func deserialize(_ json: String) throws -> String
}

extension ParseTreeEngine {
    /// The text of a query without its beginning, which is known: what is left is the part that was asked for.
    func text(of query: TreeValue, dropping prefix: String) throws -> String {
        let text = try deserialize(TreeWriter.json(of: TreeNodes.document(query)))
        guard text.utf8.starts(with: prefix.utf8) else { throw TreeRewriter.malformed() }
        return String(text.utf8.dropFirst(prefix.utf8.count)) ?? text
    }

    /// The text of an expression, without the name that a select list may give it.
    func text(ofExpression node: TreeValue) throws -> String {
        try text(of: TreeNodes.select([node.setting("alias", .string(""))]), dropping: "SELECT ")
    }
}

/// Translates statements to the engine's SQL.
package struct Rewriter {
    let statement: ParsedStatement
    let resolver: any NameResolver
    let engine: any ParseTreeEngine

    /// A rewriter for one statement, with the names and the engine of its session.
    package init(_ statement: ParsedStatement, resolver: any NameResolver, engine: any ParseTreeEngine) {
        self.statement = statement
        self.resolver = resolver
        self.engine = engine
    }

    /// The engine's statements; nil for a kind that the engine does not run by itself.
    ///
    /// Throws `SQLError`, or what the engine's functions throw.
    package func engineStatement() throws -> EngineStatement? {
        var assembly = Assembly(rewriter: self)
        guard let text = try assembly.text(of: statement.statement) else { return nil }
        return EngineStatement(
            texts: assembly.prelude + [text], relations: assembly.relations, columns: assembly.columns)
    }

    /// The engine's text of one query of the statement, such as the query of a materialized view.
    package func engineQuery(_ query: SQLFragment) throws -> EngineStatement {
        var assembly = Assembly(rewriter: self)
        let text = try assembly.query(query)
        return EngineStatement(texts: [text], relations: assembly.relations, columns: assembly.columns)
    }

    var tokenRewriter: TokenRewriter {
        TokenRewriter(options: statement.options, script: statement.script, isForTree: true)
    }
}
