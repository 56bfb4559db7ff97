/// `CREATE EXTERNAL SCHEMA [IF NOT EXISTS] name FROM source …`.
package struct CreateExternalSchema: Sendable, Hashable {
    package enum Source: Sendable, Hashable {
        case kinesis
        case kafka(brokers: String?)
        case dataCatalog(database: String)
        case hive(database: String)
        /// A schema of a database of this warehouse: `FROM REDSHIFT DATABASE 'd' SCHEMA 's'`.
        case redshift(database: String, schema: String)
        /// POSTGRES or MYSQL federation.
        case federated(engine: String, database: String, schema: String?)
    }

    package let name: Identifier
    package let ifNotExists: Bool
    package let source: Source
    package var region: String?
    /// Ours: the address of a Kinesis API that is not AWS's; without it and REGION streams are local.
    package var endpoint: String?
    /// The ARN, or `default`.
    package var role: String?
    package var authentication: String?
    package var createsExternalDatabase = false
    /// The other options by lower-case keyword.
    package var options: [String: String] = [:]

    init(name: Identifier, ifNotExists: Bool, source: Source) {
        self.name = name
        self.ifNotExists = ifNotExists
        self.source = source
    }
}

/// `CREATE [OR REPLACE] MATERIALIZED VIEW name attributes AS query`.
package struct CreateMaterializedView: Sendable, Hashable {
    package let name: ObjectName
    package let orReplace: Bool
    package let ifNotExists: Bool
    package let attributes: TableAttributes
    package let autoRefresh: Bool
    /// Ours: `STRICT YES`, a record that fails stops the view instead of going to the error table.
    package let isStrict: Bool
    package let query: SQLFragment
}

/// `REFRESH MATERIALIZED VIEW name [RESTRICT | CASCADE]`.
package struct RefreshMaterializedView: Sendable, Hashable {
    package let name: ObjectName
    package let cascades: Bool
}

/// `ALTER MATERIALIZED VIEW name change`.
package struct AlterMaterializedView: Sendable, Hashable {
    package enum Change: Sendable, Hashable {
        case autoRefresh(Bool)
        case strict(Bool)
        case sortKey([Identifier])
        case withoutEffect(String)
    }

    package let name: ObjectName
    package let change: Change
}

/// Ours: `CREATE INTEGRATION name SOURCE 'mysql://user[:password]@host[:port]/db' [TABLES 'filter'] [PASSWORD '…']`.
package struct CreateIntegration: Sendable, Hashable {
    package let name: Identifier
    package let ifNotExists: Bool
    /// The address of the source, as given; it may hold a password and is never shown.
    package let source: String
    /// Maxwell-style filter: `include: db.t, exclude: db./regex/`.
    package let tables: String?
    package let password: String?
}

/// `CREATE DATABASE name …`.
package struct CreateDatabase: Sendable, Hashable {
    package enum Origin: Sendable, Hashable {
        case local
        case integration(id: String, sourceDatabase: String?)
        case datashare(name: Identifier, account: String?, namespace: String?, withPermissions: Bool)
    }

    package let name: Identifier
    package let ifNotExists: Bool
    package let origin: Origin
    /// `SET` and plain options by lower-case keyword, such as `refresh_interval`.
    package let options: [String: String]
}

/// `ALTER DATABASE name …`.
package struct AlterDatabase: Sendable, Hashable {
    package enum Change: Sendable, Hashable {
        case refreshIntegration(IntegrationRefresh)
        /// `INTEGRATION SET option [=] value [FOR …]`.
        case setIntegration(option: String, value: String)
        case renameTo(Identifier)
        case withoutEffect(String)
    }

    package let name: Identifier
    package let change: Change
}

/// Which tables `ALTER DATABASE … INTEGRATION REFRESH` loads again.
package enum IntegrationRefresh: Sendable, Hashable {
    /// `{ALL | INERROR | REMEDIABLE} TABLES [IN SCHEMA …]`, the word in lower case.
    case group(String, schemas: [Identifier])
    case tables([ObjectName])
}
