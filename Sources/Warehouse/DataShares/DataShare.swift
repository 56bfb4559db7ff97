internal import DuckDB

/// A share that this warehouse publishes, as its catalog row describes it.
package struct DataShare: Sendable, Equatable {
    /// The number of its catalog row.
    package var id: Int64
    /// Its name.
    package var name: String
    /// The database whose relations it shows.
    package var sourceDatabase: String
}

/// A relation of a share, by the names consumers use.
package struct SharedRelation: Sendable, Hashable {
    /// Its schema, in the database that is shared.
    package var schema: String
    /// Its name in the schema.
    package var name: String
    /// Redshift's object type: `table`, `view` or `materialized view`.
    package var kind: String
}

extension Catalog {
    /// The share of this name that this warehouse publishes; throws if there is none.
    package func datashare(_ name: String) throws -> DataShare {
        let rows = try connection.query(
            "SELECT id, source_database FROM millrace.datashare WHERE name = $1", [.text(name)]
        ).rows()
        guard let row = rows.first, let id = row[0].integer, let database = row[1].text else {
            throw WarehouseError(.undefinedObject, "datashare \"\(name)\" does not exist")
        }
        return DataShare(id: id, name: name, sourceDatabase: database)
    }

    /// CREATE DATASHARE: a share of relations of `database`, without any yet.
    package func createDatashare(
        _ name: String, database: String, isPublicAccessible: Bool = false, isManagedByExchange: Bool = false
    ) throws {
        guard try readOnlyKind(ofDatabase: database) == nil else {
            throw WarehouseError(.insufficientPrivilege, "database \"\(database)\" is read-only and cannot be shared")
        }
        let exists = try !connection.query("SELECT 1 FROM millrace.datashare WHERE name = $1", [.text(name)]).rows()
            .isEmpty
        guard !exists else { throw WarehouseError(.duplicateObject, "datashare \"\(name)\" already exists") }
        try connection.execute(
            """
            INSERT INTO millrace.datashare (id, name, source_database, is_public_accessible, managed_by)
            VALUES ($1, $2, $3, $4, $5)
            """,
            [
                .integer(try nextObjectID()), .text(name), .text(database), .boolean(isPublicAccessible),
                isManagedByExchange ? .text("ADX") : .null,
            ])
    }

    /// DROP DATASHARE; versions that were published stay where they are.
    package func dropDatashare(_ name: String) throws {
        let share = try datashare(name)
        for table in ["datashare_schema", "datashare_relation", "datashare_consumer", "datashare_version"] {
            try connection.execute("DELETE FROM millrace.\(table) WHERE share_id = $1", [.integer(share.id)])
        }
        try connection.execute("DELETE FROM millrace.datashare WHERE id = $1", [.integer(share.id)])
    }

    /// ALTER DATASHARE … SET PUBLICACCESSIBLE.
    package func setPublicAccessible(_ isOn: Bool, ofDatashare name: String) throws {
        try connection.execute(
            "UPDATE millrace.datashare SET is_public_accessible = $1 WHERE id = $2",
            [.boolean(isOn), .integer(try datashare(name).id)])
    }

    /// GRANT USAGE ON DATASHARE … TO NAMESPACE or ACCOUNT.
    package func grantUsage(onDatashare name: String, namespaces: [String], accounts: [String]) throws {
        let share = try datashare(name)
        try revokeUsage(onDatashare: name, namespaces: namespaces, accounts: accounts)
        for namespace in namespaces {
            try connection.execute(
                "INSERT INTO millrace.datashare_consumer (share_id, namespace) VALUES ($1, $2)",
                [.integer(share.id), .text(namespace)])
        }
        for account in accounts {
            try connection.execute(
                "INSERT INTO millrace.datashare_consumer (share_id, account) VALUES ($1, $2)",
                [.integer(share.id), .text(account)])
        }
    }

    /// REVOKE USAGE ON DATASHARE … FROM NAMESPACE or ACCOUNT.
    package func revokeUsage(onDatashare name: String, namespaces: [String], accounts: [String]) throws {
        let share = try datashare(name)
        for (column, values) in [("namespace", namespaces), ("account", accounts)] {
            for value in values {
                try connection.execute(
                    "DELETE FROM millrace.datashare_consumer WHERE share_id = $1 AND \(column) = $2",
                    [.integer(share.id), .text(value)])
            }
        }
    }

    /// The relations of a share that exist now, those that INCLUDENEW adds among them.
    package func relations(ofDatashare share: DataShare) throws -> [SharedRelation] {
        try connection.query(
            """
            SELECT schema_name, name, kind FROM millrace.shared_relation WHERE share_id = $1 ORDER BY schema_name, name
            """, [.integer(share.id)]
        ).rows().compactMap { row in
            guard let schema = row[0].text, let name = row[1].text, let kind = row[2].text else { return nil }
            return SharedRelation(schema: schema, name: name, kind: kind)
        }
    }
}
