internal import DuckDB
internal import RedshiftSQL

extension Session {
    /// Runs a statement that defines, alters or drops something, in the open transaction or one of its own.
    func define(_ parsed: ParsedStatement) throws -> Outcome {
        switch parsed.statement {
        case .createTable(let table): return try createTable(table, parsed)
        case .createTableAs(let table): return try createTableAs(table, parsed)
        case .alterTable(let table): return try alterTable(table, parsed)
        case .createView(let view) where view.isLateBinding: return try createLateBindingView(view, parsed)
        case .createView(let view): return try createView(view, parsed)
        case .createSchema(let schema): return try createSchema(schema)
        case .alterSchema: return .done(tag: "ALTER SCHEMA", rowCount: nil)
        case .drop(let drop): return try self.drop(drop)
        case .truncate(let name):
            let target = try writable(name)
            return try define(changing: [target]) {
                try connection.execute("DELETE FROM \(target.quoted)")
                return .done(tag: "TRUNCATE TABLE", rowCount: nil)
            }
        case .createExternalSchema(let schema): return try createExternalSchema(schema)
        case .createMaterializedView(let view): return try createMaterializedView(view, parsed)
        case .alterMaterializedView(let view): return try alterMaterializedView(view)
        case .createDatabase(let database): return try createDatabase(database)
        case .createIntegration(let integration): return try createIntegration(integration)
        case .createDatashare(let share): return try createDatashare(share)
        case .alterDatashare(let share): return try alterDatashare(share)
        case .publishDatashare(let share): return try publishDatashare(share)
        case .datashareUsage(let usage): return try grantDatashare(usage)
        case .createExternalTable(let table): return try createExternalTable(table, parsed)
        case .repairTable(let name): return try repair(name)
        default:
            let words = parsed.tokens.prefix { $0.kind == .word }.prefix(2).map { $0.text.uppercased() }
            throw WarehouseError(.featureNotSupported, "\(words.joined(separator: " ")) is not supported yet")
        }
    }

    private func executeTranslation(of parsed: ParsedStatement) throws {
        for text in try translation(of: parsed) { try connection.execute(text) }
    }

    private func createTable(_ table: CreateTable, _ parsed: ParsedStatement) throws -> Outcome {
        let target = try table.isTemporary ? nil : writable(table.name)
        return try define {
            try executeTranslation(of: parsed)
            if let target { try Catalog(connection).setAttributes(of: target, table.attributes, table.columns) }
            return .done(tag: "CREATE TABLE", rowCount: nil)
        }
    }

    private func createTableAs(_ table: CreateTableAs, _ parsed: ParsedStatement) throws -> Outcome {
        let target = try table.isTemporary ? nil : writable(table.name)
        return try define(changing: [target].compactMap(\.self)) {
            try executeTranslation(of: parsed)
            if let target { try Catalog(connection).setAttributes(of: target, table.attributes, []) }
            return .done(tag: "SELECT", rowCount: nil)
        }
    }

    private func alterTable(_ table: AlterTable, _ parsed: ParsedStatement) throws -> Outcome {
        if case .withoutEffect = table.action { return .done(tag: "ALTER TABLE", rowCount: nil) }
        let target = try writable(table.name)
        if let outcome = try alterExternalTable(target, table.action) { return outcome }
        return try define(changing: [target]) {
            try executeTranslation(of: parsed)
            return .done(tag: "ALTER TABLE", rowCount: nil)
        }
    }

    private func createView(_ view: CreateView, _ parsed: ParsedStatement) throws -> Outcome {
        let target = try writable(view.name)
        return try define(changing: [target]) {
            try executeTranslation(of: parsed)
            return .done(tag: "CREATE VIEW", rowCount: nil)
        }
    }

    private func createSchema(_ schema: CreateSchema) throws -> Outcome {
        let home = schema.name.parts.count > 1 ? schema.name.parts[0].text : database
        if let kind = try Catalog(connection).readOnlyKind(ofDatabase: home) {
            throw WarehouseError(.readOnly, "database \"\(home)\" is read-only (\(kind))")
        }
        let name = EngineName.engineSchema(database: home, schema: schema.name.object.text)
        return try define {
            try connection.execute(
                "CREATE SCHEMA \(schema.ifNotExists ? "IF NOT EXISTS " : "")\(EngineName.quote(name))")
            return .done(tag: "CREATE SCHEMA", rowCount: nil)
        }
    }

