/// `INSERT INTO table [(columns)] {query | VALUES … | DEFAULT VALUES}`.
package struct Insert: Sendable, Hashable {
    package let table: ObjectName
    package let columns: [Identifier]
    /// Nil for DEFAULT VALUES.
    package let query: SQLFragment?
}

/// `UPDATE table [[AS] alias] SET column = expression, … [FROM …] [WHERE …]`.
package struct Update: Sendable, Hashable {
    package let with: SQLFragment?
    package let table: ObjectName
    package let alias: Identifier?
    package let assignments: [Assignment]
    package let from: SQLFragment?
    package let condition: SQLFragment?
}

/// One `column = expression` of an UPDATE or a MERGE.
package struct Assignment: Sendable, Hashable {
    package let column: Identifier
    package let value: SQLFragment
}

/// `DELETE [FROM] table [[AS] alias] [USING …] [WHERE …]`.
package struct Delete: Sendable, Hashable {
    package let with: SQLFragment?
    package let table: ObjectName
    package let alias: Identifier?
    package let using: SQLFragment?
    package let condition: SQLFragment?
}

/// `MERGE INTO target [alias] USING source [alias] ON condition {WHEN … | REMOVE DUPLICATES}`.
package struct Merge: Sendable, Hashable {
    package let target: ObjectName
    package let alias: Identifier?
    package let source: SQLFragment
    package let condition: SQLFragment
    package let branches: [Branch]
    /// `REMOVE DUPLICATES`: matching rows of the target are replaced by those of the source.
    package let removesDuplicates: Bool

    package struct Branch: Sendable, Hashable {
        package let isMatched: Bool
        package let condition: SQLFragment?
        package let action: Action
    }

    package enum Action: Sendable, Hashable {
        case update([Assignment])
        case delete
        case insert(columns: [Identifier], values: [SQLFragment])
    }
}

/// `EXPLAIN [VERBOSE] statement`.
package struct Explain: Sendable, Hashable {
    package let isAnalyzed: Bool
    package let statement: SQLFragment
}

/// `PREPARE name [(types)] AS statement`.
package struct Prepare: Sendable, Hashable {
    package let name: Identifier
    package let types: [DataType]
    package let statement: SQLFragment
}

/// `EXECUTE name [(values)]`.
package struct ExecutePrepared: Sendable, Hashable {
    package let name: Identifier
    package let values: [SQLFragment]
}

/// `DECLARE name [BINARY] [[NO] SCROLL] CURSOR [{WITH|WITHOUT} HOLD] FOR query`.
package struct DeclareCursor: Sendable, Hashable {
    package let name: Identifier
    /// WITH HOLD: the cursor outlives its transaction.
    package let isHeld: Bool
    package let isBinary: Bool
    /// NO SCROLL forbids fetching backwards.
    package let isScrollable: Bool
    package let query: SQLFragment
}

/// `FETCH [direction] [FROM | IN] cursor`.
package struct Fetch: Sendable, Hashable {
    /// Which rows, seen from the row that the cursor stands on.
    package enum Direction: Sendable, Hashable {
        /// The rows that follow, at most this many; nil is all of them. 0 is the row it stands on.
        case forward(Int?)
        /// The rows before, the nearest first.
        case backward(Int?)
        /// The one row of this number, counted from 1, or from the end where negative.
        case absolute(Int)
        /// The one row at this distance.
        case relative(Int)
    }

    package let cursor: Identifier
    package let direction: Direction
    /// MOVE instead of FETCH: rows are skipped, not sent.
    package let isMove: Bool
}
