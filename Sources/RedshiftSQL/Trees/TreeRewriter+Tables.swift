/// FROM: base tables, derived tables, joins, and steps into SUPER values.
extension TreeRewriter {
    mutating func rewrite(table node: TreeValue, in scope: Scope) -> TreeValue {
        switch node.text("type") {
        case "BASE_TABLE": return rewrite(baseTable: node, in: scope)
        case "SUBQUERY": return rewrite(derivedTable: node, in: scope)
        case "JOIN": return rewrite(join: node, in: scope)
        case "TABLE_FUNCTION": return rewrite(tableFunction: node, in: scope)
        case "EXPRESSION_LIST": return rewrite(expressionList: node, in: scope)
        case "PIVOT": return rewrite(pivot: node, in: scope)
        default: return node
        }
    }

    // MARK: - Tables by name

    private mutating func rewrite(baseTable node: TreeValue, in scope: Scope) -> TreeValue {
        let parts = ["catalog_name", "schema_name", "table_name"].map { node.text($0) }.filter { !$0.isEmpty }
        let name = parts.last ?? ""
        let alias = node.text("alias").isEmpty ? name : node.text("alias")
        if parts.count == 1, let columns = scope.query(named: name) {
            scope.add(source(alias: alias, columns: columns, aliases: node.items("column_name_alias")))
            return node
        }
        if parts.count > 1, let path = steps(parts, in: scope) {
            return unnest(path, alias: alias, columns: [alias], in: scope)
        }
        guard let relation = resolver.relation(named: ObjectName(parts.map { Identifier($0) })) else {
            scope.add(Scope.Source(alias: alias, qualifiedName: parts.map(Self.fold), columns: nil))
            return node
        }
        note(relation)
        let columns = relation.columns.map { ScopeColumn(name: $0.name, type: $0.type) }
        scope.add(
            Scope.Source(
                alias: alias, qualifiedName: parts.map(Self.fold), relation: relation,
                columns: Self.renamed(columns, node.items("column_name_alias"))))
        var result = node.setting("catalog_name", .string("")).setting("schema_name", .string(relation.engineSchema))
            .setting("table_name", .string(relation.engineName))
        if node.text("alias").isEmpty, Self.fold(relation.engineName) != Self.fold(name) {
            result = result.setting("alias", .string(alias))
        }
        return result
    }

    static func fold(_ text: String) -> String { Tokenizer.folded(text.utf8) }

    private func source(alias: String, columns: [ScopeColumn]?, aliases: [TreeValue]) -> Scope.Source {
        Scope.Source(alias: alias, columns: Self.renamed(columns, aliases))
    }

    // MARK: - Derived tables, joins, functions

    private mutating func rewrite(derivedTable node: TreeValue, in scope: Scope) -> TreeValue {
        guard let subquery = node["subquery"], let query = subquery["node"] else { return node }
        let (rewritten, columns) = rewrite(query: query, in: scope)
        scope.add(
            source(
                alias: node.text("alias"), columns: columns,
                aliases: node.items("column_name_alias")))
        return node.setting("subquery", subquery.setting("node", rewritten))
    }

    private mutating func rewrite(join node: TreeValue, in scope: Scope) -> TreeValue {
        var result = node
        for key in ["left", "right"] {
            if let table = node[key] { result = result.setting(key, rewrite(table: table, in: scope)) }
        }
        if !node.items("using_columns").isEmpty || node.text("ref_type") == "NATURAL" { scope.mergesColumns = true }
        if let condition = node["condition"] {
            result = result.setting("condition", rewrite(condition: condition, in: scope))
        }
        return result
    }

