import NIOCore

/// The steps that a session takes part in.
extension ClientConnection {
    /// Takes a step and tells the state machine how it ended.
    mutating func runStep(_ step: ConnectionAction.Step) async throws -> ConnectionAction {
        guard let session else { preconditionFailure("step \(step) without a session") }
        do {
            let result = try await take(step, session)
            passOn(session.takeMessages())
            return machine.completed(result, transaction: session.transactionStatus)
        } catch let error as ClientGone {
            throw error
        } catch {
            await session.fail()
            passOn(session.takeMessages())
            return machine.failed(report(error), transaction: session.transactionStatus)
        }
    }

    private mutating func take(_ step: ConnectionAction.Step, _ session: any SQLSession) async throws -> StepResult {
        switch step {
        case .split(let sql):
            await objects.removeUnnamed()?.cursor?.close()
            return .split(try session.split(sql))
        case .runStatement(let sql, let joins):
            if joins { try await session.beginImplicitTransaction() }
            return .executed(try await runStatement(sql, session))
        case .commitMessage:
            try await session.commitImplicitTransaction()
            return .committed
        case .parse(let parse):
            try objects.checkNewStatement(parse.statement)
            let statement = try await session.prepare(parse.sql, parameterTypes: parse.parameterTypes)
            try objects.define(statement, as: parse.statement)
            return .parsed
        case .bind(let bind):
            try await self.bind(bind)
            return .bound
        case .describe(let name): return try await describe(name, session)
        case .execute(let portal, let rowLimit):
            // What comes before one Sync takes effect together; one statement alone needs no transaction around it.
            if !decoder.isAtSync { try await session.beginImplicitTransaction() }
            return .executed(try await execute(portal: portal, rowLimit: rowLimit, session))
        case .close(.statement(let name)):
            objects.removeStatement(name)
            return .closed
        case .close(.portal(let name)):
            await objects.removePortal(name)?.cursor?.close()
            return .closed
        case .synchronize:
            // Portals live as long as their transaction.
            if session.transactionStatus == .idle { await closePortals() }
            try await session.commitImplicitTransaction()
            return .synchronized
        case .copyData(let bytes): return try await takeCopyData(bytes)
        case .finishCopy: return try await finishCopy()
        case .abortCopy: return await abortCopy()
        case .receive, .flushAndReceive, .encrypt, .refuseEncryption, .findCredential, .openSession, .cancel,
            .disconnect:
            preconditionFailure("step \(step) is no work of a session")
        }
    }

    /// Notices and changed settings go out before the end of the statement that caused them.
    private mutating func passOn(_ messages: [SessionMessage]) {
        for message in messages {
            switch message {
            case .notice(let notice): BackendMessage.notice(notice).write(to: &output)
            case .parameter(let name, let value):
                BackendMessage.parameterStatus(name: name, value: value).write(to: &output)
            case .deallocated(let name): objects.removeStatement(named: name)
            }
        }
    }

    private mutating func closePortals() async {
        for portal in objects.removeAllPortals() { await portal.cursor?.close() }
    }

    private mutating func bind(_ bind: FrontendMessage.Bind) async throws {
        let statement = try objects.statement(bind.statement)
        let types = statement.parameterTypes
        guard bind.parameters.count == types.count else {
            throw PostgresError.protocolViolation(
                "bind message supplies \(bind.parameters.count) parameters, "
                    + "but prepared statement \"\(bind.statement)\" requires \(types.count)")
        }
        let columnCount = statement.columns?.count ?? 0
        guard bind.resultFormats.count <= 1 || bind.resultFormats.count == columnCount else {
            throw PostgresError.protocolViolation(
                "bind message has \(bind.resultFormats.count) result formats but query has \(columnCount) columns")
        }
        var parameters: [ParameterValue] = []
        parameters.reserveCapacity(types.count)
        for (index, bytes) in bind.parameters.enumerated() {
            parameters.append(
                try ParameterValue(
                    bytes, type: types[index], format: FormatCode.at(index, of: bind.parameterFormats)))
        }
        let portal = SessionObjects.Portal(
            statement: statement, parameters: parameters, formats: bind.resultFormats)
        let replaced = try objects.define(portal, as: bind.portal)
        await replaced?.cursor?.close()
    }

    private func describe(
        _ name: FrontendMessage.ObjectName, _ session: any SQLSession
    ) async throws -> StepResult {
        switch name {
        case .statement(let name):
            let statement = try objects.statement(name)
            return .described(parameters: statement.parameterTypes, columns: statement.columns, formats: [])
        case .portal(let name):
            if !objects.hasPortal(name), let columns = await session.columns(ofCursor: name) {
                return .described(parameters: nil, columns: columns, formats: [])
            }
            let portal = try objects.portal(name)
            return .described(parameters: nil, columns: portal.statement.columns, formats: portal.formats)
        }
    }

