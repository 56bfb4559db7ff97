/// Operators on numbers, with Redshift's types of results, and errors where the engine has none.
extension TreeRewriter {
    /// `+ - * / %` and the unary signs.
    func arithmetic(_ name: String, node: TreeValue, _ arguments: [TypedNode]) -> TypedNode {
        var operands = arguments.map { number($0) }
        guard arguments.count == 2 else {
            return TypedNode(
                node.setting("children", .array(operands)), arguments.first?.type,
                isDeferred: arguments.first?.isDeferred ?? false)
        }
        if name == "/" || name == "%" { operands[1] = Self.divisor(operands[1]) }
        let result = node.setting("children", .array(operands))
        let types = arguments.map { $0.isSuper ? DataType.double : $0.type }
        guard let left = types[0], let right = types[1] else { return TypedNode(result) }
        let isDeferred = arguments.contains(where: \.isDeferred)
        return Self.typed(result, name, left, right, isDeferred: isDeferred)
    }

    private static func typed(
        _ node: TreeValue, _ name: String, _ left: DataType, _ right: DataType, isDeferred: Bool
    ) -> TypedNode {
        guard let a = left.asDecimal, let b = right.asDecimal else {
            return TypedNode(node, typeOfOther(name, left, right))
        }
        if left.isInteger, right.isInteger {
            return TypedNode(node, a.precision >= b.precision ? left : right)
        }
        let digits: (precision: Int, scale: Int)
        switch name {
        case "/":
            let scale = max(4, a.scale + b.precision - b.scale + 1)
            digits = (a.precision - a.scale + b.scale + scale, scale)
        case "*": digits = (a.precision + b.precision + 1, a.scale + b.scale)
        case "+", "-":
            let scale = max(a.scale, b.scale)
            digits = (max(a.precision - a.scale, b.precision - b.scale) + scale + 1, scale)
        default: digits = (max(a.precision, b.precision), max(a.scale, b.scale))
        }
        let isInexact = isDeferred || name == "/"
        if digits.precision > DataType.largestPrecision, isInexact || digits.scale > DataType.largestPrecision {
            return TypedNode(node, .double)
        }
        let type = DataType.decimal(precision: min(digits.precision, DataType.largestPrecision), scale: digits.scale)
        return TypedNode(node, type, isDeferred: isInexact)
    }

    /// Results of operators on floating point numbers, and on dates and times.
    private static func typeOfOther(_ name: String, _ left: DataType, _ right: DataType) -> DataType? {
        let numbers = [left, right].allSatisfy { $0 == .double || $0 == .real || $0.asDecimal != nil }
        if numbers { return .double }
        switch (left, right, name) {
        case (.date, .date, "-"): return .bigint
        case (.date, let other, _) where other.isInteger: return .date
        case (.timestamp, .interval, _), (.interval, .timestamp, _): return .timestamp
        case (.date, .interval, _), (.interval, .date, _): return .timestamp
        case (.timestamp, .timestamp, "-"): return .interval
        default: return nil
        }
    }

    /// A divisor that raises `division by zero`; constants other than zero stay as they are.
    private static func divisor(_ node: TreeValue) -> TreeValue {
        if node.text("class") == "CONSTANT", case .number(let digits)? = node["value"]?["value"],
            digits.utf8.contains(where: { $0 >= UInt8(ascii: "1") && $0 <= UInt8(ascii: "9") })
        {
            return node
        }
        // The macro names its argument twice: a query or a random number must not be evaluated twice.
        if isCostly(node) { return node }
        return TreeNodes.function("divisor", [node], schema: FunctionTable.schema)
    }

    private static func isCostly(_ node: TreeValue) -> Bool {
        switch node.text("class") {
        case "SUBQUERY": return true
        case "FUNCTION" where node.text("function_name") == "random": return true
        case "WINDOW", "PARAMETER": return true
        default: break
        }
        return node.items("children").contains { isCostly($0) } || node["child"].map { isCostly($0) } == true
    }

    // MARK: - Aggregates

    /// SUM and AVG with the types of Redshift's results; others keep the engine's.
    func aggregate(_ name: String, node: TreeValue, _ argument: TypedNode?) -> TypedNode {
        guard let type = argument?.type else {
            return TypedNode(node, name == "count" || name == "count_star" ? .bigint : nil)
        }
        let isDeferred = argument?.isDeferred ?? false
        switch (name, type) {
        case ("count", _): return TypedNode(node, .bigint)
        case ("min", _), ("max", _), ("any_value", _): return TypedNode(node, type, isDeferred: isDeferred)
        case ("sum", .smallint), ("sum", .integer): return TypedNode(TreeNodes.cast(node, to: .bigint), .bigint)
        case ("sum", .bigint):
            let exact = DataType.decimal(precision: DataType.largestPrecision, scale: 0)
            return TypedNode(TreeNodes.cast(node, to: exact), exact)
        case ("avg", .smallint), ("avg", .integer), ("avg", .bigint):
            return TypedNode(TreeNodes.cast(TreeNodes.function("trunc", [node]), to: .bigint), .bigint)
        case ("sum", .decimal(_, let scale)):
            return TypedNode(node, .decimal(precision: DataType.largestPrecision, scale: scale), isDeferred: isDeferred)
        case ("avg", .decimal(_, let scale)):
            return TypedNode(node, .decimal(precision: DataType.largestPrecision, scale: scale), isDeferred: true)
        case ("sum", .real), ("sum", .double), ("avg", .real), ("avg", .double), ("sum", .super), ("avg", .super):
            return TypedNode(node, .double)
        default: return TypedNode(node)
        }
    }
}