    private mutating func rewrite(tableFunction node: TreeValue, in scope: Scope) -> TreeValue {
        guard let function = node["function"] else { return node }
        let name = function.text("function_name")
        let arguments = function.items("children").map { rewrite($0, in: scope) }
        let alias = node.text("alias").isEmpty ? name : node.text("alias")
        let columns = node.items("column_name_alias").compactMap(\.stringValue)
        if let argument = arguments.first, name == TokenRewriter.unnestMark || (name == "unnest" && argument.isSuper) {
            return unnest(argument, alias: alias, columns: columns.isEmpty ? [alias] : columns, in: scope)
        }
        if let argument = arguments.first, name == TokenRewriter.unpivotMark {
            return unpivot(argument, alias: alias, columns: columns, in: scope)
        }
        scope.add(Scope.Source(alias: alias, columns: nil))
        var call = function.setting("children", .array(arguments.map(\.node)))
        guard name == "unnest" else { return node.setting("function", call) }
        // The engine's function has no schema, and in PostgreSQL its one column is named like the alias.
        call = call.setting("schema", .string(""))
        let names = columns.isEmpty ? [alias] : columns
        return node.setting("function", call).setting("column_name_alias", .array(names.map { .string($0) }))
    }

    private mutating func rewrite(expressionList node: TreeValue, in scope: Scope) -> TreeValue {
        var types: [DataType?] = []
        let rows = node.items("values").enumerated().map { index, row in
            let cells = (row.arrayValue ?? []).map { rewrite($0, in: scope) }
            if index == 0 { types = cells.map(\.type) }
            return TreeValue.array(cells.map(\.node))
        }
        let names = node.items("expected_names").compactMap(\.stringValue)
        let columns = types.enumerated().map { index, type in
            ScopeColumn(name: index < names.count ? names[index] : "col\(index)", type: type)
        }
        scope.add(
            source(
                alias: node.text("alias"), columns: columns,
                aliases: node.items("column_name_alias")))
        return node.setting("values", .array(rows))
    }

    private mutating func rewrite(pivot node: TreeValue, in scope: Scope) -> TreeValue {
        let inner = Scope(parent: scope.parent)
        var result = node
        if let table = node["source"] { result = result.setting("source", rewrite(table: table, in: inner)) }
        result = result.setting("aggregates", .array(node.items("aggregates").map { rewrite($0, in: inner).node }))
        scope.add(Scope.Source(alias: node.text("alias"), columns: nil))
        return result
    }

    // MARK: - Unnesting

    /// The value that `alias.column.steps` in FROM stands for, if the first part is a table to the left.
    private func steps(_ parts: [String], in scope: Scope) -> TypedNode? {
        guard scope.sources.contains(where: { $0.isNamed([Self.fold(parts[0])]) }),
            let column = scope.resolve(parts), column.type == .super
        else { return nil }
        return navigate(column)
    }

    /// `(SELECT unnest(elements), index) AS alias(columns)`.
    private mutating func unnest(_ value: TypedNode, alias: String, columns: [String], in scope: Scope) -> TreeValue {
        let elements = SuperPath(value.node).appending("[*]").node
        var list = [TreeNodes.function("unnest", [elements])]
        if columns.count > 1 {
            let subscripts = TreeNodes.function("generate_subscripts", [elements, TreeNodes.constant(1)])
            list.append(TreeNodes.function("-", [subscripts, TreeNodes.constant(1)], isOperator: true))
        }
        addUnnested(alias: alias, columns: columns, second: .bigint, to: scope)
        return TreeNodes.derivedTable(TreeNodes.select(list), alias: alias, columns: columns)
    }

    private mutating func unpivot(_ value: TypedNode, alias: String, columns: [String], in scope: Scope) -> TreeValue {
        let values = SuperPath(value.node).appending(".*").node
        var list = [TreeNodes.function("unnest", [values])]
        if columns.count > 1 {
            list.append(TreeNodes.function("unnest", [TreeNodes.function("json_keys", [value.node])]))
        }
        addUnnested(alias: alias, columns: columns, second: .varchar(length: nil), to: scope)
        return TreeNodes.derivedTable(TreeNodes.select(list), alias: alias, columns: columns)
    }

    private func addUnnested(alias: String, columns: [String], second: DataType, to scope: Scope) {
        let types: [DataType] = [.super, second]
        scope.add(
            Scope.Source(
                alias: alias,
                columns: zip(columns, types).map { ScopeColumn(name: $0, type: $1) }))
    }
}
