internal import DuckDB
internal import RedshiftSQL

extension Session {
    /// How a statement will be run, compiled as far as it can be.
    func plan(_ parsed: ParsedStatement, stated: [ColumnType?]) throws -> Prepared {
        switch parsed.statement {
        case .query(let query):
            let translation = try translate(query, parsed)
            try refreshExternalTables(among: translation.relations)
            try warnOfFailedTables(among: translation.relations)
            return try planQuery(translation.sql, parsed, stated: stated, tag: "SELECT", counts: true)
        case .explain:
            return try planQuery(
                translation(of: parsed).joined(separator: "; "), parsed, stated: stated, tag: "EXPLAIN", counts: false)
        case .insert(let insert):
            return try planChange(translation(of: parsed), parsed, stated: stated, tag: "INSERT", target: insert.table)
        case .update(let update):
            return try planChange(translation(of: parsed), parsed, stated: stated, tag: "UPDATE", target: update.table)
        case .delete(let delete):
            return try planChange(translation(of: parsed), parsed, stated: stated, tag: "DELETE", target: delete.table)
        case .merge(let merge):
            return try planChange(translation(of: parsed), parsed, stated: stated, tag: "MERGE", target: merge.target)
        case .fetch(let fetch):
            return Prepared(parsed, plan: .command, columns: fetch.isMove ? nil : try cursor(fetch.cursor).columns)
        case .execute(let execute): return try plan(execute, parsed)
        case .show(let name): return Prepared(parsed, plan: .command, columns: [Column(name: name, type: .varchar)])
        case .declareCursor(let declaration):
            let statement = try compile(translate(declaration.query, parsed).sql, stated: stated)
            return Prepared(parsed, plan: .command, columns: nil, parameterTypes: statement.parameterTypes)
        default:
            if let (sql, values) = try catalogQuery(parsed.statement) {
                return try planQuery(sql, given: values, parsed, stated: stated, tag: "SHOW", counts: false)
            }
            return Prepared(parsed, plan: .command, columns: nil)
        }
    }

    private func planQuery(
        _ sql: String, given: [Value] = [], _ parsed: ParsedStatement, stated: [ColumnType?], tag: String, counts: Bool
    ) throws -> Prepared {
        let statement = try compile(sql, stated: stated)
        return Prepared(
            parsed, plan: .query(statement, given: given, tag: tag, counts: counts), columns: statement.columns,
            parameterTypes: Array(statement.parameterTypes.dropFirst(given.count)))
    }

    /// Compiles a statement whose parameters all have types.
    private func compile(_ sql: String, stated: [ColumnType?]) throws -> PreparedStatement {
        let statement: PreparedStatement
        do {
            statement = try connection.prepare(sql)
        } catch let error as EngineError where error.kind == .binder {
            // A function with several forms needs to know what it is called with. Where that was not it, the first error
            // says more.
            guard let settled = try ParameterTypes.settlingAll(sql, stated: stated),
                let statement = try? connection.prepare(settled)
            else { throw error }
            return statement
        }
        guard let settled = try ParameterTypes.settling(sql, statement, stated: stated) else { return statement }
        return try connection.prepare(settled)
    }

    private func planChange(
        _ texts: [String], _ parsed: ParsedStatement, stated: [ColumnType?], tag: String, target: ObjectName
    ) throws -> Prepared {
        let target = try writable(target)
        guard texts.count == 1 else {
            return Prepared(parsed, plan: .changes(texts, tag: tag, target: target), columns: nil)
        }
        let statement = try compile(texts[0], stated: stated)
        return Prepared(
            parsed, plan: .change(statement, tag: tag, target: target), columns: nil,
            parameterTypes: statement.parameterTypes)
    }

    /// Where a statement writes; throws where nobody may write: replicated and shared databases, materialized views.
    func writable(_ name: ObjectName) throws -> EngineName {
        let target = try resolver().target(name)
        let home = EngineName.databaseAndSchema(engineSchema: target.schema)
        if let kind = try Catalog(connection).readOnlyKind(ofDatabase: home.database) {
            throw WarehouseError(
                .readOnly, "database \"\(home.database)\" is read-only",
                detail: kind == "share"
                    ? "It shows a data share." : "It is kept up with its source by an integration.")
        }
        guard target.schema != EngineName.systemSchema else {
            throw WarehouseError(.insufficientPrivilege, "permission denied: \(target.name) is a system catalog")
        }
        return target
    }

    /// The names of this session, in its transaction.
    func resolver(streamingViewID: Int64? = nil) -> SessionResolver {
        SessionResolver(
            connection: connection, database: database, searchPath: settings.searchPath,
            streamingViewID: streamingViewID)
    }
}
