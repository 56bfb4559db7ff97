/// Function calls: the operators among them, aggregates, and what Redshift names or means otherwise.
extension TreeRewriter {
    mutating func rewrite(function node: TreeValue, in scope: Scope) -> TypedNode {
        let name = Self.fold(node.text("function_name"))
        let arguments = node.items("children").map { rewrite($0, in: scope) }
        var node = node
        if let filter = node["filter"] { node = node.setting("filter", rewrite(condition: filter, in: scope)) }
        if let orders = node["order_bys"], !orders.items("orders").isEmpty {
            node = node.setting("order_bys", orders.setting("orders", rewrite(orders: orders, in: scope)))
        }
        if node["is_operator"]?.isTrue == true { return rewrite(operator: name, node: node, arguments) }
        if Self.fold(node.text("schema")) == "pg_catalog" {
            node = node.setting("schema", .string("")).setting("catalog", .string(""))
        }
        guard node.text("schema").isEmpty || node.text("schema") == "main" else {
            return TypedNode(node.setting("children", .array(arguments.map(\.node))))
        }
        if let special = rewrite(special: name, node: node, arguments) { return special }
        if FunctionTable.aggregates.contains(name) {
            let isNumeric = name == "sum" || name == "avg"
            let children = arguments.map { isNumeric ? number($0) : $0.node }
            return aggregate(name, node: node.setting("children", .array(children)), arguments.first)
        }
        return rewrite(scalar: name, node: node, arguments)
    }

    mutating func rewrite(window node: TreeValue, in scope: Scope) -> TypedNode {
        let name = Self.fold(node.text("function_name"))
        let arguments = node.items("children").map { rewrite($0, in: scope) }
        let isNumeric = name == "sum" || name == "avg"
        var result = node.setting("children", .array(arguments.map { isNumeric ? number($0) : $0.node }))
        result = result.setting(
            "partitions", .array(node.items("partitions").map { rewrite($0, in: scope).node }))
        for key in ["orders", "arg_orders"] where !node.items(key).isEmpty {
            result = result.setting(key, rewrite(orders: .object(["orders": .array(node.items(key))]), in: scope))
        }
        for key in ["start_expr", "end_expr", "offset_expr", "default_expr"] {
            if let expression = node[key] { result = result.setting(key, rewrite(expression, in: scope).node) }
        }
        if let filter = node["filter_expr"] {
            result = result.setting("filter_expr", rewrite(condition: filter, in: scope))
        }
        if name == "ratio_to_report", let argument = arguments.first {
            let total = result.setting("function_name", .string("sum")).setting("type", .string("WINDOW_AGGREGATE"))
            let share = TreeNodes.function(
                "/", [TreeNodes.cast(argument.node, to: .double), total], isOperator: true)
            return TypedNode(share, .double)
        }
        switch name {
        case "row_number", "rank", "dense_rank", "ntile": return TypedNode(result, .bigint)
        case "lag", "lead", "first_value", "last_value", "nth_value", "first", "last":
            return TypedNode(result, arguments.first?.type, isDeferred: arguments.first?.isDeferred ?? false)
        default: return aggregate(name, node: result, arguments.first)
        }
    }

    // MARK: - Operators

    private func rewrite(operator name: String, node: TreeValue, _ arguments: [TypedNode]) -> TypedNode {
        switch name {
        case "+", "-", "*", "/", "%", "^", "**", "//": return arithmetic(name, node: node, arguments)
        case TokenRewriter.partialMatch:
            return TypedNode(TreeNodes.function("regexp_matches", arguments.map { text($0) }), .boolean)
        case TokenRewriter.noPartialMatch:
            let match = TreeNodes.function("regexp_matches", arguments.map { text($0) })
            return TypedNode(TreeNodes.operation("OPERATOR_NOT", [match]), .boolean)
        case "~*", "!~*":
            let match = TreeNodes.function(
                "regexp_matches", arguments.map { text($0) } + [TreeNodes.constant("i")])
            return TypedNode(name == "~*" ? match : TreeNodes.operation("OPERATOR_NOT", [match]), .boolean)
        case "~~", "!~~", "~~*", "!~~*": return like(name, node: node, arguments)
        case "||":
            // Lists of the catalogs are PostgreSQL's arrays, which are joined as such.
            if let list = arguments.lazy.compactMap(\.type).first(where: \.isList) {
                return TypedNode(node.setting("children", .array(arguments.map(\.node))), list)
            }
            return TypedNode(node.setting("children", .array(arguments.map { text($0) })), .varchar(length: nil))
        default: return TypedNode(node.setting("children", .array(arguments.map(\.node))))
        }
    }

