/// Gives the engine's parse tree of a query Redshift's meaning: names, SUPER values, types of results, functions.
///
/// Goes through the tree once, with the tables in sight (`Scope`), and infers types on the way as far as columns, casts
/// and operators tell them. Where a type is not known the engine's own meaning stays.
///
/// Exact division: the engine divides DECIMALs as DOUBLE. Where Redshift's result is a DECIMAL of at most 38 digits,
/// the node carries that type as *deferred*, and the cast is made once, in the select list of the outermost query, so
/// that what is computed from it runs on doubles at full speed.
struct TreeRewriter {
    let resolver: any NameResolver
    let options: SQLOptions
    /// The relations met so far, each once.
    private(set) var relations: [ResolvedRelation] = []

    init(resolver: any NameResolver, options: SQLOptions) {
        self.resolver = resolver
        self.options = options
    }

    /// The rewritten query of a document made by `json_serialize_sql`, and its columns where they are known.
    mutating func rewriteQuery(in document: TreeValue) throws(SQLError) -> (query: TreeValue, columns: [ScopeColumn]?) {
        let statement = try Self.onlyStatement(of: document)
        guard let node = statement["node"] else { throw Self.malformed() }
        return rewrite(query: node, in: nil, isOutermost: true)
    }

    /// The rewritten select list and FROM of a query that exists for its expressions.
    mutating func rewriteExpressions(
        in document: TreeValue
    ) throws(SQLError) -> (expressions: [TreeValue], table: TreeValue?) {
        let statement = try Self.onlyStatement(of: document)
        guard let node = statement["node"] else { throw Self.malformed() }
        let scope = Scope(parent: nil)
        defineQueries(of: node, in: scope)
        let table = node["from_table"].map { rewrite(table: $0, in: scope) }
        return (node.items("select_list").map { rewrite($0, in: scope).node }, table)
    }

    static func onlyStatement(of document: TreeValue) throws(SQLError) -> TreeValue {
        if document["error"]?.isTrue == true { throw engineError(document, position: nil) }
        guard document.items("statements").count == 1 else { throw malformed() }
        return document.items("statements")[0]
    }

    static func malformed() -> SQLError {
        SQLError(sqlState: "XX000", message: "the engine's parse tree holds no single statement")
    }

    /// The engine's own refusal of a text.
    static func engineError(_ document: TreeValue, position: Int?) -> SQLError {
        let isSyntax = document.text("error_type") == "parser"
        return SQLError(
            sqlState: isSyntax ? "42601" : "0A000", message: document.text("error_message"), position: position)
    }

    mutating func note(_ relation: ResolvedRelation) {
        if !relations.contains(relation) { relations.append(relation) }
    }

    // MARK: - Queries

    mutating func rewrite(
        query node: TreeValue, in parent: Scope?, isOutermost: Bool = false
    ) -> (TreeValue, [ScopeColumn]?) {
        switch node.text("type") {
        case "SELECT_NODE": return rewrite(select: node, in: parent, isOutermost: isOutermost)
        case "SET_OPERATION_NODE": return rewrite(setOperation: node, in: parent, isOutermost: isOutermost)
        case "RECURSIVE_CTE_NODE": return rewrite(recursive: node, in: parent)
        default: return (node, nil)
        }
    }

    private mutating func rewrite(
        select node: TreeValue, in parent: Scope?, isOutermost: Bool
    ) -> (TreeValue, [ScopeColumn]?) {
        let scope = Scope(parent: parent)
        var result = node.setting("cte_map", defineQueries(of: node, in: scope))
        if let table = node["from_table"] { result = result.setting("from_table", rewrite(table: table, in: scope)) }
        var columns: [ScopeColumn]? = []
        var list: [TreeValue] = []
        for item in node.items("select_list") {
            let (rewritten, outputs) = rewrite(output: item, in: scope, isOutermost: isOutermost)
            list.append(rewritten)
            if let outputs, let known = columns { columns = known + outputs } else { columns = nil }
        }
        result = result.setting("select_list", .array(list))
        for key in ["where_clause", "having", "qualify"] {
            if let condition = node[key] { result = result.setting(key, rewrite(condition: condition, in: scope)) }
        }
        let groups = node.items("group_expressions").map { rewrite($0, in: scope).node }
        result = result.setting("group_expressions", .array(groups))
        return (result.setting("modifiers", rewrite(modifiers: node, in: scope)), columns)
    }

