internal import DuckDB

/// A schema whose relations lie elsewhere: streams, a data catalog's tables, or another database.
package struct ExternalSchema: Sendable, Equatable {
    /// Redshift's numbers for what is behind an external schema (SVV_EXTERNAL_SCHEMAS.eskind).
    package enum Kind: Int64, Sendable {
        case dataCatalog = 1
        case hive = 2
        case localDatabase = 4
        case kinesis = 9
        case kafka = 10
    }

    package var id: Int64
    package var name: String
    package var kind: Kind
    /// For `localDatabase`: the schema it stands for; for a data catalog the catalog's database.
    package var sourceDatabase: String?
    /// REGION, ENDPOINT, SCHEMA and what else the statement said, by upper-case name.
    package var options: [String: String]
}

extension Catalog {
    /// The external schema of this name, if it is one.
    package func externalSchema(_ name: String) throws -> ExternalSchema? {
        try externalSchemas(where: "name = $1", [.text(name)]).first
    }

    /// All external schemas, by name.
    package func externalSchemas() throws -> [ExternalSchema] { try externalSchemas(where: "true", []) }

    private func externalSchemas(where condition: String, _ parameters: [Value]) throws -> [ExternalSchema] {
        try connection.query(
            """
            SELECT id, name, kind, source_database, options
            FROM millrace.external_schema WHERE \(condition) ORDER BY name
            """, parameters
        ).rows().compactMap { row in
            guard let id = row[0].integer, let name = row[1].text,
                let kind = row[2].integer.flatMap(ExternalSchema.Kind.init)
            else { return nil }
            return ExternalSchema(
                id: id, name: name, kind: kind, sourceDatabase: row[3].text,
                options: try Options.decode(row[4].text ?? "{}"))
        }
    }

    /// Adds an external schema and the engine schema that holds its tables.
    package func addExternalSchema(_ schema: ExternalSchema) throws {
        let exists = try !connection.query(
            "SELECT 1 FROM duckdb_schemas() WHERE database_name = current_database() AND schema_name = $1",
            [.text(schema.name)]
        ).rows().isEmpty
        guard !exists else { throw WarehouseError(.duplicateSchema, "schema \"\(schema.name)\" already exists") }
        try connection.execute("CREATE SCHEMA \(EngineName.quote(schema.name))")
        try connection.execute(
            "INSERT INTO millrace.external_schema (id, name, kind, source_database, options) VALUES ($1, $2, $3, $4, $5)",
            [
                .integer(schema.id), .text(schema.name), .integer(schema.kind.rawValue),
                schema.sourceDatabase.map(Value.text) ?? .null, .text(Options.encode(schema.options)),
            ])
    }

    /// Removes an external schema; views over its streams must be gone.
    package func removeExternalSchema(_ name: String) throws {
        let users = try connection.query(
            "SELECT schema_name || '.' || name FROM millrace.materialized_view WHERE external_schema = $1",
            [.text(name)]
        ).rows().compactMap { $0[0].text }
        guard users.isEmpty else {
            throw WarehouseError(
                .dependentObjects, "cannot drop schema \(name) because other objects depend on it",
                detail: users.map { "materialized view \($0) depends on schema \(name)" }.joined(separator: "\n"),
                hint: "drop the materialized views first")
        }
        try connection.execute("DELETE FROM millrace.external_schema WHERE name = $1", [.text(name)])
        try connection.execute("DROP SCHEMA \(EngineName.quote(name)) CASCADE")
    }
}