    /// LIKE: in Redshift a backslash escapes, in the engine only what ESCAPE says.
    private func like(_ name: String, node: TreeValue, _ arguments: [TypedNode]) -> TypedNode {
        let values = arguments.map { text($0) }
        guard values.count == 2, let pattern = values[1]["value"]?["value"]?.stringValue,
            pattern.utf8.contains(UInt8(ascii: "\\"))
        else { return TypedNode(node.setting("children", .array(values)), .boolean) }
        let functions = [
            "~~": "like_escape", "!~~": "not_like_escape", "~~*": "ilike_escape", "!~~*": "not_ilike_escape",
        ]
        return TypedNode(TreeNodes.function(functions[name] ?? name, values + [TreeNodes.constant("\\")]), .boolean)
    }

    // MARK: - Functions with a form of their own

    private func rewrite(special name: String, node: TreeValue, _ arguments: [TypedNode]) -> TypedNode? {
        switch (name, arguments.count) {
        case ("nvl", 1...):
            let (nodes, type, isDeferred) = unify(arguments)
            return TypedNode(TreeNodes.operation("OPERATOR_COALESCE", nodes), type, isDeferred: isDeferred)
        case ("nvl2", 3):
            let value = arguments[0].isSuper ? SuperPath(arguments[0].node).text : arguments[0].node
            let (nodes, type, _) = unify(Array(arguments[1...]))
            let test = TreeNodes.operation("OPERATOR_IS_NOT_NULL", [value])
            return TypedNode(TreeNodes.choice([(test, nodes[0])], otherwise: nodes[1]), type)
        case ("decode", 3...): return decode(arguments)
        case ("concat", 2):
            return TypedNode(
                TreeNodes.function("||", arguments.map { text($0) }, isOperator: true), .varchar(length: nil))
        case ("json_extract_path_text", 2...): return jsonPathText(arguments)
        case ("json_extract_array_element_text", 2...): return jsonElementText(arguments)
        case ("string_agg", _):
            var values = arguments.map { text($0) }
            if let type = arguments.first?.type, !type.isText, !arguments[0].isSuper {
                values[0] = TreeNodes.cast(values[0], to: .varchar(length: nil))
            }
            return TypedNode(node.setting("children", .array(values)), .varchar(length: nil))
        case ("to_char", _), ("to_date", _), ("to_timestamp", _), ("to_number", _):
            return rewrite(format: name, arguments)
        case ("trunc", 1) where arguments[0].type == .timestamp || arguments[0].type == .date:
            return TypedNode(TreeNodes.cast(arguments[0].node, to: .date), .date)
        case ("date_trunc", 2):
            guard arguments[1].type != .timestampWithTimeZone else { return nil }
            let value = TreeNodes.cast(number(arguments[1], or: .timestamp), to: .timestamp)
            return TypedNode(node.setting("children", .array([arguments[0].node, value])), .timestamp)
        default: return nil
        }
    }

    func number(_ value: TypedNode, or type: DataType) -> TreeValue {
        value.isSuper ? convert(value, to: type) : Self.dateRead(value.node, as: type)
    }

