import Streams

/// Checks that a request is signed with one of our access keys (signature version 4, in the `Authorization` header).
package struct SignatureCheck: Sendable {
    private let accessKeys: [String: String]

    /// Accepts requests signed with these secrets, by access key id; with none, every request.
    package init(accessKeys: [String: String]) {
        self.accessKeys = accessKeys
    }

    /// Whether requests need a signature.
    package var isRequired: Bool { !accessKeys.isEmpty }

    /// Throws where the signature is missing, not of our keys, too old, or of other contents.
    ///
    /// `header` gives the value of a header by its lowercase name; `now` is in seconds since 1970 UTC.
    package func verify(
        method: String, path: String, query: String, body: [UInt8], now: Int64, header: (String) -> String?
    ) throws(AWSError) {
        guard isRequired else { return }
        guard let authorization = header("authorization") else {
            throw AWSError("MissingAuthenticationTokenException", "the request is not signed", status: 403)
        }
        let claim = try Claim(authorization)
        guard let secret = accessKeys[claim.keyID] else {
            throw AWSError("UnrecognizedClientException", "the security token in the request is invalid", status: 403)
        }
        guard let timestamp = header("x-amz-date"), let seconds = SigningTime.seconds(timestamp),
            timestamp.hasPrefix(claim.day)
        else { throw .incompleteSignature("x-amz-date is missing or differs from the credential's date") }
        guard abs(now - seconds) <= AWSLimits.signatureSeconds else {
            throw AWSError(
                "InvalidSignatureException", "the signature's time, \(timestamp), is too far from ours", status: 403)
        }
        guard claim.signedHeaders.contains("host") else { throw .incompleteSignature("host is not signed") }
        var headers: [(name: String, value: String)] = []
        for name in claim.signedHeaders {
            guard let value = header(name) else { throw .incompleteSignature("the signed header \(name) is missing") }
            headers.append((name, value))
        }
        let parts = SignedParts(
            method: method, path: path, query: query, headers: headers, bodyHash: SignatureV4.hash(of: body))
        let scope = SignatureScope(timestamp: timestamp, region: claim.region, service: claim.service)
        let expected = SignatureV4.signature(of: parts, scope: scope, secret: secret)
        guard Self.areEqual(expected, claim.signature) else {
            throw AWSError(
                "InvalidSignatureException",
                "the signature does not match; check the secret access key and the signing method", status: 403)
        }
    }

    /// Compares in a time that does not tell where the texts differ.
    private static func areEqual(_ left: String, _ right: String) -> Bool {
        guard left.utf8.count == right.utf8.count else { return false }
        return zip(left.utf8, right.utf8).reduce(UInt8(0)) { $0 | $1.0 ^ $1.1 } == 0
    }

    /// What an `Authorization` header says.
    private struct Claim {
        let keyID: String
        let day: String
        let region: String
        let service: String
        let signedHeaders: [String]
        let signature: String

        init(_ header: String) throws(AWSError) {
            guard header.hasPrefix(SignatureV4.algorithm + " ") else {
                throw .incompleteSignature("the authorization is not \(SignatureV4.algorithm)")
            }
            var fields: [Substring: Substring] = [:]
            for part in header.dropFirst(SignatureV4.algorithm.count).split(whereSeparator: { $0 == "," || $0 == " " })
            {
                guard let equals = part.firstIndex(of: "=") else { continue }
                fields[part[..<equals]] = part[part.index(after: equals)...]
            }
            let credential = (fields["Credential"] ?? "").split(separator: "/", omittingEmptySubsequences: false)
            guard credential.count >= 5, credential.last == "aws4_request", let names = fields["SignedHeaders"],
                let signature = fields["Signature"]
            else { throw .incompleteSignature("the authorization needs Credential, SignedHeaders and Signature") }
            // A key id may itself hold slashes: the scope is the last four parts.
            keyID = credential.dropLast(4).joined(separator: "/")
            let scope = credential.suffix(4).map(String.init)
            (day, region, service) = (scope[0], scope[1], scope[2])
            signedHeaders = names.split(separator: ";").map(String.init)
            self.signature = String(signature)
        }
    }
}

extension AWSError {
    fileprivate static func incompleteSignature(_ reason: String) -> AWSError {
        AWSError("IncompleteSignatureException", reason, status: 403)
    }
}
