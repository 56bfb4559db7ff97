/// Expressions: by class, then by what Redshift means.
extension TreeRewriter {
    mutating func rewrite(_ node: TreeValue, in scope: Scope) -> TypedNode {
        switch node.text("class") {
        case "COLUMN_REF": return rewrite(column: node, in: scope)
        case "CONSTANT": return TypedNode(node, Self.type(ofConstant: node))
        case "CAST": return rewrite(cast: node, in: scope)
        case "FUNCTION": return rewrite(function: node, in: scope)
        case "WINDOW": return rewrite(window: node, in: scope)
        case "CASE": return rewrite(choice: node, in: scope)
        case "COMPARISON": return rewrite(comparison: node, in: scope)
        case "BETWEEN": return rewrite(between: node, in: scope)
        case "CONJUNCTION":
            let conditions = node.items("children").map { rewrite(condition: $0, in: scope) }
            return TypedNode(node.setting("children", .array(conditions)), .boolean)
        case "OPERATOR": return rewrite(operation: node, in: scope)
        case "SUBQUERY": return rewrite(subquery: node, in: scope)
        case "COLLATE":
            guard let child = node["child"] else { return TypedNode(node) }
            let value = rewrite(child, in: scope)
            return TypedNode(node.setting("child", text(value)), value.type)
        case "LAMBDA", "PARAMETER", "STAR", "DEFAULT": return TypedNode(node)
        default: return TypedNode(node)
        }
    }

    /// An expression used as a truth value: a SUPER counts as the boolean it holds.
    mutating func rewrite(condition node: TreeValue, in scope: Scope) -> TreeValue {
        let value = rewrite(node, in: scope)
        return value.isSuper ? convert(value, to: .boolean) : value.node
    }

    static func type(ofConstant node: TreeValue) -> DataType? {
        guard let type = node["value"]?["type"] else { return nil }
        if type.text("id") == "NULL" { return nil }
        return dataType(of: type)
    }

    /// A type of the tree.
    static func dataType(of type: TreeValue) -> DataType {
        let name = type.text("id")
        let info = type["type_info"]
        if name == "DECIMAL", let info, case .number(let width)? = info["width"],
            case .number(let scale)? = info["scale"],
            let precision = Int(width), let digits = Int(scale)
        {
            return .decimal(precision: precision, scale: digits)
        }
        guard name == "UNBOUND", let info else { return DataType(engineName: name) }
        let modifiers = info.items("user_type_modifiers").compactMap { modifier -> Int? in
            guard case .number(let digits)? = modifier["value"] else { return nil }
            return Int(digits)
        }
        switch info.text("name") {
        case TokenRewriter.varcharMark: return .varchar(length: modifiers.first)
        case TokenRewriter.characterMark: return .character(length: modifiers.first ?? 1)
        case let other where fold(other) == "json": return .super
        case let other: return .named(other, modifiers: modifiers)
        }
    }

    // MARK: - Choices and subqueries

    private mutating func rewrite(choice node: TreeValue, in scope: Scope) -> TypedNode {
        var results: [TypedNode] = []
        var conditions: [TreeValue] = []
        for check in node.items("case_checks") {
            conditions.append(check["when_expr"].map { rewrite(condition: $0, in: scope) } ?? .null)
            results.append(check["then_expr"].map { rewrite($0, in: scope) } ?? TypedNode(.null))
        }
        results.append(node["else_expr"].map { rewrite($0, in: scope) } ?? TypedNode(TreeNodes.nullConstant))
        let (values, type, isDeferred) = unify(results)
        let checks = zip(conditions, values).map { condition, value in
            TreeValue.object(["when_expr": condition, "then_expr": value])
        }
        let result = node.setting("case_checks", .array(checks)).setting("else_expr", values[values.count - 1])
        return TypedNode(result, type, isDeferred: isDeferred)
    }

    /// Values of one column: SUPER values give way to what the others are. Constants of NULL have no say.
    func unify(_ values: [TypedNode]) -> (nodes: [TreeValue], type: DataType?, isDeferred: Bool) {
        let telling = values.filter { !Self.isNullConstant($0.node) }
        let types = telling.filter { !$0.isSuper }.map(\.type)
        let isDeferred = telling.contains { $0.isDeferred }
        guard telling.contains(where: \.isSuper), let other = types.first else {
            let type = telling.first?.type
            let isUniform = telling.allSatisfy { $0.type == type }
            return (values.map(\.node), isUniform ? type : Self.common(types), isDeferred && isUniform)
        }
        let target = other ?? .varchar(length: nil)
        return (values.map { $0.isSuper ? convert($0, to: target) : $0.node }, target, isDeferred)
    }

