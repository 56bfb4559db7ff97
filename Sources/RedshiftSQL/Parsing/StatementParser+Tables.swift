/// CREATE TABLE in its forms, and DROP.
extension StatementParser {
    mutating func createTable(isTemporary: Bool) throws(SQLError) -> Statement {
        try cursor.expect("table")
        let ifNotExists = cursor.accept("if", "not", "exists")
        let name = try cursor.objectName()
        let isTemporary = isTemporary || name.object.text.hasPrefix("#")
        var columns: [ColumnDefinition] = []
        var constraints: [TableConstraint] = []
        var like: ObjectName?
        var columnNames: [Identifier] = []
        if cursor.isAtSymbol("("), isColumnNameList() {
            columnNames = try cursor.parenthesizedIdentifiers()
        } else if cursor.acceptSymbol("(") {
            repeat {
                if cursor.accept("like") {
                    like = try cursor.objectName()
                    if cursor.acceptAny(["including", "excluding"]) != nil { try cursor.expect("defaults") }
                } else if let constraint = try tableConstraint() {
                    constraints.append(constraint)
                } else {
                    columns.append(try columnDefinition())
                }
            } while cursor.acceptSymbol(",")
            try cursor.expectSymbol(")")
        }
        var attributes = TableAttributes()
        while try tableAttribute(into: &attributes) {}
        let properties = cursor.accept("with") ? try properties() : [:]
        if cursor.accept("as") {
            return try createTableAs(
                name, isTemporary: isTemporary, ifNotExists: ifNotExists, columns: columnNames, attributes: attributes,
                properties: properties)
        }
        guard columnNames.isEmpty, !columns.isEmpty || like != nil else { throw cursor.unexpected() }
        return .createTable(
            CreateTable(
                name: name, isTemporary: isTemporary, ifNotExists: ifNotExists, columns: columns,
                constraints: constraints, like: like, attributes: attributes))
    }

    /// Whether the parenthesis holds names alone, as in `CREATE TABLE t (a, b) AS …`.
    private func isColumnNameList() -> Bool {
        guard cursor.peek(1)?.isName == true, let mark = cursor.peek(2) else { return false }
        return mark.isSymbol(",") || mark.isSymbol(")")
    }

    private mutating func createTableAs(
        _ name: ObjectName, isTemporary: Bool, ifNotExists: Bool, columns: [Identifier], attributes: TableAttributes,
        properties: [String: String]
    ) throws(SQLError) -> Statement {
        let start = cursor.index
        var fragment = try cursor.rest()
        var withoutData = false
        let words = fragment.tokens.suffix(3).map(\.text)
        if words == ["with", "no", "data"] || words.suffix(2) == ["with", "data"] {
            withoutData = words == ["with", "no", "data"]
            fragment = cursor.fragment(start..<cursor.tokens.count - (withoutData ? 3 : 2))
        }
        return .createTableAs(
            CreateTableAs(
                name: name, isTemporary: isTemporary, ifNotExists: ifNotExists, columns: columns,
                attributes: attributes, properties: properties, query: fragment, withoutData: withoutData))
    }

    // MARK: - Columns and constraints

    mutating func columnDefinition() throws(SQLError) -> ColumnDefinition {
        let name = try cursor.identifier()
        var column = ColumnDefinition(name: name, type: try cursor.dataType())
        while try columnAttribute(of: &column) {}
        return column
    }

    private mutating func columnAttribute(of column: inout ColumnDefinition) throws(SQLError) -> Bool {
        if cursor.accept("not", "null") {
            column.isNotNull = true
        } else if cursor.accept("null") {
            column.isNotNull = false
        } else if cursor.accept("default") {
            column.defaultValue = try defaultValue()
        } else if cursor.accept("identity") {
            column.identity = try identity(isByDefault: false)
        } else if cursor.accept("generated", "by", "default", "as", "identity") {
            column.identity = try identity(isByDefault: true)
        } else if cursor.accept("primary", "key") {
            column.isPrimaryKey = true
        } else if cursor.accept("unique") {
            column.isUnique = true
        } else if cursor.accept("references") {
            _ = try references()
        } else if cursor.accept("distkey") {
            column.isDistributionKey = true
        } else if cursor.accept("sortkey") {
            column.isSortKey = true
        } else if cursor.accept("encode") {
            column.encoding = try cursor.value()
        } else if cursor.accept("collate") {
            _ = try cursor.value()
        } else if cursor.accept("comment") {
            column.comment = try cursor.string()
        } else {
            return false
        }
        return true
    }

