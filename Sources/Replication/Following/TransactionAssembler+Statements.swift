extension TransactionAssembler {
    /// Applies a statement of the log; gives the transaction that it ends.
    mutating func take(
        _ query: QueryEvent, header: BinlogEventHeader, catalog: some TableCatalog
    ) throws -> SourceTransaction? {
        let statement = SourceStatement(query.statement, database: query.database)
        switch statement {
        case .begin:
            group.begin()
            return nil
        case .commit: return finish(header)
        case .rollback:
            rollBack()
            return finish(header)
        case .rollbackToSavepoint:
            requestSnapshots(of: group.tables, reason: "part of a transaction was rolled back")
            return nil
        case .xaCommit(let xid):
            let tables = prepared.removeValue(forKey: xid) ?? Set(schemas.keys)
            requestSnapshots(of: tables, reason: "an XA transaction was committed")
            return finish(header)
        case .changesRows:
            let tables = schemas.keys.filter { $0.database == query.database }
            requestSnapshots(of: Set(tables), reason: "changes were logged as a statement, not as rows")
        case .createTable, .alterTable, .truncateTable, .dropTables, .renameTables, .dropDatabase:
            try define(statement, catalog: catalog)
        case .other: break
        }
        // CREATE TABLE ... SELECT goes on with its rows: MariaDB marks the group, MySQL 8 the statement.
        let goesOn = query.statement.uppercased().hasSuffix("START TRANSACTION")
        if goesOn { group.begin() }
        return group.isStandalone ? finish(header) : nil
    }

    /// Nothing of a transaction counts; only parts that were delivered already need more than forgetting.
    private mutating func rollBack() {
        let wasDelivered = group.rowEventsDelivered > 0 || rowEventsToSkip > 0
        let tables = group.tables
        group.discard()
        if wasDelivered { requestSnapshots(of: tables, reason: "a long transaction was rolled back") }
    }

    private mutating func requestSnapshots(of tables: Set<TableName>, reason: String) {
        for table in tables.sorted() { requestSnapshot(table, reason: reason) }
    }

    private func isFollowed(_ name: TableName) -> Bool { filter.includes(name) && !isBehindSnapshot(name) }

    private mutating func define(_ statement: SourceStatement, catalog: some TableCatalog) throws {
        switch statement {
        case .createTable(let name, let ifNotExists):
            guard isFollowed(name), !(ifNotExists && schemas[name] != nil) else { return }
            requestSnapshot(name, reason: "the table was created")
        case .truncateTable(let name):
            guard isFollowed(name), schemas[name] != nil else { return }
            group.add(.truncate(name))
        case .dropTables(let names):
            for name in names where isFollowed(name) { drop(name) }
        case .dropDatabase(let database):
            let names = failed.union(schemas.keys).filter { $0.database == database }
            for name in names.sorted() where isFollowed(name) { drop(name) }
        case .renameTables(let renamings):
            for renaming in renamings { rename(renaming.from, to: renaming.to) }
        case .alterTable(let name, let clauses):
            try alter(name, clauses, catalog: catalog)
        default: break
        }
    }

    private mutating func drop(_ name: TableName) {
        schemas[name] = nil
        failed.remove(name)
        awaitingSnapshot.remove(name)
        position.tablesAhead[name] = nil
        group.add(.drop(name))
    }

    private mutating func rename(_ from: TableName, to: TableName) {
        guard isFollowed(to) else {
            if isFollowed(from) { drop(from) }
            return
        }
        guard isFollowed(from), let schema = schemas.removeValue(forKey: from) else {
            if filter.includes(from) { drop(from) }
            requestSnapshot(to, reason: "the table was renamed from \(from)")
            return
        }
        schemas[to] = schema.renamed(to: to)
        failed.remove(to)
        group.add(.rename(from, to: to))
    }

    private mutating func alter(_ name: TableName, _ clauses: [AlterClause], catalog: some TableCatalog) throws {
        let target = clauses.lazy.compactMap { clause -> TableName? in
            if case .renameTable(let to) = clause { to } else { nil }
        }.last
        let columnClauses = clauses.filter { clause in
            if case .renameTable = clause { false } else { clause != .neutral }
        }
        if let target {
            rename(name, to: target)
            if !columnClauses.isEmpty, isFollowed(target) {
                requestSnapshot(target, reason: "the table was renamed and altered at once")
            }
            return
        }
        guard isFollowed(name) else { return }
        guard let known = schemas[name] else {
            // A table that could not be replicated may have become one that can.
            return requestSnapshot(name, reason: "the table was altered")
        }
        guard !columnClauses.isEmpty else { return }
        guard let plan = ColumnPlan(known, columnClauses), let present = try catalog.tableIfSupported(name),
            plan.leads(from: known, to: present)
        else {
            return requestSnapshot(name, reason: "the table was altered")
        }
        schemas[name] = present
        group.add(.alter(present, renamedColumns: plan.renamedColumns))
    }
}

/// What column clauses make of the names of a table. Names of columns do not differ by case.
private struct ColumnPlan {
    /// From the lower-case name afterwards to the name before; nil for a column that was added.
    private var origins: [String: String?] = [:]
    private(set) var renamedColumns: [String: String] = [:]

    /// Nil if a clause is not understood, or names a column that is not there.
    init?(_ known: TableSchema, _ clauses: [AlterClause]) {
        for column in known.columns { origins[column.name.lowercased()] = column.name }
        for clause in clauses {
            switch clause {
            case .addNullableColumn(let name):
                guard origins[name.lowercased()] == nil else { return nil }
                origins[name.lowercased()] = .some(nil)
            case .dropColumn(let name):
                guard origins.removeValue(forKey: name.lowercased()) != nil else { return nil }
            case .renameColumn(let from, let to):
                guard let origin = origins.removeValue(forKey: from.lowercased()), let origin,
                    origins[to.lowercased()] == nil
                else { return nil }
                origins[to.lowercased()] = origin
                renamedColumns[origin] = to
            case .renameTable, .neutral, .other: return nil
            }
        }
    }

    /// Whether `present` is what the clauses make of `known`; if it is not, the catalog is ahead of the log.
    func leads(from known: TableSchema, to present: TableSchema) -> Bool {
        let types = Dictionary(known.columns.map { ($0.name, $0.type) }, uniquingKeysWith: { $1 })
        guard present.columns.count == origins.count else { return false }
        return present.columns.allSatisfy { column in
            guard let origin = origins[column.name.lowercased()] else { return false }
            guard let origin else { return column.isNullable }
            return types[origin] == column.type
        }
    }
}