    private func drop(_ drop: Drop) throws -> Outcome {
        try define {
            for name in drop.names { try self.drop(name, drop) }
            return .done(tag: "DROP \(drop.kind.rawValue)", rowCount: nil)
        }
    }

    private func drop(_ name: ObjectName, _ drop: Drop) throws {
        let catalog = Catalog(connection)
        switch drop.kind {
        case .table, .view, .materializedView:
            let target = try writable(name)
            guard try resolver().columns(of: target) != nil || catalog.lateBindingView(target) != nil else {
                return try missing(name, drop)
            }
            if try catalog.externalTable(target) != nil {
                try refuseDependents(of: target, cascades: drop.cascades)
                return try ExternalTables(connection, storage: warehouse.storage).drop(target)
            }
            let view = try catalog.materializedView(target)
            if drop.kind == .materializedView {
                guard let view else {
                    throw WarehouseError(.wrongObjectType, "\"\(name)\" is not a materialized view")
                }
                try dropView(view, cascades: drop.cascades)
            } else {
                guard view == nil else {
                    throw WarehouseError(
                        .wrongObjectType, "\"\(name)\" is a materialized view",
                        hint: "use DROP MATERIALIZED VIEW to remove it")
                }
                try refuseDependents(of: target, cascades: drop.cascades)
                try connection.execute("DROP \(drop.kind.rawValue) IF EXISTS \(target.quoted)")
                try catalog.removeAttributes(of: target)
            }
        case .schema:
            if try catalog.externalSchema(name.object.text) != nil {
                try ExternalTables(connection, storage: warehouse.storage).dropAll(inEngineSchema: name.object.text)
                return try catalog.removeExternalSchema(name.object.text)
            }
            let home = name.parts.count > 1 ? name.parts[0].text : database
            let schema = EngineName.engineSchema(database: home, schema: name.object.text)
            try connection.execute(
                "DROP SCHEMA \(drop.ifExists ? "IF EXISTS " : "")\(EngineName.quote(schema))\(drop.cascades ? " CASCADE" : "")"
            )
        case .database:
            guard try catalog.hasDatabase(name.object.text), name.object.text != EngineName.localDatabase else {
                return try missing(name, drop)
            }
            if try catalog.readOnlyKind(ofDatabase: name.object.text) == "share" {
                return try ShareMounts(connection, settings: warehouse.shareSettings).unmount(
                    database: name.object.text)
            }
            try catalog.removeDatabase(name.object.text)
        case .user:
            try checkSuperuser("drop users")
            try connection.execute("DELETE FROM millrace.account WHERE name = $1", [.text(name.object.text)])
        case .datashare: try catalog.dropDatashare(name.object.text)
        case .integration: try catalog.removeIntegration(name.object.text)
        }
    }

    private func missing(_ name: ObjectName, _ drop: Drop) throws {
        guard drop.ifExists else {
            throw WarehouseError(
                drop.kind == .database ? .invalidCatalogName : .undefinedTable,
                "\(drop.kind.rawValue.lowercased()) \"\(name)\" does not exist")
        }
        add(.info("\(drop.kind.rawValue.lowercased()) \"\(name)\" does not exist, skipping"))
    }

    private func dropView(_ view: MaterializedView, cascades: Bool) throws {
        try refuseDependents(of: view.engineName, cascades: cascades)
        try Catalog(connection).remove(view)
        note(changed: [view.engineName])
    }

    /// Drops the materialized views that read a relation, or refuses where the statement does not cascade.
    private func refuseDependents(of name: EngineName, cascades: Bool) throws {
        let dependents = try Catalog(connection).dependents(of: name)
        guard cascades || dependents.isEmpty else {
            throw WarehouseError(
                .dependentObjects, "cannot drop \(name.name) because other objects depend on it",
                detail: dependents.map { "materialized view \($0.name) depends on \(name.name)" }.joined(
                    separator: "\n"),
                hint: "use DROP ... CASCADE to drop the dependent objects too")
        }
        for dependent in dependents.reversed() { try Catalog(connection).remove(dependent) }
    }
}
