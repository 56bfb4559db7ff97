/// Column references and steps into SUPER values.
extension TreeRewriter {
    mutating func rewrite(column node: TreeValue, in scope: Scope) -> TypedNode {
        let names = node.items("column_names").compactMap(\.stringValue)
        guard let column = scope.resolve(names) ?? resolveQualified(names, in: scope) else {
            return names.count == 1 ? rewrite(bareName: names[0], node: node) : TypedNode(node)
        }
        if column.type == .super, !column.steps.isEmpty { return navigate(column) }
        // Steps into a value that is not SUPER are the engine's: fields of a structure.
        let parts = (column.names + column.steps).map { TreeValue.string($0) }
        let type = column.steps.isEmpty ? column.type : nil
        return TypedNode(node.setting("column_names", .array(parts)), type, isDeferred: column.isDeferred)
    }

    /// `schema.table.column` of a table that FROM names otherwise.
    private func resolveQualified(_ names: [String], in scope: Scope) -> ResolvedColumn? {
        for count in stride(from: min(3, names.count - 1), through: 2, by: -1) {
            let name = ObjectName(names[..<count].map { Identifier($0) })
            guard let relation = resolver.relation(named: name), let alias = scope.alias(of: relation) else { continue }
            return scope.resolve([alias] + names[count...])
        }
        return nil
    }

    /// The value that a SUPER column and the steps after it stand for.
    func navigate(_ column: ResolvedColumn) -> TypedNode {
        var path = SuperPath(TreeNodes.column(column.names))
        for step in column.steps { path = path.appending(attribute: step) }
        return TypedNode(path.node, .super)
    }

    /// `value[index]` and `(value).attribute`.
    mutating func rewrite(step node: TreeValue, in scope: Scope) -> TypedNode {
        let children = node.items("children")
        guard children.count == 2 else { return TypedNode(node) }
        let value = rewrite(children[0], in: scope)
        let step = rewrite(children[1], in: scope)
        guard value.isSuper else {
            return TypedNode(node.setting("children", .array([value.node, step.node])))
        }
        let path = SuperPath(value.node)
        if let attribute = children[1]["value"]?["value"]?.stringValue {
            return TypedNode(path.appending(attribute: attribute).node, .super)
        }
        if case .number(let index)? = children[1]["value"]?["value"] {
            return TypedNode(path.appending("[\(index)]").node, .super)
        }
        let index = TreeNodes.cast(step.node, to: .bigint)
        return TypedNode(TreeNodes.function("json_extract", [value.node, index]), .super)
    }

    /// A name that is no column: some of Redshift's functions are called without parentheses.
    private func rewrite(bareName name: String, node: TreeValue) -> TypedNode {
        guard let function = FunctionTable.bareNames[Self.fold(name)] else { return TypedNode(node) }
        return TypedNode(
            TreeNodes.function(function.macro, [], schema: FunctionTable.schema), function.type)
    }

    // MARK: - Output columns

    /// An item of a select list under its Redshift name, and the columns it gives; nil where they are not known.
    mutating func rewrite(
        output node: TreeValue, in scope: Scope, isOutermost: Bool
    ) -> (TreeValue, [ScopeColumn]?) {
        if node.text("class") == "STAR" {
            let isPlain =
                node.items("exclude_list").isEmpty && node.items("replace_list").isEmpty
                && node["columns"]?.isTrue != true
            let alias = node.text("relation_name")
            let hidden = scope.hiddenColumns(of: alias).map { TreeValue.string($0) }
            let shown =
                hidden.isEmpty
                ? node : node.setting("exclude_list", .array(node.items("exclude_list") + hidden))
            return (shown, isPlain ? scope.columns(of: alias) : nil)
        }
        var value = rewrite(node, in: scope)
        let given = node.text("alias")
        let name = given.isEmpty ? OutputName.of(node) : given
        if isOutermost, let printed = printed(value) { value = printed }
        if isOutermost, value.isDeferred, let type = value.type {
            value = TypedNode(TreeNodes.cast(value.node, to: type), type)
        }
        let isPlainColumn =
            value.node.text("class") == "COLUMN_REF"
            && value.node.items("column_names").last?.stringValue == name
        let aliased = given.isEmpty && isPlainColumn ? value.node : value.node.setting("alias", .string(name))
        return (aliased, [ScopeColumn(name: name, type: value.type, isDeferred: value.isDeferred)])
    }

    /// What PostgreSQL prints where the engine would print something else: a relation's name for its number, and an array
    /// between braces.
    private func printed(_ value: TypedNode) -> TypedNode? {
        let function =
            switch value.type {
            case .list?: "array_text"
            case .bigint? where value.node.text("function_name") == "regclass": "regclass_name"
            default: ""
            }
        guard resolver.catalogFunctions.contains(function) else { return nil }
        // An alias inside a call would name one of the macro's parameters.
        let argument = value.node.setting("alias", .string(""))
        return TypedNode(
            TreeNodes.function(function, [argument], schema: FunctionTable.schema), .varchar(length: nil))
    }
}

/// The names that PostgreSQL, and so Redshift, gives to columns without an alias.
enum OutputName {
    static func of(_ node: TreeValue) -> String {
        name(of: node)?.text ?? "?column?"
    }

    /// A name, and whether it is better than a type's.
    private static func name(of node: TreeValue) -> (text: String, isStrong: Bool)? {
        switch node.text("class") {
        case "COLUMN_REF": return node.items("column_names").last?.stringValue.map { ($0, true) }
        case "FUNCTION", "WINDOW":
            let function = node.text("function_name")
            if node["is_operator"]?.isTrue == true { return nil }
            return (FunctionTable.writtenNames[function] ?? function, true)
        case "CAST":
            if let child = node["child"], let inner = name(of: child), inner.isStrong { return inner }
            return node["cast_type"].map { (typeName(TreeRewriter.dataType(of: $0)), false) }
        case "CASE":
            if let otherwise = node["else_expr"], let inner = name(of: otherwise), inner.isStrong { return inner }
            return ("case", false)
        case "COLLATE": return node["child"].flatMap { name(of: $0) }
        case "OPERATOR":
            switch node.text("type") {
            case "OPERATOR_COALESCE": return ("coalesce", true)
            case "OPERATOR_NULLIF": return ("nullif", true)
            case "ARRAY_EXTRACT": return node.items("children").first.flatMap { name(of: $0) }
            case "STRUCT_EXTRACT":
                return node.items("children").last?["value"]?["value"]?.stringValue.map { ($0, true) }
            default: return nil
            }
        case "SUBQUERY":
            if node.text("subquery_type") == "EXISTS" { return ("exists", true) }
            guard node.text("subquery_type") == "SCALAR",
                let first = node["subquery"]?["node"]?.items("select_list").first
            else { return nil }
            let alias = first.text("alias")
            return alias.isEmpty ? name(of: first) : (alias, true)
        default: return nil
        }
    }

    private static func typeName(_ type: DataType) -> String {
        switch type {
        case .boolean: "bool"
        case .smallint: "int2"
        case .integer: "int4"
        case .bigint: "int8"
        case .decimal: "numeric"
        case .real: "float4"
        case .double: "float8"
        case .character: "bpchar"
        case .varchar: "varchar"
        case .timestampWithTimeZone: "timestamptz"
        case .timeWithTimeZone: "timetz"
        case .varbyte: "varbyte"
        default: type.redshiftName.split(separator: " ").first.map(String.init) ?? "?column?"
        }
    }
}
