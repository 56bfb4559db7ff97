package import DuckDB
internal import Foundation
package import RedshiftSQL
internal import Synchronization

/// One client's session: its transaction, settings and cursors, on a connection and a thread of its own.
package actor Session {
    /// Where the session's transaction stands.
    package enum TransactionStatus: Sendable {
        case idle, open, failed
    }

    let warehouse: WarehouseService
    let connection: Connection
    /// Who is connected.
    package nonisolated let user: String
    /// The database that names without one refer to.
    package nonisolated let database: String
    /// Stops the statement that runs now; any thread, any time.
    package nonisolated let interrupter: Connection.Interrupter
    private let thread = EngineThread(label: "session")

    var settings = SessionSettings()
    var status = TransactionStatus.idle
    // What the open transaction changed, to be announced when it commits.
    var changedRelations: Set<EngineName> = []
    var changedCatalog = false
    // Whether the session itself began the open transaction, for the statements of one message.
    var isImplicit = false
    var namedCursors: [String: NamedCursor] = [:]
    var declaredCursors = 0
    var preparedStatements: [String: PreparedText] = [:]
    /// The late-binding views whose queries are being looked up, each read by the one before.
    var viewsBeingBound: [EngineName] = []
    private weak var streamingCursor: Cursor?
    private var notices: [SessionNotice] = []

    package nonisolated var unownedExecutor: UnownedSerialExecutor { thread.asUnownedSerialExecutor() }

    /// Opens a session; throws 3D000 if there is no such database.
    package init(warehouse: WarehouseService, user: String, database: String) throws {
        self.warehouse = warehouse
        self.user = user
        self.database = database
        connection = try warehouse.database.connect()
        interrupter = connection.interrupter
        guard try Catalog(connection).hasDatabase(database) else {
            throw WarehouseError(
                .invalidCatalogName, "database \"\(database)\" does not exist",
                hint: "connect to \"\(EngineName.localDatabase)\", or create it")
        }
        try Self.setSearchPath(["public"], database: database, on: connection)
        let context = SessionContext(
            database: database, user: user, namespace: try Catalog(connection).namespace())
        for statement in context.statements { try connection.execute(statement) }
    }

    /// Where the transaction stands.
    package var transactionStatus: TransactionStatus { status }

    /// How this session reads SQL.
    package var sqlOptions: SQLOptions { settings.sqlOptions }

    /// Reads a script into statements.
    package func parse(_ script: String) throws -> [ParsedStatement] {
        do {
            return try parseScript(script, options: settings.sqlOptions)
        } catch {
            throw failing(error)
        }
    }

    /// Translates and compiles one statement; `parameterTypes` are those the client stated, nil where it left them open.
    package func prepare(_ parsed: ParsedStatement, parameterTypes: [ColumnType?] = []) throws -> Prepared {
        do {
            try checkTransaction(allows: parsed.statement)
            try AccessRule.check(parsed)
            try releaseConnection()
            return try plan(parsed, stated: parameterTypes)
        } catch {
            throw failing(error)
        }
    }

    /// Runs a statement with one value for each parameter.
    package func execute(_ prepared: Prepared, parameters: [Value] = []) async throws -> Outcome {
        var timeout = settings.statementTimeoutMilliseconds.map { StatementTimeout(milliseconds: $0, interrupter) }
        defer { timeout?.cancel() }
        do {
            try checkTransaction(allows: prepared.parsed.statement)
            try releaseConnection()
            if prepared.parsed.statement.isTransactionOfItsOwn { try commitImplicitTransaction() }
            switch prepared.plan {
            case .query(let statement, let given, let tag, let counts):
                let cursor = stream(try statement.run(given + parameters))
                // The engine computes the rows as they are fetched.
                cursor.timeout = timeout.take()
                return .rows(cursor, tag: tag, counts: counts)
            case .change(let statement, let tag, let target):
                let count = try statement.run(parameters).readRowsChanged()
                note(changed: [target])
                return .done(tag: tag, rowCount: count)
            case .changes(let texts, let tag, let target):
                var count = 0
                try inTransaction { for text in texts { count = try connection.execute(text) } }
                note(changed: [target])
                return .done(tag: tag, rowCount: count)
            case .prepared(let inner, let values):
                return try await execute(inner, parameters: values)
            case .command:
                return try await run(prepared.parsed, parameters: parameters)
            }
        } catch {
            throw failing(timeout?.explain(error) ?? error)
        }
    }

    /// Reads, translates and runs one statement.
    package func run(_ sql: String, parameters: [Value] = []) async throws -> Outcome {
        guard let parsed = try parse(sql).first else { return .empty }
        return try await execute(prepare(parsed), parameters: parameters)
    }

    /// Shows `body` the rows of a cursor that come next (a chunk and the first row not taken; nil at the end), and takes
    /// as many of them as it answers.
    package func advance(_ cursor: Cursor, _ body: (DataChunk, _ firstRow: Int) throws -> Int) throws -> Bool {
        do {
            guard let (chunk, firstRow) = try cursor.peek() else { return false }
            cursor.advance(by: try body(chunk, firstRow))
            return true
        } catch {
            throw failing(cursor.timeout?.explain(error) ?? error)
        }
    }

    /// The columns of a cursor that DECLARE made; nil if there is none of that name.
    package func columns(ofCursor name: String) -> [Column]? { namedCursors[name]?.columns }

    /// Drops the rows of a cursor that were not taken.
    package func close(_ cursor: Cursor) { cursor.close() }

    /// What the session is like now, with the notices since the last call.
    package func takeState() -> SessionState {
        defer { notices = [] }
        return SessionState(
            status: isImplicit ? .idle : status, sqlOptions: settings.sqlOptions,
            timeZone: settings["timezone"] ?? "UTC", notices: notices)
    }

    /// Takes over a setting of the start-up message; unknown ones are passed over, as drivers send many.
    package func adopt(_ name: String, _ value: String) {
        guard SessionParameter.named(name.lowercased()) != nil else { return }
        // A driver's default that is refused here is no reason to refuse the driver.
        _ = try? set(name.lowercased(), to: [value])
    }

    /// Calls `body` with the session's thread to itself, as cursors need it.
    package func withThread<T: Sendable>(_ body: @Sendable (isolated Session) throws -> T) throws -> T {
        do {
            return try body(self)
        } catch {
            throw failing(error)
        }
    }

    /// Ends the session; what its transaction did is gone.
    package func close() {
        streamingCursor?.close()
        guard status != .idle else { return }
        status = .idle
        // The connection ends with the session, and an open transaction with the connection.
        _ = try? connection.execute("ROLLBACK")
    }

    func add(_ notice: SessionNotice) { notices.append(notice) }

    /// The client's statement failed, here or on its way: an open transaction has failed, and one that the session began
    /// itself is taken back.
    package func fail() {
        guard isImplicit else {
            if status == .open { status = .failed }
            return
        }
        streamingCursor?.close()
        do {
            _ = try rollback()
        } catch {
            // The client is told why its statement failed; the engine drops what is left with the next transaction.
            status = .idle
            isImplicit = false
        }
    }

    /// Frees the connection for another statement: rows still to come are read ahead.
    func releaseConnection() throws {
        try streamingCursor?.detach()
        streamingCursor = nil
    }

    /// Follows the rows of `result` as the ones that hold the connection.
    func stream(_ result: QueryResult) -> Cursor {
        let cursor = Cursor(result)
        streamingCursor = cursor
        return cursor
    }

    /// The error as clients see it; an open transaction has failed with it.
    private func failing(_ error: any Error) -> WarehouseError {
        if status == .open { status = .failed }
        return WarehouseError(error)
    }
}
