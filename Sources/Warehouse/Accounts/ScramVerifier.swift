internal import Crypto
internal import Foundation

/// What a server keeps for SCRAM-SHA-256 (RFC 5802, section 3): enough to check a proof, not enough to make one.
package struct ScramVerifier: Sendable, Equatable {
    /// The iterations for passwords stored here, as PostgreSQL uses.
    package static let defaultIterations = 4096
    /// The most iterations a stored verifier may ask of a client.
    static let maximumIterations = 10_000_000

    package let iterations: Int
    package let salt: [UInt8]
    /// SHA-256 of the client key, 32 bytes.
    package let storedKey: [UInt8]
    /// HMAC of the salted password over "Server Key", 32 bytes.
    package let serverKey: [UInt8]

    /// A verifier of known parts.
    package init(iterations: Int, salt: [UInt8], storedKey: [UInt8], serverKey: [UInt8]) {
        self.iterations = iterations
        self.salt = salt
        self.storedKey = storedKey
        self.serverKey = serverKey
    }

    /// The verifier of a password; the salt is random unless a test states it.
    package init(password: String, salt: [UInt8] = randomSalt(), iterations: Int = defaultIterations) {
        let salted = SymmetricKey(data: Self.saltedPassword(password, salt: salt, iterations: iterations))
        let clientKey = HMAC<SHA256>.authenticationCode(for: Data("Client Key".utf8), using: salted)
        self.iterations = iterations
        self.salt = salt
        self.storedKey = Array(SHA256.hash(data: Data(clientKey)))
        self.serverKey = Array(HMAC<SHA256>.authenticationCode(for: Data("Server Key".utf8), using: salted))
    }

    /// Reads PostgreSQL's stored form, `SCRAM-SHA-256$iterations:salt$storedKey:serverKey` (base64); nil if it is not
    /// one.
    package init?(_ text: String) {
        let parts = text.split(separator: "$", omittingEmptySubsequences: false)
        guard parts.count == 3, parts[0] == "SCRAM-SHA-256" else { return nil }
        let head = parts[1].split(separator: ":", omittingEmptySubsequences: false)
        let keys = parts[2].split(separator: ":", omittingEmptySubsequences: false)
        guard head.count == 2, keys.count == 2,
            let iterations = Int(head[0]), (1...Self.maximumIterations).contains(iterations),
            let salt = Data(base64Encoded: String(head[1])), !salt.isEmpty,
            let storedKey = Data(base64Encoded: String(keys[0])), storedKey.count == SHA256.byteCount,
            let serverKey = Data(base64Encoded: String(keys[1])), serverKey.count == SHA256.byteCount
        else { return nil }
        self.iterations = iterations
        self.salt = Array(salt)
        self.storedKey = Array(storedKey)
        self.serverKey = Array(serverKey)
    }

    /// PostgreSQL's stored form.
    package var text: String {
        let keys = "\(Data(storedKey).base64EncodedString()):\(Data(serverKey).base64EncodedString())"
        return "SCRAM-SHA-256$\(iterations):\(Data(salt).base64EncodedString())$\(keys)"
    }

    /// Whether this is the verifier of `password`.
    package func matches(password: String) -> Bool {
        let salted = SymmetricKey(data: Self.saltedPassword(password, salt: salt, iterations: iterations))
        return matches(clientKey: HMAC<SHA256>.authenticationCode(for: Data("Client Key".utf8), using: salted))
    }

    /// Whether `clientKey` is the one that the stored key was made of; takes the same time wherever they differ.
    package func matches(clientKey: some Sequence<UInt8>) -> Bool {
        SHA256.hash(data: Array(clientKey)) == Data(storedKey)
    }

    /// 16 bytes, as PostgreSQL takes.
    package static func randomSalt() -> [UInt8] { (0..<16).map { _ in .random(in: .min ... .max) } }

    /// PBKDF2 with HMAC-SHA-256 and one block of output (RFC 5802, `Hi`).
    private static func saltedPassword(_ password: String, salt: [UInt8], iterations: Int) -> [UInt8] {
        let key = SymmetricKey(data: Data(password.utf8))
        var block = Array(HMAC<SHA256>.authenticationCode(for: salt + [0, 0, 0, 1], using: key))
        var result = block
        for _ in 1..<max(iterations, 1) {
            block = Array(HMAC<SHA256>.authenticationCode(for: block, using: key))
            for index in result.indices { result[index] ^= block[index] }
        }
        return result
    }
}
