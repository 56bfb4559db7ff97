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
        case .deallocate: return .done(tag: "DEALLOCATE", rowCount: nil)
        case .discardAll:
            _ = try reset(nil)
            return .done(tag: "DISCARD ALL", rowCount: nil)
        case .declareCursor(let declaration): return try declare(declaration, parsed, parameters)
        case .fetch(let fetch): return try self.fetch(fetch)
        case .closeCursor(let name): return try closeCursor(name)
        case .copy(let copy): return try self.copy(copy, parsed)
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

    private func declare(
        _ declaration: DeclareCursor, _ parsed: ParsedStatement, _ parameters: [Value]
    ) throws -> Outcome {
        guard status == .open else {
            throw WarehouseError(.noActiveTransaction, "DECLARE CURSOR can only be used in transaction blocks")
        }
        guard namedCursors[declaration.name.text] == nil else {
            throw WarehouseError(.duplicateObject, "cursor \"\(declaration.name)\" already exists")
        }
        let query = try translate(declaration.query, parsed)
        namedCursors[declaration.name.text] = stream(try connection.query(query.sql, parameters))
        return .done(tag: "DECLARE CURSOR", rowCount: nil)
    }

    private func fetch(_ fetch: Fetch) throws -> Outcome {
        let cursor = try cursor(fetch.cursor)
        if fetch.isMove {
            return .done(tag: "MOVE", rowCount: try cursor.skip(fetch.rows))
        }
        return .fetched(cursor, limit: fetch.rows)
    }

    func cursor(_ name: Identifier) throws -> Cursor {
        guard let cursor = namedCursors[name.text] else {
            throw WarehouseError(.invalidCursorName, "cursor \"\(name)\" does not exist")
        }
        return cursor
    }

    private func closeCursor(_ name: Identifier?) throws -> Outcome {
        guard let name else {
            for cursor in namedCursors.values { cursor.close() }
            namedCursors = [:]
            return .done(tag: "CLOSE CURSOR ALL", rowCount: nil)
        }
        try cursor(name).close()
        namedCursors[name.text] = nil
        return .done(tag: "CLOSE CURSOR", rowCount: nil)
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
        guard let all = try Catalog(connection).columns(of: target) else {
            throw WarehouseError(.undefinedTable, "relation \"\(name)\" does not exist")
        }
        let columns =
            try named.isEmpty
            ? all
            : named.map { column in
                guard let found = all.first(where: { $0.name == column.text }) else {
                    throw WarehouseError(
                        .undefinedColumn, "column \"\(column)\" of relation \"\(name.object)\" does not exist")
                }
                return found
            }
        return .copyIn(CopyLoad(target: target, columns: columns), copy)
    }
}
