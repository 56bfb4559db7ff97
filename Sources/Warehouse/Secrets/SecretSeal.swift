internal import Crypto
package import Foundation

/// Seals the secrets that the catalog has to keep, so that a copy of the engine's file does not give them away.
///
/// AES-GCM with a key of 256 bits, which lies in a file beside the engine's. Whoever has both has the secrets.
package struct SecretSeal: Sendable {
    static let fileName = "secrets.key"

    private let key: SymmetricKey

    /// The seal of the warehouse in `folder`, made where it has none; without a folder one for this run alone.
    package init(folder: URL?) throws {
        guard let folder else {
            key = SymmetricKey(size: .bits256)
            return
        }
        let file = KeyFile(url: folder.appending(path: Self.fileName))
        if !file.exists { try file.create(SymmetricKey(size: .bits256).withUnsafeBytes { Data($0) }) }
        guard let bytes = file.read(), bytes.count == SymmetricKeySize.bits256.bitCount / 8 else {
            throw WarehouseError(
                .objectNotReady, "the key of the warehouse's secrets cannot be read",
                hint:
                    "restore \(Self.fileName) in the data folder from a backup; without it, remove the file, then drop "
                    + "the integrations and create them again")
        }
        key = SymmetricKey(data: bytes)
    }

    /// A secret of `owner` as base64 that only this key opens, and only as a secret of `owner`.
    func seal(_ secret: String, of owner: String) throws -> String {
        let box = try AES.GCM.seal(Data(secret.utf8), using: key, authenticating: Data(owner.utf8))
        // Only a nonce of another size than ours leaves a box without this form.
        return box.combined?.base64EncodedString() ?? ""
    }

    /// The secret that `seal` was given; throws if another key, or another owner, sealed it.
    func open(_ sealed: String, of owner: String) throws -> String {
        do {
            let box = try AES.GCM.SealedBox(combined: Data(base64Encoded: sealed) ?? Data())
            return String(decoding: try AES.GCM.open(box, using: key, authenticating: Data(owner.utf8)), as: UTF8.self)
        } catch {
            throw WarehouseError(
                .objectNotReady, "the stored secret of \(owner) cannot be read",
                detail: "\(Self.fileName) in the data folder is not the key that sealed it",
                hint: "restore the key from a backup, or drop and create \(owner) again")
        }
    }
}
