internal import Crypto

/// What AWS' signature, version 4, is calculated over.
package struct SignedParts: Sendable {
    /// The HTTP method, such as `POST`.
    package var method: String
    /// The path as sent, percent-encoded.
    package var path: String
    /// The query as sent, percent-encoded, without `?`.
    package var query: String
    /// The headers that are signed: lowercase names; values as sent.
    package var headers: [(name: String, value: String)]
    /// The SHA-256 of the body, in lowercase hexadecimal.
    package var bodyHash: String

    /// Joins the parts.
    package init(
        method: String, path: String, query: String, headers: [(name: String, value: String)], bodyHash: String
    ) {
        self.method = method
        self.path = path
        self.query = query
        self.headers = headers
        self.bodyHash = bodyHash
    }
}

/// The scope of a signature: when, where and for what it holds.
package struct SignatureScope: Sendable, Equatable {
    /// The time as `YYYYMMDDTHHMMSSZ`.
    package var timestamp: String
    /// The region, such as `us-east-1`.
    package var region: String
    /// The service, such as `kinesis`.
    package var service: String

    /// Joins the parts.
    package init(timestamp: String, region: String, service: String) {
        self.timestamp = timestamp
        self.region = region
        self.service = service
    }

    /// The day, `YYYYMMDD`.
    package var day: String { String(timestamp.prefix(8)) }
    /// The scope as it stands in a credential.
    package var text: String { "\(day)/\(region)/\(service)/aws4_request" }
}

/// AWS' request signature, version 4, in its header form: pure calculation.
///
/// Rules: "Signing AWS API requests" of the AWS General Reference.
package enum SignatureV4 {
    /// The name of the method, as it stands in the header.
    package static let algorithm = "AWS4-HMAC-SHA256"

    /// The signature of a request, in lowercase hexadecimal.
    package static func signature(of parts: SignedParts, scope: SignatureScope, secret: String) -> String {
        let toSign = "\(algorithm)\n\(scope.timestamp)\n\(scope.text)\n\(hash(of: Array(canonicalRequest(parts).utf8)))"
        var key = SymmetricKey(data: Array("AWS4\(secret)".utf8))
        for step in [scope.day, scope.region, scope.service, "aws4_request"] {
            key = SymmetricKey(data: HMAC<SHA256>.authenticationCode(for: Array(step.utf8), using: key))
        }
        return hexadecimal(HMAC<SHA256>.authenticationCode(for: Array(toSign.utf8), using: key))
    }

    /// The value of the `Authorization` header of a request.
    package static func authorization(
        of parts: SignedParts, scope: SignatureScope, keyID: String, secret: String
    ) -> String {
        let names = parts.headers.map(\.name).sorted().joined(separator: ";")
        let signature = signature(of: parts, scope: scope, secret: secret)
        return "\(algorithm) Credential=\(keyID)/\(scope.text), SignedHeaders=\(names), Signature=\(signature)"
    }

    /// The SHA-256 of bytes, in lowercase hexadecimal.
    package static func hash(of bytes: [UInt8]) -> String { hexadecimal(SHA256.hash(data: bytes)) }

    /// The request in the one form that is signed.
    package static func canonicalRequest(_ parts: SignedParts) -> String {
        let headers = parts.headers.sorted { $0.name < $1.name }
        let lines = headers.map { "\($0.name):\(collapseSpaces($0.value))\n" }.joined()
        let query = parts.query.split(separator: "&").map { $0.contains("=") ? String($0) : "\($0)=" }
            .sorted { left, right in queryOrder(left).lexicographicallyPrecedes(queryOrder(right)) }
            .joined(separator: "&")
        let path = parts.path.isEmpty ? "/" : encodePath(parts.path)
        return [
            parts.method, path, query, lines, headers.map(\.name).joined(separator: ";"), parts.bodyHash,
        ].joined(separator: "\n")
    }

    /// Sorting by name, then value: `=` between them counts as lower than any character.
    private static func queryOrder(_ parameter: String) -> [UInt8] {
        parameter.utf8.map { $0 == UInt8(ascii: "=") ? 0 : $0 }
    }

    private static func collapseSpaces(_ value: String) -> String {
        value.split(whereSeparator: { $0 == " " || $0 == "\t" }).joined(separator: " ")
    }

    /// All services but S3 sign the path encoded once more than it is sent.
    private static func encodePath(_ path: String) -> String {
        let digits = Array("0123456789ABCDEF".utf8)
        var output: [UInt8] = []
        for byte in path.utf8 {
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "_"), UInt8(ascii: "."),
                UInt8(ascii: "~"), UInt8(ascii: "/"):
                output.append(byte)
            default:
                output += [UInt8(ascii: "%"), digits[Int(byte >> 4)], digits[Int(byte & 15)]]
            }
        }
        return String(decoding: output, as: UTF8.self)
    }

    private static func hexadecimal(_ bytes: some Sequence<UInt8>) -> String {
        let digits = Array("0123456789abcdef".utf8)
        return String(decoding: bytes.flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] }, as: UTF8.self)
    }
}
