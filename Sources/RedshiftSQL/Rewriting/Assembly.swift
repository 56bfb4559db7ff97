/// Puts the engine's statement together: text around queries and expressions that went through the tree.
struct Assembly {
    let rewriter: Rewriter
    /// Statements to run before.
    var prelude: [String] = []
    private(set) var relations: [ResolvedRelation] = []
    private(set) var columns: [RelationColumn]?

    init(rewriter: Rewriter) { self.rewriter = rewriter }

    mutating func note(_ relation: ResolvedRelation) {
        if !relations.contains(relation) { relations.append(relation) }
    }

    mutating func text(of statement: Statement) throws -> String? {
        switch statement {
        case .query(let fragment): return try query(fragment)
        case .explain(let explain): return try text(of: explain)
        case .insert(let insert): return try text(of: insert)
        case .update(let update): return try text(of: update)
        case .delete(let delete): return try text(of: delete)
        case .merge(let merge): return try text(of: merge)
        case .truncate(let name): return "TRUNCATE " + target(name)
        case .createTable(let table): return try text(of: table)
        case .createTableAs(let table): return try text(of: table)
        case .createView(let view): return try text(of: view)
        case .alterTable(let change): return try text(of: change)
        case .createSchema(let schema):
            return "CREATE SCHEMA " + (schema.ifNotExists ? "IF NOT EXISTS " : "") + engineSchema(schema.name)
        case .drop(let drop): return text(of: drop)
        default: return nil
        }
    }

    // MARK: - Queries and expressions

    mutating func query(_ fragment: SQLFragment) throws -> String {
        let tokens = try rewriter.tokenRewriter.rewrite(fragment.tokens)
        let document = try document(of: rewriter.tokenRewriter.engineText(of: tokens)) {
            rewriter.tokenRewriter.position(ofEngine: $0, in: tokens)
        }
        var tree = TreeRewriter(resolver: rewriter.resolver, options: rewriter.statement.options)
        let parameters = try TreeRewriter.onlyStatement(of: document)["named_param_map"] ?? .array([])
        let (query, columns) = try tree.rewriteQuery(in: document)
        for relation in tree.relations { note(relation) }
        self.columns = columns?.map { RelationColumn($0.name, $0.type) }
        return try rewriter.engine.deserialize(TreeWriter.json(of: TreeNodes.document(query, parameters: parameters)))
    }

    /// Expressions in sight of the tables of `from`: their texts, and the text of the last table of FROM.
    mutating func expressions(
        _ fragments: [SQLFragment], with names: SQLFragment? = nil, from tables: String
    ) throws -> (texts: [String], lastTable: String?) {
        guard !fragments.isEmpty else { return ([], nil) }
        let rewriter = self.rewriter.tokenRewriter
        var text = try names.map { try rewriter.text(of: $0) + " " } ?? ""
        text += "SELECT "
        var places: [(start: Int, tokens: [Token])] = []
        for (index, fragment) in fragments.enumerated() {
            text += index == 0 ? "(" : ", ("
            let tokens = try rewriter.rewrite(fragment.tokens)
            places.append((text.utf8.count, tokens))
            text += rewriter.engineText(of: tokens) + ")"
        }
        if !tables.isEmpty { text += " FROM " + tables }
        let document = try document(of: text) { offset in
            guard let place = places.last(where: { $0.start <= offset }) else { return nil }
            return rewriter.position(ofEngine: offset - place.start, in: place.tokens)
        }
        var tree = TreeRewriter(resolver: self.rewriter.resolver, options: self.rewriter.statement.options)
        let (nodes, table) = try tree.rewriteExpressions(in: document)
        for relation in tree.relations { note(relation) }
        let texts = try nodes.map { try self.rewriter.engine.text(ofExpression: $0) }
        guard let last = table?["right"] else { return (texts, nil) }
        let query = TreeNodes.select([TreeNodes.constant(1)], from: last)
        return (texts, try self.rewriter.engine.text(of: query, dropping: "SELECT 1 FROM "))
    }

    /// The parse tree of a text; a syntax error points at the script, as far as `position` tells.
    private func document(of text: String, position: (Int) -> Int?) throws -> TreeValue {
        let document = try TreeReader.value(of: try rewriter.engine.serialize(text))
        guard document["error"]?.isTrue == true else { return document }
        let offset = Int(document.text("position"))
        throw TreeRewriter.engineError(document, position: offset.flatMap(position))
    }

    // MARK: - Names

    /// A table to be changed, as the engine names it.
    mutating func target(_ name: ObjectName) -> String {
        if let relation = rewriter.resolver.relation(named: name) {
            note(relation)
            return relation.engineReference
        }
        return created(name)
    }

    /// A name to be given to something: qualified by the schema it goes to.
    func created(_ name: ObjectName) -> String {
        guard let schema = rewriter.resolver.engineSchema(for: name) else { return name.object.quoted }
        return Identifier.quote(schema) + "." + name.object.quoted
    }

    /// A schema's name: the catalog is asked for the schema of something in it.
    func engineSchema(_ name: ObjectName) -> String {
        let inside = ObjectName(name.parts + [Identifier("")])
        return rewriter.resolver.engineSchema(for: inside).map { Identifier.quote($0) } ?? name.object.quoted
    }

    private mutating func text(of explain: Explain) throws -> String? {
        let statements = try parseFragment(explain.statement)
        guard let inner = try text(of: statements) else { return nil }
        return (explain.isAnalyzed ? "EXPLAIN ANALYZE " : "EXPLAIN ") + inner
    }

    private func parseFragment(_ fragment: SQLFragment) throws -> Statement {
        var parser = StatementParser(
            cursor: TokenCursor(
                tokens: fragment.tokens, script: rewriter.statement.script, options: rewriter.statement.options))
        return try parser.parse()
    }
}
