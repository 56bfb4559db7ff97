/// Cursors, prepared statements and EXPLAIN.
extension StatementParser {
    mutating func cursorStatement(_ word: String) throws(SQLError) -> Statement {
        cursor.advance()
        switch word {
        case "declare":
            let name = try cursor.identifier()
            let options = cursor.fragment { $0.isWord("cursor") }
            try cursor.expect("cursor")
            let isHeld = cursor.accept("with", "hold")
            _ = cursor.accept("without", "hold")
            try cursor.expect("for")
            let isBinary = options.tokens.contains { $0.isWord("binary") }
            return .declareCursor(
                DeclareCursor(name: name, isHeld: isHeld, isBinary: isBinary, query: try cursor.rest()))
        case "close":
            return .closeCursor(cursor.accept("all") ? nil : try cursor.identifier())
        default:
            let rows = try fetchedRows()
            _ = cursor.acceptAny(["from", "in"])
            return .fetch(Fetch(cursor: try cursor.identifier(), rows: rows, isMove: word == "move"))
        }
    }

    /// How many rows a FETCH asks for; nil for all.
    private mutating func fetchedRows() throws(SQLError) -> Int? {
        if cursor.accept("next") { return 1 }
        if cursor.accept("all") { return nil }
        let isForward = cursor.accept("forward")
        if isForward, cursor.accept("all") { return nil }
        if let token = cursor.peek(),
            token.isWord(among: ["backward", "prior", "first", "last", "absolute", "relative"])
        {
            throw .notSupported("FETCH \(token.text.uppercased())", position: cursor.position(of: token))
        }
        if cursor.peek()?.kind == .number || cursor.isAtSymbol("-") {
            let rows = try cursor.integer()
            guard rows >= 0 else { throw .notSupported("FETCH backwards") }
            return rows
        }
        return 1
    }

    mutating func preparedStatement(_ word: String) throws(SQLError) -> Statement {
        cursor.advance()
        switch word {
        case "discard":
            if cursor.accept("all") { return .discardAll }
            return ignoringRest(tag: "DISCARD")
        case "deallocate":
            _ = cursor.accept("prepare")
            return .deallocate(cursor.accept("all") ? nil : try cursor.identifier())
        case "prepare":
            let name = try cursor.identifier()
            var types: [DataType] = []
            if cursor.acceptSymbol("(") {
                repeat { types.append(try cursor.dataType()) } while cursor.acceptSymbol(",")
                try cursor.expectSymbol(")")
            }
            try cursor.expect("as")
            return .prepare(Prepare(name: name, types: types, statement: try cursor.rest()))
        default:
            let name = try cursor.identifier()
            let values = cursor.isAtSymbol("(") ? try parenthesizedExpressions() : []
            return .execute(ExecutePrepared(name: name, values: values))
        }
    }

    mutating func explain() throws(SQLError) -> Statement {
        try cursor.expect("explain")
        var isAnalyzed = cursor.accept("analyze")
        _ = cursor.accept("verbose")
        if cursor.isAtSymbol("("), cursor.peek(1)?.isWord(among: ["analyze", "verbose", "format", "costs"]) == true {
            isAnalyzed = try cursor.parenthesizedFragment().tokens.contains { $0.isWord("analyze") }
        }
        return .explain(Explain(isAnalyzed: isAnalyzed, statement: try cursor.rest()))
    }
}
