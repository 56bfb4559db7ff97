/// CREATE EXTERNAL TABLE: Redshift's clauses and Athena's, in any order.
extension StatementParser {
    mutating func createExternalTable() throws(SQLError) -> Statement {
        try cursor.expect("external", "table")
        let ifNotExists = cursor.accept("if", "not", "exists")
        var table = CreateExternalTable(name: try cursor.objectName(), ifNotExists: ifNotExists)
        if cursor.isAtSymbol("(") { table.columns = try externalColumns() }
        while !cursor.isAtEnd {
            if cursor.accept("as") {
                table.query = try cursor.rest()
            } else {
                try externalTableClause(of: &table)
            }
        }
        guard !table.columns.isEmpty || table.query != nil else { throw cursor.unexpected() }
        return .createExternalTable(table)
    }

    private mutating func externalColumns() throws(SQLError) -> [ColumnDefinition] {
        try cursor.expectSymbol("(")
        var columns: [ColumnDefinition] = []
        repeat { columns.append(try columnDefinition()) } while cursor.acceptSymbol(",")
        try cursor.expectSymbol(")")
        return columns
    }

    private mutating func externalTableClause(of table: inout CreateExternalTable) throws(SQLError) {
        if cursor.accept("comment") {
            table.comment = try cursor.string()
        } else if cursor.accept("partitioned", "by") {
            let hasTypes = cursor.peek(2).map { !$0.isSymbol(",") && !$0.isSymbol(")") } ?? false
            if hasTypes {
                table.partitionColumns = try externalColumns()
                table.partitionNames = table.partitionColumns.map(\.name)
            } else {
                table.partitionNames = try cursor.parenthesizedIdentifiers()
            }
        } else if cursor.accept("clustered", "by") {
            _ = try cursor.parenthesizedIdentifiers()
            try cursor.expect("into")
            _ = try cursor.integer()
            try cursor.expect("buckets")
        } else if cursor.accept("row", "format") {
            try rowFormat(of: &table.rowFormat)
        } else if cursor.accept("stored", "as") {
            if cursor.accept("inputformat") {
                let input = try cursor.string()
                try cursor.expect("outputformat")
                _ = try cursor.string()
                table.format = Self.format(ofInputClass: input)
            } else {
                table.format = try cursor.identifier().text.lowercased()
            }
        } else if cursor.accept("with", "serdeproperties") {
            table.rowFormat.serializerProperties = try properties()
        } else if cursor.accept("location") {
            table.location = try cursor.string()
        } else if cursor.accept("tblproperties") || cursor.accept("table", "properties") {
            table.properties = try properties()
        } else {
            throw cursor.unexpected()
        }
    }

    private static func format(ofInputClass name: String) -> String {
        let lowered = name.lowercased()
        for format in ["parquet", "orc", "avro", "sequencefile", "rcfile"] where lowered.contains(format) {
            return format
        }
        return "textfile"
    }

    private mutating func rowFormat(of format: inout RowFormat) throws(SQLError) {
        if cursor.accept("serde") {
            format.serializer = try cursor.string()
            return
        }
        try cursor.expect("delimited")
        while true {
            if cursor.accept("fields", "terminated", "by") {
                format.fieldTerminator = try cursor.string()
                if cursor.accept("escaped", "by") { format.escape = try cursor.string() }
            } else if cursor.accept("lines", "terminated", "by") {
                format.lineTerminator = try cursor.string()
            } else if cursor.accept("collection", "items", "terminated", "by") {
                format.nestedTerminators["collection"] = try cursor.string()
            } else if cursor.accept("map", "keys", "terminated", "by") {
                format.nestedTerminators["map"] = try cursor.string()
            } else if cursor.accept("null", "defined", "as") {
                format.null = try cursor.string()
            } else {
                return
            }
        }
    }
}
