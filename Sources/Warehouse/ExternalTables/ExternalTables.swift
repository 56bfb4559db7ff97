internal import Crypto
package import DuckDB

/// CREATE EXTERNAL TABLE and what changes such tables, in the transaction of a connection.
package struct ExternalTables {
    let connection: Connection
    let storage: ObjectStorage
    var catalog: Catalog { Catalog(connection) }

    /// External tables whose addresses mean what `storage` says.
    package init(_ connection: Connection, storage: ObjectStorage) {
        self.connection = connection
        self.storage = storage
    }

    /// Creates a table over files in place; a partitioned one has no rows until partitions are registered.
    package func create(_ table: ExternalTable) throws {
        try check(table)
        guard try catalog.columns(of: table.name) == nil else {
            throw WarehouseError(.duplicateTable, "relation \"\(table.name.name)\" already exists")
        }
        var table = table
        table.id = try catalog.nextObjectID()
        table.location = try storage.locate(table.location).address
        try catalog.add(table)
        try list(table)
        let columns = (table.columns + table.partitionColumns).map { EngineName.quote($0.name) }.joined(separator: ", ")
        try connection.execute("CREATE VIEW \(table.name.quoted) AS SELECT \(columns) FROM \(table.files.quoted)")
        try connection.execute(
            """
            CREATE VIEW \(table.withPseudoColumns.quoted) AS SELECT \(columns), "$path", f.size AS "$size"
            FROM \(table.files.quoted) t
            LEFT JOIN millrace.external_file f ON f.table_id = \(table.id) AND f.file = t."$file"
            """)
    }

    /// DROP TABLE of an external table; its files stay.
    package func drop(_ name: EngineName) throws {
        let table = try require(name)
        for view in [table.withPseudoColumns, table.name, table.files] {
            try connection.execute("DROP VIEW IF EXISTS \(view.quoted)")
        }
        for rows in ["external_partition", "external_file"] {
            try connection.execute("DELETE FROM millrace.\(rows) WHERE table_id = $1", [.integer(table.id)])
        }
        try connection.execute("DELETE FROM millrace.external_table WHERE id = $1", [.integer(table.id)])
    }

    /// Drops all external tables of an engine schema, before the schema goes.
    package func dropAll(inEngineSchema schema: String) throws {
        let names = try connection.query(
            "SELECT name FROM millrace.external_table WHERE engine_schema = $1", [.text(schema)]
        ).rows().compactMap { $0[0].text }
        for name in names { try drop(EngineName(schema: schema, name: name)) }
    }

    /// ALTER TABLE … SET LOCATION: the files lie elsewhere; partitions keep the places they were registered with.
    package func setLocation(_ location: String, of name: EngineName) throws {
        var table = try require(name)
        table.location = try storage.locate(location).address
        try connection.execute(
            "UPDATE millrace.external_table SET location = $1 WHERE id = $2",
            [.text(table.location), .integer(table.id)])
        try list(table)
    }

    /// ALTER TABLE … SET TABLE PROPERTIES.
    package func setProperties(_ properties: [String: String], of name: EngineName) throws {
        var table = try require(name)
        table.properties.merge(properties) { $1 }
        try connection.execute(
            "UPDATE millrace.external_table SET options = $1 WHERE id = $2",
            [.text(try Options.encode(table.properties)), .integer(table.id)])
        try list(table)
    }

    /// Looks for the table's files again; returns whether they changed.
    @discardableResult
    package func refresh(_ name: EngineName) throws -> Bool { try list(try require(name)) }

    /// The table of this name; throws if there is none.
    func require(_ name: EngineName) throws -> ExternalTable {
        guard let table = try catalog.externalTable(name) else {
            throw WarehouseError(.undefinedTable, "external table \"\(name.name)\" does not exist")
        }
        return table
    }

    /// Makes the engine view read the files that are there now; returns whether it had to change.
    @discardableResult
    func list(_ table: ExternalTable) throws -> Bool {
        let listing = FileListing(connection: connection)
        let root = try storage.locate(table.location)
        let parts: [ExternalTableView.Part]
        if table.partitionColumns.isEmpty {
            parts = [.init(values: [], location: root, files: try listing.files(below: root))]
        } else {
            parts = try catalog.partitions(of: table).map { partition in
                let location = try storage.locate(partition.location)
                return .init(values: partition.values, location: location, files: try listing.files(below: location))
            }
        }
        let query = ExternalTableView(table: table, root: root).query(parts)
        let files = parts.flatMap(\.files)
        let digest = SHA256.hexadecimal(of: Array((query + files.map { " \($0.bytes)" }.joined()).utf8))
        guard digest != table.listing else { return false }
        try connection.execute("CREATE OR REPLACE VIEW \(table.files.quoted) AS \(query)")
        try connection.execute("DELETE FROM millrace.external_file WHERE table_id = $1", [.integer(table.id)])
        if !files.isEmpty {
            let names = files.map { EngineName.literal($0.enginePath) }.joined(separator: ", ")
            let sizes = files.map { String($0.bytes) }.joined(separator: ", ")
            try connection.execute(
                "INSERT INTO millrace.external_file SELECT \(table.id), unnest([\(names)]), unnest([\(sizes)])")
        }
        try connection.execute(
            "UPDATE millrace.external_table SET listing = $1 WHERE id = $2", [.text(digest), .integer(table.id)])
        return true
    }

    private func check(_ table: ExternalTable) throws {
        guard !table.columns.isEmpty else {
            throw WarehouseError(.syntaxError, "an external table needs at least one column that is no partition key")
        }
        var names: Set<String> = []
        for column in table.columns + table.partitionColumns where !names.insert(column.name.lowercased()).inserted {
            throw WarehouseError(
                .duplicateObject, "column \"\(column.name)\" is declared twice",
                detail: "a partition key may not be named like a column of the files")
        }
        for name in ["$path", "$size", "$file"] where names.contains(name) {
            throw WarehouseError(.duplicateObject, "\"\(name)\" is a pseudo-column")
        }
    }
}
