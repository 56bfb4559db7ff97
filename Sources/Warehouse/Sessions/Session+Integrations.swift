internal import DuckDB
internal import Foundation
internal import RedshiftSQL
internal import Replication

extension Session {
    func createIntegration(_ statement: CreateIntegration) throws -> Outcome {
        let catalog = Catalog(connection)
        let done = Outcome.done(tag: "CREATE INTEGRATION", rowCount: nil)
        if statement.ifNotExists, try catalog.integration(statement.name.text) != nil {
            add(.info("integration \"\(statement.name)\" already exists, skipping"))
            return done
        }
        return try define {
            try catalog.addIntegration(
                name: statement.name.text, sourceURL: try Self.address(statement), filter: statement.tables ?? "",
                seal: warehouse.secretSeal)
            return done
        }
    }

    /// The source's address with the password that was given beside it.
    private static func address(_ statement: CreateIntegration) throws -> String {
        guard let password = statement.password else { return statement.source }
        guard var parts = URLComponents(string: statement.source) else {
            throw WarehouseError(
                .invalidParameter, "the address of the source cannot be read",
                hint: "write it like mysql://user@host:3306/database")
        }
        parts.password = password
        return parts.string ?? statement.source
    }

    /// CREATE DATABASE … FROM INTEGRATION.
    func createDatabase(_ name: Identifier, fromIntegration integration: String) throws -> Outcome {
        try define {
            try Catalog(connection).addDatabase(name.text, fromIntegration: integration)
            return .done(tag: "CREATE DATABASE", rowCount: nil)
        }
    }

    /// ALTER DATABASE: of what it can change, only INTEGRATION REFRESH has an effect.
    func alterDatabase(_ statement: AlterDatabase) async throws -> Outcome {
        let done = Outcome.done(tag: "ALTER DATABASE", rowCount: nil)
        switch statement.change {
        case .refreshIntegration(let refresh):
            let chosen = try await warehouse.integrations.refresh(database: statement.name.text) { table in
                Self.isIncluded(table, in: refresh)
            }
            add(.info("\(chosen.count) tables are copied again"))
            return done
        case .setIntegration(let option, let value):
            try Self.checkIntegrationOption(option, value)
            return done
        case .renameTo: throw WarehouseError(.featureNotSupported, "renaming a database is not supported")
        case .withoutEffect: return done
        }
    }

    /// Changes are applied as they come, every table can be queried in every state, and values are never cut: options that
    /// ask for just that, or for less, are accepted.
    private static func checkIntegrationOption(_ option: String, _ value: String) throws {
        switch (option, value.lowercased()) {
        case ("refresh_interval", _), ("query_all_states", "true"), ("truncatecolumns", "false"),
            ("acceptinvchars", "false"), ("history_mode", "false"):
            return
        default:
            throw WarehouseError(
                .featureNotSupported, "INTEGRATION SET \(option.uppercased()) = \(value) is not supported")
        }
    }

    /// Warns of the relations that are replicated tables and do not follow their source any more: their rows are old.
    func warnOfFailedTables(among relations: [EngineName]) throws {
        let homes = relations.map { (name: $0.name, home: EngineName.databaseAndSchema(engineSchema: $0.schema)) }
            .filter { $0.home.database != EngineName.localDatabase }
        guard !homes.isEmpty else { return }
        let failed = try connection.query(
            """
            SELECT target_database, lower(schema_name), lower(table_name), table_state, reason
            FROM millrace.svv_integration_table_state WHERE table_state IN ('Failed', 'ResyncRequired')
            """
        ).rows()
        for (name, home) in homes {
            let key = [home.database, home.schema.lowercased(), name.lowercased()]
            guard let found = failed.first(where: { $0.prefix(3).map(\.text) == key }) else { continue }
            let reason = found[4].text.map { ": \($0)" } ?? ""
            add(
                .warning(
                    "table \(home.database).\(home.schema).\(name) does not follow its source any more, its rows "
                        + "are old (\(found[3].text ?? "")\(reason))"))
        }
    }

    private static func isIncluded(_ table: ReplicatedTable, in refresh: IntegrationRefresh) -> Bool {
        switch refresh {
        case .group(let group, let schemas):
            guard schemas.isEmpty || schemas.contains(where: { $0.written == table.name.database }) else {
                return false
            }
            return group == "all" || table.state != .synced
        case .tables(let names):
            return names.contains { name in
                name.object.written == table.name.table
                    && (name.schema.map { $0.written == table.name.database } ?? true)
            }
        }
    }
}
