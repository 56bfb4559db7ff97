/// `CREATE DATASHARE name [[SET] PUBLICACCESSIBLE [=] b] [, MANAGEDBY ADX]`.
package struct CreateDatashare: Sendable, Hashable {
    package let name: Identifier
    package let isPublicAccessible: Bool
    package let isManagedByExchange: Bool
}

/// `ALTER DATASHARE name {ADD | REMOVE} … | SET …`.
package struct AlterDatashare: Sendable, Hashable {
    package enum Objects: Sendable, Hashable {
        case tables([ObjectName])
        case schemas([Identifier])
        case allTables(schemas: [Identifier])
        case functions
    }

    package enum Change: Sendable, Hashable {
        case add(Objects)
        case remove(Objects)
        case publicAccessible(Bool)
        case includeNew(Bool, schema: Identifier)
    }

    package let name: Identifier
    package let change: Change
}

/// Ours: `PUBLISH DATASHARE name TO 'folder or s3 address'` writes a version of the share.
package struct PublishDatashare: Sendable, Hashable {
    package let name: Identifier
    package let destination: String
}

/// `DESC DATASHARE name [OF [ACCOUNT 'id'] NAMESPACE 'guid']`.
package struct DescribeDatashare: Sendable, Hashable {
    package let name: Identifier
    package let account: String?
    package let namespace: String?
}

/// `{GRANT | REVOKE} USAGE ON DATASHARE name {TO | FROM} {NAMESPACE 'guid' | ACCOUNT 'id'}, …`.
package struct DatashareUsage: Sendable, Hashable {
    package let name: Identifier
    package let isGrant: Bool
    package let namespaces: [String]
    package let accounts: [String]
}
