/// What a statement in the log means to replicated tables.
enum SourceStatement: Hashable, Sendable {
    case begin
    case commit
    case rollback
    /// Changes since a savepoint are undone.
    case rollbackToSavepoint
    case xaCommit(xid: String)
    case createTable(TableName, ifNotExists: Bool)
    case alterTable(TableName, [AlterClause])
    case truncateTable(TableName)
    case dropTables([TableName])
    case renameTables([Renaming])
    case dropDatabase(String)
    /// Rows changed by a statement that was logged as such, so that nobody can know which.
    case changesRows
    /// Anything else: it does not touch the rows or columns of tables.
    case other

    /// A table and the name that it gets.
    struct Renaming: Hashable, Sendable {
        let from: TableName
        let to: TableName
    }
}

/// One action of an ALTER TABLE.
enum AlterClause: Hashable, Sendable {
    /// A column that is null in the rows that are there.
    case addNullableColumn(String)
    case dropColumn(String)
    case renameColumn(String, to: String)
    case renameTable(TableName)
    /// Indexes, options, defaults: neither rows nor columns change.
    case neutral
    /// Anything whose effect on the rows is not known here.
    case other
}

extension SourceStatement {
    /// Recognises a statement whose default database is `database`.
    init(_ statement: String, database: String) {
        var parser = StatementParser(tokens: StatementToken.split(statement), database: database)
        self = parser.statement()
    }
}

/// Reads the head of a statement; what it does not know is `other`.
struct StatementParser {
    let tokens: [StatementToken]
    let database: String
    var offset = 0

    init(tokens: [StatementToken], database: String) {
        self.tokens = tokens
        self.database = database
    }

    var isAtEnd: Bool { offset >= tokens.count }

    mutating func take(_ keywords: String...) -> Bool {
        guard offset + keywords.count <= tokens.count else { return false }
        for (index, keyword) in keywords.enumerated() where !tokens[offset + index].isKeyword(keyword) { return false }
        offset += keywords.count
        return true
    }

    mutating func take(symbol: String) -> Bool {
        guard offset < tokens.count, tokens[offset] == .symbol(symbol.utf8.first ?? 0) else { return false }
        offset += 1
        return true
    }

    mutating func identifier() -> String? {
        guard offset < tokens.count else { return nil }
        switch tokens[offset] {
        case .word(let name), .quoted(let name):
            offset += 1
            return name
        case .string, .symbol: return nil
        }
    }

    mutating func tableName() -> TableName? {
        guard let first = identifier() else { return nil }
        guard take(symbol: ".") else { return TableName(database: database, table: first) }
        guard let second = identifier() else { return nil }
        return TableName(database: first, table: second)
    }

    mutating func statement() -> SourceStatement {
        if take("BEGIN") || take("START", "TRANSACTION") || take("XA", "START") { return .begin }
        if take("COMMIT") { return .commit }
        if take("ROLLBACK") {
            _ = take("WORK")
            return take("TO") ? .rollbackToSavepoint : .rollback
        }
        if take("XA", "COMMIT") { return .xaCommit(xid: xid()) }
        if take("CREATE") { return createTable() }
        if take("ALTER") { return alterTable() }
        if take("TRUNCATE") {
            _ = take("TABLE")
            return tableName().map { .truncateTable($0) } ?? .other
        }
        if take("DROP") { return drop() }
        if take("RENAME") { return renameTables() }
        for keyword in ["INSERT", "UPDATE", "DELETE", "REPLACE", "LOAD", "CALL"] where take(keyword) {
            return .changesRows
        }
        return .other
    }

    /// The identifier of an XA transaction in the spelling of the log, so that prepare and commit compare.
    private func xid() -> String {
        tokens[offset...].map { token in
            switch token {
            case .word(let word): word
            case .quoted(let text): text
            case .string(let text): "'\(text)'"
            case .symbol(let symbol): String(UnicodeScalar(symbol))
            }
        }.joined()
    }

    private mutating func createTable() -> SourceStatement {
        _ = take("OR", "REPLACE")
        guard take("TABLE") else { return .other }
        let ifNotExists = take("IF", "NOT", "EXISTS")
        return tableName().map { .createTable($0, ifNotExists: ifNotExists) } ?? .other
    }

    private mutating func drop() -> SourceStatement {
        if take("DATABASE") || take("SCHEMA") {
            _ = take("IF", "EXISTS")
            return identifier().map { .dropDatabase($0) } ?? .other
        }
        guard take("TABLE") || take("TABLES") else { return .other }
        _ = take("IF", "EXISTS")
        var names: [TableName] = []
        repeat {
            guard let name = tableName() else { break }
            names.append(name)
        } while take(symbol: ",")
        return .dropTables(names)
    }

    private mutating func renameTables() -> SourceStatement {
        guard take("TABLE") || take("TABLES") else { return .other }
        _ = take("IF", "EXISTS")
        var renamings: [SourceStatement.Renaming] = []
        repeat {
            guard let from = tableName() else { break }
            if take("WAIT") { _ = identifier() } else { _ = take("NOWAIT") }
            guard take("TO"), let to = tableName() else { break }
            renamings.append(.init(from: from, to: to))
        } while take(symbol: ",")
        return .renameTables(renamings)
    }
}
