internal import DuckDB
internal import Replication

/// Makes and changes the engine's tables for those of a source, in the connection's transaction.
struct SchemaApplication {
    let connection: Connection
    let database: String

    func engineName(of table: TableName) -> EngineName {
        EngineName(database: database, schema: table.database, name: table.table)
    }

    /// Makes an empty table, in place of one of the same name. Columns allow nulls, because dates that do not exist
    /// become null even where the source does not allow it.
    func create(_ schema: TableSchema) throws {
        let name = engineName(of: schema.name)
        let columns = schema.columns.map { "\(EngineName.quote($0.name)) \($0.type.engineSQL)" }.joined(separator: ", ")
        try connection.execute("CREATE SCHEMA IF NOT EXISTS \(EngineName.quote(name.schema))")
        try connection.execute("CREATE OR REPLACE TABLE \(name.quoted) (\(columns))")
    }

    func drop(_ table: TableName) throws {
        try connection.execute("DROP TABLE IF EXISTS \(engineName(of: table).quoted)")
    }

    func truncate(_ table: TableName) throws {
        try connection.execute("DELETE FROM \(engineName(of: table).quoted)")
    }

    func rename(_ table: TableName, to target: TableName) throws {
        let (from, to) = (engineName(of: table), engineName(of: target))
        try connection.execute("CREATE SCHEMA IF NOT EXISTS \(EngineName.quote(to.schema))")
        try connection.execute("DROP TABLE IF EXISTS \(to.quoted)")
        guard from.schema != to.schema else {
            try connection.execute("ALTER TABLE \(from.quoted) RENAME TO \(EngineName.quote(to.name))")
            return
        }
        // The engine does not move tables between schemas.
        try connection.execute("CREATE TABLE \(to.quoted) AS FROM \(from.quoted)")
        try connection.execute("DROP TABLE \(from.quoted)")
    }

    /// Brings the columns from `known` to `schema`. Renames go by way of names that nobody uses, so that two columns
    /// may trade theirs.
    func alter(_ known: TableSchema, to schema: TableSchema, renamedColumns: [String: String]) throws {
        let table = engineName(of: schema.name).quoted
        var present = Dictionary(uniqueKeysWithValues: known.columns.map { ($0.name, $0.type) })
        let renames = renamedColumns.sorted { $0.key < $1.key }
        for (number, rename) in renames.enumerated() {
            try connection.execute(
                "ALTER TABLE \(table) RENAME \(EngineName.quote(rename.key)) TO \(EngineName.quote("millrace \(number)"))"
            )
        }
        let origins = renames.map { present.removeValue(forKey: $0.key) }
        let wanted = Set(schema.columns.map(\.name)).subtracting(renames.map(\.value))
        let added = schema.columns.filter { present[$0.name] == nil && wanted.contains($0.name) }
        let dropped = present.keys.filter { !wanted.contains($0) }.sorted()
        // A table cannot lose its last column, so those that come are added before those that go.
        for column in added where !dropped.contains(where: { $0.lowercased() == column.name.lowercased() }) {
            try add(column, to: table)
        }
        for name in dropped { try connection.execute("ALTER TABLE \(table) DROP COLUMN \(EngineName.quote(name))") }
        for column in added where dropped.contains(where: { $0.lowercased() == column.name.lowercased() }) {
            try add(column, to: table)
        }
        for (number, rename) in renames.enumerated() where origins[number] != nil {
            try connection.execute(
                "ALTER TABLE \(table) RENAME \(EngineName.quote("millrace \(number)")) TO \(EngineName.quote(rename.value))"
            )
        }
    }

    private func add(_ column: ColumnSchema, to table: String) throws {
        try connection.execute(
            "ALTER TABLE \(table) ADD COLUMN \(EngineName.quote(column.name)) \(column.type.engineSQL)")
    }
}
