internal import Crypto
internal import Foundation

/// The detached Ed25519 signature of a manifest: the contents of `signature.json`.
struct ShareSignature: Codable, Sendable, Equatable {
    /// The largest file that is read, in bytes.
    static let largestBytes = 4096
    static let algorithm = "Ed25519"

    var algorithm = ShareSignature.algorithm
    /// The publisher's public key, 32 bytes in base64.
    var publicKey: String
    /// Of the manifest's bytes, 64 bytes in base64.
    var signature: String

    enum CodingKeys: String, CodingKey {
        case algorithm
        case publicKey = "public_key"
        case signature
    }

    /// Signs a manifest.
    init(of manifest: Data, key: Curve25519.Signing.PrivateKey) throws {
        publicKey = key.publicKey.rawRepresentation.base64EncodedString()
        signature = try key.signature(for: manifest).base64EncodedString()
    }

    /// Reads `signature.json`.
    init(json: Data) throws {
        do {
            self = try JSONDecoder().decode(ShareSignature.self, from: json)
        } catch {
            throw ShareProblem.refused("the signature cannot be read: \(error)")
        }
        guard algorithm == Self.algorithm else {
            throw ShareProblem.refused("the signature is by \(algorithm), \(Self.algorithm) is known")
        }
    }

    /// Throws unless the key named here signed `manifest`; whether that key is trusted is the caller's to know.
    func verify(_ manifest: Data) throws {
        guard let key = Data(base64Encoded: publicKey), let bytes = Data(base64Encoded: signature),
            let publicKey = try? Curve25519.Signing.PublicKey(rawRepresentation: key)  // Wrong length: no key at all.
        else { throw ShareProblem.refused("the signature holds no Ed25519 key and signature") }
        guard publicKey.isValidSignature(bytes, for: manifest) else {
            throw ShareProblem.refused("the manifest's signature is wrong")
        }
    }
}

extension SHA256 {
    /// The digest of `bytes` in lower-case hexadecimal.
    static func hexadecimal(of bytes: some DataProtocol) -> String { SHA256.hash(data: bytes).hexadecimal }
}
