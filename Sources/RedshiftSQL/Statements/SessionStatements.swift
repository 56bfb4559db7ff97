/// `{CREATE | ALTER} USER name options`.
package struct UserDefinition: Sendable, Hashable {
    package enum Password: Sendable, Hashable {
        case plain(String)
        /// `md5` and 32 hexadecimal digits: the digest of password and name.
        case md5(String)
        /// `sha256|digest|salt`.
        case sha256(String)
        case disabled
    }

    package let name: Identifier
    package var password: Password?
    package var isSuperuser: Bool?
    package var createsDatabases: Bool?
    package var renamedTo: Identifier?
    package var connectionLimit: Int?
    package var validUntil: String?

    init(name: Identifier) { self.name = name }
}

/// What BEGIN and START TRANSACTION ask for.
package struct TransactionOptions: Sendable, Hashable {
    /// In lower case, such as `serializable`.
    package var isolation: String?
    package var isReadOnly: Bool?

    package init() {}
}

/// `SET [SESSION | LOCAL] name {TO | =} values`.
package struct SetParameter: Sendable, Hashable {
    /// In lower case, such as `search_path`, `time zone` is `timezone`.
    package let name: String
    /// Nothing for DEFAULT.
    package let values: [String]
    package let isLocal: Bool
}

/// SHOW of what exists: the forms of Redshift's drivers and of Athena.
package struct ShowCatalog: Sendable, Hashable {
    package enum Kind: String, Sendable, Hashable {
        case databases, schemas, tables, columns
        case primaryKeys, foreignKeys, exportedForeignKeys
        case grants, procedures, functions, parameters
        case createTable, createView, tableProperties
    }

    package let kind: Kind
    /// The parts of the name after FROM; a part is a name, a string, or a parameter such as `$1` or `?`.
    package let scope: [Token]
    package let like: Token?
}
