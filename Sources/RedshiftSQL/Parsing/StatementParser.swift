/// Reads one statement: the kind by its first words, then what the kind needs.
///
/// Each kind has a method in an extension of its own file. Queries and expressions inside a statement are not taken
/// apart here; they become fragments, which the rewriting steps translate.
struct StatementParser {
    var cursor: TokenCursor

    mutating func parse() throws(SQLError) -> Statement {
        guard let first = cursor.peek() else { return .empty }
        if first.isSymbol("(") { return .query(try cursor.rest()) }
        guard first.kind == .word else { throw cursor.unexpected() }
        let statement = try parseKind(first.text)
        try cursor.expectEnd()
        return statement
    }

    private mutating func parseKind(_ word: String) throws(SQLError) -> Statement {
        switch word {
        case "select", "values", "table": return try query()
        case "with": return try withStatement()
        case "insert": return try insert()
        case "update": return try update(with: nil)
        case "delete": return try delete(with: nil)
        case "merge": return try merge()
        case "truncate": return try truncate()
        case "create": return try create()
        case "alter": return try alter()
        case "drop": return try drop()
        case "refresh": return try refresh()
        case "msck": return try repairTable()
        case "copy": return try copy()
        case "unload": return try unload()
        case "begin", "start", "commit", "end", "rollback", "abort": return try transaction(word)
        default: return try parseOtherKind(word)
        }
    }

    private mutating func parseOtherKind(_ word: String) throws(SQLError) -> Statement {
        switch word {
        case "set", "reset", "show": return try setting(word)
        case "declare", "fetch", "move", "close": return try cursorStatement(word)
        case "prepare", "execute", "deallocate", "discard": return try preparedStatement(word)
        case "explain": return try explain()
        case "grant", "revoke": return try grant()
        case "desc", "describe": return try describe()
        case "publish": return try publish()
        case "analyze", "analyse", "vacuum", "lock", "comment", "cancel":
            return ignoringRest(tag: word.uppercased())
        case "call", "do", "savepoint", "release", "listen", "notify", "unlisten", "cluster", "reindex", "checkpoint",
            "attach", "detach", "use", "install", "load", "pragma", "export", "import", "describes", "summarize":
            return unsupported(word.uppercased())
        default:
            throw cursor.unexpected()
        }
    }

    /// The rest of the statement is read over.
    mutating func ignoringRest(tag: String) -> Statement {
        cursor.advance(by: cursor.tokens.count)
        return .withoutEffect(tag: tag)
    }

    mutating func unsupported(_ name: String) -> Statement {
        cursor.advance(by: cursor.tokens.count)
        return .unsupported(name)
    }

    // MARK: - CREATE, ALTER and DROP by what follows

    private mutating func create() throws(SQLError) -> Statement {
        try cursor.expect("create")
        let orReplace = cursor.accept("or", "replace")
        let isTemporary = cursor.acceptAny(["temp", "temporary", "local"]) != nil
        if isTemporary { _ = cursor.acceptAny(["temp", "temporary"]) }
        guard let kind = cursor.peek(), kind.kind == .word else { throw cursor.unexpected() }
        switch kind.text {
        case "external" where cursor.isAt("external", "schema"): return try createExternalSchema()
        case "external" where cursor.isAt("external", "table"): return try createExternalTable()
        case "external": return unsupported("CREATE EXTERNAL \(cursor.peek(1)?.text.uppercased() ?? "")")
        case "materialized": return try createMaterializedView(orReplace: orReplace)
        case "view": return try createView(orReplace: orReplace)
        case "table": return try createTable(isTemporary: isTemporary)
        case "schema": return try createSchema()
        case "database": return try createDatabase()
        case "integration": return try createIntegration()
        case "datashare": return try createDatashare()
        case "user": return try createUser()
        case "group", "role": return ignoringRest(tag: "CREATE \(kind.text.uppercased())")
        case "procedure", "function", "model", "library", "sequence", "index", "trigger", "type", "rls", "masking",
            "identity", "extension", "macro", "secret", "unique", "aggregate":
            return unsupported("CREATE \(kind.text.uppercased())")
        default: throw cursor.unexpected()
        }
    }

    private mutating func alter() throws(SQLError) -> Statement {
        try cursor.expect("alter")
        guard let kind = cursor.peek(), kind.kind == .word else { throw cursor.unexpected() }
        switch kind.text {
        case "materialized": return try alterMaterializedView()
        case "table": return try alterTable()
        case "database": return try alterDatabase()
        case "datashare": return try alterDatashare()
        case "schema": return try alterSchema()
        case "user": return try alterUser()
        case "group", "role", "default", "external":
            return ignoringRest(tag: "ALTER \(kind.text.uppercased())")
        case "procedure", "function", "system", "view", "identity", "rls", "masking", "integration":
            return unsupported("ALTER \(kind.text.uppercased())")
        default: throw cursor.unexpected()
        }
    }

    private mutating func refresh() throws(SQLError) -> Statement {
        try cursor.expect("refresh", "materialized", "view")
        let name = try cursor.objectName()
        let word = cursor.acceptAny(["restrict", "cascade"])
        return .refreshMaterializedView(RefreshMaterializedView(name: name, cascades: word == "cascade"))
    }

    private mutating func repairTable() throws(SQLError) -> Statement {
        try cursor.expect("msck", "repair", "table")
        return .repairTable(try cursor.objectName())
    }
}
