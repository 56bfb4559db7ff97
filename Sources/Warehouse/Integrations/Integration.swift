internal import DuckDB
internal import Replication

/// A source that is replicated into a database, as `CREATE INTEGRATION` and `CREATE DATABASE ... FROM INTEGRATION` say.
package struct Integration: Sendable, Hashable {
    package var id: Int64
    package var name: String
    /// The address of the source with its password, sealed: see `SecretSeal`.
    package var sealedSource: String
    /// Which tables, in Maxwell's syntax; empty takes what the address names.
    package var filter: String
    /// The database that shows the tables; nil until there is one, and nothing is replicated before.
    package var targetDatabase: String?

    /// An integration.
    package init(id: Int64, name: String, sealedSource: String, filter: String = "", targetDatabase: String? = nil) {
        self.id = id
        self.name = name
        self.sealedSource = sealedSource
        self.filter = filter
        self.targetDatabase = targetDatabase
    }

    /// How to reach the source; throws if the address cannot be unsealed, or address or filter cannot be read.
    func sourceConfiguration(_ seal: SecretSeal) throws -> MySQLConfiguration {
        try MySQLConfiguration(url: seal.open(sealedSource, of: Self.secretOwner(name)), filter: filter)
    }

    fileprivate static func secretOwner(_ name: String) -> String { "integration \(name)" }

    /// Where a table of the source lies in the engine.
    func engineName(of table: TableName, in database: String) -> EngineName {
        EngineName(database: database, schema: table.database, name: table.table)
    }
}

extension Catalog {
    /// All integrations, each with the database made from it.
    package func integrations() throws -> [Integration] {
        try connection.query(
            """
            SELECT i.id, i.name, i.sealed_source, i.filter, d.name
            FROM millrace.integration i
            LEFT JOIN millrace.database d ON d.kind = 'integration' AND d.source = i.name ORDER BY i.id
            """
        ).rows().compactMap { row in
            guard let id = row[0].integer, let name = row[1].text, let source = row[2].text else { return nil }
            return Integration(
                id: id, name: name, sealedSource: source, filter: row[3].text ?? "", targetDatabase: row[4].text)
        }
    }

    /// The integration of this name, or with this number as its identifier.
    package func integration(_ nameOrID: String) throws -> Integration? {
        try integrations().first { $0.name == nameOrID || String($0.id) == nameOrID }
    }

    /// Adds an integration; throws if the name is taken, or the address or filter cannot be read.
    package func addIntegration(name: String, sourceURL: String, filter: String, seal: SecretSeal) throws {
        guard try integration(name) == nil else {
            throw WarehouseError(.duplicateObject, "integration \"\(name)\" already exists")
        }
        do {
            _ = try MySQLConfiguration(url: sourceURL, filter: filter)
        } catch {
            throw WarehouseError(replication: error)
        }
        try connection.execute(
            "INSERT INTO millrace.integration (id, name, sealed_source, filter) VALUES ($1, $2, $3, $4)",
            [
                .integer(try nextObjectID()), .text(name),
                .text(try seal.seal(sourceURL, of: Integration.secretOwner(name))), .text(filter),
            ])
    }

    /// Makes a database that shows the tables of an integration. An integration has one database.
    package func addDatabase(_ name: String, fromIntegration nameOrID: String) throws {
        guard let integration = try integration(nameOrID) else {
            throw WarehouseError(.undefinedObject, "integration \"\(nameOrID)\" does not exist")
        }
        if let target = integration.targetDatabase {
            throw WarehouseError(
                .duplicateDatabase, "integration \"\(integration.name)\" has a database already",
                detail: "It is \(target).")
        }
        try addDatabase(name, kind: "integration", source: integration.name)
    }

    /// Removes an integration; its database must be gone.
    package func removeIntegration(_ name: String) throws {
        guard let integration = try integration(name) else {
            throw WarehouseError(.undefinedObject, "integration \"\(name)\" does not exist")
        }
        if let target = integration.targetDatabase {
            throw WarehouseError(
                .dependentObjects, "cannot drop integration \(name) because database \(target) depends on it",
                hint: "drop the database first")
        }
        try removeIntegrationState(integration.id)
        try connection.execute("DELETE FROM millrace.integration WHERE id = $1", [.integer(integration.id)])
    }
}
