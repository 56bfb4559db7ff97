import Crypto
import Foundation
package import NIOCore
package import Warehouse

/// How a client proves who it is, as messages in and out.
///
/// What is asked depends on what is stored: an MD5 hash asks for MD5, a SCRAM verifier for SCRAM-SHA-256. Redshift's
/// own drivers know neither SCRAM nor anything stronger than MD5; where a verifier is stored they are asked for the
/// password itself, but only if nobody else can read the connection. A user who does not exist goes through the same
/// exchange as one with a wrong password.
package struct AuthenticationExchange {
    /// What comes next.
    package enum Outcome: Equatable {
        case ask(BackendMessage.Authentication)
        /// The client is who it says; these go out before AuthenticationOk.
        case accepted(BackendMessage.Authentication?)
        case refused(PostgresError)
    }

    /// The random values of one exchange.
    package struct Randomness: Sendable {
        /// Four bytes for MD5.
        package var md5Salt: [UInt8]
        /// Printable ASCII without commas.
        package var serverNonce: String
        /// Secret of this server; makes the salt of users that do not exist the same at each try.
        package var decoySecret: [UInt8]

        /// Values drawn by the caller, or fixed by a test.
        package init(md5Salt: [UInt8], serverNonce: String, decoySecret: [UInt8]) {
            self.md5Salt = md5Salt
            self.serverNonce = serverNonce
            self.decoySecret = decoySecret
        }
    }

    private enum Method {
        case cleartext(ScramVerifier)
        case md5(salt: [UInt8], hash: String?)
        case scramStart(ScramExchange)
        case scramFinal(ScramExchange)
        case finished
    }

    private let user: String
    private var method: Method
    private let refusal: PostgresError?

    /// An exchange with `user`. `isRedshiftDriver`: the client knows cleartext and MD5 only. `isPrivate`: the
    /// connection is encrypted or stays on this machine.
    package init(
        user: String, credential: StoredCredential?, isRedshiftDriver: Bool, isPrivate: Bool, randomness: Randomness
    ) {
        self.user = user
        var refusal: PostgresError?
        switch credential {
        case .md5(let hash):
            method = .md5(salt: randomness.md5Salt, hash: hash)
        case .scram(let verifier) where !isRedshiftDriver:
            method = .scramStart(ScramExchange(verifier: verifier, serverNonce: randomness.serverNonce))
        case .scram(let verifier):
            method = .cleartext(verifier)
            if !isPrivate {
                refusal = PostgresError(
                    .invalidAuthorization, "this client cannot use the stored SCRAM password without encryption",
                    hint: "connect with TLS, or store the password as MD5", severity: .fatal)
            }
        case nil where isRedshiftDriver:
            method = .md5(salt: randomness.md5Salt, hash: nil)
        case nil:
            let decoy = Self.decoy(user: user, secret: randomness.decoySecret)
            method = .scramStart(ScramExchange(verifier: decoy, serverNonce: randomness.serverNonce))
        }
        self.refusal = refusal
    }

    /// A verifier that no password fits, with a salt that looks like any other.
    private static func decoy(user: String, secret: [UInt8]) -> ScramVerifier {
        let code = HMAC<SHA256>.authenticationCode(for: Data(user.utf8), using: SymmetricKey(data: secret))
        return ScramVerifier(
            iterations: ScramVerifier.defaultIterations, salt: Array(code.prefix(16)),
            storedKey: [UInt8](repeating: 0, count: SHA256.byteCount),
            serverKey: [UInt8](repeating: 0, count: SHA256.byteCount))
    }

    /// What the server asks first.
    package mutating func start() -> Outcome {
        if let refusal { return .refused(refusal) }
        switch method {
        case .cleartext: return .ask(.cleartextPassword)
        case .md5(let salt, _): return .ask(.md5Password(salt: salt))
        case .scramStart: return .ask(.sasl(mechanisms: [ScramExchange.mechanism]))
        case .scramFinal, .finished: preconditionFailure("authentication starts once")
        }
    }

    /// Takes the payload of a password or SASL message.
    package mutating func received(_ payload: ByteBuffer) -> Outcome {
        let current = method
        method = .finished
        do throws(PostgresError) {
            switch current {
            case .cleartext(let verifier):
                return verifier.matches(password: try password(payload)) ? .accepted(nil) : .refused(wrongPassword)
            case .md5(let salt, let hash):
                let answer = try password(payload)
                guard let hash, constantTimeEqual(Self.md5Answer(hash: hash, salt: salt), Array(answer.utf8)) else {
                    return .refused(wrongPassword)
                }
                return .accepted(nil)
            case .scramStart(var exchange):
                let reply = try exchange.first(try initialResponse(payload))
                method = .scramFinal(exchange)
                return .ask(.saslContinue(Array(reply.utf8)))
            case .scramFinal(var exchange):
                guard let reply = try exchange.final(try text(payload)) else { return .refused(wrongPassword) }
                return .accepted(.saslFinal(Array(reply.utf8)))
            case .finished:
                throw .protocolViolation("password message after authentication has ended")
            }
        } catch {
            return .refused(error.fatal)
        }
    }

    private var wrongPassword: PostgresError {
        PostgresError(.invalidPassword, "password authentication failed for user \"\(user)\"", severity: .fatal)
    }

    /// `md5` and the digits of md5(stored hash + salt).
    private static func md5Answer(hash: String, salt: [UInt8]) -> [UInt8] {
        Array("md5\(Insecure.MD5.hash(data: Array(hash.utf8) + salt).hexadecimal)".utf8)
    }

    private func password(_ payload: ByteBuffer) throws(PostgresError) -> String {
        let whole = try text(payload)
        guard whole.utf8.last == 0, whole.utf8.dropLast().allSatisfy({ $0 != 0 }) else {
            throw .protocolViolation("invalid password packet")
        }
        return String(whole.dropLast())
    }

    /// The client's first SCRAM message out of SASLInitialResponse: mechanism, length, data.
    private func initialResponse(_ payload: ByteBuffer) throws(PostgresError) -> String {
        var payload = payload
        guard let mechanism = payload.readNullTerminatedString(),
            let length = payload.readInteger(as: Int32.self), length >= 0, Int(length) == payload.readableBytes
        else { throw .protocolViolation("malformed SASL message") }
        guard mechanism == ScramExchange.mechanism else {
            throw .protocolViolation("client selected an invalid SASL authentication mechanism")
        }
        return try text(payload)
    }

    private func text(_ payload: ByteBuffer) throws(PostgresError) -> String {
        guard let text = String(validating: payload.readableBytesView, as: UTF8.self) else {
            throw PostgresError(.characterNotInRepertoire, "invalid byte sequence for encoding \"UTF8\"")
        }
        return text
    }
}

/// Compares secrets in a time that does not depend on where they differ.
private func constantTimeEqual(_ left: [UInt8], _ right: [UInt8]) -> Bool {
    guard left.count == right.count else { return false }
    var difference: UInt8 = 0
    for (a, b) in zip(left, right) { difference |= a ^ b }
    return difference == 0
}
