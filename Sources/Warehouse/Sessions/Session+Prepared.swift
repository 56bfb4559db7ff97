internal import DuckDB
internal import RedshiftSQL

/// What PREPARE keeps: the statement as it was read, and the types its parameters were declared with.
struct PreparedText {
    let statement: ParsedStatement
    let types: [DataType]
    /// The same types as the engine has them.
    let engineTypes: [ColumnType?]
}

/// PREPARE, EXECUTE and DEALLOCATE as statements. The statements that clients prepare by message are the server's to keep.
extension Session {
    /// How many prepared statements a session may have.
    static var maximumPreparedStatements: Int { 10_000 }

    func prepare(_ prepare: Prepare) throws -> Outcome {
        let name = prepare.name.text
        guard preparedStatements[name] == nil else {
            throw WarehouseError(.duplicatePreparedStatement, "prepared statement \"\(name)\" already exists")
        }
        guard preparedStatements.count < Self.maximumPreparedStatements else {
            throw WarehouseError(
                .configurationLimitExceeded, "too many prepared statements", hint: "DEALLOCATE statements after use")
        }
        guard let statement = try parse(prepare.statement.text).first else {
            throw WarehouseError(.syntaxError, "PREPARE needs a statement")
        }
        switch statement.statement {
        case .query, .insert, .update, .delete: break
        default:
            throw WarehouseError(.syntaxError, "only SELECT, INSERT, UPDATE and DELETE can be prepared")
        }
        // What is wrong with the statement is said now rather than when it is executed.
        let engineTypes = try columnTypes(prepare.types)
        _ = try self.prepare(statement, parameterTypes: engineTypes)
        preparedStatements[name] = PreparedText(statement: statement, types: prepare.types, engineTypes: engineTypes)
        return .done(tag: "PREPARE", rowCount: nil)
    }

    func plan(_ execute: ExecutePrepared, _ parsed: ParsedStatement) throws -> Prepared {
        guard let text = preparedStatements[execute.name.text] else {
            throw WarehouseError(.invalidStatementName, "prepared statement \"\(execute.name)\" does not exist")
        }
        let inner = try prepare(text.statement, parameterTypes: text.engineTypes)
        guard inner.parameterTypes.count == execute.values.count else {
            throw WarehouseError(
                .syntaxError, "wrong number of parameters for prepared statement \"\(execute.name)\"",
                detail: "Expected \(inner.parameterTypes.count) parameters but got \(execute.values.count).")
        }
        return Prepared(
            parsed, plan: .prepared(inner, values: try values(of: execute, types: text.types)), columns: inner.columns)
    }

    /// The engine's types of those that PREPARE declares.
    private func columnTypes(_ types: [DataType]) throws -> [ColumnType?] {
        let items = types.map { "CAST(NULL AS \($0.redshiftName))" }
        guard !items.isEmpty, let select = try parse("SELECT \(items.joined(separator: ", "))").first else { return [] }
        return try prepare(select).columns?.map(\.type) ?? []
    }

    /// What the expressions of an EXECUTE are, as the declared types where there are any.
    private func values(of execute: ExecutePrepared, types: [DataType]) throws -> [Value] {
        guard !execute.values.isEmpty else { return [] }
        let items = execute.values.enumerated().map { index, value in
            index < types.count ? "CAST(\(value.text) AS \(types[index].redshiftName))" : value.text
        }
        let parsed = try parse("SELECT \(items.joined(separator: ", "))")
        guard let select = parsed.first, parsed.count == 1, case .query(let query) = select.statement,
            let row = try connection.query(translate(query, select).sql).rows().first
        else { throw WarehouseError(.syntaxError, "the values of EXECUTE cannot be read") }
        return row
    }

    /// A name that is unknown here may be one of a client's own, which the server is told to drop.
    func deallocate(_ name: Identifier?) -> Outcome {
        if let name {
            preparedStatements[name.text] = nil
        } else {
            preparedStatements = [:]
        }
        add(.deallocated(name?.text))
        return .done(tag: name == nil ? "DEALLOCATE ALL" : "DEALLOCATE", rowCount: nil)
    }

    /// DISCARD ALL: the session is as new, but for its temporary tables.
    func discardAll() throws -> Outcome {
        guard status == .idle || isImplicit else {
            throw WarehouseError(.activeTransaction, "DISCARD ALL cannot run inside a transaction block")
        }
        _ = try reset(nil)
        _ = try closeCursor(nil)
        _ = deallocate(nil)
        return .done(tag: "DISCARD ALL", rowCount: nil)
    }
}
