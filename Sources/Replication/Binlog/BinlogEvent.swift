/// The 19 bytes that every event of binlog version 4 begins with.
package struct BinlogEventHeader: Hashable, Sendable {
    /// When the statement began on the server where it ran first, in seconds since 1970; 0 in artificial events.
    package let timestampSeconds: UInt32
    package let typeCode: UInt8
    package let serverID: UInt32
    /// The length of the event with header and checksum.
    package let length: UInt32
    /// The place of the next event in the file, modulo 2^32; 0 in artificial events.
    package let nextOffset: UInt32
    package let flags: UInt16

    static let length = 19
}

/// One event of the binary log.
package struct BinlogEvent: Hashable, Sendable {
    /// What the event says.
    package enum Body: Hashable, Sendable {
        /// The server's version text; the log's format follows from it.
        case formatDescription(serverVersion: String)
        /// The log goes on at another place.
        case rotate(BinlogCoordinates)
        /// A statement: transaction control, DDL, or changes logged as a statement.
        case query(QueryEvent)
        case tableMap(TableMap)
        case rows(RowsEvent)
        /// The commit of a transaction.
        case commit
        /// An XA transaction was prepared, or (in one phase) committed.
        case xaPrepare(isOnePhase: Bool, xid: String)
        case mariaDBGTID(MariaDBGTIDEvent)
        case mysqlGTID(MySQLGTIDEvent)
        /// Nothing happened; the server is at this place.
        case heartbeat
        /// The server lost changes and says so.
        case incident(String)
        /// Changes in a form that cannot be read; the text names the server setting behind it.
        case unsupported(String)
        /// Nothing that replication of rows needs.
        case skipped
    }

    package let header: BinlogEventHeader
    package let body: Body
}

/// A statement in the log.
package struct QueryEvent: Hashable, Sendable {
    /// The default database of the statement.
    package let database: String
    package let statement: String
}

/// The start of a group of events on MariaDB.
package struct MariaDBGTIDEvent: Hashable, Sendable {
    package let gtid: MariaDBGTID
    /// Whether the group is one statement without a commit event at its end.
    package let isStandalone: Bool
}

/// The start of a transaction on MySQL, with or without an identifier.
package struct MySQLGTIDEvent: Hashable, Sendable {
    /// `source:number`; nil for an anonymous transaction.
    package let gtid: String?
    /// When the server committed, from MySQL 8 on.
    package let committedAtMicroseconds: Int64?
}

/// Rows that were written, updated or deleted. The values lie in `bytes[rows]` and are read with the table's map.
package struct RowsEvent: Hashable, Sendable {
    /// What was done.
    package enum Action: Hashable, Sendable {
        case write, update, delete
    }

    package let action: Action
    package let tableID: UInt64
    package let columnCount: Int
    /// Which columns the rows have: bit `i % 8` of byte `i / 8`, as many bytes as the columns need.
    package let presentColumns: [UInt8]
    /// The same for the rows after an update; equal to `presentColumns` otherwise.
    package let presentColumnsAfter: [UInt8]
    package let bytes: [UInt8]
    package let rows: Range<Int>
}
