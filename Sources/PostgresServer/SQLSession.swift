package import Warehouse

/// What the server needs from a warehouse, and nothing more.
///
/// A connection drives one session, one call at a time: prepare a statement, execute it, take its rows. Rows never pass
/// through here one by one: a cursor shows whole column batches to a `RowWriter` on the engine's own thread, and the
/// connection sends what was written once the client has room for it. `cancel()` is the only call that may come at any
/// moment and from any thread.

/// Opens sessions for clients that have proved who they are.
package protocol SessionProvider: Sendable {
    /// The stored secret of `user`; nil if the user is unknown or has no password.
    func credential(ofUser user: String) async throws -> StoredCredential?

    /// A session for a client that has passed authentication; throws `PostgresError` to refuse it.
    func open(_ request: SessionRequest) async throws -> any SQLSession
}

/// Who connects, to which database, with which start-up settings.
package struct SessionRequest: Sendable, Equatable {
    package let user: String
    package let database: String
    /// Every other start-up parameter by its name as sent, for example `application_name`.
    package let settings: [String: String]

    /// A request as the start-up message states it.
    package init(user: String, database: String, settings: [String: String]) {
        self.user = user
        self.database = database
        self.settings = settings
    }
}

/// One client's session: its transaction, its settings, its statements.
package protocol SQLSession: AnyObject, Sendable {
    /// Where the session stands; read after each statement.
    var transactionStatus: TransactionStatus { get }

    /// The session's time zone by its name; TIMESTAMPTZ is shown in it.
    var timeZone: String { get }

    /// Cuts the text of a simple query into its statements; empty ones are left out.
    func split(_ sql: String) throws -> [String]

    /// Plans one statement. `parameterTypes` are the types the client stated, `.unspecified` where it left them open.
    /// An empty statement gives a statement whose execution is `.empty`.
    func prepare(_ sql: String, parameterTypes: [TypeOID]) async throws -> any SQLStatement

    /// Runs a statement with one value for each of its parameters.
    func execute(_ statement: any SQLStatement, parameters: [ParameterValue]) async throws -> Execution

    /// Begins a transaction for the statements of one message or pipeline, unless one is open. It does not show in
    /// `transactionStatus`, and ends with `commitImplicitTransaction` or `fail`.
    func beginImplicitTransaction() async throws

    /// Commits what `beginImplicitTransaction` began, unless the client has ended it or made it its own.
    func commitImplicitTransaction() async throws

    /// A statement failed, in the session or on the way to it: an open transaction has failed, an implicit one is gone.
    func fail() async

    /// The columns of a cursor that DECLARE made, which clients describe like a portal; nil if there is none of the name.
    func columns(ofCursor name: String) async -> [ResultColumn]?

    /// Notices and changed settings since the last call, in order.
    func takeMessages() -> [SessionMessage]

    /// Interrupts the statement that runs now, if any: its call throws `query_canceled`. Any thread, any time.
    func cancel()

    /// Ends the session: open transactions roll back, statements and cursors become invalid.
    func close() async
}

/// A planned statement; it lives until the connection drops it.
package protocol SQLStatement: AnyObject, Sendable {
    /// The type of each parameter, in order, as the engine settled it.
    var parameterTypes: [TypeOID] { get }
    /// The result's columns; nil for a statement without a result.
    var columns: [ResultColumn]? { get }
}

/// What running a statement gave.
package enum Execution: Sendable {
    /// Rows with the statement's columns. The tag's count is the rows sent, where it counts.
    case rows(any RowCursor, tag: RowsTag)
    /// Done, no rows.
    case command(CommandTag)
    /// The statement had no text.
    case empty
    /// `COPY ... FROM STDIN`: the client's data goes to the sink.
    case copyIn(any CopySink, CopyFormat)
    /// `COPY ... TO STDOUT`: the columns named give the header line.
    case copyOut(any RowCursor, columns: [ResultColumn], CopyFormat)
}

/// The rows of one running statement.
package protocol RowCursor: AnyObject, Sendable {
    /// Appends the rows that come next to `writer`, on the thread of the engine, until `writer.isFull` or the rows end.
    /// Returns true once the rows have ended.
    ///
    /// The loop of an adapter: while the writer is not full, fetch a chunk if the last is used up (return true if there
    /// is none), then advance by the number of rows that `writer.append` took; return false when it took fewer than
    /// offered.
    func write(to writer: RowWriter) async throws -> Bool

    /// Drops the rows that were not taken. Called once, also after the end.
    func close() async
}

/// Receives the rows of `COPY ... FROM STDIN`.
package protocol CopySink: AnyObject, Sendable {
    /// How many columns each row has.
    var columnCount: Int { get }
    /// Takes a batch of rows, column by column, as text.
    func append(_ batch: CopyBatch) async throws
    /// Ends the load; all rows are in when this returns.
    func finish() async throws -> CommandTag
    /// Gives up: the client failed, vanished or sent a bad row. Nothing of the load may stay.
    func abort() async
}

/// One column of a result as the client sees it.
package struct ResultColumn: Sendable, Equatable {
    package let name: String
    package let type: TypeOID
    /// Length and scale as PostgreSQL encodes them; -1 if the type has none.
    package let typeModifier: Int32

    /// A column of a type; see `TypeOID` for the modifiers.
    package init(name: String, type: TypeOID, typeModifier: Int32 = -1) {
        self.name = name
        self.type = type
        self.typeModifier = typeModifier
    }
}

/// Where a session stands; the raw value is the byte of ReadyForQuery.
package enum TransactionStatus: UInt8, Sendable {
    case idle = 0x49
    case inTransaction = 0x54
    case failed = 0x45
}

/// How the tag of a statement with rows is written.
package enum RowsTag: Sendable, Equatable {
    /// The word, then the number of rows: `SELECT 5`, `FETCH 5`.
    case counted(String)
    /// The word alone: `SHOW`, `EXPLAIN`.
    case plain(String)
}

/// The tag that ends a statement without rows.
package struct CommandTag: Sendable, Equatable {
    package let text: String

    /// A tag without a count: `CREATE TABLE`, `BEGIN`.
    package init(_ text: String) { self.text = text }

    /// `INSERT 0 n`, `UPDATE n`, `DELETE n`, `COPY n`.
    package init(_ verb: String, rowCount: Int) {
        self.text = verb == "INSERT" ? "INSERT 0 \(rowCount)" : "\(verb) \(rowCount)"
    }
}

/// Something a session wants its client to know besides the result.
package enum SessionMessage: Sendable, Equatable {
    case notice(PostgresNotice)
    /// A setting that clients follow has changed, for example `TimeZone` or `application_name`.
    case parameter(name: String, value: String)
    /// The prepared statement of this name is to go; nil is all of them.
    case deallocated(String?)
}