    private mutating func rewrite(
        setOperation node: TreeValue, in parent: Scope?, isOutermost: Bool
    ) -> (TreeValue, [ScopeColumn]?) {
        let scope = Scope(parent: parent)
        var result = node.setting("cte_map", defineQueries(of: node, in: scope))
        var columns: [ScopeColumn]?
        for (position, key) in ["left", "right"].enumerated() {
            guard let branch = node[key] else { continue }
            let (rewritten, outputs) = rewrite(query: branch, in: scope, isOutermost: isOutermost)
            result = result.setting(key, rewritten)
            if position == 0 { columns = outputs }
        }
        let branches = node.items("children").map { rewrite(query: $0, in: scope, isOutermost: isOutermost) }
        if let first = branches.first {
            result = result.setting("children", .array(branches.map(\.0)))
            columns = first.1
        }
        return (result.setting("modifiers", rewrite(modifiers: node, in: scope)), columns)
    }

    private mutating func rewrite(recursive node: TreeValue, in parent: Scope?) -> (TreeValue, [ScopeColumn]?) {
        let scope = Scope(parent: parent)
        var result = node
        var columns: [ScopeColumn]?
        if let left = node["left"] {
            let (rewritten, outputs) = rewrite(query: left, in: scope)
            result = result.setting("left", rewritten)
            columns = Self.renamed(outputs, node.items("aliases"))
        }
        scope.define(query: node.text("cte_name"), columns: columns)
        if let right = node["right"] { result = result.setting("right", rewrite(query: right, in: scope).0) }
        return (result, columns)
    }

    /// Rewrites the queries of WITH and makes them visible in `scope`.
    @discardableResult
    mutating func defineQueries(of node: TreeValue, in scope: Scope) -> TreeValue {
        var entries: [TreeValue] = []
        for entry in node["cte_map"]?.items("map") ?? [] {
            guard let value = entry["value"], let query = value["query"], let inner = query["node"] else { continue }
            let (rewritten, outputs) = rewrite(query: inner, in: scope)
            scope.define(query: entry.text("key"), columns: Self.renamed(outputs, value.items("aliases")))
            entries.append(entry.setting("value", value.setting("query", query.setting("node", rewritten))))
        }
        return .object(["map": .array(entries)])
    }

    /// Columns under the names of an alias list, as far as it goes.
    static func renamed(_ columns: [ScopeColumn]?, _ aliases: [TreeValue]) -> [ScopeColumn]? {
        guard let columns else {
            return nil
        }
        return columns.enumerated().map { index, column in
            let name = index < aliases.count ? aliases[index].stringValue ?? column.name : column.name
            return ScopeColumn(name: name, type: column.type, isDeferred: column.isDeferred)
        }
    }

    /// ORDER BY, LIMIT and DISTINCT ON.
    private mutating func rewrite(modifiers node: TreeValue, in scope: Scope) -> TreeValue {
        var modifiers: [TreeValue] = []
        for modifier in node.items("modifiers") {
            var result = modifier
            if modifier["orders"] != nil { result = result.setting("orders", rewrite(orders: modifier, in: scope)) }
            for key in ["limit", "offset"] {
                if let expression = modifier[key] { result = result.setting(key, rewrite(expression, in: scope).node) }
            }
            if let targets = modifier["distinct_on_targets"]?.arrayValue {
                result = result.setting("distinct_on_targets", .array(targets.map { rewrite($0, in: scope).node }))
            }
            modifiers.append(result)
        }
        return .array(modifiers)
    }

    mutating func rewrite(orders node: TreeValue, in scope: Scope) -> TreeValue {
        .array(
            node.items("orders").map { order in
                guard let expression = order["expression"] else { return order }
                return order.setting("expression", rewrite(expression, in: scope).node)
            })
    }
}
