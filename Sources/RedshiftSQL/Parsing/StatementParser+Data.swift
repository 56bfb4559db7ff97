/// Queries and statements that change rows.
extension StatementParser {
    /// The words that end a clause of a statement that changes rows.
    private static let clauseWords: Set<String> = ["set", "from", "where", "using", "when", "on"]

    mutating func query() throws(SQLError) -> Statement {
        if let target = try selectInto() { return target }
        return .query(try cursor.rest())
    }

    /// `WITH … SELECT`, or `WITH …` before an UPDATE, DELETE or INSERT.
    mutating func withStatement() throws(SQLError) -> Statement {
        let start = cursor.index
        let names = cursor.fragment { $0.isWord(among: ["select", "update", "delete", "insert", "values"]) }
        if cursor.isAt("update") { return try update(with: names) }
        if cursor.isAt("delete") { return try delete(with: names) }
        if cursor.isAt("insert") {
            throw .notSupported(
                "WITH before INSERT", hint: "write the WITH clause after the column list",
                position: cursor.peek().map { cursor.position(of: $0) })
        }
        cursor.reset(to: start)
        return try query()
    }

    /// `SELECT … INTO [TEMP] name FROM …` as CREATE TABLE AS; nil for every other query.
    private mutating func selectInto() throws(SQLError) -> Statement? {
        let start = cursor.index
        let ends: Set<String> = ["into", "from", "union", "except", "intersect", "minus"]
        if cursor.isAt("with") { _ = cursor.fragment { $0.isWord("select") } }
        let before = cursor.index
        _ = cursor.fragment { $0.isWord(among: ends) }
        guard cursor.isAt("into") else {
            cursor.reset(to: start)
            return nil
        }
        let intoIndex = cursor.index
        cursor.advance()
        let isTemporary = cursor.acceptAny(["temp", "temporary"]) != nil
        _ = cursor.accept("table")
        let name = try cursor.objectName()
        let end = cursor.index
        _ = try cursor.isAtEnd ? nil : cursor.rest()
        let head = cursor.fragment(start..<intoIndex)
        let tail = cursor.fragment(end..<cursor.tokens.count)
        _ = before
        let query = SQLFragment(tokens: head.tokens + tail.tokens, text: head.text + " " + tail.text)
        return .createTableAs(
            CreateTableAs(
                name: name, isTemporary: isTemporary || name.object.text.hasPrefix("#"), ifNotExists: false,
                columns: [], attributes: TableAttributes(), properties: [:], query: query, withoutData: false))
    }

    mutating func insert() throws(SQLError) -> Statement {
        try cursor.expect("insert", "into")
        let table = try cursor.objectName()
        var columns: [Identifier] = []
        let opensQuery =
            cursor.peek(1)?.isWord(among: ["select", "with", "values"]) == true || cursor.peek(1)?.isSymbol("(") == true
        if cursor.isAtSymbol("("), !opensQuery { columns = try cursor.parenthesizedIdentifiers() }
        if cursor.accept("default", "values") { return .insert(Insert(table: table, columns: columns, query: nil)) }
        guard cursor.isAt("select") || cursor.isAt("with") || cursor.isAt("values") || cursor.isAtSymbol("(") else {
            throw cursor.unexpected()
        }
        return .insert(Insert(table: table, columns: columns, query: try cursor.rest()))
    }

    mutating func update(with names: SQLFragment?) throws(SQLError) -> Statement {
        try cursor.expect("update")
        let table = try cursor.objectName()
        let alias = try tableAlias()
        try cursor.expect("set")
        let assignments = try assignmentList()
        let from = cursor.accept("from") ? try clause() : nil
        let condition = cursor.accept("where") ? try clause() : nil
        return .update(
            Update(
                with: names, table: table, alias: alias, assignments: assignments, from: from, condition: condition))
    }

