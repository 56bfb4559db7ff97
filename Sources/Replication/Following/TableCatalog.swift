/// The source's own description of its tables, which is always that of now and never that of a place in the log.
protocol TableCatalog {
    /// The table; nil if there is none. Throws `unsupportedTable` if it cannot be replicated.
    func table(_ name: TableName) throws -> CatalogTable?
}

/// A table as the source's catalog describes it.
struct CatalogTable: Sendable {
    let name: TableName
    let columns: [TableMap.Column]
    let primaryKey: [Int]
    let layout: TableLayout

    init(name: TableName, columns: [TableMap.Column], primaryKey: [Int]) throws(ReplicationError) {
        self.name = name
        self.columns = columns
        self.primaryKey = primaryKey
        layout = try TableLayout(name, columns: columns, primaryKey: primaryKey)
    }
}

extension TableCatalog {
    /// The table's schema; nil also if it cannot be replicated.
    func tableIfSupported(_ name: TableName) throws -> TableSchema? {
        do {
            return try table(name)?.layout.schema
        } catch let error as ReplicationError where error.code == .unsupportedTable {
            return nil
        }
    }
}

extension TableLayout {
    /// The layout of a table map; what a server leaves out without full metadata (names, key, members) is taken from
    /// its catalog, if that agrees in number and type of the columns.
    init(naming map: TableMap, catalog: some TableCatalog) throws(ReplicationError) {
        guard !map.hasNames else {
            try self.init(map.name, columns: map.columns, primaryKey: map.primaryKey ?? [])
            return
        }
        let known: CatalogTable?
        do {
            known = try catalog.table(map.name)
        } catch {
            throw error as? ReplicationError
                ?? ReplicationError(.connectionFailed, "the catalog cannot be read: \(error)")
        }
        guard let known, known.columns.count == map.columns.count,
            zip(known.columns, map.columns).allSatisfy({ $0.type == $1.type })
        else {
            throw ReplicationError(
                .schemaMismatch, "the columns of \(map.name) are not those of the source's catalog any more",
                hint: "set binlog_row_metadata=FULL on the source")
        }
        var columns = map.columns
        for index in columns.indices {
            columns[index].name = known.columns[index].name
            columns[index].members = known.columns[index].members
            columns[index].collation = columns[index].collation ?? known.columns[index].collation
        }
        try self.init(map.name, columns: columns, primaryKey: known.primaryKey)
    }
}
