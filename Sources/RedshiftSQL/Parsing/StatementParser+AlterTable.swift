/// ALTER TABLE.
extension StatementParser {
    mutating func alterTable() throws(SQLError) -> Statement {
        try cursor.expect("table")
        let ifExists = cursor.accept("if", "exists")
        let name = try cursor.objectName()
        return .alterTable(AlterTable(name: name, ifExists: ifExists, action: try alterTableAction()))
    }

    private mutating func alterTableAction() throws(SQLError) -> AlterTableAction {
        if cursor.accept("add") { return try addAction() }
        if cursor.accept("drop") { return try dropAction() }
        if cursor.accept("rename") { return try renameAction() }
        if cursor.accept("alter") { return try alterAction() }
        if cursor.accept("append", "from") { return try appendAction() }
        if cursor.accept("owner", "to") {
            _ = try cursor.identifier()
            return .withoutEffect("OWNER TO")
        }
        if cursor.accept("row", "level", "security") || cursor.accept("masking") {
            _ = try cursor.rest()
            return .withoutEffect("ROW LEVEL SECURITY")
        }
        if cursor.isAt("partition") {
            let partition = try partitionSpecification()
            try cursor.expect("set", "location")
            return .setLocation(try cursor.string(), partition: partition)
        }
        try cursor.expect("set")
        return try setAction()
    }

    private mutating func addAction() throws(SQLError) -> AlterTableAction {
        let ifNotExists = cursor.accept("if", "not", "exists")
        if cursor.isAt("partition") {
            var partitions: [PartitionSpecification] = []
            while cursor.isAt("partition") {
                partitions.append(try partitionSpecification())
                _ = cursor.acceptSymbol(",")
            }
            return .addPartitions(partitions, ifNotExists: ifNotExists)
        }
        if try tableConstraint() != nil { return .withoutEffect("ADD CONSTRAINT") }
        _ = cursor.accept("column")
        return .addColumn(try columnDefinition(), ifNotExists: ifNotExists || cursor.accept("if", "not", "exists"))
    }

    private mutating func dropAction() throws(SQLError) -> AlterTableAction {
        if cursor.accept("constraint") {
            _ = try cursor.identifier()
            _ = cursor.acceptAny(["cascade", "restrict"])
            return .withoutEffect("DROP CONSTRAINT")
        }
        var ifExists = cursor.accept("if", "exists")
        if cursor.isAt("partition") {
            var partitions: [PartitionSpecification] = []
            repeat { partitions.append(try partitionSpecification()) } while cursor.acceptSymbol(",")
            return .dropPartitions(partitions, ifExists: ifExists)
        }
        _ = cursor.accept("column")
        if cursor.accept("if", "exists") { ifExists = true }
        let column = try cursor.identifier()
        let word = cursor.acceptAny(["cascade", "restrict"])
        return .dropColumn(column, ifExists: ifExists, cascades: word == "cascade")
    }

    private mutating func renameAction() throws(SQLError) -> AlterTableAction {
        if cursor.accept("to") { return .renameTable(to: try cursor.identifier()) }
        _ = cursor.accept("column")
        let column = try cursor.identifier()
        try cursor.expect("to")
        return .renameColumn(column, to: try cursor.identifier())
    }

    private mutating func alterAction() throws(SQLError) -> AlterTableAction {
        if cursor.accept("distkey") {
            _ = try cursor.identifier()
            return .withoutEffect("ALTER DISTKEY")
        }
        if cursor.isAt("diststyle") || cursor.isAt("encode") {
            _ = try cursor.rest()
            return .withoutEffect("ALTER DISTSTYLE")
        }
        if cursor.accept("compound", "sortkey") { return .setSortKey(try cursor.parenthesizedIdentifiers()) }
        if cursor.accept("sortkey") {
            if cursor.acceptAny(["auto", "none"]) != nil { return .setSortKey([]) }
            return .setSortKey(try cursor.parenthesizedIdentifiers())
        }
        _ = cursor.accept("column")
        let column = try cursor.identifier()
        if cursor.accept("encode") {
            _ = try cursor.value()
            return .withoutEffect("ALTER COLUMN ENCODE")
        }
        if cursor.accept("type") || cursor.accept("set", "data", "type") {
            return .alterColumnType(column, try cursor.dataType())
        }
        if cursor.accept("set", "not", "null") { return .setNotNull(column, true) }
        if cursor.accept("drop", "not", "null") { return .setNotNull(column, false) }
        if cursor.accept("drop", "default") { return .setDefault(column, nil) }
        try cursor.expect("set", "default")
        return .setDefault(column, try cursor.rest())
    }

    private mutating func appendAction() throws(SQLError) -> AlterTableAction {
        let source = try cursor.objectName()
        let mode = cursor.acceptAny(["ignoreextra", "filltarget"])
        return .appendFrom(
            source, ignoresExtraColumns: mode == "ignoreextra", fillsMissingColumns: mode == "filltarget")
    }

    private mutating func setAction() throws(SQLError) -> AlterTableAction {
        if cursor.accept("location") { return .setLocation(try cursor.string(), partition: nil) }
        if cursor.accept("file", "format") { return .setFileFormat(try cursor.value()) }
        if cursor.accept("schema") { return .setSchema(try cursor.identifier()) }
        if cursor.accept("table", "properties") || cursor.accept("tblproperties") {
            return .setProperties(try properties())
        }
        throw cursor.unexpected()
    }

    private mutating func partitionSpecification() throws(SQLError) -> PartitionSpecification {
        try cursor.expect("partition")
        try cursor.expectSymbol("(")
        var values: [PartitionValue] = []
        repeat {
            let key = try cursor.identifier()
            try cursor.expectSymbol("=")
            if cursor.isAt("date"), cursor.peek(1)?.kind == .string { cursor.advance() }
            values.append(PartitionValue(key: key, value: try cursor.value()))
        } while cursor.acceptSymbol(",")
        try cursor.expectSymbol(")")
        return PartitionSpecification(values: values, location: cursor.accept("location") ? try cursor.string() : nil)
    }
}