    mutating func delete(with names: SQLFragment?) throws(SQLError) -> Statement {
        try cursor.expect("delete")
        _ = cursor.accept("from")
        let table = try cursor.objectName()
        let alias = try tableAlias()
        let using = cursor.accept("using") ? try clause() : nil
        let condition = cursor.accept("where") ? try clause() : nil
        return .delete(Delete(with: names, table: table, alias: alias, using: using, condition: condition))
    }

    mutating func truncate() throws(SQLError) -> Statement {
        try cursor.expect("truncate")
        _ = cursor.accept("table")
        return .truncate(try cursor.objectName())
    }

    // MARK: - MERGE

    mutating func merge() throws(SQLError) -> Statement {
        try cursor.expect("merge", "into")
        let target = try cursor.objectName()
        let alias = try tableAlias()
        try cursor.expect("using")
        let source = cursor.fragment { $0.isWord("on") }
        try cursor.expect("on")
        let condition = cursor.fragment { $0.isWord(among: ["when", "remove"]) }
        guard !source.isEmpty, !condition.isEmpty else { throw cursor.unexpected() }
        var branches: [Merge.Branch] = []
        let removesDuplicates = cursor.accept("remove", "duplicates")
        while !removesDuplicates, cursor.accept("when") { branches.append(try mergeBranch()) }
        guard removesDuplicates || !branches.isEmpty else { throw cursor.unexpected() }
        return .merge(
            Merge(
                target: target, alias: alias, source: source, condition: condition, branches: branches,
                removesDuplicates: removesDuplicates))
    }

    private mutating func mergeBranch() throws(SQLError) -> Merge.Branch {
        let isMatched = !cursor.accept("not")
        try cursor.expect("matched")
        let condition = cursor.accept("and") ? cursor.fragment { $0.isWord("then") } : nil
        try cursor.expect("then")
        let action: Merge.Action
        if cursor.accept("update") {
            try cursor.expect("set")
            action = .update(try assignmentList())
        } else if cursor.accept("delete") {
            action = .delete
        } else {
            try cursor.expect("insert")
            let columns = cursor.isAt("values") ? [] : try cursor.parenthesizedIdentifiers()
            try cursor.expect("values")
            action = .insert(columns: columns, values: try parenthesizedExpressions())
        }
        return Merge.Branch(isMatched: isMatched, condition: condition, action: action)
    }

    // MARK: - Parts

    private mutating func tableAlias() throws(SQLError) -> Identifier? {
        if cursor.accept("as") { return try cursor.identifier() }
        guard let token = cursor.peek(), token.isName, !token.isWord(among: Self.clauseWords) else { return nil }
        return try cursor.identifier()
    }

    private mutating func assignmentList() throws(SQLError) -> [Assignment] {
        var assignments: [Assignment] = []
        repeat {
            var column = try cursor.identifier()
            while cursor.acceptSymbol(".") { column = try cursor.identifier() }
            try cursor.expectSymbol("=")
            let value = cursor.fragment { $0.isSymbol(",") || $0.isWord(among: ["from", "where", "when"]) }
            guard !value.isEmpty else { throw cursor.unexpected() }
            assignments.append(Assignment(column: column, value: value))
        } while cursor.acceptSymbol(",")
        return assignments
    }

    /// What follows FROM, USING or WHERE, up to the next clause.
    private mutating func clause() throws(SQLError) -> SQLFragment {
        let part = cursor.fragment { $0.isWord("where") }
        guard !part.isEmpty else { throw cursor.unexpected() }
        return part
    }

    /// `(expression, …)`.
    mutating func parenthesizedExpressions() throws(SQLError) -> [SQLFragment] {
        try cursor.expectSymbol("(")
        var values: [SQLFragment] = []
        repeat {
            let value = cursor.fragment { $0.isSymbol(",") }
            guard !value.isEmpty else { throw cursor.unexpected() }
            values.append(value)
        } while cursor.acceptSymbol(",")
        try cursor.expectSymbol(")")
        return values
    }
}
