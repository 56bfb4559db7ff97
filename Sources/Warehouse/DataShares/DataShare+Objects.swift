internal import DuckDB

/// ALTER DATASHARE … ADD, REMOVE and SET INCLUDENEW.
extension Catalog {
    /// Adds schemas to a share; their relations are added apart.
    package func addSchemas(_ schemas: [String], toDatashare name: String) throws {
        let share = try datashare(name)
        for schema in schemas {
            guard try hasSchema(schema, of: share) else {
                throw WarehouseError(.invalidSchemaName, "schema \"\(schema)\" does not exist")
            }
            guard try !isShared(schema: schema, by: share) else {
                throw WarehouseError(.duplicateObject, "schema \"\(schema)\" is already in datashare \"\(name)\"")
            }
            try connection.execute(
                "INSERT INTO millrace.datashare_schema (share_id, name, include_new) VALUES ($1, $2, false)",
                [.integer(share.id), .text(schema)])
        }
    }

    /// Takes schemas and their relations out of a share.
    package func removeSchemas(_ schemas: [String], fromDatashare name: String) throws {
        let share = try datashare(name)
        for schema in schemas {
            try requireSchema(schema, in: share)
            try removeAllRelations(ofSchema: schema, from: share)
            try connection.execute(
                "DELETE FROM millrace.datashare_schema WHERE share_id = $1 AND name = $2",
                [.integer(share.id), .text(schema)])
        }
    }

    /// Adds tables and views, whose schemas must be in the share already.
    package func addRelations(_ relations: [(schema: String, name: String)], toDatashare name: String) throws {
        let share = try datashare(name)
        for relation in relations {
            try requireSchema(relation.schema, in: share)
            guard try columns(of: engineName(relation.schema, relation.name, share)) != nil else {
                throw WarehouseError(
                    .undefinedTable, "relation \"\(relation.schema).\(relation.name)\" does not exist")
            }
            try connection.execute(
                "DELETE FROM millrace.datashare_relation WHERE share_id = $1 AND schema_name = $2 AND name = $3",
                [.integer(share.id), .text(relation.schema), .text(relation.name)])
            try connection.execute(
                "INSERT INTO millrace.datashare_relation VALUES ($1, $2, $3)",
                [.integer(share.id), .text(relation.schema), .text(relation.name)])
        }
    }

    /// Takes tables and views out of a share; INCLUDENEW does not bring them back.
    package func removeRelations(_ relations: [(schema: String, name: String)], fromDatashare name: String) throws {
        let share = try datashare(name)
        let present = Set(try self.relations(ofDatashare: share).map { [$0.schema, $0.name] })
        for relation in relations {
            guard present.contains([relation.schema, relation.name]) else {
                throw WarehouseError(
                    .undefinedObject, "\"\(relation.schema).\(relation.name)\" is not in datashare \"\(name)\"")
            }
            try connection.execute(
                "DELETE FROM millrace.datashare_relation WHERE share_id = $1 AND schema_name = $2 AND name = $3",
                [.integer(share.id), .text(relation.schema), .text(relation.name)])
            try connection.execute(
                """
                UPDATE millrace.datashare_schema SET known_relations = list_append(known_relations, $3)
                WHERE share_id = $1 AND name = $2
                """, [.integer(share.id), .text(relation.schema), .text(relation.name)])
        }
    }

    /// Adds all tables and views that schemas have now.
    package func addAllRelations(inSchemas schemas: [String], toDatashare name: String) throws {
        let share = try datashare(name)
        for schema in schemas {
            let names = try relationNames(inSchema: schema, of: share)
            try addRelations(names.map { (schema, $0) }, toDatashare: name)
        }
    }

    /// Takes all tables and views of schemas out of a share.
    package func removeAllRelations(inSchemas schemas: [String], fromDatashare name: String) throws {
        let share = try datashare(name)
        for schema in schemas {
            try requireSchema(schema, in: share)
            try removeAllRelations(ofSchema: schema, from: share)
        }
    }

    /// Whether relations that are made in a schema from now on join the share by themselves.
    package func setIncludeNew(_ isOn: Bool, schema: String, ofDatashare name: String) throws {
        let share = try datashare(name)
        try requireSchema(schema, in: share)
        let known = isOn ? try relationNames(inSchema: schema, of: share) : []
        let list = known.map(EngineName.literal).joined(separator: ", ")
        try connection.execute(
            """
            UPDATE millrace.datashare_schema SET include_new = $1, known_relations = [\(list)]::VARCHAR[]
            WHERE share_id = $2 AND name = $3
            """, [.boolean(isOn), .integer(share.id), .text(schema)])
    }

    private func removeAllRelations(ofSchema schema: String, from share: DataShare) throws {
        try connection.execute(
            "DELETE FROM millrace.datashare_relation WHERE share_id = $1 AND schema_name = $2",
            [.integer(share.id), .text(schema)])
        let known = try relationNames(inSchema: schema, of: share).map(EngineName.literal).joined(separator: ", ")
        try connection.execute(
            """
            UPDATE millrace.datashare_schema SET known_relations = [\(known)]::VARCHAR[]
            WHERE share_id = $1 AND name = $2
            """, [.integer(share.id), .text(schema)])
    }

    private func engineName(_ schema: String, _ name: String, _ share: DataShare) -> EngineName {
        EngineName(database: share.sourceDatabase, schema: schema, name: name)
    }

    private func relationNames(inSchema schema: String, of share: DataShare) throws -> [String] {
        try connection.query(
            "SELECT name FROM millrace.engine_relation WHERE engine_schema = $1 ORDER BY name",
            [.text(EngineName.engineSchema(database: share.sourceDatabase, schema: schema))]
        ).rows().compactMap { $0[0].text }
    }

    private func hasSchema(_ schema: String, of share: DataShare) throws -> Bool {
        try !connection.query(
            "SELECT 1 FROM duckdb_schemas() WHERE database_name = current_database() AND schema_name = $1",
            [.text(EngineName.engineSchema(database: share.sourceDatabase, schema: schema))]
        ).rows().isEmpty
    }

    private func isShared(schema: String, by share: DataShare) throws -> Bool {
        try !connection.query(
            "SELECT 1 FROM millrace.datashare_schema WHERE share_id = $1 AND name = $2",
            [.integer(share.id), .text(schema)]
        ).rows().isEmpty
    }

    private func requireSchema(_ schema: String, in share: DataShare) throws {
        guard try isShared(schema: schema, by: share) else {
            throw WarehouseError(
                .undefinedObject, "schema \"\(schema)\" is not in datashare \"\(share.name)\"",
                hint: "add it first: ALTER DATASHARE \(share.name) ADD SCHEMA \(schema)")
        }
    }
}
