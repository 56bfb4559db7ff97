import HTTPTypes
import Hummingbird
import Logging
import NIOCore
import Streams

/// Answers every request: checks where it comes from and its signature, and hands it to the service of its target.
struct AWSResponder: HTTPResponder {
    typealias Context = BasicRequestContext

    let services: [any AWSService]
    let siteCheck: SiteCheck
    let signatureCheck: SignatureCheck
    let configuration: AWSEndpointConfiguration

    func respond(to request: Request, context: BasicRequestContext) async throws -> Response {
        let id = Self.requestID()
        let encoding = Self.encoding(of: request)
        do {
            if let refusal = siteCheck.refusal(host: request.head.authority, origin: request.headers[.origin]) {
                throw AWSError("AccessDeniedException", refusal, status: 403)
            }
            guard request.method == .post else { return try page(request) }
            let body = try await Self.body(of: request)
            try verify(request, body: body)
            let bytes = try await dispatch(request, encoding: encoding, body: body)
            return Self.response(bytes, status: 200, encoding: encoding, id: id)
        } catch {
            let failure = describe(error, id: id)
            var response = Self.response(
                encoding.encode(.object(["__type": .string(failure.type), "message": .string(failure.message)])),
                status: failure.status, encoding: encoding, id: id)
            Self.set("x-amzn-errortype", failure.type, in: &response)
            return response
        }
    }

    private func dispatch(_ request: Request, encoding: WireEncoding, body: [UInt8]) async throws -> [UInt8] {
        let target = (Self.header("x-amz-target", of: request) ?? "").split(
            separator: ".", omittingEmptySubsequences: false)
        guard target.count == 2, let service = services.first(where: { $0.targetPrefix == target[0] }) else {
            throw AWSError("UnknownOperationException", "X-Amz-Target names no API of this endpoint")
        }
        return try await service.respond(
            to: AWSRequest(operation: String(target[1]), encoding: encoding, body: body))
    }

    private func verify(_ request: Request, body: [UInt8]) throws(AWSError) {
        let target = request.head.path ?? "/"
        let parts = target.split(separator: "?", maxSplits: 1, omittingEmptySubsequences: false)
        try signatureCheck.verify(
            method: request.method.rawValue, path: String(parts[0]), query: parts.count > 1 ? String(parts[1]) : "",
            body: body, now: configuration.clock() / 1_000_000
        ) { name in
            Self.header(name, of: request)
        }
    }

    /// What an error is to the client; what is our fault is also logged.
    private func describe(_ error: any Error, id: String) -> AWSError {
        let failure =
            switch error {
            case let error as AWSError: error
            case let error as StreamError: AWSError(error)
            case let error as MalformedInput: AWSError.serialization(error)
            case is NIOTooManyBytesError:
                AWSError(
                    "RequestEntityTooLargeException", "a request may have \(AWSLimits.bodyBytes) bytes", status: 413)
            default: AWSError("InternalFailure", "the request failed", status: 500)
            }
        if failure.status >= 500 {
            configuration.logger.error("request failed", metadata: ["request": "\(id)", "reason": "\(error)"])
        }
        return failure
    }

    /// A person looks at the endpoint with a browser: say what it is for.
    private func page(_ request: Request) throws(AWSError) -> Response {
        guard request.method == .get || request.method == .head else {
            throw AWSError("MethodNotAllowed", "this endpoint takes POST requests", status: 405)
        }
        let names = services.map { "  \($0.targetPrefix)\n" }.joined()
        let text = """
            This is Millrace's endpoint for AWS clients; it has no pages. Point a client to it, for example:

              aws kinesis list-streams --endpoint-url http://\(request.head.authority ?? "localhost")

            APIs served here:
            \(names)
            """
        return Response(
            status: request.uri.path == "/" ? .ok : .notFound, headers: [.contentType: "text/plain; charset=utf-8"],
            body: ResponseBody(byteBuffer: ByteBuffer(string: text)))
    }

    private static func body(of request: Request) async throws -> [UInt8] {
        let buffer = try await request.body.collect(upTo: AWSLimits.bodyBytes)
        return Array(buffer.readableBytesView)
    }

    private static func encoding(of request: Request) -> WireEncoding {
        request.headers[.contentType]?.hasPrefix(WireEncoding.cbor.rawValue) == true ? .cbor : .json
    }

    private static func response(_ bytes: [UInt8], status: Int, encoding: WireEncoding, id: String) -> Response {
        var response = Response(
            status: HTTPResponse.Status(code: status), headers: [.contentType: encoding.rawValue],
            body: ResponseBody(byteBuffer: ByteBuffer(bytes: bytes)))
        set("x-amzn-requestid", id, in: &response)
        return response
    }

    private static func requestID() -> String {
        let digits = String(UInt128.random(in: .min ... .max), radix: 16)
        let padded = Array(String(repeating: "0", count: 32 - digits.utf8.count) + digits)
        return [0..<8, 8..<12, 12..<16, 16..<20, 20..<32].map { String(padded[$0]) }.joined(separator: "-")
    }

    /// A header by its lowercase name; HTTP libraries keep `Host` apart.
    private static func header(_ name: String, of request: Request) -> String? {
        name == "host" ? request.head.authority : HTTPField.Name(name).flatMap { request.headers[$0] }
    }

    private static func set(_ name: String, _ value: String, in response: inout Response) {
        if let name = HTTPField.Name(name) { response.headers[name] = value }
    }
}
