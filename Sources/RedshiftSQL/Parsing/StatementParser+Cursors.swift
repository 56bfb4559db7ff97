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
            let words = options.tokens
            return .declareCursor(
                DeclareCursor(
                    name: name, isHeld: isHeld, isBinary: words.contains { $0.isWord("binary") },
                    isScrollable: !words.contains { $0.isWord("no") }, query: try cursor.rest()))
        case "close":
            return .closeCursor(cursor.accept("all") ? nil : try cursor.identifier())
        default:
            let direction = try fetchDirection()
            _ = cursor.acceptAny(["from", "in"])
            return .fetch(Fetch(cursor: try cursor.identifier(), direction: direction, isMove: word == "move"))
        }
    }

    /// PostgreSQL's directions. A word that is no direction is the cursor's name, which stands for NEXT.
    private mutating func fetchDirection() throws(SQLError) -> Fetch.Direction {
        guard cursor.peek(1) != nil else { return .forward(1) }
        if cursor.accept("next") { return .forward(1) }
        if cursor.accept("prior") { return .backward(1) }
        if cursor.accept("first") { return .absolute(1) }
        if cursor.accept("last") { return .absolute(-1) }
        if cursor.accept("absolute") { return .absolute(try cursor.integer()) }
        if cursor.accept("relative") { return .relative(try cursor.integer()) }
        if cursor.accept("backward") { return Self.reversed(try fetchCount()) }
        _ = cursor.accept("forward")
        return try fetchCount()
    }

    private mutating func fetchCount() throws(SQLError) -> Fetch.Direction {
        if cursor.accept("all") { return .forward(nil) }
        guard cursor.peek()?.kind == .number || cursor.isAtSymbol("-") else { return .forward(1) }
        let count = try cursor.integer()
        return count < 0 ? .backward(-count) : .forward(count)
    }

    private static func reversed(_ direction: Fetch.Direction) -> Fetch.Direction {
        switch direction {
        case .forward(0): .forward(0)
        case .forward(let count): .backward(count)
        case .backward(let count): .forward(count)
        case .absolute, .relative: direction
        }
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
        guard !cursor.isAt("explain") else { throw cursor.unexpected() }
        return .explain(Explain(isAnalyzed: isAnalyzed, statement: try cursor.rest()))
    }
}
