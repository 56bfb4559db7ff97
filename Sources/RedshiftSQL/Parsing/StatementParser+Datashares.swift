/// Datashares, and GRANT, which concerns us only for them.
extension StatementParser {
    mutating func createDatashare() throws(SQLError) -> Statement {
        try cursor.expect("datashare")
        let name = try cursor.identifier()
        var isPublic = false
        var isManaged = false
        while !cursor.isAtEnd {
            _ = cursor.acceptSymbol(",") || cursor.accept("set")
            if cursor.accept("publicaccessible") {
                _ = cursor.acceptSymbol("=")
                isPublic = try cursor.boolean()
            } else {
                try cursor.expect("managedby")
                _ = cursor.acceptSymbol("=")
                try cursor.expect("adx")
                isManaged = true
            }
        }
        return .createDatashare(
            CreateDatashare(name: name, isPublicAccessible: isPublic, isManagedByExchange: isManaged))
    }

    mutating func alterDatashare() throws(SQLError) -> Statement {
        try cursor.expect("datashare")
        let name = try cursor.identifier()
        let change: AlterDatashare.Change
        if cursor.accept("add") {
            change = .add(try shareObjects())
        } else if cursor.accept("remove") {
            change = .remove(try shareObjects())
        } else {
            try cursor.expect("set")
            if cursor.accept("publicaccessible") {
                _ = cursor.acceptSymbol("=")
                change = .publicAccessible(try cursor.boolean())
            } else {
                try cursor.expect("includenew")
                _ = cursor.acceptSymbol("=")
                let value = try cursor.boolean()
                try cursor.expect("for", "schema")
                change = .includeNew(value, schema: try cursor.identifier())
            }
        }
        return .alterDatashare(AlterDatashare(name: name, change: change))
    }

    private mutating func shareObjects() throws(SQLError) -> AlterDatashare.Objects {
        if cursor.accept("all", "tables", "in", "schema") {
            return .allTables(schemas: try identifierList())
        }
        if cursor.accept("all", "functions", "in", "schema") || cursor.accept("function") {
            _ = try cursor.rest()
            return .functions
        }
        if cursor.accept("schema") { return .schemas(try identifierList()) }
        try cursor.expect("table")
        var tables: [ObjectName] = []
        repeat { tables.append(try cursor.objectName()) } while cursor.acceptSymbol(",")
        return .tables(tables)
    }

    private mutating func identifierList() throws(SQLError) -> [Identifier] {
        var names: [Identifier] = []
        repeat { names.append(try cursor.identifier()) } while cursor.acceptSymbol(",")
        return names
    }

    mutating func publish() throws(SQLError) -> Statement {
        try cursor.expect("publish", "datashare")
        let name = try cursor.identifier()
        try cursor.expect("to")
        return .publishDatashare(PublishDatashare(name: name, destination: try cursor.string()))
    }

    mutating func describe() throws(SQLError) -> Statement {
        cursor.advance()
        guard cursor.accept("datashare") else {
            _ = cursor.acceptAny(["extended", "formatted"])
            let scope = try scopeTokens()
            return .showCatalog(ShowCatalog(kind: .columns, scope: scope, like: nil))
        }
        let name = try cursor.identifier()
        let owner = cursor.accept("of") ? try shareOwner() : (account: nil, namespace: nil)
        return .describeDatashare(
            DescribeDatashare(name: name, account: owner.account, namespace: owner.namespace))
    }

    mutating func grant() throws(SQLError) -> Statement {
        let isGrant = cursor.accept("grant")
        if !isGrant { try cursor.expect("revoke") }
        let tag = isGrant ? "GRANT" : "REVOKE"
        guard cursor.accept("usage", "on", "datashare") else { return ignoringRest(tag: tag) }
        let name = try cursor.identifier()
        try cursor.expect(isGrant ? "to" : "from")
        guard cursor.isAt("namespace") || cursor.isAt("account") else { return ignoringRest(tag: tag) }
        var namespaces: [String] = []
        var accounts: [String] = []
        repeat {
            if cursor.accept("namespace") {
                namespaces.append(try cursor.value())
            } else {
                _ = cursor.accept("account")
                accounts.append(try cursor.value())
                _ = cursor.accept("via", "data", "catalog")
            }
        } while cursor.acceptSymbol(",")
        return .datashareUsage(
            DatashareUsage(name: name, isGrant: isGrant, namespaces: namespaces, accounts: accounts))
    }
}
