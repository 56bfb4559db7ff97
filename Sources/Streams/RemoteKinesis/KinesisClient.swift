import AsyncHTTPClient
import NIOCore
import NIOHTTP1

/// Calls a Kinesis endpoint: signs, sends, tries again with back-off, and turns its exceptions into `StreamError`.
struct KinesisClient: Sendable {
    let configuration: RemoteKinesisConfiguration

    /// One client for the whole process, never shut down; tries of a connection are ours to count.
    private static let http: HTTPClient = {
        var configuration = HTTPClient.Configuration()
        configuration.connectionPool.retryConnectionEstablishment = false
        return HTTPClient(eventLoopGroupProvider: .singleton, configuration: configuration)
    }()

    /// Calls an operation; gives the body of the response.
    func call(_ operation: String, _ input: WireValue) async throws -> [UInt8] {
        var delay = configuration.backOffMilliseconds
        for _ in 1..<max(1, configuration.attempts) {
            do {
                return try await send(operation, input)
            } catch let error as StreamError where error.isTransient {
                // Half of the delay is left to chance, so that several readers do not come back at the same moment.
                try await Task.sleep(for: .milliseconds(delay / 2 + Int64.random(in: 0...max(1, delay / 2))))
                delay *= 2
            }
        }
        return try await send(operation, input)
    }

    private func send(_ operation: String, _ input: WireValue) async throws -> [UInt8] {
        let body = input.json
        let request = try await signedRequest(operation, body: body)
        let status: HTTPResponseStatus
        let answer: [UInt8]
        do {
            let response = try await Self.http.execute(
                request, timeout: .milliseconds(configuration.timeoutMilliseconds))
            status = response.status
            answer = Array(try await response.body.collect(upTo: StreamLimits.responseBytes).readableBytesView)
        } catch let error as CancellationError {
            throw error
        } catch {
            try Task.checkCancellation()
            throw StreamError(.unavailable, "\(configuration.endpoint) cannot be reached", detail: "\(error)")
        }
        guard status == .ok else { throw Self.failure(status: Int(status.code), body: answer) }
        return answer
    }

    private func signedRequest(_ operation: String, body: [UInt8]) async throws -> HTTPClientRequest {
        let credentials = try await configuration.credentials()
        let scope = SignatureScope(
            timestamp: SigningTime.text(SystemClock.microseconds() / 1_000_000), region: configuration.region,
            service: "kinesis")
        var headers: [(name: String, value: String)] = [
            ("content-type", "application/x-amz-json-1.1"), ("host", try Self.host(of: configuration.endpoint)),
            ("x-amz-date", scope.timestamp), ("x-amz-target", "Kinesis_20131202.\(operation)"),
        ]
        if let token = credentials.sessionToken { headers.append(("x-amz-security-token", token)) }
        let parts = SignedParts(
            method: "POST", path: "/", query: "", headers: headers, bodyHash: SignatureV4.hash(of: body))
        headers.append(
            (
                "authorization",
                SignatureV4.authorization(of: parts, scope: scope, keyID: credentials.keyID, secret: credentials.secret)
            ))
        var request = HTTPClientRequest(url: configuration.endpoint + "/")
        request.method = .POST
        request.headers = HTTPHeaders(headers)
        request.body = .bytes(ByteBuffer(bytes: body))
        return request
    }

    /// The host of an endpoint as HTTP sends it: without the scheme's own port.
    private static func host(of endpoint: String) throws(StreamError) -> String {
        for (scheme, port) in [("https://", ":443"), ("http://", ":80")] where endpoint.hasPrefix(scheme) {
            let host = endpoint.dropFirst(scheme.count)
            guard !host.isEmpty, !host.contains("/") else { break }
            return String(host.hasSuffix(port) ? host.dropLast(port.count) : host)
        }
        throw StreamError(
            .invalidArgument, "\"\(endpoint)\" is not an endpoint", hint: "write http://host:port or https://host:port")
    }

    /// The error that a response tells.
    static func failure(status: Int, body: [UInt8]) -> StreamError {
        let value = try? WireValue(json: body)  // Proxies answer with pages; the status tells enough then.
        let type = value?["__type"]?.string?.split(separator: "#").last.map(String.init) ?? "status \(status)"
        let message = value?["message"]?.string ?? value?["Message"]?.string
        func error(_ code: StreamError.Code, _ fact: String) -> StreamError {
            StreamError(code, fact, detail: [type, message].compactMap(\.self).joined(separator: ": "))
        }
        switch type {
        case "ResourceNotFoundException": return error(.streamNotFound, "the stream or shard does not exist")
        case "ProvisionedThroughputExceededException", "LimitExceededException", "ThrottlingException",
            "KMSThrottlingException":
            return error(.throttled, "the endpoint asks for fewer requests")
        case "ExpiredIteratorException": return error(.positionExpired, "the shard iterator has expired")
        case "InvalidArgumentException": return error(.positionUnknown, "the endpoint does not accept an argument")
        case "AccessDeniedException", "UnrecognizedClientException", "InvalidSignatureException",
            "MissingAuthenticationTokenException", "IncompleteSignatureException", "ExpiredTokenException",
            "InvalidClientTokenId", "SignatureDoesNotMatch":
            return error(.accessDenied, "the endpoint refuses the credentials")
        default:
            return status >= 500 || status == 429
                ? error(.unavailable, "the endpoint failed")
                : error(.invalidResponse, "the endpoint refuses the request")
        }
    }
}

extension WireValue {
    /// The text, where the value is one.
    var string: String? { if case .string(let text) = self { text } else { nil } }
    /// The whole number, where the value is one.
    var integer: Int64? { if case .integer(let number) = self { number } else { nil } }
    /// The elements; none where the value is no array.
    var elements: [WireValue] { if case .array(let values) = self { values } else { [] } }
    /// A time that JSON gives as seconds, in microseconds.
    var microseconds: Int64? {
        switch self {
        case .integer(let seconds) where seconds.magnitude < 1 << 40: seconds * 1_000_000
        case .double(let seconds) where seconds.magnitude < 0x1p40: Int64((seconds * 1_000_000).rounded())
        default: nil
        }
    }
}
