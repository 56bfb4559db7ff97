import Foundation
import Hummingbird
import HummingbirdCore
import Logging
import NIOCore

/// How a result is sent, by the path of the request.
enum ResultFormat {
    case json
    case csv

    init?(path: String) {
        switch path {
        case "/api/query": self = .json
        case "/api/query.csv": self = .csv
        default: return nil
        }
    }
}

/// The body of a request to run a statement.
struct QueryRequest: Decodable {
    /// The statement.
    let sql: String
    /// Rows wanted at most; without it the format's default.
    let limit: Int?

    /// Bytes of a body at most.
    static let bytesMax = 1 << 20
    /// Rows of a JSON result at most: a browser holds them all.
    static let jsonRowsMax = 100_000
    /// Rows of a JSON result when the request does not say.
    static let jsonRowsDefault = 1_000

    /// Rows to send; nil for all.
    func rowLimit(_ format: ResultFormat) -> Int? {
        switch format {
        case .json: max(0, min(limit ?? Self.jsonRowsDefault, Self.jsonRowsMax))
        case .csv: limit.map { max(0, $0) }
        }
    }
}

/// Runs the statement of a request and streams its result.
struct QueryEndpoint: Sendable {
    let backend: any QueryBackend
    let slots: QuerySlots
    let logger: Logger

    /// Answers one request. Returns when the response is written; ends the statement when the client goes away.
    func respond(to request: Request, format: ResultFormat, writer: consuming ResponseWriter) async throws {
        // Only scripts can send this type, and scripts of other sites must ask first, which nothing here answers.
        guard isJSON(request.headers[.contentType]) else {
            return try await writer.write(.text(.unsupportedMediaType, "send a body of type application/json"))
        }
        let stream = ResultStream(writer: writer, format: format)
        try await request.body.consumeWithCancellationOnInboundClose { body in
            guard let query = await read(body) else {
                let expected =
                    "the body must be {\"sql\": \"...\", \"limit\": n} of at most \(QueryRequest.bytesMax) bytes"
                return try await stream.fail(QueryFailure(sqlState: "08P01", message: expected), status: .badRequest)
            }
            stream.rowLimit = query.rowLimit(format)
            let didRun: Void? = try await slots.withSlot { try await run(query.sql, into: stream) }
            if didRun == nil {
                let message = "\(slots.limit) statements of the console are running already"
                let failure = QueryFailure(sqlState: "53300", message: message, hint: "wait until one has ended")
                try await stream.fail(failure, status: .serviceUnavailable)
            }
        }
    }

    /// The request in `body`, or nil when it is too long, cut off or not of the expected form.
    private func read(_ body: RequestBody) async -> QueryRequest? {
        do {
            let content = try await body.collect(upTo: QueryRequest.bytesMax)
            return try JSONDecoder().decode(QueryRequest.self, from: Data(content.readableBytesView))
        } catch {
            logger.debug("refused the body of a query", metadata: ["reason": "\(error)"])
            return nil
        }
    }

    private func run(_ sql: String, into stream: ResultStream) async throws {
        do {
            try await backend.run(sql) { part in try await stream.consume(part) }
            try Task.checkCancellation()
            try await stream.finish()
        } catch let failure as QueryFailure {
            try await stream.fail(failure, status: .badRequest)
        } catch {
            guard !stream.isBroken, !Task.isCancelled else { throw error }
            logger.error("a statement of the console failed unexpectedly", metadata: ["reason": "\(error)"])
            let failure = QueryFailure(sqlState: "XX000", message: "internal error: \(error)")
            try await stream.fail(failure, status: .internalServerError)
        }
    }

    private func isJSON(_ contentType: String?) -> Bool {
        guard let type = contentType?.split(separator: ";").first else { return false }
        return type.trimmingCharacters(in: .whitespaces).lowercased() == "application/json"
    }
}