    /// An expression after DEFAULT: up to the next attribute of the column.
    private mutating func defaultValue() throws(SQLError) -> SQLFragment {
        let ends: Set<String> = [
            "not", "encode", "distkey", "sortkey", "primary", "unique", "references", "collate", "identity", "comment",
        ]
        let value: SQLFragment
        if cursor.isAt("null") {
            cursor.advance()
            value = cursor.fragment(cursor.index - 1..<cursor.index)
        } else {
            value = cursor.fragment { $0.isSymbol(",") || $0.isWord("null") || $0.isWord(among: ends) }
        }
        guard !value.isEmpty else { throw cursor.unexpected() }
        return value
    }

    private mutating func identity(isByDefault: Bool) throws(SQLError) -> IdentityColumn {
        try cursor.expectSymbol("(")
        let seed = try cursor.integer()
        try cursor.expectSymbol(",")
        let step = try cursor.integer()
        try cursor.expectSymbol(")")
        return IdentityColumn(seed: seed, step: step, isByDefault: isByDefault)
    }

    private mutating func references() throws(SQLError) -> (table: ObjectName, columns: [Identifier]) {
        let table = try cursor.objectName()
        let columns = cursor.isAtSymbol("(") ? try cursor.parenthesizedIdentifiers() : []
        while cursor.accept("on") {
            guard cursor.acceptAny(["delete", "update"]) != nil else { throw cursor.unexpected() }
            if cursor.accept("no") || cursor.accept("set") {
                cursor.advance()
                continue
            }
            cursor.advance()
        }
        return (table, columns)
    }

    mutating func tableConstraint() throws(SQLError) -> TableConstraint? {
        if cursor.isAt("constraint"), cursor.peek(1)?.isName == true { cursor.advance(by: 2) }
        if cursor.accept("primary", "key") { return .primaryKey(try cursor.parenthesizedIdentifiers()) }
        if cursor.isAt("unique"), cursor.peek(1)?.isSymbol("(") == true {
            cursor.advance()
            return .unique(try cursor.parenthesizedIdentifiers())
        }
        if cursor.accept("foreign", "key") {
            let columns = try cursor.parenthesizedIdentifiers()
            try cursor.expect("references")
            let target = try references()
            return .foreignKey(columns, references: target.table, columns: target.columns)
        }
        return nil
    }

    // MARK: - Table attributes

    /// Reads one attribute of a table or materialized view, if one comes next.
    mutating func tableAttribute(into attributes: inout TableAttributes) throws(SQLError) -> Bool {
        if cursor.accept("backup") {
            attributes.backup = try cursor.boolean()
        } else if cursor.accept("diststyle") {
            guard let style = cursor.acceptAny(["auto", "even", "key", "all"]) else { throw cursor.unexpected() }
            attributes.distributionStyle = style
        } else if cursor.accept("distkey") {
            attributes.distributionKey = try cursor.parenthesizedIdentifiers().first
        } else if let kind = cursor.acceptAny(["compound", "interleaved"]) {
            try cursor.expect("sortkey")
            attributes.isInterleaved = kind == "interleaved"
            attributes.sortKey = try cursor.parenthesizedIdentifiers()
        } else if cursor.accept("sortkey") {
            if cursor.acceptAny(["auto", "none"]) == nil { attributes.sortKey = try cursor.parenthesizedIdentifiers() }
        } else if cursor.accept("encode") {
            try cursor.expect("auto")
        } else {
            return false
        }
        return true
    }

    /// `('key' = 'value', …)` or `(key = value, …)`; `ARRAY['a', 'b']` becomes `a,b`.
    mutating func properties() throws(SQLError) -> [String: String] {
        try cursor.expectSymbol("(")
        var properties: [String: String] = [:]
        repeat {
            let key = try cursor.value()
            try cursor.expectSymbol("=")
            if cursor.accept("array") {
                try cursor.expectSymbol("[")
                var items = [try cursor.string()]
                while cursor.acceptSymbol(",") { items.append(try cursor.string()) }
                try cursor.expectSymbol("]")
                properties[key] = items.joined(separator: ",")
            } else {
                properties[key] = try cursor.value()
            }
        } while cursor.acceptSymbol(",")
        try cursor.expectSymbol(")")
        return properties
    }
}
