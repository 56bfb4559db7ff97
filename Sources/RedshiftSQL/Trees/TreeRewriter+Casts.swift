/// Casts, to and from SUPER and otherwise.
extension TreeRewriter {
    mutating func rewrite(cast node: TreeValue, in scope: Scope) -> TypedNode {
        guard let child = node["child"], let castType = node["cast_type"] else { return TypedNode(node) }
        var value = rewrite(child, in: scope)
        let type = Self.dataType(of: castType)
        if type.isText, value.node.text("function_name") == "regclass",
            resolver.catalogFunctions.contains("regclass_name")
        {
            value.node = TreeNodes.function("regclass_name", [value.node], schema: FunctionTable.schema)
            value.type = .varchar(length: nil)
        }
        if case .named(let name, _) = type { return rewrite(namedCast: node, name: name, value: value) }
        if value.isSuper { return TypedNode(convert(value, to: type), type) }
        let isTry = node["try_cast"]?.isTrue == true
        func plain(_ child: TreeValue, _ type: DataType) -> TreeValue { TreeNodes.cast(child, to: type, isTry: isTry) }
        switch type {
        case .varchar(let length):
            let text = plain(decoded(value), type)
            guard let length, castType.text("id") == "UNBOUND" else { return TypedNode(text, type) }
            return TypedNode(Self.truncated(text, length: length), type)
        case .character(let length):
            return TypedNode(Self.truncated(plain(decoded(value), type), length: length), type)
        case .varbyte:
            let bytes =
                value.type?.isText == true ? TreeNodes.function("encode", [value.node]) : plain(value.node, type)
            return TypedNode(bytes, type)
        case .super: return TypedNode(Self.isAlreadySuper(value) ? value.node : toSuper(value), .super)
        case .date, .timestamp, .timestampWithTimeZone:
            return TypedNode(plain(Self.dateRead(value.node, as: type), type), type)
        default: return TypedNode(node.setting("child", value.node), type)
        }
    }

    /// VARBYTE as the text that its bytes spell.
    private func decoded(_ value: TypedNode) -> TreeValue {
        guard case .varbyte? = value.type else { return value.node }
        return TreeNodes.function("decode", [value.node])
    }

    private static func isAlreadySuper(_ value: TypedNode) -> Bool { value.isSuper }

    /// A scalar as SUPER: text becomes a JSON string, not parsed.
    private func toSuper(_ value: TypedNode) -> TreeValue { TreeNodes.function("to_json", [value.node]) }

    private static func truncated(_ text: TreeValue, length: Int) -> TreeValue {
        TreeNodes.function("truncate_bytes", [text, TreeNodes.constant(length)], schema: FunctionTable.schema)
    }

    // MARK: - PostgreSQL's names of numbers

    /// Casts to types that the engine has not got. In PostgreSQL the value is the number of an object and prints as its
    /// name: a text becomes the number, a number becomes the name.
    private func rewrite(namedCast node: TreeValue, name: String, value: TypedNode) -> TypedNode {
        let kind = Self.fold(name)
        guard ["regclass", "regtype", "regproc", "regnamespace"].contains(kind) else {
            let texts: Set<String> = ["unknown", "cstring", "aclitem", "pg_node_tree", "char"]
            guard texts.contains(kind) else { return TypedNode(node.setting("child", value.node)) }
            return TypedNode(TreeNodes.cast(value.node, to: .varchar(length: nil)), .varchar(length: nil))
        }
        let isNumber = value.type?.isInteger == true
        let function = isNumber ? Self.nameFunctions[kind] ?? kind : kind
        guard kind == "regclass" || resolver.catalogFunctions.contains(function) else {
            return TypedNode(TreeNodes.cast(value.node, to: .varchar(length: nil)), .varchar(length: nil))
        }
        var arguments = [value.node]
        if function == "format_type" { arguments.append(TreeNodes.nullConstant) }
        let call = TreeNodes.function(function, arguments, schema: FunctionTable.schema)
        return TypedNode(call, isNumber ? .varchar(length: nil) : .bigint)
    }

    private static let nameFunctions = [
        "regclass": "regclass_name", "regtype": "format_type", "regnamespace": "regnamespace_name",
    ]

