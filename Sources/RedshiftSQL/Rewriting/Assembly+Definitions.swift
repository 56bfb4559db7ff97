/// Statements that define tables, views and schemas.
extension Assembly {
    mutating func text(of table: CreateTable) throws -> String {
        let name = table.isTemporary ? table.name.object.quoted : created(table.name)
        let kind = table.isTemporary ? "CREATE TEMP TABLE " : "CREATE TABLE "
        let head = kind + (table.ifNotExists ? "IF NOT EXISTS " : "") + name
        if let like = table.like {
            return head + " AS SELECT * FROM \(target(like)) LIMIT 0"
        }
        var columns: [String] = []
        for column in table.columns { columns.append(try definition(of: column, in: table.name)) }
        return head + " (" + columns.joined(separator: ", ") + ")"
    }

    /// A column for the engine. Keys are not passed on: Redshift does not enforce them, the engine would.
    private mutating func definition(of column: ColumnDefinition, in table: ObjectName) throws -> String {
        var text = "\(column.name.quoted) \(column.type.engineName)"
        if let identity = column.identity {
            let sequence = Identifier("\(table.object.text)_\(column.name.text)_seq")
            let name = created(ObjectName(table.parts.dropLast() + [sequence]))
            prelude.append(
                "CREATE SEQUENCE IF NOT EXISTS \(name) START \(identity.seed) INCREMENT \(identity.step)"
                    + (identity.step < 0 ? " MINVALUE -9223372036854775808 MAXVALUE \(max(identity.seed, 1))" : ""))
            text += " DEFAULT nextval(\(quotedLiteral(name)))"
        } else if let value = column.defaultValue {
            text += " DEFAULT " + (try expressions([value], from: "").texts.joined())
        }
        if column.isNotNull || column.isPrimaryKey || column.identity != nil { text += " NOT NULL" }
        return text
    }

    mutating func text(of table: CreateTableAs) throws -> String {
        let name = table.isTemporary ? table.name.object.quoted : created(table.name)
        let kind = table.isTemporary ? "CREATE TEMP TABLE " : "CREATE TABLE "
        var text = kind + (table.ifNotExists ? "IF NOT EXISTS " : "") + name
        if !table.columns.isEmpty { text += " (\(list(table.columns)))" }
        text += " AS " + (try query(table.query))
        return table.withoutData ? text + " WITH NO DATA" : text
    }

    mutating func text(of view: CreateView) throws -> String {
        var text = view.orReplace ? "CREATE OR REPLACE VIEW " : "CREATE VIEW "
        text += created(view.name)
        if !view.columns.isEmpty { text += " (\(list(view.columns)))" }
        return text + " AS " + (try query(view.query))
    }

    /// Nil where the change has no effect on the engine, or is not the engine's to make.
    mutating func text(of change: AlterTable) throws -> String? {
        let head = "ALTER TABLE " + (change.ifExists ? "IF EXISTS " : "") + target(change.name)
        switch change.action {
        case .addColumn(let column, let ifNotExists):
            let definition = try definition(of: column, in: change.name)
            return head + " ADD COLUMN " + (ifNotExists ? "IF NOT EXISTS " : "") + definition
        case .dropColumn(let column, let ifExists, let cascades):
            return head + " DROP COLUMN " + (ifExists ? "IF EXISTS " : "") + column.quoted
                + (cascades ? " CASCADE" : "")
        case .renameColumn(let column, let name): return head + " RENAME COLUMN \(column.quoted) TO \(name.quoted)"
        case .renameTable(let name): return head + " RENAME TO \(name.quoted)"
        case .alterColumnType(let column, let type):
            return head + " ALTER COLUMN \(column.quoted) TYPE \(type.engineName)"
        case .setDefault(let column, let value):
            guard let value else { return head + " ALTER COLUMN \(column.quoted) DROP DEFAULT" }
            let text = try expressions([value], from: "").texts.joined()
            return head + " ALTER COLUMN \(column.quoted) SET DEFAULT " + text
        case .setNotNull(let column, let isSet):
            return head + " ALTER COLUMN \(column.quoted) " + (isSet ? "SET NOT NULL" : "DROP NOT NULL")
        case .setSchema, .setSortKey, .addPartitions, .dropPartitions, .setLocation, .setFileFormat, .setProperties,
            .appendFrom, .withoutEffect:
            return nil
        }
    }

    /// Only tables, views and schemas are the engine's; several names become several statements.
    mutating func text(of drop: Drop) -> String? {
        guard [.table, .view, .schema].contains(drop.kind) else { return nil }
        let texts = drop.names.map { name in
            let engineName = drop.kind == .schema ? engineSchema(name) : target(name)
            return "DROP \(drop.kind.rawValue) " + (drop.ifExists ? "IF EXISTS " : "") + engineName
                + (drop.cascades ? " CASCADE" : "")
        }
        prelude += texts.dropLast()
        return texts.last
    }
}