    /// One statement of a simple query: its rows come in text, after their description.
    private mutating func runStatement(_ sql: String, _ session: any SQLSession) async throws -> StatementOutcome {
        let statement = try await session.prepare(sql, parameterTypes: [])
        guard statement.parameterTypes.isEmpty else {
            throw PostgresError(.undefinedParameter, "there is no parameter $1")
        }
        switch try await session.execute(statement, parameters: []) {
        case .rows(let cursor, let tag):
            let columns = statement.columns ?? []
            BackendMessage.rowDescription(columns, formats: []).write(to: &output)
            let encoder = rowEncoder(columns, formats: [], session)
            let sent = try await closing(cursor) { try await $0.send(cursor, encoder, rowLimit: 0) }
            return .completed(tag: tag.text(rowCount: sent.rowCount))
        case .command(let tag): return .completed(tag: tag.text)
        case .empty: return .empty
        case .copyIn(let sink, let format): return beginCopy(sink, format)
        case .copyOut(let cursor, let columns, let format):
            return try await closing(cursor) { try await $0.copyOut(cursor, columns, format, session) }
        }
    }

    /// Runs `body` and closes the cursor, whichever way it ends.
    private mutating func closing<T>(
        _ cursor: any RowCursor, _ body: (inout ClientConnection) async throws -> T
    ) async throws -> T {
        do {
            let result = try await body(&self)
            await cursor.close()
            return result
        } catch {
            await cursor.close()
            throw error
        }
    }

    private mutating func execute(
        portal name: String, rowLimit: Int, _ session: any SQLSession
    ) async throws -> StatementOutcome {
        let portal = try objects.portal(name)
        switch portal.progress {
        case .bound: return try await start(portal, name: name, rowLimit: rowLimit, session)
        case .running(let cursor, let tag):
            return try await proceed(cursor, tag, portal, name: name, rowLimit: rowLimit, session)
        case .exhausted(let tag): return .completed(tag: tag.text(rowCount: 0))
        case .done: throw PostgresError(.objectNotInPrerequisiteState, "portal \"\(name)\" cannot be run anymore")
        }
    }

    private mutating func start(
        _ portal: SessionObjects.Portal, name: String, rowLimit: Int, _ session: any SQLSession
    ) async throws -> StatementOutcome {
        objects.setProgress(.done, ofPortal: name)
        switch try await session.execute(portal.statement, parameters: portal.parameters) {
        case .rows(let cursor, let tag):
            objects.setProgress(.running(cursor, tag: tag), ofPortal: name)
            return try await proceed(cursor, tag, portal, name: name, rowLimit: rowLimit, session)
        case .command(let tag): return .completed(tag: tag.text)
        case .empty: return .empty
        case .copyIn(let sink, let format): return beginCopy(sink, format)
        case .copyOut(let cursor, let columns, let format):
            return try await closing(cursor) { try await $0.copyOut(cursor, columns, format, session) }
        }
    }

    private mutating func proceed(
        _ cursor: any RowCursor, _ tag: RowsTag, _ portal: SessionObjects.Portal, name: String, rowLimit: Int,
        _ session: any SQLSession
    ) async throws -> StatementOutcome {
        let encoder = rowEncoder(portal.statement.columns ?? [], formats: portal.formats, session)
        let sent = try await send(cursor, encoder, rowLimit: rowLimit)
        guard sent.isAtEnd else { return .suspended }
        objects.setProgress(.exhausted(tag: tag), ofPortal: name)
        await cursor.close()
        return .completed(tag: tag.text(rowCount: sent.rowCount))
    }

    private func rowEncoder(
        _ columns: [ResultColumn], formats: [FormatCode], _ session: any SQLSession
    ) -> RowEncoder {
        RowEncoder(
            columns: columns, formats: formats, framing: .dataRows, zone: ZoneOffsets(name: session.timeZone),
            maximumRowBytes: service.configuration.limits.maximumRowBytes)
    }

    /// Sends rows buffer by buffer until they end or the limit (0: none) is reached.
    mutating func send(
        _ cursor: any RowCursor, _ encoder: RowEncoder, rowLimit: Int
    ) async throws -> (rowCount: Int, isAtEnd: Bool) {
        let writer = RowWriter(
            encoder: encoder, buffer: output, capacity: service.configuration.limits.resultBufferBytes,
            rowLimit: rowLimit)
        output = ByteBuffer()
        while true {
            let isAtEnd: Bool
            do {
                isAtEnd = try await cursor.write(to: writer)
            } catch {
                output = writer.takeBuffer()
                throw error
            }
            output = writer.takeBuffer()
            if isAtEnd || writer.hasReachedRowLimit { return (writer.rowCount, isAtEnd) }
            try await flush()
        }
    }
}

extension RowsTag {
    fileprivate func text(rowCount: Int) -> String {
        switch self {
        case .counted(let verb): CommandTag(verb, rowCount: rowCount).text
        case .plain(let text): text
        }
    }
}
