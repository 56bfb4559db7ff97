internal import DuckDB
internal import RedshiftSQL

extension Statement {
    /// Whether it works by transactions of its own: what stands before it in the same message takes effect first.
    var isTransactionOfItsOwn: Bool {
        switch self {
        case .refreshMaterializedView, .alterDatabase, .publishDatashare: true
        default: false
        }
    }
}

extension Session {
    /// In a failed transaction only its end is allowed.
    func checkTransaction(allows statement: Statement) throws {
        guard status == .failed else { return }
        switch statement {
        case .commit, .rollback: return
        default:
            throw WarehouseError(
                .failedTransaction, "current transaction is aborted, commands ignored until end of transaction block")
        }
    }

    func begin() throws -> Outcome {
        guard status == .idle else {
            if isImplicit {
                isImplicit = false
            } else {
                add(.warning("there is already a transaction in progress"))
            }
            return .done(tag: "BEGIN", rowCount: nil)
        }
        try connection.execute("BEGIN TRANSACTION")
        status = .open
        return .done(tag: "BEGIN", rowCount: nil)
    }

    func commit() throws -> Outcome {
        guard status != .failed else { return try rollback() }
        guard status == .open else {
            add(.warning("there is no transaction in progress"))
            return .done(tag: "COMMIT", rowCount: nil)
        }
        if isImplicit { add(.warning("there is no transaction in progress")) }
        try endTransaction()
        return .done(tag: "COMMIT", rowCount: nil)
    }

    func rollback() throws -> Outcome {
        guard status != .idle else {
            add(.warning("there is no transaction in progress"))
            return .done(tag: "ROLLBACK", rowCount: nil)
        }
        status = .idle
        isImplicit = false
        forgetChanges()
        do {
            try connection.execute("ROLLBACK")
        } catch let error as EngineError where error.kind == .transaction {
            // The engine had given up the transaction by itself.
        }
        try forgetCursors()
        return .done(tag: "ROLLBACK", rowCount: nil)
    }

    /// Begins a transaction for the statements of one message, unless one is open: they take effect together or not at
    /// all, as in PostgreSQL.
    package func beginImplicitTransaction() throws {
        guard status == .idle else { return }
        try withThread { session in
            try session.releaseConnection()
            _ = try session.begin()
        }
        isImplicit = true
    }

    /// Commits what `beginImplicitTransaction` began, unless the client has ended it or made it its own.
    package func commitImplicitTransaction() throws {
        guard isImplicit else { return }
        try withThread { session in
            try session.releaseConnection()
            try session.endTransaction()
        }
    }

    private func endTransaction() throws {
        try closeCursorsBeforeCommit()
        status = .idle
        isImplicit = false
        do {
            try connection.execute("COMMIT")
        } catch {
            forgetChanges()
            // The engine rolled back when the commit failed; this only makes sure of it.
            _ = try? connection.execute("ROLLBACK")
            try forgetCursors()
            throw error
        }
        keepCursors()
        announceChanges()
    }

    /// Runs a definition in the open transaction, or in one of its own, and announces it once it is committed.
    func define<T>(
        changing relations: [EngineName] = [], announcesCatalog: Bool = true, _ body: () throws -> T
    ) throws -> T {
        let value = try inTransaction(body)
        if announcesCatalog { changedCatalog = true }
        note(changed: relations)
        return value
    }

    /// Runs `body` in the open transaction, or in one of its own.
    func inTransaction<T>(_ body: () throws -> T) throws -> T {
        status == .idle ? try connection.transaction(body) : try body()
    }

    /// Notes what a statement changed: announced at once, or when the open transaction commits.
    func note(changed relations: [EngineName]) {
        changedRelations.formUnion(relations)
        if status == .idle { announceChanges() }
    }

    private func announceChanges() {
        warehouse.commits.add(changedRelations)
        if changedCatalog { warehouse.commits.catalog.raise() }
        forgetChanges()
    }

    private func forgetChanges() {
        changedRelations = []
        changedCatalog = false
    }
}
