/// External schemas, materialized views, integrations and databases.
extension StatementParser {
    mutating func createExternalSchema() throws(SQLError) -> Statement {
        try cursor.expect("external", "schema")
        let ifNotExists = cursor.accept("if", "not", "exists")
        let name = try cursor.identifier()
        try cursor.expect("from")
        let start = cursor.peek()
        let kind: String
        if cursor.accept("data", "catalog") || cursor.isAt("database") {
            kind = "data catalog"
        } else if cursor.accept("hive", "metastore") {
            kind = "hive metastore"
        } else if let word = cursor.acceptAny(["kinesis", "kafka", "msk", "redshift", "postgres", "mysql"]) {
            kind = word
        } else {
            throw cursor.unexpected()
        }
        var options: [String: String] = [:]
        var createsDatabase = false
        while !cursor.isAtEnd {
            if cursor.accept("create", "external", "database") {
                _ = cursor.accept("if", "not", "exists")
                createsDatabase = true
            } else {
                guard let key = cursor.acceptAny(Self.externalSchemaOptions) else { throw cursor.unexpected() }
                _ = cursor.acceptSymbol("=")
                options[key] = try cursor.value()
            }
        }
        let position = start.map { cursor.position(of: $0) }
        var schema = CreateExternalSchema(
            name: name, ifNotExists: ifNotExists,
            source: try Self.externalSource(kind, options: options, position: position))
        schema.region = options.removeValue(forKey: "region")
        schema.endpoint = options.removeValue(forKey: "endpoint")
        schema.role = options.removeValue(forKey: "iam_role")
        schema.authentication = options.removeValue(forKey: "authentication")
        schema.createsExternalDatabase = createsDatabase
        schema.options = options
        return .createExternalSchema(schema)
    }

    private static let externalSchemaOptions: Set<String> = [
        "region", "endpoint", "iam_role", "catalog_role", "catalog_id", "authentication", "authentication_arn",
        "secret_arn", "cluster_arn", "uri", "port", "database", "schema",
    ]

    private static func externalSource(
        _ kind: String, options: [String: String], position: Int?
    ) throws(SQLError) -> CreateExternalSchema.Source {
        switch kind {
        case "kinesis":
            if options["authentication"] != nil {
                throw .syntax("AUTHENTICATION does not apply to FROM KINESIS", position: position)
            }
            return .kinesis
        case "kafka", "msk": return .kafka(brokers: options["uri"])
        default: break
        }
        guard let database = options["database"] else {
            throw .syntax("CREATE EXTERNAL SCHEMA FROM \(kind.uppercased()) needs DATABASE 'name'", position: position)
        }
        switch kind {
        case "redshift": return .redshift(database: database, schema: options["schema"] ?? "public")
        case "postgres", "mysql": return .federated(engine: kind, database: database, schema: options["schema"])
        case "hive metastore": return .hive(database: database)
        default: return .dataCatalog(database: database)
        }
    }

    // MARK: - Materialized views

    mutating func createMaterializedView(orReplace: Bool) throws(SQLError) -> Statement {
        try cursor.expect("materialized", "view")
        let ifNotExists = cursor.accept("if", "not", "exists")
        let name = try cursor.objectName()
        if cursor.isAt("using") {
            throw .notSupported("CREATE MATERIALIZED VIEW … USING", position: cursor.peek().map(cursor.position))
        }
        var attributes = TableAttributes()
        var autoRefresh = false
        var isStrict = false
        while !cursor.isAt("as") {
            if cursor.accept("auto", "refresh") {
                autoRefresh = try cursor.boolean()
            } else if cursor.accept("strict") {
                isStrict = try cursor.boolean()
            } else if try !tableAttribute(into: &attributes) {
                throw cursor.unexpected()
            }
        }
        try cursor.expect("as")
        return .createMaterializedView(
            CreateMaterializedView(
                name: name, orReplace: orReplace, ifNotExists: ifNotExists, attributes: attributes,
                autoRefresh: autoRefresh, isStrict: isStrict, query: try cursor.rest()))
    }

    mutating func alterMaterializedView() throws(SQLError) -> Statement {
        try cursor.expect("materialized", "view")
        let name = try cursor.objectName()
        let change: AlterMaterializedView.Change
        if cursor.accept("auto", "refresh") {
            change = .autoRefresh(try cursor.boolean())
        } else if cursor.accept("strict") {
            change = .strict(try cursor.boolean())
        } else if cursor.accept("alter", "compound", "sortkey") {
            change = .sortKey(try cursor.parenthesizedIdentifiers())
        } else if cursor.accept("alter", "sortkey") {
            let isList = cursor.acceptAny(["auto", "none"]) == nil
            change = .sortKey(isList ? try cursor.parenthesizedIdentifiers() : [])
        } else if cursor.isAt("alter") || cursor.isAt("row") || cursor.isAt("owner") {
            let words = try cursor.rest().tokens.prefix(2).map { $0.text.uppercased() }
            change = .withoutEffect(words.joined(separator: " "))
        } else {
            throw cursor.unexpected()
        }
        return .alterMaterializedView(AlterMaterializedView(name: name, change: change))
    }

