package import DuckDB

/// Reads and writes the catalog's rows on a connection, in whatever transaction that has.
///
/// Each concern keeps its own queries in an extension beside its code.
package struct Catalog {
    /// The connection whose transaction the catalog takes part in.
    package let connection: Connection

    /// The catalog as `connection` sees it.
    package init(_ connection: Connection) { self.connection = connection }

    /// A number that no other object of this warehouse has.
    package func nextObjectID() throws -> Int64 {
        try connection.query("SELECT nextval('millrace.object_id')").rows()[0][0].integer ?? 0
    }

    /// The number of the transaction under way.
    package func transactionID() throws -> Int64 {
        try connection.query("SELECT txid_current()::BIGINT").rows()[0][0].integer ?? 0
    }

    /// Whether the local warehouse has a database of this name.
    package func hasDatabase(_ name: String) throws -> Bool {
        if name == EngineName.localDatabase { return true }
        return try !connection.query("SELECT 1 FROM millrace.database WHERE name = $1", [.text(name)]).rows().isEmpty
    }

    /// What kind of database this is: nil for the local one and those made by plain CREATE DATABASE.
    package func readOnlyKind(ofDatabase name: String) throws -> String? {
        if name == EngineName.localDatabase { return nil }
        let rows = try connection.query(
            "SELECT kind FROM millrace.database WHERE name = $1 AND kind <> 'local'", [.text(name)]
        ).rows()
        return rows.first?[0].text
    }

    /// Adds a database; `kind` is local, integration or share, `source` the integration or share it shows.
    package func addDatabase(_ name: String, kind: String, source: String?) throws {
        guard try !hasDatabase(name) else {
            throw WarehouseError(.duplicateDatabase, "database \"\(name)\" already exists")
        }
        try connection.execute(
            "INSERT INTO millrace.database (name, kind, source) VALUES ($1, $2, $3)",
            [.text(name), .text(kind), source.map(Value.text) ?? .null])
    }

    /// Removes a database and the engine schemas that hold its relations.
    package func removeDatabase(_ name: String) throws {
        try connection.execute("DELETE FROM millrace.database WHERE name = $1", [.text(name)])
        let schemas = try connection.query(
            "SELECT schema_name FROM duckdb_schemas() WHERE database_name = current_database() AND starts_with(schema_name, $1)",
            [.text(name + ".")]
        ).rows()
        for schema in schemas.compactMap({ $0[0].text }) {
            try connection.execute("DROP SCHEMA \(EngineName.quote(schema)) CASCADE")
        }
    }

    /// The columns of a relation; nil if there is none of that name.
    package func columns(of name: EngineName) throws -> [Column]? {
        do {
            // This looks into the catalog alone; in a query the engine takes a name that it does not find for a file's.
            _ = try connection.prepare("FROM pragma_table_info(\(EngineName.literal(name.quoted)))")
            return try connection.prepare("SELECT * FROM \(name.quoted) LIMIT 0").columns
        } catch let error as EngineError where error.kind == .catalog {
            return nil
        }
    }
}