    static func isNullConstant(_ node: TreeValue) -> Bool {
        node["value"]?["is_null"]?.isTrue == true
    }

    /// The type that whole numbers and decimals of several types have together; nil where unlike or unknown.
    private static func common(_ types: [DataType?]) -> DataType? {
        var scale = 0
        var digits = 0
        var widest = DataType.smallint
        for type in types {
            guard let type, let decimal = type.asDecimal else { return nil }
            scale = max(scale, decimal.scale)
            digits = max(digits, decimal.precision - decimal.scale)
            if type.isInteger, let other = widest.asDecimal, decimal.precision > other.precision { widest = type }
        }
        if types.allSatisfy({ $0?.isInteger == true }) { return widest }
        return .decimal(precision: min(DataType.largestPrecision, digits + scale), scale: scale)
    }

    private mutating func rewrite(subquery node: TreeValue, in scope: Scope) -> TypedNode {
        var result = node
        var type: DataType?
        if let subquery = node["subquery"], let query = subquery["node"] {
            let (rewritten, columns) = rewrite(query: query, in: scope)
            result = result.setting("subquery", subquery.setting("node", rewritten))
            type = columns?.first?.type
        }
        if let child = node["child"] {
            let value = rewrite(child, in: scope)
            result = result.setting(
                "child", value.isSuper ? convert(value, to: type ?? .varchar(length: nil)) : value.node)
        }
        return TypedNode(result, node.text("subquery_type") == "SCALAR" ? type : .boolean)
    }

    // MARK: - Comparisons

    private mutating func rewrite(comparison node: TreeValue, in scope: Scope) -> TypedNode {
        guard let left = node["left"], let right = node["right"] else { return TypedNode(node, .boolean) }
        let values = comparable([rewrite(left, in: scope), rewrite(right, in: scope)])
        return TypedNode(node.setting("left", values[0]).setting("right", values[1]), .boolean)
    }

    private mutating func rewrite(between node: TreeValue, in scope: Scope) -> TypedNode {
        let keys = ["input", "lower", "upper"]
        let values = comparable(keys.map { key in node[key].map { rewrite($0, in: scope) } ?? TypedNode(.null) })
        var result = node
        for (key, value) in zip(keys, values) { result = result.setting(key, value) }
        return TypedNode(result, .boolean)
    }

    private mutating func rewrite(operation node: TreeValue, in scope: Scope) -> TypedNode {
        let type = node.text("type")
        if type == "ARRAY_EXTRACT" || type == "STRUCT_EXTRACT" { return rewrite(step: node, in: scope) }
        let values = node.items("children").map { rewrite($0, in: scope) }
        func rebuilt(_ nodes: [TreeValue]) -> TreeValue { node.setting("children", .array(nodes)) }
        switch type {
        case "OPERATOR_COALESCE":
            let (nodes, type, isDeferred) = unify(values)
            return TypedNode(rebuilt(nodes), type, isDeferred: isDeferred)
        case "COMPARE_IN", "COMPARE_NOT_IN": return TypedNode(rebuilt(comparable(values)), .boolean)
        case "OPERATOR_IS_NULL", "OPERATOR_IS_NOT_NULL":
            // A JSON null is NULL; only the text of the value tells.
            return TypedNode(rebuilt(values.map { $0.isSuper ? SuperPath($0.node).text : $0.node }), .boolean)
        case "OPERATOR_NOT":
            return TypedNode(rebuilt(values.map { $0.isSuper ? convert($0, to: .boolean) : $0.node }), .boolean)
        default: return TypedNode(rebuilt(values.map(\.node)))
        }
    }

    /// Values to be compared with each other: SUPER values as the type of the rest.
    func comparable(_ values: [TypedNode]) -> [TreeValue] {
        guard values.contains(where: \.isSuper) else { return Self.datesRead(values) }
        let others = values.filter { !$0.isSuper && !Self.isNullConstant($0.node) }
        guard let first = others.first else { return values.map(\.node) }
        let type = others.lazy.compactMap(\.type).first ?? first.type
        let target: DataType
        switch type {
        case .some(let type) where type.asDecimal != nil || type == .real: target = .double
        case .some(let type) where !type.isText: target = type
        default: target = .varchar(length: nil)
        }
        return values.map { $0.isSuper ? convert($0, to: target) : $0.node }
    }
}
