/// A table of the source, by database and name, both in the source's own spelling.
package struct TableName: Hashable, Comparable, Sendable, CustomStringConvertible {
    package let database: String
    package let table: String

    /// Names `table` of `database`.
    package init(database: String, table: String) {
        self.database = database
        self.table = table
    }

    package var description: String { "\(database).\(table)" }

    package static func < (left: TableName, right: TableName) -> Bool {
        (left.database, left.table) < (right.database, right.table)
    }
}

/// One column as it appears in the warehouse.
package struct ColumnSchema: Hashable, Sendable {
    package let name: String
    package let type: ColumnType
    package let isNullable: Bool

    /// Describes a column.
    package init(name: String, type: ColumnType, isNullable: Bool = true) {
        self.name = name
        self.type = type
        self.isNullable = isNullable
    }
}

/// The columns and primary key of one replicated table.
package struct TableSchema: Hashable, Sendable {
    package let name: TableName
    package let columns: [ColumnSchema]
    /// Indexes into `columns`, in key order; empty for a table without a primary key.
    package let primaryKey: [Int]

    /// Describes a table; indexes of `primaryKey` outside `columns` are a programming error.
    package init(name: TableName, columns: [ColumnSchema], primaryKey: [Int] = []) {
        precondition(primaryKey.allSatisfy(columns.indices.contains), "primary key outside the columns")
        self.name = name
        self.columns = columns
        self.primaryKey = primaryKey
    }

    /// The same table under another name.
    package func renamed(to name: TableName) -> TableSchema {
        TableSchema(name: name, columns: columns, primaryKey: primaryKey)
    }
}
