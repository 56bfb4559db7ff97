import NIOCore

/// `COPY ... FROM STDIN` and `TO STDOUT`.
extension ClientConnection {
    mutating func beginCopy(_ sink: any CopySink, _ format: CopyFormat) -> StatementOutcome {
        let columnCount = sink.columnCount
        load = Load(
            sink: sink,
            parser: CopyTextParser(
                format: format, columnCount: columnCount,
                maximumRowBytes: service.configuration.limits.maximumRowBytes))
        return .copyIn(columnCount: columnCount)
    }

    mutating func takeCopyData(_ bytes: ByteBuffer) async throws -> StepResult {
        guard var load = load.take() else { preconditionFailure("data of a load that did not begin") }
        // Kept even after a failure: the load must be aborted then.
        defer { self.load = load }
        for batch in try load.parser.consume(bytes) { try await load.sink.append(batch) }
        return .copyDataTaken
    }

    mutating func finishCopy() async throws -> StepResult {
        guard var load = load.take() else { preconditionFailure("the end of a load that did not begin") }
        do {
            if let rest = try load.parser.finish() { try await load.sink.append(rest) }
            return .copyFinished(tag: try await load.sink.finish().text)
        } catch {
            await load.sink.abort()
            throw error
        }
    }

    mutating func abortCopy() async -> StepResult {
        await load.take()?.sink.abort()
        return .copyAborted
    }

    /// Sends all rows as COPY data.
    mutating func copyOut(
        _ cursor: any RowCursor, _ columns: [ResultColumn], _ format: CopyFormat, _ session: any SQLSession
    ) async throws -> StatementOutcome {
        BackendMessage.copyOutResponse(columnCount: columns.count).write(to: &output)
        if format.hasHeader { output.writeCopyHeader(columns, format) }
        let encoder = RowEncoder(
            columns: columns, formats: [], framing: .copy(format), zone: ZoneOffsets(name: session.timeZone),
            maximumRowBytes: service.configuration.limits.maximumRowBytes)
        let sent = try await send(cursor, encoder, rowLimit: 0)
        BackendMessage.copyDone.write(to: &output)
        return .completed(tag: CommandTag("COPY", rowCount: sent.rowCount).text)
    }
}

extension ByteBuffer {
    /// The line of column names, escaped like any other.
    fileprivate mutating func writeCopyHeader(_ columns: [ResultColumn], _ format: CopyFormat) {
        let nameBytes = columns.reduce(0) { $0 + $1.name.utf8.count }
        let room = 8 + 2 * nameBytes + 3 * columns.count
        writeWithUnsafeMutableBytes(minimumWritableBytes: room) { memory in
            guard let start = memory.baseAddress, var cursor = OutputCursor(memory) else { return 0 }
            cursor.put(UInt8(ascii: "d"))
            guard let length = cursor.takeLength() else { return 0 }
            for (index, column) in columns.enumerated() {
                if index > 0 { cursor.put(format.delimiter) }
                let fieldStart = cursor.next
                var name = column.name
                name.withUTF8 { cursor.put(UnsafeRawBufferPointer($0)) }
                cursor.escapeCopyField(from: fieldStart, format, isOnlyColumn: columns.count == 1)
            }
            cursor.put(UInt8(ascii: "\n"))
            cursor.setMessageLength(at: length)
            return cursor.next - start
        }
    }
}
