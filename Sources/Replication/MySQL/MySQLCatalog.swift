/// The source's `information_schema`.
struct MySQLCatalog: TableCatalog {
    let connection: MySQLConnection

    /// A table, or why it cannot be replicated.
    typealias Entry = (name: TableName, table: Result<CatalogTable, ReplicationError>)

    func table(_ name: TableName) throws -> CatalogTable? {
        let condition =
            "TABLE_SCHEMA = \(Self.literal(name.database)) AND BINARY TABLE_NAME = \(Self.literal(name.table))"
        return try entries(where: condition).first?.table.get()
    }

    /// All tables that the filter includes.
    func tables(_ filter: TableFilter) throws -> [Entry] {
        let condition = "TABLE_SCHEMA NOT IN ('mysql', 'information_schema', 'performance_schema', 'sys')"
        return try entries(where: condition).filter { filter.includes($0.name) }
    }

    private func entries(where condition: String) throws -> [Entry] {
        let tables = try connection.rows(
            """
            SELECT TABLE_SCHEMA, TABLE_NAME, ENGINE, TABLE_TYPE FROM information_schema.TABLES
            WHERE TABLE_TYPE IN ('BASE TABLE', 'SYSTEM VERSIONED') AND \(condition) ORDER BY 1, 2
            """)
        let columns = try describedColumns(condition)
        let keys = try primaryKeys(condition)
        let cascades = try cascadingTables(condition)
        return tables.compactMap { row -> Entry? in
            guard let database = row[0], let table = row[1] else { return nil }
            let name = TableName(database: database, table: table)
            let entry = Result { () throws(ReplicationError) in
                try Self.check(engine: row[2] ?? "", type: row[3] ?? "", isCascading: cascades.contains(name))
                let described = columns[name] ?? []
                let key = try Self.places(of: keys[name] ?? [], in: described)
                return try CatalogTable(name: name, columns: try described.map(Self.column), primaryKey: key)
            }
            return (name, entry)
        }
    }

    private static func check(engine: String, type: String, isCascading: Bool) throws(ReplicationError) {
        guard type == "BASE TABLE" else {
            throw ReplicationError(.unsupportedTable, "system-versioned tables are not supported")
        }
        guard engine.uppercased() == "INNODB" else {
            throw ReplicationError(.unsupportedTable, "storage engine \(engine) is not supported", hint: "use InnoDB")
        }
        guard !isCascading else {
            throw ReplicationError(
                .unsupportedTable, "a foreign key of the table changes its rows without logging them",
                detail: "ON DELETE or ON UPDATE with CASCADE, SET NULL or SET DEFAULT")
        }
    }

    private struct DescribedColumn {
        let name: String
        let result: Result<TableMap.Column, ReplicationError>
    }

    private static func column(_ described: DescribedColumn) throws(ReplicationError) -> TableMap.Column {
        try described.result.get()
    }

    private static func places(of key: [String], in columns: [DescribedColumn]) throws(ReplicationError) -> [Int] {
        var places: [Int] = []
        for name in key {
            guard let place = columns.firstIndex(where: { $0.name == name }) else {
                throw ReplicationError(.schemaMismatch, "the primary key names column \(name), which is not there")
            }
            places.append(place)
        }
        return places
    }

    private func describedColumns(_ condition: String) throws -> [TableName: [DescribedColumn]] {
        let rows = try connection.rows(
            """
            SELECT TABLE_SCHEMA, TABLE_NAME, COLUMN_NAME, DATA_TYPE, COLUMN_TYPE, IS_NULLABLE, CHARACTER_OCTET_LENGTH,
              NUMERIC_PRECISION, NUMERIC_SCALE, DATETIME_PRECISION, CHARACTER_SET_NAME
            FROM information_schema.COLUMNS WHERE \(condition) ORDER BY TABLE_SCHEMA, TABLE_NAME, ORDINAL_POSITION
            """)
        var columns: [TableName: [DescribedColumn]] = [:]
        for row in rows {
            let name = row[2] ?? ""
            let description = CatalogColumn(
                name: name, dataType: row[3] ?? "", columnType: row[4] ?? "", isNullable: row[5] == "YES",
                byteLength: row[6].flatMap { Int($0) }, precision: row[7].flatMap { Int($0) },
                scale: row[8].flatMap { Int($0) }, fractionDigits: row[9].flatMap { Int($0) }, characterSet: row[10])
            let result = Result { () throws(ReplicationError) in try TableMap.Column(description) }
            columns[TableName(database: row[0] ?? "", table: row[1] ?? ""), default: []].append(
                DescribedColumn(name: name, result: result))
        }
        return columns
    }

    private func primaryKeys(_ condition: String) throws -> [TableName: [String]] {
        let rows = try connection.rows(
            """
            SELECT TABLE_SCHEMA, TABLE_NAME, COLUMN_NAME FROM information_schema.STATISTICS
            WHERE INDEX_NAME = 'PRIMARY' AND \(condition) ORDER BY TABLE_SCHEMA, TABLE_NAME, SEQ_IN_INDEX
            """)
        var keys: [TableName: [String]] = [:]
        for row in rows {
            keys[TableName(database: row[0] ?? "", table: row[1] ?? ""), default: []].append(row[2] ?? "")
        }
        return keys
    }

    private func cascadingTables(_ condition: String) throws -> Set<TableName> {
        let rules = "('CASCADE', 'SET NULL', 'SET DEFAULT')"
        let rows = try connection.rows(
            """
            SELECT CONSTRAINT_SCHEMA, TABLE_NAME FROM information_schema.REFERENTIAL_CONSTRAINTS
            WHERE (DELETE_RULE IN \(rules) OR UPDATE_RULE IN \(rules))
              AND \(condition.replacing("TABLE_SCHEMA", with: "CONSTRAINT_SCHEMA"))
            """)
        return Set(rows.map { TableName(database: $0[0] ?? "", table: $0[1] ?? "") })
    }

    /// A name as a string literal.
    static func literal(_ text: String) -> String {
        "'" + text.replacing("\\", with: "\\\\").replacing("'", with: "''") + "'"
    }

    /// A name as an identifier.
    static func identifier(_ name: String) -> String { "`" + name.replacing("`", with: "``") + "`" }
}
