/// Runs the SQL of the console's pages. The console knows nothing of the engine: whoever puts the program together
/// adapts the warehouse's session to this protocol.
package protocol QueryBackend: Sendable {
    /// Runs the one statement `sql` in a session of its own and hands its result over in parts, in this order:
    /// notices at any time, the columns once (a statement without a result hands over none), batches of rows, and at
    /// the end how the statement completed.
    ///
    /// The next part is made only after `consume` has answered, so a slow reader holds the statement back. After
    /// `.enough` no more rows are wanted: the statement is stopped and the call returns. When the task is cancelled
    /// the statement is stopped too. Throws `QueryFailure` for what the user can put right.
    func run(_ sql: String, consume: (QueryPart) async throws -> QueryDemand) async throws
}

/// One part of a result, in the order of `QueryBackend.run`.
package enum QueryPart: Sendable {
    /// Names and types of the columns, also when no row follows.
    case columns([ResultColumn])
    /// Some rows, as many columns wide as announced.
    case rows(RowBatch)
    /// A message for the user that is no error, as after `REFRESH MATERIALIZED VIEW`.
    case notice(String)
    /// The statement ended well; `command` is its tag, as `CREATE TABLE` or `INSERT 0 5`.
    case completed(command: String)
}

/// Whether the reader of a result wants more of it.
package enum QueryDemand: Sendable {
    case more
    case enough
}

/// Name and type of one column of a result.
package struct ResultColumn: Sendable, Equatable {
    /// The name as the statement gives it; need not be unique.
    package let name: String
    /// The type as a user writes it in SQL, as `bigint`, `decimal(30,4)`, `timestamp` or `super`.
    package let typeName: String

    /// Makes a column from its name and its SQL type.
    package init(name: String, typeName: String) {
        self.name = name
        self.typeName = typeName
    }
}

/// An error of a statement, in PostgreSQL's parts.
package struct QueryFailure: Error, Equatable {
    /// Five characters of the SQL standard, as `42P01`.
    package let sqlState: String
    /// The fact, in lower case.
    package let message: String
    /// More about this occurrence.
    package let detail: String?
    /// What the user can do.
    package let hint: String?
    /// Where in the statement: the first character is 1.
    package let position: Int?

    /// Makes a failure; only state and message are always there.
    package init(sqlState: String, message: String, detail: String? = nil, hint: String? = nil, position: Int? = nil) {
        self.sqlState = sqlState
        self.message = message
        self.detail = detail
        self.hint = hint
        self.position = position
    }
}
