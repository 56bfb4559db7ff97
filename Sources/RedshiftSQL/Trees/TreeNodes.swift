/// Nodes of the engine's parse tree, made by hand.
///
/// The engine requires every member that it writes itself; these are what version 1.5 writes.
enum TreeNodes {
    /// What the engine writes for a node without a place in the text.
    private static let nowhere = TreeValue.number("18446744073709551615")

    static func column(_ names: [String]) -> TreeValue {
        expression("COLUMN_REF", "COLUMN_REF", ["column_names": .array(names.map { .string($0) })])
    }

    static func constant(_ text: String) -> TreeValue {
        expression(
            "CONSTANT", "VALUE_CONSTANT",
            ["value": .object(["type": type("VARCHAR"), "is_null": .boolean(false), "value": .string(text)])])
    }

    static func constant(_ number: Int) -> TreeValue {
        expression(
            "CONSTANT", "VALUE_CONSTANT",
            ["value": .object(["type": type("BIGINT"), "is_null": .boolean(false), "value": .number(String(number))])])
    }

    static let nullConstant = expression(
        "CONSTANT", "VALUE_CONSTANT", ["value": .object(["type": type("NULL"), "is_null": .boolean(true)])])

    static func function(
        _ name: String, _ arguments: [TreeValue], schema: String = "", isOperator: Bool = false
    ) -> TreeValue {
        expression(
            "FUNCTION", "FUNCTION",
            [
                "function_name": .string(name), "schema": .string(schema), "children": .array(arguments),
                "filter": .null, "order_bys": .object(["type": .string("ORDER_MODIFIER"), "orders": .array([])]),
                "distinct": .boolean(false), "is_operator": .boolean(isOperator), "export_state": .boolean(false),
                "catalog": .string(""),
            ])
    }

    static func operation(_ type: String, _ arguments: [TreeValue]) -> TreeValue {
        expression("OPERATOR", type, ["children": .array(arguments)])
    }

    static func conjunction(_ type: String, _ arguments: [TreeValue]) -> TreeValue {
        expression("CONJUNCTION", type, ["children": .array(arguments)])
    }

    static func comparison(_ type: String, _ left: TreeValue, _ right: TreeValue) -> TreeValue {
        expression("COMPARISON", type, ["left": left, "right": right])
    }

    static func cast(_ child: TreeValue, to type: DataType, isTry: Bool = false) -> TreeValue {
        expression(
            "CAST", "OPERATOR_CAST",
            ["child": child, "cast_type": dataType(type), "try_cast": .boolean(isTry)])
    }

    /// `CASE WHEN … THEN … ELSE … END`.
    static func choice(_ checks: [(when: TreeValue, then: TreeValue)], otherwise: TreeValue) -> TreeValue {
        expression(
            "CASE", "CASE_EXPR",
            [
                "case_checks": .array(
                    checks.map { .object(["when_expr": $0.when, "then_expr": $0.then]) }),
                "else_expr": otherwise,
            ])
    }

    private static func expression(_ kind: String, _ type: String, _ members: TreeObject) -> TreeValue {
        var object: TreeObject = [
            "class": .string(kind), "type": .string(type), "alias": .string(""), "query_location": nowhere,
        ]
        for (index, key) in members.keys.enumerated() { object.append(key, members.values[index]) }
        return .object(object)
    }

    static func type(_ name: String) -> TreeValue {
        .object(["id": .string(name), "type_info": .null])
    }

    /// A type as the tree has it.
    static func dataType(_ type: DataType) -> TreeValue {
        switch type {
        case .decimal(let precision, let scale):
            return .object([
                "id": .string("DECIMAL"),
                "type_info": .object([
                    "type": .string("DECIMAL_TYPE_INFO"), "alias": .string(""), "extension_info": .null,
                    "width": .number(String(precision)), "scale": .number(String(scale)),
                ]),
            ])
        case .super: return unbound("json")
        case .timestampWithTimeZone: return Self.type("TIMESTAMP WITH TIME ZONE")
        case .timeWithTimeZone: return Self.type("TIME WITH TIME ZONE")
        default: return Self.type(type.engineName)
        }
    }

    private static func unbound(_ name: String) -> TreeValue {
        .object([
            "id": .string("UNBOUND"),
            "type_info": .object([
                "type": .string("UNBOUND_TYPE_INFO"), "alias": .string(""), "extension_info": .null,
                "name": .string(name), "catalog": .string(""), "schema": .string(""),
                "user_type_modifiers": .array([]),
            ]),
        ])
    }

    // MARK: - Queries

    /// `SELECT list FROM table`.
    static func select(_ list: [TreeValue], from table: TreeValue? = nil) -> TreeValue {
        .object([
            "type": .string("SELECT_NODE"), "modifiers": .array([]), "cte_map": .object(["map": .array([])]),
            "select_list": .array(list), "from_table": table ?? emptyTable, "where_clause": .null,
            "group_expressions": .array([]), "group_sets": .array([]),
            "aggregate_handling": .string("STANDARD_HANDLING"), "having": .null, "sample": .null, "qualify": .null,
        ])
    }

    private static let emptyTable = TreeValue.object([
        "type": .string("EMPTY"), "alias": .string(""), "sample": .null, "query_location": nowhere,
    ])

    /// `(query) AS alias(columns)`.
    static func derivedTable(_ query: TreeValue, alias: String, columns: [String]) -> TreeValue {
        .object([
            "type": .string("SUBQUERY"), "alias": .string(alias), "sample": .null, "query_location": nowhere,
            "subquery": .object(["node": query, "named_param_map": .array([])]),
            "column_name_alias": .array(columns.map { .string($0) }),
        ])
    }

    /// The whole of what `json_deserialize_sql` takes.
    static func document(_ query: TreeValue, parameters: TreeValue = .array([])) -> TreeValue {
        .object([
            "error": .boolean(false),
            "statements": .array([.object(["node": query, "named_param_map": parameters])]),
        ])
    }
}
