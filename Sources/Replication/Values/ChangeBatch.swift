/// Row changes of one table as columns, with one operation a row, in the order in which the source made them.
package struct ChangeBatch: Hashable, Sendable {
    /// What a row of the batch means.
    package enum Operation: UInt8, Hashable, Sendable {
        case insert
        case delete
        /// The row as it was; the row after it in the batch is its `updateAfter`.
        case updateBefore
        case updateAfter
    }

    /// The schema that the rows have, which is the table's at their place in the binlog.
    package let schema: TableSchema
    package internal(set) var operations: [Operation] = []
    /// As many as `schema.columns`, each as long as `operations`.
    package internal(set) var columns: [ColumnBuffer]

    /// An empty batch of a table.
    package init(schema: TableSchema) {
        self.schema = schema
        columns = schema.columns.map { ColumnBuffer(type: $0.type) }
    }

    /// Rows in the batch; an update counts twice.
    package var count: Int { operations.count }

    /// Adds the rows of another batch of the same schema.
    package mutating func append(contentsOf other: ChangeBatch) {
        precondition(schema == other.schema, "batches of different schemas do not join")
        operations += other.operations
        for index in columns.indices { columns[index].append(contentsOf: other.columns[index]) }
    }

    /// Takes back every row after the first `rows`, so that a row that failed half way leaves nothing behind.
    mutating func truncate(to rows: Int) {
        operations.removeSubrange(min(rows, operations.count)...)
        for index in columns.indices { columns[index].truncate(to: rows) }
    }
}
