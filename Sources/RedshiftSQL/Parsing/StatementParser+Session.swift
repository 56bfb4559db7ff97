/// Transactions and settings.
extension StatementParser {
    mutating func transaction(_ word: String) throws(SQLError) -> Statement {
        cursor.advance()
        if word == "start" { try cursor.expect("transaction") } else { _ = cursor.acceptAny(["transaction", "work"]) }
        switch word {
        case "commit", "end": return .commit
        case "rollback", "abort":
            if cursor.isAt("to") { return unsupported("ROLLBACK TO SAVEPOINT") }
            return .rollback
        default: return .begin(try transactionOptions())
        }
    }

    private mutating func transactionOptions() throws(SQLError) -> TransactionOptions {
        var options = TransactionOptions()
        while !cursor.isAtEnd {
            if cursor.accept("isolation", "level") {
                options.isolation = try isolationLevel()
            } else if cursor.accept("read", "only") {
                options.isReadOnly = true
            } else if cursor.accept("read", "write") {
                options.isReadOnly = false
            } else if cursor.accept("not", "deferrable") || cursor.accept("deferrable") || cursor.acceptSymbol(",") {
                continue
            } else {
                throw cursor.unexpected()
            }
        }
        return options
    }

    private mutating func isolationLevel() throws(SQLError) -> String {
        if cursor.accept("serializable") { return "serializable" }
        if cursor.accept("snapshot") { return "snapshot" }
        if cursor.accept("repeatable", "read") { return "repeatable read" }
        if cursor.accept("read", "committed") { return "read committed" }
        try cursor.expect("read", "uncommitted")
        return "read uncommitted"
    }

    // MARK: - Settings

    mutating func setting(_ word: String) throws(SQLError) -> Statement {
        cursor.advance()
        switch word {
        case "set": return try setParameter()
        case "reset":
            if cursor.accept("all") { return .reset(nil) }
            return .reset(try parameterName())
        default: return try show()
        }
    }

    /// A session stays the user's it was opened by; to go back to that user changes nothing.
    private mutating func identity(_ statement: String) throws(SQLError) -> Statement {
        let name = try cursor.value()
        return ["default", "none"].contains(name.lowercased()) ? .withoutEffect(tag: "SET") : unsupported(statement)
    }

    private mutating func setParameter() throws(SQLError) -> Statement {
        if cursor.accept("session", "characteristics", "as", "transaction") || cursor.accept("transaction") {
            _ = try transactionOptions()
            return .withoutEffect(tag: "SET")
        }
        if cursor.accept("session", "authorization") { return try identity("SET SESSION AUTHORIZATION") }
        if cursor.accept("role") { return try identity("SET ROLE") }
        let isLocal = cursor.accept("local")
        if !isLocal { _ = cursor.accept("session") }
        let name = try parameterName()
        if !cursor.accept("to"), !cursor.acceptSymbol("="), name != "timezone" { throw cursor.unexpected() }
        if cursor.accept("default") { return .set(SetParameter(name: name, values: [], isLocal: isLocal)) }
        var values: [String] = []
        repeat {
            let value = try cursor.value()
            values.append(value)
        } while cursor.acceptSymbol(",")
        return .set(SetParameter(name: name, values: values, isLocal: isLocal))
    }

    /// A parameter's name: `search_path`, `my.setting`, `TIME ZONE`.
    private mutating func parameterName() throws(SQLError) -> String {
        if cursor.accept("time", "zone") { return "timezone" }
        if cursor.accept("names") { return "client_encoding" }
        if cursor.accept("transaction", "isolation", "level") { return "transaction_isolation" }
        if cursor.accept("session", "authorization") { return "session_authorization" }
        return Tokenizer.folded(try cursor.objectName().description.utf8)
    }

    private mutating func show() throws(SQLError) -> Statement {
        if cursor.accept("datashares") {
            return .showDatashares(like: cursor.accept("like") ? try cursor.string() : nil)
        }
        if cursor.accept("partitions") { return .showPartitions(try cursor.objectName()) }
        if let kind = showKind() { return try showCatalog(kind) }
        if cursor.isAt("procedure"), cursor.peek(1) != nil { return unsupported("SHOW PROCEDURE") }
        if cursor.accept("all") { return .show("all") }
        return .show(try parameterName())
    }

    private mutating func showKind() -> ShowCatalog.Kind? {
        if cursor.accept("databases") { return .databases }
        if cursor.accept("schemas") { return .schemas }
        if cursor.accept("tables") { return .tables }
        if cursor.accept("columns") { return .columns }
        if cursor.accept("constraints", "primary", "keys") { return .primaryKeys }
        if cursor.accept("constraints", "foreign", "keys") {
            return cursor.accept("exported") ? .exportedForeignKeys : .foreignKeys
        }
        if cursor.accept("column", "grants") || cursor.accept("grants") { return .grants }
        if cursor.accept("procedures") { return .procedures }
        if cursor.accept("functions") { return .functions }
        if cursor.accept("parameters") { return .parameters }
        if cursor.accept("create", "table") || cursor.accept("table") || cursor.accept("external", "table") {
            return .createTable
        }
        if cursor.accept("create", "view") || cursor.accept("view") { return .createView }
        if cursor.accept("tblproperties") { return .tableProperties }
        return nil
    }

    private mutating func showCatalog(_ kind: ShowCatalog.Kind) throws(SQLError) -> Statement {
        if cursor.acceptAny(["from", "in", "on", "of"]) != nil {
            _ = cursor.acceptAny(["database", "schema", "table", "procedure", "function"])
        }
        var scope: [Token] = []
        if !cursor.isAtEnd, !cursor.isAt("like"), cursor.peek()?.kind != .string { scope = try scopeTokens() }
        if cursor.isAtSymbol("(") { _ = try cursor.parenthesizedFragment() }
        var like: Token?
        if cursor.accept("like") || cursor.peek()?.kind == .string { like = try cursor.next() }
        if cursor.acceptAny(["for", "to"]) != nil { _ = try cursor.rest() }
        return .showCatalog(ShowCatalog(kind: kind, scope: scope, like: like))
    }

    /// The parts of a name, each of which may be a parameter; names come folded.
    mutating func scopeTokens() throws(SQLError) -> [Token] {
        var parts: [Token] = []
        repeat {
            guard let token = cursor.peek(), token.isName || token.kind == .parameter else { throw cursor.unexpected() }
            cursor.advance()
            parts.append(token.isName ? token.replaced(by: token.kind, cursor.identifier(from: token).text) : token)
        } while cursor.acceptSymbol(".")
        return parts
    }
}
