/// Types as they are declared: `numeric(10,2)`, `character varying(max)`, `timestamp with time zone`, `array<int>`.
extension TokenCursor {
    mutating func dataType() throws(SQLError) -> DataType {
        try dataType(depth: 0)
    }

    private mutating func dataType(depth: Int) throws(SQLError) -> DataType {
        guard depth < 50 else { throw .tooComplex("type is nested deeper than 50") }
        if isAt("pg_catalog"), peek(1)?.isSymbol(".") == true { advance(by: 2) }
        guard let token = peek(), token.isName else { throw unexpected() }
        advance()
        var name = Tokenizer.folded(token.text.utf8)
        if isAtSymbol("<"), let nested = try nestedType(name, depth: depth) { return nested }
        switch name {
        case "double" where accept("precision"): name = "double precision"
        case "character" where accept("varying"), "char" where accept("varying"): name = "varchar"
        case "national" where accept("character") || accept("char"): name = accept("varying") ? "varchar" : "char"
        case "binary" where accept("varying"): name = "varbyte"
        case "interval": return try intervalType()
        case "hllsketch", "geometry", "geography":
            throw .notSupported("type \(name)", position: position(of: token))
        default: break
        }
        var modifiers = try typeModifiers()
        if name == "time" || name == "timestamp" {
            modifiers = []
            if accept("with", "time", "zone") { name += " with time zone" }
            _ = accept("without", "time", "zone")
        }
        var type = DataType(name: name, modifiers: modifiers)
        try checkBounds(type, at: token)
        while isAtSymbol("["), peek(1)?.isSymbol("]") == true {
            advance(by: 2)
            type = .list(type)
        }
        return type
    }

    private mutating func typeModifiers() throws(SQLError) -> [Int] {
        guard isAtSymbol("("), peek(1)?.kind == .number || peek(1)?.isWord("max") == true else { return [] }
        advance()
        var modifiers: [Int] = []
        repeat {
            modifiers.append(accept("max") ? DataType.longestVarchar : try integer())
        } while acceptSymbol(",")
        try expectSymbol(")")
        return modifiers
    }

    private func checkBounds(_ type: DataType, at token: Token) throws(SQLError) {
        switch type {
        case .decimal(let precision, let scale):
            guard (1...DataType.largestPrecision).contains(precision), (0...precision).contains(scale) else {
                throw SQLError(
                    sqlState: "22023",
                    message: "decimal precision \(precision) must be between 1 and 38, and scale \(scale) not above it",
                    position: position(of: token))
            }
        case .varchar(.some(let length)):
            guard (1...DataType.longestVarchar).contains(length) else {
                throw SQLError(
                    sqlState: "22023",
                    message: "length for type varchar must be between 1 and 65535", position: position(of: token))
            }
        default: break
        }
    }

    /// `INTERVAL [YEAR TO MONTH | DAY TO SECOND [(n)]]`; the fields are not kept.
    private mutating func intervalType() throws(SQLError) -> DataType {
        let fields: Set<String> = ["year", "month", "day", "hour", "minute", "second"]
        if acceptAny(fields) != nil {
            _ = try typeModifiers()
            if accept("to") {
                guard acceptAny(fields) != nil else { throw unexpected() }
            }
        }
        _ = try typeModifiers()
        return .interval
    }

    // MARK: - Athena's nested types

    private mutating func nestedType(_ name: String, depth: Int) throws(SQLError) -> DataType? {
        guard name == "array" || name == "map" || name == "struct" else { return nil }
        try expectSymbol("<")
        let type: DataType
        switch name {
        case "array":
            type = .list(try dataType(depth: depth + 1))
        case "map":
            let key = try dataType(depth: depth + 1)
            try expectSymbol(",")
            type = .map(key, try dataType(depth: depth + 1))
        default:
            var fields: [StructureField] = []
            repeat { fields.append(try structureField(depth: depth)) } while acceptSymbol(",")
            type = .structure(fields)
        }
        try closeAngle()
        return type
    }

    /// `name:type`; the lexer reads `:type` after a space as a parameter, and so it is taken apart here.
    private mutating func structureField(depth: Int) throws(SQLError) -> StructureField {
        let name = try identifier()
        try expectSymbol(":")
        return StructureField(name: name.text, type: try dataType(depth: depth + 1))
    }

    private mutating func closeAngle() throws(SQLError) {
        if pendingCloses > 0 {
            pendingCloses -= 1
            return
        }
        guard let token = peek(), token.kind == .symbol, token.text.utf8.allSatisfy({ $0 == UInt8(ascii: ">") }) else {
            throw unexpected()
        }
        advance()
        pendingCloses = token.text.utf8.count - 1
    }
}
