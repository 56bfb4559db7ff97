internal import DuckDB
internal import RedshiftSQL
internal import Synchronization
package import Warehouse

/// Opens the warehouse's sessions for the clients of this server.
package struct WarehouseSessions: SessionProvider {
    private let warehouse: WarehouseService

    /// Sessions of `warehouse`.
    package init(_ warehouse: WarehouseService) { self.warehouse = warehouse }

    package func credential(ofUser user: String) async throws -> StoredCredential? {
        try Catalog(warehouse.database.connect()).account(user)?.credential
    }

    package func open(_ request: SessionRequest) async throws -> any SQLSession {
        do {
            let session = try Session(warehouse: warehouse, user: request.user, database: request.database)
            return try await WarehouseSession(session, settings: request.settings)
        } catch {
            throw PostgresError(WarehouseError(error))
        }
    }
}

/// A session of the warehouse as the server drives it.
final class WarehouseSession: SQLSession {
    private struct Mirror {
        var status = TransactionStatus.idle
        var options = SQLOptions()
        var timeZone = "UTC"
        var messages: [SessionMessage] = []
    }
    let session: Session
    // What the session was like after its last call, for the questions that cannot wait for its thread.
    private let mirror = Mutex(Mirror())

    init(_ session: Session, settings: [String: String]) async throws {
        self.session = session
        for (name, value) in settings.sorted(by: { $0.key < $1.key }) { await session.adopt(name, value) }
        await refreshMirror()
        // The server has told the client its settings already.
        _ = takeMessages()
    }

    var transactionStatus: TransactionStatus { mirror.withLock { $0.status } }

    var timeZone: String { mirror.withLock { $0.timeZone } }

    func split(_ sql: String) throws -> [String] {
        do {
            return try parseScript(sql, options: mirror.withLock { $0.options }).map(\.text)
        } catch {
            throw PostgresError(WarehouseError(error))
        }
    }

    func prepare(_ sql: String, parameterTypes: [TypeOID]) async throws -> any SQLStatement {
        try await answering {
            guard let parsed = try await session.parse(sql).first else { return WarehouseStatement(nil, stated: []) }
            return WarehouseStatement(
                try await session.prepare(parsed, parameterTypes: parameterTypes.map(\.engineType)),
                stated: parameterTypes)
        }
    }

    func execute(_ statement: any SQLStatement, parameters: [ParameterValue]) async throws -> Execution {
        try await answering {
            guard let statement = statement as? WarehouseStatement, let prepared = statement.prepared else {
                return .empty
            }
            let outcome = try await session.execute(prepared, parameters: parameters.map(Value.init))
            return try execution(of: outcome, statement)
        }
    }

    func beginImplicitTransaction() async throws {
        try await answering { try await session.beginImplicitTransaction() }
    }

    func commitImplicitTransaction() async throws {
        try await answering { try await session.commitImplicitTransaction() }
    }

    func fail() async {
        await session.fail()
        await refreshMirror()
    }

    func columns(ofCursor name: String) async -> [ResultColumn]? {
        await session.columns(ofCursor: name)?.map { ResultColumn(name: $0.name, engineType: $0.type) }
    }

    func takeMessages() -> [SessionMessage] {
        mirror.withLock { mirror in
            defer { mirror.messages = [] }
            return mirror.messages
        }
    }

    func cancel() { session.interrupter.interrupt() }

    func close() async { await session.close() }

    private func execution(of outcome: Outcome, _ statement: WarehouseStatement) throws -> Execution {
        switch outcome {
        case .rows(let cursor, let tag, let counts):
            return .rows(WarehouseCursor(cursor, self), tag: counts ? .counted(tag) : .plain(tag))
        case .done(let tag, let count): return .command(count.map { CommandTag(tag, rowCount: $0) } ?? CommandTag(tag))
        case .empty: return .empty
        case .copyIn(let load, let copy):
            return .copyIn(WarehouseCopySink(load, self), try CopyFormat(copy.format))
        case .copyOut(let cursor, let copy):
            let columns = cursor.columns.map { ResultColumn(name: $0.name, engineType: $0.type) }
            return .copyOut(WarehouseCursor(cursor, self), columns: columns, try CopyFormat(copy.format))
        }
    }

    /// Runs a call of the session: its errors in the server's form, its state mirrored afterwards.
    func answering<T>(_ body: () async throws -> T) async throws -> T {
        do {
            let value = try await body()
            await refreshMirror()
            return value
        } catch {
            await refreshMirror()
            throw (error as? PostgresError) ?? PostgresError(WarehouseError(error))
        }
    }

    private func refreshMirror() async {
        let state = await session.takeState()
        mirror.withLock { mirror in
            mirror.status =
                switch state.status {
                case .idle: .idle
                case .open: .inTransaction
                case .failed: .failed
                }
            mirror.options = state.sqlOptions
            mirror.timeZone = state.timeZone
            mirror.messages += state.notices.map(SessionMessage.init)
        }
    }
}

/// A prepared statement of the warehouse; nil where the text held none.
final class WarehouseStatement: SQLStatement {
    let prepared: Prepared?
    let parameterTypes: [TypeOID]
    let columns: [ResultColumn]?

    init(_ prepared: Prepared?, stated: [TypeOID]) {
        self.prepared = prepared
        parameterTypes = (prepared?.parameterTypes ?? []).enumerated().map { index, type in
            if index < stated.count, stated[index] != .unspecified { return stated[index] }
            if case .unknown = type { return .unspecified }
            return ResultColumn(name: "", engineType: type).type
        }
        columns = prepared?.columns?.map { ResultColumn(name: $0.name, engineType: $0.type) }
    }
}

/// Rows of the warehouse, written on the session's thread.
///
final class WarehouseCursor: RowCursor {
    private let cursor: Cursor
    private let owner: WarehouseSession

    init(_ cursor: Cursor, _ owner: WarehouseSession) {
        self.cursor = cursor
        self.owner = owner
    }

    func write(to writer: RowWriter) async throws -> Bool {
        do {
            return try await owner.session.withThread { session in
                while !writer.isFull {
                    let hadRows = try session.advance(cursor) { chunk, firstRow in
                        try writer.append(RowBatch(chunk), from: firstRow)
                    }
                    if !hadRows { return true }
                }
                return false
            }
        } catch {
            throw PostgresError(WarehouseError(error))
        }
    }

    func close() async { await owner.session.close(cursor) }
}

/// Takes the rows of a COPY into the warehouse.
final class WarehouseCopySink: CopySink {
    private struct State {
        var ownsTransaction: Bool?
        var rows = 0
    }
    private let load: CopyLoad
    private let owner: WarehouseSession
    private let state = Mutex(State())

    init(_ load: CopyLoad, _ owner: WarehouseSession) {
        self.load = load
        self.owner = owner
    }

    var columnCount: Int { load.columnCount }

    func append(_ batch: CopyBatch) async throws {
        try await owner.answering {
            try await start()
            let count = try await owner.session.append(batch, to: load)
            state.withLock { $0.rows += count }
        }
    }

    func finish() async throws -> CommandTag {
        try await owner.answering {
            try await start()
            try await owner.session.finish(load, ownsTransaction: state.withLock { $0.ownsTransaction ?? false })
            return CommandTag("COPY", rowCount: state.withLock { $0.rows })
        }
    }

    func abort() async {
        await owner.session.abort(load, ownsTransaction: state.withLock { $0.ownsTransaction ?? false })
    }

    private func start() async throws {
        guard state.withLock({ $0.ownsTransaction }) == nil else { return }
        let owns = try await owner.session.start(load)
        state.withLock { $0.ownsTransaction = owns }
    }
}
