package import Streams

/// One AWS API with requests named by `X-Amz-Target: PREFIX.Operation`.
package protocol AWSService: Sendable {
    /// The part of the target in front of the operation, such as `Kinesis_20131202`.
    var targetPrefix: String { get }

    /// Carries out an operation; gives the response in the request's encoding, throws `AWSError` for what the client
    /// did wrong.
    func respond(to request: AWSRequest) async throws -> [UInt8]
}

/// A request as a service sees it.
package struct AWSRequest: Sendable {
    /// The operation, such as `PutRecords`.
    package let operation: String
    /// How body and response are written.
    package let encoding: WireEncoding
    /// The body as sent.
    package let body: [UInt8]

    /// Joins the parts.
    package init(operation: String, encoding: WireEncoding, body: [UInt8]) {
        self.operation = operation
        self.encoding = encoding
        self.body = body
    }

    /// The body as a tree; an empty body is an empty object.
    package func value() throws(AWSError) -> WireValue {
        guard !body.isEmpty else { return .object([]) }
        do throws(MalformedInput) {
            let value = try encoding.decode(body)
            guard case .object = value else { throw MalformedInput("the request is no object", at: 0) }
            return value
        } catch {
            throw .serialization(error)
        }
    }
}

/// How messages are written.
package enum WireEncoding: String, Sendable, CaseIterable {
    case json = "application/x-amz-json-1.1"
    case cbor = "application/x-amz-cbor-1.1"

    /// Reads a message.
    package func decode(_ bytes: [UInt8]) throws(MalformedInput) -> WireValue {
        switch self {
        case .json: try WireValue(json: bytes)
        case .cbor: try CBOR.decode(bytes)
        }
    }

    /// Writes a message.
    package func encode(_ value: WireValue) -> [UInt8] {
        switch self {
        case .json: value.json
        case .cbor: CBOR.encode(value)
        }
    }
}

/// An answer that an AWS client turns into its exception.
package struct AWSError: Error, Sendable, Equatable, CustomStringConvertible {
    /// The name of the exception, such as `ResourceNotFoundException`.
    package let type: String
    /// What was wrong.
    package let message: String
    /// The HTTP status: 400 for what the client did, 500 and more for what we did, which clients send again.
    package let status: Int

    /// Joins the parts.
    package init(_ type: String, _ message: String, status: Int = 400) {
        self.type = type
        self.message = message
        self.status = status
    }

    /// The name and the message.
    package var description: String { "\(type): \(message)" }

    /// A body that cannot be read.
    package static func serialization(_ cause: MalformedInput) -> AWSError {
        AWSError("SerializationException", "the request body is malformed: \(cause)")
    }

    /// A member of the request that is missing or out of its range.
    package static func validation(_ message: String) -> AWSError { AWSError("ValidationException", message) }

    /// An argument that does not fit the state of things.
    package static func invalidArgument(_ message: String) -> AWSError { AWSError("InvalidArgumentException", message) }

    /// The exception of a stream error.
    package init(_ error: StreamError) {
        switch error.code {
        case .streamNotFound, .shardNotFound: self.init("ResourceNotFoundException", error.description)
        case .streamExists: self.init("ResourceInUseException", error.description)
        case .invalidArgument, .tooLarge: self.init("ValidationException", error.description)
        case .positionExpired, .positionUnknown: self.init("InvalidArgumentException", error.description)
        case .limitExceeded: self.init("LimitExceededException", error.description)
        case .throttled: self.init("ProvisionedThroughputExceededException", error.description)
        case .accessDenied: self.init("AccessDeniedException", error.description)
        case .closed, .unavailable: self.init("ServiceUnavailable", error.description, status: 503)
        case .storageFailure, .damagedLog, .storeInUse, .invalidResponse:
            self.init("InternalFailure", error.description, status: 500)
        }
    }
}

extension WireValue {
    /// A text member; nil where it is absent.
    func text(_ name: String) throws(AWSError) -> String? {
        guard let value = self[name] else { return nil }
        guard case .string(let text) = value else {
            throw AWSError("SerializationException", "\(name) must be a string")
        }
        return text
    }

    /// A whole number within `range`; nil where it is absent.
    func integer(_ name: String, in range: ClosedRange<Int>) throws(AWSError) -> Int? {
        guard let value = self[name] else { return nil }
        guard case .integer(let number) = value else {
            throw AWSError("SerializationException", "\(name) must be a whole number")
        }
        guard let number = Int(exactly: number), range.contains(number) else {
            throw .validation("\(name) must lie between \(range.lowerBound) and \(range.upperBound)")
        }
        return number
    }

    /// A text member that must be there.
    func requiredText(_ name: String) throws(AWSError) -> String {
        guard let text = try text(name) else { throw .validation("\(name) is missing") }
        return text
    }
}
