internal import DuckDB
internal import RedshiftSQL

extension Session {
    /// Runs a statement that is not the engine's alone.
    func run(_ parsed: ParsedStatement, parameters: [Value]) async throws -> Outcome {
        switch parsed.statement {
        case .begin: return try begin()
        case .commit: return try commit()
        case .rollback: return try rollback()
        case .set(let parameter): return try set(parameter.name, to: parameter.values)
        case .reset(let name): return try reset(name)
        case .show(let name): return try answer([(name, value(ofSetting: name))], tag: "SHOW")
        case .prepare(let statement): return try prepare(statement)
        case .deallocate(let name): return deallocate(name)
        case .discardAll: return try discardAll()
        case .declareCursor(let declaration): return try declare(declaration, parsed, parameters)
        case .fetch(let fetch): return try self.fetch(fetch)
        case .closeCursor(let name): return try closeCursor(name)
        case .copy(let copy): return try self.copy(copy, parsed)
        case .copyFromStorage(let copy): return try load(copy)
        case .unload(let unload): return try self.unload(unload)
        case .withoutEffect(let tag): return .done(tag: tag, rowCount: nil)
        case .unsupported(let what): throw WarehouseError(.featureNotSupported, "\(what) is not supported")
        case .empty: return .empty
        case .createUser(let user): return try createUser(user)
        case .alterUser(let user): return try alterUser(user)
        case .alterDatabase(let database): return try await alterDatabase(database)
        case .refreshMaterializedView(let refresh): return try await self.refresh(refresh)
        default: return try define(parsed)
        }
    }

    /// An answer of one row: names and texts.
    func answer(_ cells: [(name: String, text: String)], tag: String) throws -> Outcome {
        let list = cells.indices.map { "$\($0 + 1) AS \(EngineName.quote(cells[$0].name))" }.joined(separator: ", ")
        let result = try connection.query("SELECT \(list)", cells.map { .text($0.text) })
        return .rows(stream(result), tag: tag, counts: false)
    }

    private func copy(_ copy: Copy, _ parsed: ParsedStatement) throws -> Outcome {
        guard copy.isInput else {
            let sql =
                switch copy.subject {
                case .query(let query): try translate(query, parsed).sql
                case .table(let name, let columns):
                    "SELECT \(columns.isEmpty ? "*" : columns.map(\.quoted).joined(separator: ", ")) FROM "
                        + (try resolver().target(name)).quoted
                }
            return .copyOut(stream(try connection.query(sql)), copy)
        }
        guard case .table(let name, let named) = copy.subject else {
            throw WarehouseError(.syntaxError, "COPY FROM needs a table")
        }
        let target = try writable(name)
        let columns = try columns(of: target, named: named, in: name)
        return .copyIn(CopyLoad(target: target, columns: columns), copy)
    }
}
