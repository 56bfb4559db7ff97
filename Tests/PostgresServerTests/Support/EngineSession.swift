import DuckDB
import Synchronization
import Warehouse

@testable import PostgresServer

/// Sessions over an engine in memory, with the least that a client needs: what the warehouse adds is tested there.
struct EngineProvider: SessionProvider {
    let database: Database
    var credentials: [String: StoredCredential] = [:]
    /// How many sessions are open now.
    let openSessions = Counter()
    /// How many rows the engine has given to all cursors.
    let rowsFetched = Counter()

    init(credentials: [String: StoredCredential] = [:]) throws {
        database = try Database(path: nil, settings: ["threads": "1"])
        self.credentials = credentials
    }

    func credential(ofUser user: String) async throws -> StoredCredential? { credentials[user] }

    func open(_ request: SessionRequest) async throws -> any SQLSession {
        if request.database == "missing" {
            throw PostgresError(.invalidCatalogName, "database \"missing\" does not exist")
        }
        return EngineSession(try database.connect(), openSessions, rowsFetched)
    }
}

/// A number that several threads change.
final class Counter: Sendable {
    private let storage = Mutex(0)

    var value: Int { storage.withLock { $0 } }

    func add(_ difference: Int) { storage.withLock { $0 += difference } }
}

actor EngineSession: SQLSession {
    nonisolated let thread = EngineThread(label: "test-session")
    nonisolated var unownedExecutor: UnownedSerialExecutor { thread.asUnownedSerialExecutor() }

    private struct Shared {
        var status = TransactionStatus.idle
        var messages: [SessionMessage] = []
    }

    private nonisolated let shared = Mutex(Shared())
    private nonisolated let interrupter: Connection.Interrupter
    private let connection: Connection
    private let openSessions: Counter
    private var isImplicit = false
    fileprivate nonisolated let rowsFetched: Counter

    init(_ connection: sending Connection, _ openSessions: Counter, _ rowsFetched: Counter) {
        interrupter = connection.interrupter
        self.connection = connection
        self.openSessions = openSessions
        self.rowsFetched = rowsFetched
        openSessions.add(1)
    }

    nonisolated var transactionStatus: TransactionStatus { shared.withLock { $0.status } }
    nonisolated var timeZone: String { "UTC" }

    nonisolated func split(_ sql: String) throws -> [String] {
        sql.split(separator: ";").map { String($0).trimmingWhitespace }.filter { !$0.isEmpty }
    }

    func prepare(_ sql: String, parameterTypes: [TypeOID]) async throws -> any SQLStatement {
        if transactionStatus == .failed, !sql.lowercased().hasPrefix("rollback") {
            throw PostgresError(
                .inFailedTransaction,
                "current transaction is aborted, commands ignored until end of transaction block")
        }
        if sql.trimmingWhitespace.isEmpty || sql.uppercased().hasPrefix("COPY ") || sql.hasPrefix("NOTIFY_ME") {
            return EngineStatement(sql: sql, statement: nil, parameterTypes: [], columns: nil)
        }
        do {
            let statement = try connection.prepare(sql)
            let types = statement.parameterTypes.enumerated().map { index, type in
                index < parameterTypes.count && parameterTypes[index] != .unspecified
                    ? parameterTypes[index] : ResultColumn(name: "", engineType: type).type
            }
            let columns = statement.columns.map { ResultColumn(name: $0.name, engineType: $0.type) }
            let givesRows = ["SELECT", "WITH", "VALUES", "SHOW", "FROM"].contains { sql.uppercased().hasPrefix($0) }
            return EngineStatement(
                sql: sql, statement: statement, parameterTypes: types, columns: givesRows ? columns : nil)
        } catch let error as EngineError {
            throw failed(error)
        }
    }

    func execute(_ statement: any SQLStatement, parameters: [ParameterValue]) async throws -> Execution {
        guard let statement = statement as? EngineStatement else { throw PostgresError(.internalError, "foreign") }
        if statement.sql.trimmingWhitespace.isEmpty { return .empty }
        if statement.sql.hasPrefix("NOTIFY_ME") {
            shared.withLock {
                $0.messages.append(.notice(PostgresNotice(.info, "as you wish", hint: "do not ask again")))
                $0.messages.append(.parameter(name: "application_name", value: "renamed"))
            }
            return .command(CommandTag("NOTIFY_ME"))
        }
        if isImplicit, statement.sql.uppercased().hasPrefix("BEGIN") {
            isImplicit = false
            shared.withLock { $0.status = .inTransaction }
            return .command(CommandTag("BEGIN"))
        }
        do {
            if let prepared = statement.statement {
                let result = try prepared.run(parameters.map { Value($0) })
                if statement.columns != nil { return .rows(EngineCursor(self, result), tag: .counted("SELECT")) }
                return .command(try finish(statement.sql, result))
            }
            return try copy(statement.sql)
        } catch let error as EngineError {
            throw failed(error)
        }
    }

    func beginImplicitTransaction() async throws {
        guard !isImplicit, transactionStatus == .idle else { return }
        try connection.execute("BEGIN")
        isImplicit = true
    }

    func commitImplicitTransaction() async throws {
        guard isImplicit else { return }
        isImplicit = false
        try connection.execute("COMMIT")
    }

    func fail() async {
        guard isImplicit else { return }
        isImplicit = false
        // The engine may have given the transaction up itself.
        _ = try? connection.execute("ROLLBACK")
    }

    private func finish(_ sql: String, _ result: QueryResult) throws -> CommandTag {
        let verb = sql.uppercased().split(separator: " ").first.map { String($0) } ?? ""
        shared.withLock {
            if verb == "BEGIN" { $0.status = .inTransaction }
            if verb == "COMMIT" || verb == "ROLLBACK" { $0.status = .idle }
        }
        let changed = try result.readRowsChanged()
        return ["INSERT", "UPDATE", "DELETE"].contains(verb) ? CommandTag(verb, rowCount: changed) : CommandTag(verb)
    }

    /// `COPY table FROM STDIN ...` and `COPY table TO STDOUT ...`, with CSV and HEADER as plain words.
    private func copy(_ sql: String) throws -> Execution {
        let words = sql.uppercased()
        let table = sql.split(separator: " ")[1]
        let format = CopyFormat(style: words.contains("CSV") ? .csv : .text, hasHeader: words.contains("HEADER"))
        let result = try connection.query("SELECT * FROM \(table)")
        guard words.contains("FROM STDIN") else {
            let columns = result.columns.map { ResultColumn(name: $0.name, engineType: $0.type) }
            return .copyOut(EngineCursor(self, result), columns: columns, format)
        }
        try connection.execute("BEGIN")
        return .copyIn(EngineSink(self, String(table), columnCount: result.columns.count), format)
    }

    fileprivate func append(_ batch: CopyBatch, to table: String) throws {
        let source = CopyBatchSource(batch)
        do {
            try connection.database.withBatch(source) { id in
                _ = try connection.execute("INSERT INTO \(table) SELECT * FROM millrace_batch(\(id))")
            }
        } catch let error as EngineError {
            throw failed(error)
        }
    }

    fileprivate func end(_ sql: String) throws { try connection.execute(sql) }

    fileprivate func write(_ cursor: EngineCursor, to writer: RowWriter) throws -> Bool {
        do {
            return try cursor.takeRows(writer)
        } catch let error as EngineError {
            throw failed(error)
        }
    }

    fileprivate func drop(_ cursor: EngineCursor) { cursor.drop() }

    private func failed(_ error: EngineError) -> PostgresError {
        shared.withLock { if $0.status == .inTransaction { $0.status = .failed } }
        return PostgresError(WarehouseError(error))
    }

    /// The engine alone has no cursors.
    func columns(ofCursor name: String) async -> [ResultColumn]? { nil }

    nonisolated func takeMessages() -> [SessionMessage] {
        shared.withLock { shared in
            defer { shared.messages = [] }
            return shared.messages
        }
    }

    nonisolated func cancel() { interrupter.interrupt() }

    func close() async { openSessions.add(-1) }
}

