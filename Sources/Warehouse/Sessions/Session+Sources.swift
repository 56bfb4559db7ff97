internal import DuckDB
internal import RedshiftSQL

extension Session {
    func createExternalSchema(_ statement: CreateExternalSchema) throws -> Outcome {
        let done = Outcome.done(tag: "CREATE SCHEMA", rowCount: nil)
        let catalog = Catalog(connection)
        if statement.ifNotExists, try catalog.externalSchema(statement.name.text) != nil {
            add(.info("schema \"\(statement.name)\" already exists, skipping"))
            return done
        }
        var options = statement.options
        options["REGION"] = statement.region
        options["ENDPOINT"] = statement.endpoint
        options["IAM_ROLE"] = statement.role
        let kind: ExternalSchema.Kind
        var source: String?
        switch statement.source {
        case .kinesis: kind = .kinesis
        case .kafka: throw WarehouseError(.featureNotSupported, "external schemas from Kafka are not supported yet")
        case .dataCatalog(let database): (kind, source) = (.dataCatalog, database)
        case .hive(let database): (kind, source) = (.hive, database)
        case .redshift(let database, let schema):
            guard try catalog.hasDatabase(database) else {
                throw WarehouseError(.invalidCatalogName, "database \"\(database)\" does not exist")
            }
            (kind, source) = (.localDatabase, database)
            options["SCHEMA"] = schema
        case .federated(let engine, _, _):
            throw WarehouseError(
                .featureNotSupported, "external schemas from \(engine) are not supported",
                hint: "replicate the source instead: CREATE INTEGRATION ... SOURCE 'mysql://...'")
        }
        return try define {
            try catalog.addExternalSchema(
                ExternalSchema(
                    id: catalog.nextObjectID(), name: statement.name.text, kind: kind, sourceDatabase: source,
                    options: options))
            return done
        }
    }

    func createDatabase(_ statement: CreateDatabase) throws -> Outcome {
        let catalog = Catalog(connection)
        let done = Outcome.done(tag: "CREATE DATABASE", rowCount: nil)
        if statement.ifNotExists, try catalog.hasDatabase(statement.name.text) { return done }
        switch statement.origin {
        case .local:
            return try define {
                try catalog.addDatabase(statement.name.text, kind: "local", source: nil)
                let schema = EngineName.engineSchema(database: statement.name.text, schema: "public")
                try connection.execute("CREATE SCHEMA \(EngineName.quote(schema))")
                return done
            }
        case .datashare(let share, let account, let namespace, _):
            return try mountDatashare(statement.name.text, share: share, account: account, namespace: namespace)
        case .integration(let id, _): return try createDatabase(statement.name, fromIntegration: id)
        }
    }
}
