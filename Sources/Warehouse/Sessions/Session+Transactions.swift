internal import DuckDB
internal import RedshiftSQL

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
            add(.warning("there is already a transaction in progress"))
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
        endCursors()
        status = .idle
        do {
            try connection.execute("COMMIT")
        } catch {
            forgetChanges()
            // The engine rolled back when the commit failed; this only makes sure of it.
            _ = try? connection.execute("ROLLBACK")
            throw error
        }
        announceChanges()
        return .done(tag: "COMMIT", rowCount: nil)
    }

    func rollback() throws -> Outcome {
        guard status != .idle else {
            add(.warning("there is no transaction in progress"))
            return .done(tag: "ROLLBACK", rowCount: nil)
        }
        endCursors()
        status = .idle
        forgetChanges()
        do {
            try connection.execute("ROLLBACK")
        } catch let error as EngineError where error.kind == .transaction {
            // The engine had given up the transaction by itself.
        }
        return .done(tag: "ROLLBACK", rowCount: nil)
    }

    /// Runs a definition in the open transaction, or in one of its own, and announces it once it is committed.
    func define<T>(changing relations: [EngineName] = [], _ body: () throws -> T) throws -> T {
        let value = try inTransaction(body)
        changedCatalog = true
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

    /// Cursors live as long as their transaction.
    private func endCursors() {
        for cursor in namedCursors.values { cursor.close() }
        namedCursors = [:]
    }
}