    // MARK: - From SUPER

    /// A SUPER value as another type; NULL where it holds something else, as Redshift's lax mode has it.
    func convert(_ value: TypedNode, to type: DataType) -> TreeValue {
        let path = SuperPath(value.node)
        switch type {
        case .super: return value.node
        case .varchar(let length):
            guard let length else { return path.scalarText }
            return length == DataType.longestVarchar ? path.scalarText : Self.truncated(path.scalarText, length: length)
        case .character(let length): return Self.truncated(path.scalarText, length: length)
        case .varbyte: return TreeNodes.function("encode", [path.scalarText])
        default: return TreeNodes.cast(path.text, to: type, isTry: true)
        }
    }

    /// A value as text where a function or an operator takes only that.
    func text(_ value: TypedNode) -> TreeValue {
        value.isSuper ? SuperPath(value.node).scalarText : value.node
    }

    /// A value as a number where arithmetic is done with it.
    func number(_ value: TypedNode) -> TreeValue {
        value.isSuper ? convert(value, to: .double) : value.node
    }

    // MARK: - Dates in text

    /// Comparisons of dates and times with text constants: the constants in the engine's notation.
    static func datesRead(_ values: [TypedNode]) -> [TreeValue] {
        let type = values.lazy.compactMap(\.type).first {
            $0 == .date || $0 == .timestamp || $0 == .timestampWithTimeZone
        }
        guard let type else { return values.map(\.node) }
        return values.map { dateRead($0.node, as: type) }
    }

    /// A text constant that spells a date in one of Redshift's other notations, in the engine's.
    static func dateRead(_ node: TreeValue, as type: DataType) -> TreeValue {
        guard node.text("class") == "CONSTANT", let text = node["value"]?["value"]?.stringValue else { return node }
        switch fold(text) {
        case "now": return TreeNodes.function("sysdate", [], schema: FunctionTable.schema)
        case "today": return TreeNodes.cast(TreeNodes.function("sysdate", [], schema: FunctionTable.schema), to: .date)
        default: break
        }
        guard let iso = DateText.iso(text) else { return node }
        return TreeNodes.constant(iso).setting("alias", .string(node.text("alias")))
    }
}

/// Dates as people write them.
enum DateText {
    private static let months = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"]

    /// `20240102`, `01/02/2024` (month first) and `Jan 2, 2024` as `2024-01-02`, with what follows; nil for all else.
    static func iso(_ text: String) -> String? {
        let bytes = Array(text.utf8)
        if bytes.count == 8, bytes.allSatisfy(Tokenizer.isDigit) {
            func part(_ range: Range<Int>) -> String { String(decoding: bytes[range], as: UTF8.self) }
            return "\(part(0..<4))-\(part(4..<6))-\(part(6..<8))"
        }
        let words = text.split(separator: " ", maxSplits: 1, omittingEmptySubsequences: true)
        guard let first = words.first else { return nil }
        let slashed = first.split(separator: "/")
        if slashed.count == 3, let month = Int(slashed[0]), let day = Int(slashed[1]), let year = Int(slashed[2]),
            slashed[2].utf8.count == 4
        {
            return date(year, month, day, rest: words.count > 1 ? String(words[1]) : "")
        }
        let parts = text.split { $0 == " " || $0 == "," }
        guard parts.count >= 3, let month = months.firstIndex(of: Tokenizer.folded(parts[0].utf8.prefix(3))),
            let day = Int(parts[1]), let year = Int(parts[2]), parts[2].utf8.count == 4
        else { return nil }
        return date(year, month + 1, day, rest: parts.dropFirst(3).joined(separator: " "))
    }

    private static func date(_ year: Int, _ month: Int, _ day: Int, rest: String) -> String? {
        guard (1...12).contains(month), (1...31).contains(day), (1...9999).contains(year) else { return nil }
        func padded(_ number: Int, _ width: Int) -> String {
            let digits = String(number)
            return String(repeating: "0", count: max(0, width - digits.utf8.count)) + digits
        }
        let iso = "\(padded(year, 4))-\(padded(month, 2))-\(padded(day, 2))"
        return rest.isEmpty ? iso : iso + " " + rest
    }
}