private final class EngineStatement: SQLStatement, @unchecked Sendable {
    // Used on its session's thread alone.
    let statement: PreparedStatement?
    let sql: String
    let parameterTypes: [TypeOID]
    let columns: [ResultColumn]?

    init(sql: String, statement: PreparedStatement?, parameterTypes: [TypeOID], columns: [ResultColumn]?) {
        self.sql = sql
        self.statement = statement
        self.parameterTypes = parameterTypes
        self.columns = columns
    }
}

private final class EngineCursor: RowCursor, @unchecked Sendable {
    // Used on its session's thread alone.
    private let session: EngineSession
    private var result: QueryResult?
    private var chunk: DataChunk?
    private var nextRow = 0

    init(_ session: EngineSession, _ result: QueryResult) {
        self.session = session
        self.result = result
    }

    func write(to writer: RowWriter) async throws -> Bool { try await session.write(self, to: writer) }

    func close() async { await session.drop(self) }

    fileprivate func takeRows(_ writer: RowWriter) throws -> Bool {
        while !writer.isFull {
            if chunk.map({ nextRow == $0.rowCount }) ?? true {
                chunk = try result?.next()
                nextRow = 0
                session.rowsFetched.add(chunk?.rowCount ?? 0)
            }
            guard let chunk else { return true }
            let taken = try writer.append(RowBatch(chunk), from: nextRow)
            nextRow += taken
            if nextRow < chunk.rowCount { return false }
        }
        return false
    }

    fileprivate func drop() {
        result = nil
        chunk = nil
    }
}

private final class EngineSink: CopySink {
    private let session: EngineSession
    private let table: String
    let columnCount: Int
    private let rowCount = Counter()

    init(_ session: EngineSession, _ table: String, columnCount: Int) {
        self.session = session
        self.table = table
        self.columnCount = columnCount
    }

    func append(_ batch: CopyBatch) async throws {
        try await session.append(batch, to: table)
        rowCount.add(batch.rowCount)
    }

    func finish() async throws -> CommandTag {
        try await session.end("COMMIT")
        return CommandTag("COPY", rowCount: rowCount.value)
    }

    func abort() async {
        // The engine may have rolled back already, when a batch failed.
        try? await session.end("ROLLBACK")
    }
}

extension String {
    fileprivate var trimmingWhitespace: String {
        String(drop { $0.isWhitespace }.reversed().drop { $0.isWhitespace }.reversed())
    }
}
