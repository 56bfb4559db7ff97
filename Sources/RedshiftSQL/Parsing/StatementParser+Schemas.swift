/// Views, schemas and DROP.
extension StatementParser {
    mutating func createView(orReplace: Bool) throws(SQLError) -> Statement {
        try cursor.expect("view")
        let name = try cursor.objectName()
        let columns = cursor.isAtSymbol("(") ? try cursor.parenthesizedIdentifiers() : []
        try cursor.expect("as")
        let start = cursor.index
        var query = try cursor.rest()
        let isLateBinding = query.tokens.suffix(4).map(\.text) == ["with", "no", "schema", "binding"]
        if isLateBinding { query = cursor.fragment(start..<cursor.tokens.count - 4) }
        guard !query.isEmpty else { throw cursor.unexpected() }
        return .createView(
            CreateView(
                name: name, orReplace: orReplace, columns: columns, query: query, isLateBinding: isLateBinding))
    }

    mutating func createSchema() throws(SQLError) -> Statement {
        try cursor.expect("schema")
        let ifNotExists = cursor.accept("if", "not", "exists")
        let name: ObjectName
        if cursor.accept("authorization") {
            name = ObjectName([try cursor.identifier()])
        } else {
            name = try cursor.objectName()
            if cursor.accept("authorization") { _ = try cursor.identifier() }
        }
        if cursor.accept("quota") { _ = try cursor.rest() }
        guard name.parts.count <= 2 else { throw cursor.unexpected() }
        return .createSchema(CreateSchema(name: name, ifNotExists: ifNotExists))
    }

    mutating func alterSchema() throws(SQLError) -> Statement {
        try cursor.expect("schema")
        let name = try cursor.objectName()
        if cursor.accept("rename", "to") {
            return .alterSchema(AlterSchema(name: name, renamedTo: try cursor.identifier()))
        }
        guard cursor.isAt("owner") || cursor.isAt("quota") else { throw cursor.unexpected() }
        _ = try cursor.rest()
        return .alterSchema(AlterSchema(name: name, renamedTo: nil))
    }

    mutating func drop() throws(SQLError) -> Statement {
        try cursor.expect("drop")
        guard let kind = try dropKind() else {
            let word = cursor.peek()?.text.uppercased() ?? ""
            let isAccepted = cursor.isAt("group") || cursor.isAt("role")
            return isAccepted ? ignoringRest(tag: "DROP \(word)") : unsupported("DROP \(word)")
        }
        let ifExists = cursor.accept("if", "exists")
        var names = [try cursor.objectName()]
        while cursor.acceptSymbol(",") { names.append(try cursor.objectName()) }
        let dropsExternalDatabase = cursor.accept("drop", "external", "database")
        let word = cursor.acceptAny(["cascade", "restrict", "force"])
        return .drop(
            Drop(
                kind: kind, names: names, ifExists: ifExists, cascades: word == "cascade",
                dropsExternalDatabase: dropsExternalDatabase))
    }

    /// The kind of object a DROP names; nil for a known kind that Millrace does not keep.
    private mutating func dropKind() throws(SQLError) -> Drop.Kind? {
        if cursor.accept("materialized", "view") { return .materializedView }
        if cursor.accept("external", "table") || cursor.accept("table") { return .table }
        if cursor.accept("view") { return .view }
        if cursor.accept("external", "schema") || cursor.accept("schema") { return .schema }
        if cursor.accept("database") { return .database }
        if cursor.accept("integration") { return .integration }
        if cursor.accept("datashare") { return .datashare }
        if cursor.accept("user") { return .user }
        let known: Set<String> = [
            "group", "role", "procedure", "function", "model", "library", "sequence", "index", "rls", "masking",
            "identity", "type", "trigger",
        ]
        guard let token = cursor.peek(), token.isWord(among: known) else { throw cursor.unexpected() }
        return nil
    }
}
