import Hummingbird
import HummingbirdCore
import NIOCore

/// Answers one request: refuses strangers, serves an asset, or passes a statement on.
struct ConsoleResponder: Sendable {
    let gate: RequestGate
    let assets: AssetLibrary
    let queries: QueryEndpoint

    func respond(to request: Request, writer: consuming ResponseWriter) async throws {
        if let refusal = gate.refusal(authority: request.head.authority, origin: request.headers[.origin]) {
            return try await writer.write(.text(.forbidden, refusal))
        }
        let path = request.uri.path
        if let format = ResultFormat(path: path) {
            guard request.method == .post else {
                return try await writer.write(.text(.methodNotAllowed, "send the statement with POST"))
            }
            return try await queries.respond(to: request, format: format, writer: writer)
        }
        guard request.method == .get || request.method == .head else {
            return try await writer.write(.text(.methodNotAllowed, "pages are read with GET"))
        }
        guard let asset = assets[path: path] else {
            return try await writer.write(.text(.notFound, "there is no page at \(path)"))
        }
        try await writer.write(response(for: asset, request: request))
    }

    /// The asset, or "not modified" for a browser that has this version. Browsers ask each time, since a program of
    /// another version may serve other scripts at the same address.
    private func response(for asset: Asset, request: Request) -> PlainResponse {
        var headers = PlainResponse.securityHeaders
        headers[.cacheControl] = "no-cache"
        headers[.eTag] = asset.entityTag
        if request.headers[.ifNoneMatch] == asset.entityTag {
            return PlainResponse(head: HTTPResponse(status: .notModified, headerFields: headers), content: nil)
        }
        headers[.contentType] = asset.contentType
        headers[.contentLength] = "\(asset.content.readableBytes)"
        return PlainResponse(
            head: HTTPResponse(status: .ok, headerFields: headers),
            content: request.method == .head ? nil : asset.content)
    }
}

/// A response that is known whole.
struct PlainResponse {
    let head: HTTPResponse
    let content: ByteBuffer?

    /// A response of one sentence.
    static func text(_ status: HTTPResponse.Status, _ sentence: String) -> PlainResponse {
        var headers = securityHeaders
        let content = ByteBuffer(string: sentence + "\n")
        headers[.contentType] = "text/plain; charset=utf-8"
        headers[.contentLength] = "\(content.readableBytes)"
        return PlainResponse(head: HTTPResponse(status: status, headerFields: headers), content: content)
    }

    /// What every response says: only our own scripts and styles run, nobody frames the page, types are not guessed.
    static let securityHeaders: HTTPFields = [
        .contentSecurityPolicy: "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; "
            + "connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
        .xContentTypeOptions: "nosniff",
    ]
}

extension ResponseWriter {
    /// Writes a response that is known whole.
    consuming func write(_ response: PlainResponse) async throws {
        try await write(response: response.head, body: response.content.map { ResponseBody(byteBuffer: $0) } ?? .init())
    }
}
