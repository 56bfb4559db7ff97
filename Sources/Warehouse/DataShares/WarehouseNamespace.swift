internal import Crypto
internal import DuckDB
internal import Foundation

extension Catalog {
    /// This warehouse's GUID, which `SELECT current_namespace` gives.
    package func namespace() throws -> String {
        guard let id = try connection.query("SELECT id FROM millrace.namespace").rows().first?[0].text else {
            throw WarehouseError(.internalError, "the warehouse has no namespace")
        }
        return id
    }
}

/// The key that this warehouse signs its shares with; it lies beside the engine's file, where SQL does not reach.
enum SigningKey {
    static let fileName = "signing.key"

    /// Reads the key, or makes it if the warehouse never had one; notes the public part in the catalog.
    static func open(in folder: URL, _ connection: Connection) throws -> Curve25519.Signing.PrivateKey {
        let file = KeyFile(url: folder.appending(path: fileName))
        let known = try connection.query("SELECT public_key FROM millrace.namespace").rows().first?[0].text
        if known == nil, !file.exists { try file.create(Curve25519.Signing.PrivateKey().rawRepresentation) }
        guard let bytes = file.read(),
            let key = try? Curve25519.Signing.PrivateKey(rawRepresentation: bytes)  // Wrong length: no key.
        else {
            throw WarehouseError(
                .objectNotReady, "the warehouse's signing key cannot be read",
                detail: "consumers have pinned its public key, so that another one would be refused",
                hint: "restore \(fileName) in the data folder from a backup")
        }
        let publicKey = key.publicKey.rawRepresentation.base64EncodedString()
        if known == nil {
            try connection.execute("UPDATE millrace.namespace SET public_key = $1", [.text(publicKey)])
        } else if known != publicKey {
            throw WarehouseError(.objectNotReady, "\(fileName) is not the key of this warehouse")
        }
        return key
    }
}
