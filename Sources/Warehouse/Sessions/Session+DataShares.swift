internal import DuckDB
internal import RedshiftSQL

extension Session {
    func createDatashare(_ statement: CreateDatashare) throws -> Outcome {
        try define {
            try Catalog(connection).createDatashare(
                statement.name.text, database: database, isPublicAccessible: statement.isPublicAccessible,
                isManagedByExchange: statement.isManagedByExchange)
            return .done(tag: "CREATE DATASHARE", rowCount: nil)
        }
    }

    func alterDatashare(_ statement: AlterDatashare) throws -> Outcome {
        let share = statement.name.text
        return try define {
            let catalog = Catalog(connection)
            switch statement.change {
            case .add(.tables(let names)): try catalog.addRelations(names.map(sharedName), toDatashare: share)
            case .add(.schemas(let schemas)): try catalog.addSchemas(schemas.map(\.text), toDatashare: share)
            case .add(.allTables(let schemas)):
                try catalog.addAllRelations(inSchemas: schemas.map(\.text), toDatashare: share)
            case .remove(.tables(let names)): try catalog.removeRelations(names.map(sharedName), fromDatashare: share)
            case .remove(.schemas(let schemas)): try catalog.removeSchemas(schemas.map(\.text), fromDatashare: share)
            case .remove(.allTables(let schemas)):
                try catalog.removeAllRelations(inSchemas: schemas.map(\.text), fromDatashare: share)
            case .add(.functions), .remove(.functions):
                throw WarehouseError(.featureNotSupported, "functions cannot be shared")
            case .publicAccessible(let isOn): try catalog.setPublicAccessible(isOn, ofDatashare: share)
            case .includeNew(let isOn, let schema):
                try catalog.setIncludeNew(isOn, schema: schema.text, ofDatashare: share)
            }
            return .done(tag: "ALTER DATASHARE", rowCount: nil)
        }
    }

    private func sharedName(_ name: ObjectName) -> (schema: String, name: String) {
        (name.schema?.text ?? settings.searchPath.first ?? "public", name.object.text)
    }

    func publishDatashare(_ statement: PublishDatashare) throws -> Outcome {
        guard status == .idle else {
            throw WarehouseError(.activeTransaction, "PUBLISH DATASHARE cannot run inside a transaction block")
        }
        let published = try define {
            try DataSharePublisher(connection, settings: warehouse.shareSettings).publish(
                share: statement.name.text, to: statement.destination)
        }
        let relations = published.relations == 1 ? "1 relation" : "\(published.relations) relations"
        add(
            .info(
                "datashare \(statement.name): version \(published.version), \(relations), \(published.rows) rows, "
                    + "\(published.bytes) bytes"))
        return .done(tag: "PUBLISH DATASHARE", rowCount: nil)
    }

    func grantDatashare(_ statement: DatashareUsage) throws -> Outcome {
        try define {
            let catalog = Catalog(connection)
            let share = statement.name.text
            guard statement.isGrant else {
                try catalog.revokeUsage(
                    onDatashare: share, namespaces: statement.namespaces, accounts: statement.accounts)
                return .done(tag: "REVOKE", rowCount: nil)
            }
            try catalog.grantUsage(onDatashare: share, namespaces: statement.namespaces, accounts: statement.accounts)
            return .done(tag: "GRANT", rowCount: nil)
        }
    }

    /// CREATE DATABASE … FROM DATASHARE.
    func mountDatashare(_ database: String, share: Identifier, account: String?, namespace: String?) throws -> Outcome {
        guard let namespace else {
            throw WarehouseError(
                .syntaxError, "the namespace of the datashare is missing",
                hint: "CREATE DATABASE \(database) FROM DATASHARE \(share) OF NAMESPACE 'guid'")
        }
        let relations = try define {
            try ShareMounts(connection, settings: warehouse.shareSettings).mount(
                database: database, share: share.text, namespace: namespace, account: account)
        }
        note(changed: relations)
        return .done(tag: "CREATE DATABASE", rowCount: nil)
    }
}
