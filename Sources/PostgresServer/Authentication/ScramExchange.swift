import Crypto
import Foundation
import Warehouse

/// The server's side of one SCRAM-SHA-256 exchange without channel binding (RFC 5802, RFC 7677).
struct ScramExchange {
    static let mechanism = "SCRAM-SHA-256"

    private enum State {
        case awaitingFirst
        case awaitingFinal(clientFirstBare: String, serverFirst: String, nonce: String, header: String)
        case done
    }

    private let verifier: ScramVerifier
    private let serverNonce: String
    private var state = State.awaitingFirst

    /// An exchange; `serverNonce` is printable ASCII without commas, made at random for this exchange alone.
    init(verifier: ScramVerifier, serverNonce: String) {
        self.verifier = verifier
        self.serverNonce = serverNonce
    }

    /// Takes the client's first message and gives the server's.
    mutating func first(_ message: String) throws(PostgresError) -> String {
        guard case .awaitingFirst = state else { throw .protocolViolation("malformed SCRAM message") }
        let parts = message.split(separator: ",", maxSplits: 2, omittingEmptySubsequences: false)
        guard parts.count == 3 else { throw .protocolViolation("malformed SCRAM message", detail: "no GS2 header") }
        switch parts[0] {
        case "n", "y": break
        default:
            throw .protocolViolation(
                "malformed SCRAM message", detail: "channel binding was not offered, but the client asks for it")
        }
        guard parts[1].isEmpty else {
            throw PostgresError(.featureNotSupported, "client uses authorization identity, but it is not supported")
        }
        let bare = String(parts[2])
        let attributes = bare.split(separator: ",", omittingEmptySubsequences: false)
        guard attributes.count >= 2, attributes[0].hasPrefix("n="), attributes[1].hasPrefix("r="),
            attributes[1].utf8.count > 2
        else { throw .protocolViolation("malformed SCRAM message", detail: "user name and nonce expected") }
        let nonce = attributes[1].dropFirst(2) + serverNonce
        let salt = Data(verifier.salt).base64EncodedString()
        let reply = "r=\(nonce),s=\(salt),i=\(verifier.iterations)"
        state = .awaitingFinal(
            clientFirstBare: bare, serverFirst: reply, nonce: String(nonce), header: "\(parts[0]),\(parts[1]),")
        return reply
    }

    /// Takes the client's final message; gives the server's, or nil if the proof is wrong.
    mutating func final(_ message: String) throws(PostgresError) -> String? {
        guard case .awaitingFinal(let clientFirstBare, let serverFirst, let nonce, let header) = state else {
            throw .protocolViolation("malformed SCRAM message")
        }
        state = .done
        guard let proofStart = message.range(of: ",p=", options: .backwards) else {
            throw .protocolViolation("malformed SCRAM message", detail: "no proof")
        }
        let withoutProof = message[..<proofStart.lowerBound]
        let attributes = withoutProof.split(separator: ",", omittingEmptySubsequences: false)
        guard attributes.count >= 2, attributes[0] == "c=\(Data(header.utf8).base64EncodedString())" else {
            throw .protocolViolation("SCRAM channel binding check failed")
        }
        guard attributes[1] == "r=\(nonce)" else {
            throw .protocolViolation("malformed SCRAM message", detail: "the nonce does not match")
        }
        guard let proof = Data(base64Encoded: String(message[proofStart.upperBound...])),
            proof.count == SHA256.byteCount
        else { throw .protocolViolation("malformed SCRAM message", detail: "malformed proof") }
        return answer(proof: Array(proof), exchange: "\(clientFirstBare),\(serverFirst),\(withoutProof)")
    }

    private func answer(proof: [UInt8], exchange: String) -> String? {
        let text = Data(exchange.utf8)
        let storedKey = SymmetricKey(data: verifier.storedKey)
        let signature = HMAC<SHA256>.authenticationCode(for: text, using: storedKey)
        guard verifier.matches(clientKey: zip(proof, signature).map { $0 ^ $1 }) else { return nil }
        let serverKey = SymmetricKey(data: verifier.serverKey)
        return "v=\(Data(HMAC<SHA256>.authenticationCode(for: text, using: serverKey)).base64EncodedString())"
    }
}
