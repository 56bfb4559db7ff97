internal import DuckDB
internal import RedshiftSQL

extension Session {
    /// How many late-binding views may read one another before they are bound.
    private static let maximumViewDepth = 64

    /// CREATE VIEW … WITH NO SCHEMA BINDING: what it reads need not exist yet.
    func createLateBindingView(_ view: CreateView, _ parsed: ParsedStatement) throws -> Outcome {
        let target = try writable(view.name)
        return try define(changing: [target]) {
            let catalog = Catalog(connection)
            if !view.orReplace, try catalog.columns(of: target) != nil || catalog.lateBindingView(target) != nil {
                throw WarehouseError(.duplicateTable, "relation \"\(view.name)\" already exists")
            }
            try catalog.setLateBindingView(target, text: parsed.text)
            do {
                _ = try bindView(target)
            } catch let error where Self.isOfMissingRelation(error) {
                add(.info("view \"\(view.name)\" reads what does not exist yet; it is looked up when the view is read"))
            }
            return .done(tag: "CREATE VIEW", rowCount: nil)
        }
    }

    private static func isOfMissingRelation(_ error: any Error) -> Bool {
        switch error {
        case let error as EngineError: error.kind == .catalog || error.kind == .binder
        case let error as WarehouseError: error.sqlState == WarehouseError.State.undefinedTable.rawValue
        default: false
        }
    }

    /// Makes the engine's view of a late-binding view anew, from what its names mean now; false if it is none.
    func bindView(_ name: EngineName) throws -> Bool {
        guard let text = try Catalog(connection).lateBindingView(name),
            let parsed = try parseScript(text, options: settings.sqlOptions).first,
            case .createView(let view) = parsed.statement
        else { return false }
        guard !viewsBeingBound.contains(name), viewsBeingBound.count < Self.maximumViewDepth else {
            throw WarehouseError(
                .invalidObjectDefinition, "infinite recursion detected in view \"\(name.name)\"",
                detail: "its definition leads back to itself, or through more than \(Self.maximumViewDepth) views")
        }
        viewsBeingBound.append(name)
        defer { viewsBeingBound.removeLast() }
        let query = try translate(view.query, parsed).sql
        // Compiled first: a failed definition would spoil the transaction, a failed look at a query does not.
        _ = try connection.prepare(query)
        let columns = view.columns.isEmpty ? "" : " (\(view.columns.map(\.quoted).joined(separator: ", ")))"
        try connection.execute("CREATE OR REPLACE VIEW \(name.quoted)\(columns) AS \(query)")
        return true
    }
}

extension Catalog {
    /// The statement that made a late-binding view; nil for any other relation.
    func lateBindingView(_ name: EngineName) throws -> String? {
        try connection.query(
            """
            SELECT definition FROM millrace.table_attribute
            WHERE engine_schema = $1 AND name = $2 AND kind = 'late binding view'
            """, [.text(name.schema), .text(name.name)]
        ).rows().first?[0].text
    }

    func setLateBindingView(_ name: EngineName, text: String) throws {
        try removeAttributes(of: name)
        try connection.execute(
            """
            INSERT INTO millrace.table_attribute (engine_schema, name, definition, kind)
            VALUES ($1, $2, $3, 'late binding view')
            """, [.text(name.schema), .text(name.name), .text(text)])
    }
}