    /// `DECODE(value, search, result, …[, otherwise])`; NULL matches NULL.
    private func decode(_ arguments: [TypedNode]) -> TypedNode {
        let pairs = (arguments.count - 1) / 2
        var results = (0..<pairs).map { arguments[2 + 2 * $0] }
        let hasDefault = arguments.count % 2 == 0
        results.append(hasDefault ? arguments[arguments.count - 1] : TypedNode(TreeNodes.nullConstant))
        let (nodes, type, _) = unify(results)
        var checks: [(when: TreeValue, then: TreeValue)] = []
        for pair in 0..<pairs {
            let sides = comparable([arguments[0], arguments[1 + 2 * pair]])
            checks.append((TreeNodes.comparison("COMPARE_NOT_DISTINCT_FROM", sides[0], sides[1]), nodes[pair]))
        }
        return TypedNode(TreeNodes.choice(checks, otherwise: nodes[pairs]), type)
    }

    // MARK: - JSON in text

    /// `JSON_EXTRACT_PATH_TEXT(text, key, … [, null_if_invalid])`.
    private func jsonPathText(_ arguments: [TypedNode]) -> TypedNode {
        var arguments = arguments
        let subject = jsonSubject(&arguments)
        var path = "$"
        var computed: TreeValue?
        for key in arguments.dropFirst() {
            if let name = key.node["value"]?["value"]?.stringValue {
                path += SuperPath.step(name)
            } else {
                let parts = [TreeNodes.constant(path + ".\""), text(key), TreeNodes.constant("\"")]
                let joined = parts.dropFirst().reduce(parts[0]) {
                    TreeNodes.function("||", [$0, $1], isOperator: true)
                }
                computed = computed.map { TreeNodes.function("||", [$0, joined], isOperator: true) } ?? joined
                path = ""
            }
        }
        var place = TreeNodes.constant(path)
        if let computed {
            place = path.isEmpty ? computed : TreeNodes.function("||", [computed, place], isOperator: true)
        }
        return TypedNode(TreeNodes.function("json_extract_string", [subject, place]), .varchar(length: nil))
    }

    private func jsonElementText(_ arguments: [TypedNode]) -> TypedNode {
        var arguments = arguments
        let subject = jsonSubject(&arguments)
        guard arguments.count > 1 else { return TypedNode(subject) }
        let index = TreeNodes.cast(arguments[1].node, to: .bigint)
        return TypedNode(TreeNodes.function("json_extract_string", [subject, index]), .varchar(length: nil))
    }

    /// The text to look into; takes `null_if_invalid` off the end of the arguments.
    private func jsonSubject(_ arguments: inout [TypedNode]) -> TreeValue {
        let subject = arguments[0].isSuper ? SuperPath(arguments[0].node).scalarText : arguments[0].node
        guard arguments.count > 2, arguments[arguments.count - 1].type == .boolean else { return subject }
        let isLax = arguments.removeLast().node["child"]?["value"]?.text("value") == "t"
        return isLax ? TreeNodes.function("json_or_null", [subject], schema: FunctionTable.schema) : subject
    }

    // MARK: - Other functions

    /// Functions that take and give plain values: ours are qualified, SUPER arguments become what they hold.
    private func rewrite(scalar name: String, node: TreeValue, _ arguments: [TypedNode]) -> TypedNode {
        var values = arguments.map(\.node)
        if FunctionTable.numeric.contains(name) {
            values = arguments.map { number($0) }
        } else if !FunctionTable.takesSuper.contains(name) {
            values = arguments.map { text($0) }
        }
        var result = node.setting("children", .array(values))
        let isOfCatalog = resolver.catalogFunctions.contains(name)
        if let macro = FunctionTable.macros[name] ?? (isOfCatalog ? name : nil) {
            result = result.setting("function_name", .string(macro)).setting("schema", .string(FunctionTable.schema))
        }
        if FunctionTable.keepsType.contains(name) {
            return TypedNode(
                result, arguments.first.flatMap { $0.isSuper ? .double : $0.type },
                isDeferred: arguments.first?.isDeferred ?? false)
        }
        return TypedNode(result, FunctionTable.results[name])
    }
}
