package import DuckDB
package import RedshiftSQL

/// A statement that was read, translated and, where the engine runs it, compiled.
///
/// Sendable by confinement: only its session touches the plan, on the session's thread.
package final class Prepared: @unchecked Sendable {
    enum Plan {
        /// The engine answers with rows; `given` are values for the statement's first parameters.
        case query(PreparedStatement, given: [Value], tag: String, counts: Bool)
        /// The engine changes rows of `target`.
        case change(PreparedStatement, tag: String, target: EngineName)
        /// The engine changes rows of `target` by several statements in one transaction.
        case changes([String], tag: String, target: EngineName)
        /// EXECUTE: another statement with these values for its parameters.
        case prepared(Prepared, values: [Value])
        /// The session does it.
        case command
    }

    /// The statement as it was read.
    package let parsed: ParsedStatement
    let plan: Plan
    /// The columns of the result; nil for a statement without one.
    package let columns: [Column]?
    /// The parameters' types, `unknown` where the engine left them open.
    package let parameterTypes: [ColumnType]

    init(_ parsed: ParsedStatement, plan: Plan, columns: [Column]?, parameterTypes: [ColumnType] = []) {
        self.parsed = parsed
        self.plan = plan
        self.columns = columns
        self.parameterTypes = parameterTypes
    }
}

/// What running a statement gave.
package enum Outcome: Sendable {
    /// Rows, to be fetched with `Session.advance`. The tag's count is added where `counts`.
    case rows(Cursor, tag: String, counts: Bool)
    /// Done; the tag carries the count, if there is one.
    case done(tag: String, rowCount: Int?)
    case empty
    /// COPY FROM STDIN: rows go to the load.
    case copyIn(CopyLoad, Copy)
    /// COPY TO STDOUT.
    case copyOut(Cursor, Copy)
}

/// A message to the client beside a result.
package enum SessionNotice: Sendable, Equatable {
    case info(String)
    case warning(String)
    /// A setting that clients follow has changed.
    case parameter(name: String, value: String)
    /// DEALLOCATE: the client's prepared statement of this name is to go, or all of them.
    case deallocated(String?)
}