    // MARK: - Integrations and databases

    mutating func createIntegration() throws(SQLError) -> Statement {
        try cursor.expect("integration")
        let ifNotExists = cursor.accept("if", "not", "exists")
        let name = try cursor.identifier()
        try cursor.expect("source")
        let source = try cursor.string()
        var tables: String?
        var password: String?
        while !cursor.isAtEnd {
            if cursor.accept("tables") {
                tables = try cursor.string()
            } else if cursor.accept("password") {
                password = try cursor.string()
            } else {
                throw cursor.unexpected()
            }
        }
        return .createIntegration(
            CreateIntegration(name: name, ifNotExists: ifNotExists, source: source, tables: tables, password: password))
    }

    mutating func createDatabase() throws(SQLError) -> Statement {
        try cursor.expect("database")
        let ifNotExists = cursor.accept("if", "not", "exists")
        let name = try cursor.identifier()
        let withPermissions = cursor.accept("with", "permissions")
        var origin = CreateDatabase.Origin.local
        if cursor.accept("from", "integration") {
            let id = try cursor.value()
            origin = .integration(id: id, sourceDatabase: cursor.accept("database") ? try cursor.value() : nil)
        } else if cursor.accept("from", "datashare") {
            let share = try cursor.identifier()
            let owner = cursor.accept("of") ? try shareOwner() : (account: nil, namespace: nil)
            origin = .datashare(
                name: share, account: owner.account, namespace: owner.namespace, withPermissions: withPermissions)
        }
        var options: [String: String] = [:]
        while !cursor.isAtEnd {
            if cursor.accept("set") || cursor.accept("with") { continue }
            var key = try cursor.identifier().text
            if key == "connection" || key == "isolation" { key += " " + (try cursor.identifier().text) }
            _ = cursor.acceptSymbol("=")
            options[key] = try cursor.value()
        }
        return .createDatabase(
            CreateDatabase(name: name, ifNotExists: ifNotExists, origin: origin, options: options))
    }

    /// `[ACCOUNT 'id'] [NAMESPACE 'guid']`.
    mutating func shareOwner() throws(SQLError) -> (account: String?, namespace: String?) {
        let account = cursor.accept("account") ? try cursor.value() : nil
        let namespace = cursor.accept("namespace") ? try cursor.value() : nil
        guard account != nil || namespace != nil else { throw cursor.unexpected() }
        return (account, namespace)
    }

    mutating func alterDatabase() throws(SQLError) -> Statement {
        try cursor.expect("database")
        let name = try cursor.identifier()
        if cursor.accept("rename", "to") {
            return .alterDatabase(AlterDatabase(name: name, change: .renameTo(try cursor.identifier())))
        }
        if cursor.accept("integration", "refresh") {
            return .alterDatabase(AlterDatabase(name: name, change: .refreshIntegration(try integrationRefresh())))
        }
        if cursor.accept("integration", "set") {
            let option = try cursor.identifier().text
            _ = cursor.acceptSymbol("=")
            let value = try cursor.value()
            if cursor.accept("for") { _ = try cursor.rest() }
            return .alterDatabase(AlterDatabase(name: name, change: .setIntegration(option: option, value: value)))
        }
        let words = try cursor.rest().tokens.prefix(2).map { $0.text.uppercased() }
        return .alterDatabase(AlterDatabase(name: name, change: .withoutEffect(words.joined(separator: " "))))
    }

    private mutating func integrationRefresh() throws(SQLError) -> IntegrationRefresh {
        if let group = cursor.acceptAny(["all", "inerror", "remediable"]) {
            try cursor.expect("tables")
            var schemas: [Identifier] = []
            if cursor.accept("in", "schema") {
                repeat { schemas.append(try cursor.identifier()) } while cursor.acceptSymbol(",")
            }
            return .group(group, schemas: schemas)
        }
        guard cursor.acceptAny(["table", "tables"]) != nil else { throw cursor.unexpected() }
        var tables: [ObjectName] = []
        repeat { tables.append(try cursor.objectName()) } while cursor.acceptSymbol(",")
        return .tables(tables)
    }
}
