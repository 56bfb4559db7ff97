import Hummingbird
import HummingbirdCore
import NIOCore

/// Writes the result of one statement as its parts come.
///
/// The status is decided as late as possible, with the first rows: until then a failure is a response of its own.
/// Later a failure ends the JSON with an `error` member, and cuts a CSV off, so that nobody takes a part for the whole.
/// Used by the one task that answers the request.
final class ResultStream {
    /// Rows to send; nil for all.
    var rowLimit: Int?
    /// Whether writing to the client failed: there is nobody to tell anything.
    private(set) var isBroken = false

    private var head: ResponseWriter?
    private var body: (any ResponseBodyWriter)?
    private let format: ResultFormat
    private let encoder: any ResultEncoder
    private var columns: [ResultColumn] = []
    private var summary = ResultSummary()
    private let startTime = ContinuousClock.now

    /// Notices of one statement that are kept.
    private static let noticesMax = 100

    init(writer: consuming ResponseWriter, format: ResultFormat) {
        head = consume writer
        self.format = format
        encoder = format == .json ? JSONResultEncoder() : CSVResultEncoder()
    }

    /// Takes the next part of the result; answers once the client has room for more.
    func consume(_ part: QueryPart) async throws -> QueryDemand {
        switch part {
        case .columns(let columns):
            self.columns = columns
        case .rows(let batch):
            return try await write(batch)
        case .notice(let text):
            if summary.notices.count < Self.noticesMax { summary.notices.append(text) }
        case .completed(let command):
            summary.command = command
        }
        return .more
    }

    /// Writes the end of a result that came whole, or as far as was wanted.
    func finish() async throws {
        var buffer = startIfNeeded()
        summary.elapsed = startTime.duration(to: .now)
        encoder.encodeEnd(summary, into: &buffer)
        try await send(buffer)
        try await end()
    }

    /// Tells the client of a failure in the way that is still open.
    func fail(_ failure: QueryFailure, status: HTTPResponse.Status) async throws {
        if body == nil, head != nil {
            var buffer = ByteBuffer()
            JSONResultEncoder.encodeError(failure, into: &buffer)
            try await start(status, contentType: JSONResultEncoder().contentType)
            try await send(buffer)
            try await end()
        } else if format == .json {
            summary.failure = failure
            try await finish()
        } else {
            throw failure
        }
    }

    private func write(_ batch: RowBatch) async throws -> QueryDemand {
        let room = rowLimit.map { $0 - summary.rowCount } ?? .max
        var buffer = startIfNeeded()
        encoder.encode(batch, rowLimit: room, isFirst: summary.rowCount == 0, into: &buffer)
        summary.rowCount += min(batch.rowCount, room)
        summary.isTruncated = batch.rowCount > room
        try await send(buffer)
        return summary.isTruncated ? .enough : .more
    }

    /// The bytes that open the result, when none were sent yet.
    private func startIfNeeded() -> ByteBuffer {
        var buffer = ByteBuffer()
        if body == nil { encoder.encodeStart(columns, into: &buffer) }
        return buffer
    }

    private func start(_ status: HTTPResponse.Status, contentType: String) async throws {
        guard let writer = head.take() else { preconditionFailure("a response has one head") }
        var headers = PlainResponse.securityHeaders
        headers[.contentType] = contentType
        headers[.cacheControl] = "no-store"
        // Watching for the client to go away uses up the connection.
        headers[.connection] = "close"
        if format == .csv, status == .ok { headers[.contentDisposition] = "attachment; filename=\"result.csv\"" }
        do {
            body = try await writer.writeHead(HTTPResponse(status: status, headerFields: headers))
        } catch {
            isBroken = true
            throw error
        }
    }

    private func send(_ buffer: ByteBuffer) async throws {
        if body == nil { try await start(.ok, contentType: encoder.contentType) }
        do {
            try await body?.write(buffer)
        } catch {
            isBroken = true
            throw error
        }
    }

    private func end() async throws {
        guard let writer = body.take() else { preconditionFailure("a response ends once") }
        do {
            try await writer.finish(nil)
        } catch {
            isBroken = true
            throw error
        }
    }
}
