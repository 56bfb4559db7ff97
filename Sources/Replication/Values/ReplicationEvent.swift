/// What a source delivers, in order. Everything up to a `transaction` or `snapshotFinished` belongs to the position
/// that it carries, and is to be stored in one commit with it.
package enum ReplicationEvent: Sendable {
    /// Rows of these tables follow; what the warehouse holds of them is to be replaced when the snapshot finishes.
    case snapshotStarted([TableSchema])
    /// Rows of one table as inserts.
    case snapshotRows(ChangeBatch)
    /// The snapshot is whole.
    case snapshotFinished(SnapshotEnd)
    /// Changes that the source committed together, or (when `isLast` is false) a leading part of them.
    case transaction(SourceTransaction)
    /// Nothing was committed for a while: everything up to this moment has been delivered.
    case heartbeat(position: SourcePosition)
    /// The table cannot be replicated; the others go on.
    case tableFailed(TableName, ReplicationError)
    /// The connection is gone; the source tries again after the delay and loses nothing.
    case disconnected(ReplicationError, retryAfterMilliseconds: Int)
    /// Changes are being followed from here on.
    case connected
}

extension ReplicationEvent {
    /// How much of a queue's room the event takes: rows weigh, and a full batch of a snapshot is a sixteenth of it all.
    var queueCost: Int {
        switch self {
        case .snapshotRows(let batch): 1 + batch.count / 64
        case .transaction(let transaction): 1 + transaction.rowCount / 64
        default: 1
        }
    }
}

extension SourceTransaction {
    /// Rows of all changes; an update counts twice.
    package var rowCount: Int {
        changes.reduce(0) { count, change in
            if case .rows(let batch) = change { count + batch.count } else { count }
        }
    }
}

/// The end of a snapshot.
package struct SnapshotEnd: Hashable, Sendable {
    /// The tables that are whole now.
    package let tables: [TableName]
    /// Where following goes on.
    package let position: SourcePosition
    /// Whether these are all tables of the source, so that any other replicated table no longer exists.
    package let isComplete: Bool

    /// Describes a finished snapshot.
    package init(tables: [TableName], position: SourcePosition, isComplete: Bool) {
        self.tables = tables
        self.position = position
        self.isComplete = isComplete
    }
}

/// Changes that the source committed together. A transaction of more rows than the source's bound arrives in parts;
/// only the last has `isLast`, and none of them may be committed before it.
package struct SourceTransaction: Hashable, Sendable {
    package let changes: [SourceChange]
    /// The position after the transaction; of a part that is not the last, the position before it.
    package let position: SourcePosition
    /// When the source committed, in microseconds since 1970. MySQL 8 tells microseconds; MariaDB tells only the second
    /// in which the last statement began, so lag measured from it may be too long by up to a second.
    package let committedAtMicroseconds: Int64
    package let isLast: Bool

    /// Describes a transaction.
    package init(changes: [SourceChange], position: SourcePosition, committedAtMicroseconds: Int64, isLast: Bool = true)
    {
        self.changes = changes
        self.position = position
        self.committedAtMicroseconds = committedAtMicroseconds
        self.isLast = isLast
    }
}

/// One step of a transaction.
package enum SourceChange: Hashable, Sendable {
    /// Row changes.
    case rows(ChangeBatch)
    /// The table has this schema from here on. A column of `renamedColumns` (previous to present name) keeps its
    /// values; any other column that was not there is null in all rows.
    case alter(TableSchema, renamedColumns: [String: String])
    /// The table is empty now.
    case truncate(TableName)
    /// The table has another name now.
    case rename(TableName, to: TableName)
    /// The table is gone.
    case drop(TableName)
    /// The table cannot be followed any further; its rows are not delivered until it is snapshotted again.
    case fail(TableName, ReplicationError)
    /// What happened to the table cannot be followed by rows, for the reason given; a snapshot of it comes next.
    case resnapshot(TableName, reason: String)
}
