/// TO_CHAR, TO_DATE, TO_TIMESTAMP and TO_NUMBER with a constant format; others are refused by the engine by name.
extension TreeRewriter {
    func rewrite(format name: String, _ arguments: [TypedNode]) -> TypedNode? {
        guard arguments.count >= 2, let format = arguments[1].node["value"]?["value"]?.stringValue else { return nil }
        let value = arguments[0]
        switch name {
        case "to_char":
            let isDate = [.date, .timestamp, .timestampWithTimeZone].contains(value.type)
            let isNumber = value.type.map { $0.asDecimal != nil || $0 == .real || $0 == .double } ?? false
            if !isDate, let numbers = NumberFormat(format), isNumber || !format.unicodeScalars.contains("Y") {
                return TypedNode(text(of: value, as: numbers), .varchar(length: nil))
            }
            let date = isDate ? value.node : TreeNodes.cast(number(value, or: .timestamp), to: .timestamp)
            return TypedNode(text(ofDate: date, as: DateFormat(format)), .varchar(length: nil))
        case "to_date", "to_timestamp":
            guard let codes = DateFormat(format).parsing else { return nil }
            let parsed = TreeNodes.function("strptime", [text(value), TreeNodes.constant(codes)])
            let type = name == "to_date" ? DataType.date : .timestampWithTimeZone
            return TypedNode(TreeNodes.cast(parsed, to: type), type)
        case "to_number":
            guard let numbers = NumberFormat(format) else { return nil }
            let digits = TreeNodes.function(
                "regexp_replace",
                [text(value), TreeNodes.constant("[^0-9.-]"), TreeNodes.constant(""), TreeNodes.constant("g")])
            let signed = TreeNodes.function(
                "regexp_replace", [digits, TreeNodes.constant("^(.*)-$"), TreeNodes.constant("-\\1")])
            let type = DataType.decimal(precision: DataType.largestPrecision, scale: numbers.decimals)
            return TypedNode(TreeNodes.cast(signed, to: type), type)
        default: return nil
        }
    }

    // MARK: - Dates

    private func text(ofDate date: TreeValue, as format: DateFormat) -> TreeValue {
        let parts = format.elements.map { text(ofDate: date, as: $0) }
        guard let first = parts.first else { return TreeNodes.constant("") }
        return parts.dropFirst().reduce(first) { TreeNodes.function("||", [$0, $1], isOperator: true) }
    }

    private func text(ofDate date: TreeValue, as element: DateFormat.Element) -> TreeValue {
        func part(_ name: String) -> TreeValue { TreeNodes.function("date_part", [TreeNodes.constant(name), date]) }
        func text(_ node: TreeValue) -> TreeValue { TreeNodes.cast(node, to: .varchar(length: nil)) }
        func weeks(_ days: TreeValue) -> TreeValue {
            let count = TreeNodes.function("+", [days, TreeNodes.constant(6)], isOperator: true)
            return text(TreeNodes.function("//", [count, TreeNodes.constant(7)], isOperator: true))
        }
        switch element {
        case .codes(let codes): return TreeNodes.function("strftime", [date, TreeNodes.constant(codes)])
        case .name(let code, let letters, let width):
            let name = TreeNodes.function("strftime", [date, TreeNodes.constant(code)])
            let cased =
                switch letters {
                case .upper: TreeNodes.function("upper", [name])
                case .lower: TreeNodes.function("lower", [name])
                case .capitalized: name
                }
            guard width > 0 else { return cased }
            return TreeNodes.function("rpad", [cased, TreeNodes.constant(width), TreeNodes.constant(" ")])
        case .quarter: return text(part("quarter"))
        case .weekOfYear:
            return TreeNodes.function(
                "lpad", [weeks(part("doy")), TreeNodes.constant(2), TreeNodes.constant("0")])
        case .weekOfMonth: return weeks(part("day"))
        case .dayOfWeek:
            return text(TreeNodes.function("+", [part("dow"), TreeNodes.constant(1)], isOperator: true))
        case .century: return text(part("century"))
        case .julianDay: return text(TreeNodes.cast(part("julian"), to: .bigint))
        }
    }

    // MARK: - Numbers

    private func text(of value: TypedNode, as format: NumberFormat) -> TreeValue {
        let pattern = "{:" + (format.isGrouped ? "," : "") + ".\(format.decimals)f}"
        let sign = format.hasBrackets ? "PR" : format.hasTrailingSign ? "MI" : ""
        return TreeNodes.function(
            "number_text",
            [
                TreeNodes.cast(number(value), to: .double), TreeNodes.constant(pattern),
                TreeNodes.constant(format.prefix), TreeNodes.constant(format.zeroDigits),
                TreeNodes.constant(format.isFilled ? format.digitWidth : 0), TreeNodes.constant(sign),
                TreeNodes.constant(format.digitWidth),
            ], schema: FunctionTable.schema)
    }
}
