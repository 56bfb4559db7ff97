internal import Crypto
internal import Foundation

/// A version of a share that was verified and lies, whole, in this warehouse's own folder.
struct FetchedVersion: Sendable, Equatable {
    var manifest: ShareManifest
    var manifestSHA256: String
    /// The key that signed it, in base64.
    var publicKey: String
    /// Where its files lie.
    var folder: URL
}

/// Verifies the valid version of a share and copies it into this warehouse.
///
/// Everything is checked before anything is used: `current` leads to the manifest by checksum, the manifest is signed
/// by the key that is known, it is of the share and version that were asked for, and each file has its size and
/// checksum while it is copied. Queries read the copy, so what happens to the publisher's files later cannot reach
/// them.
struct ShareFetcher {
    let store: ShareStore
    let namespace: String
    let share: String
    /// The publisher's key; nil if this is the first time that it is seen, and is to be trusted.
    let trustedKey: String?
    /// The latest version that was ever taken: nothing older is.
    let seen: CurrentVersion?
    /// The folder of this warehouse's copies.
    let copies: URL

    /// The contents of `current`, and what they say.
    func readCurrent() throws -> (bytes: Data, version: CurrentVersion) {
        guard let bytes = try store.read("current", limitBytes: CurrentVersion.largestBytes) else {
            throw ShareProblem.unreachable("\(store.location.address) has no valid version")
        }
        do {
            return (bytes, try JSONDecoder().decode(CurrentVersion.self, from: bytes))
        } catch {
            throw ShareProblem.refused("\"current\" cannot be read: \(error)")
        }
    }

    /// Verifies and copies the version that `current` names.
    func fetch(_ current: CurrentVersion) throws -> FetchedVersion {
        try checkOrder(current)
        let folder = "versions/\(current.version)"
        guard let bytes = try store.read("\(folder)/manifest.json", limitBytes: ShareManifest.largestBytes),
            let signatureBytes = try store.read("\(folder)/signature.json", limitBytes: ShareSignature.largestBytes)
        else { throw ShareProblem.refused("version \(current.version) lacks its manifest or signature") }
        guard SHA256.hexadecimal(of: bytes) == current.manifestSHA256 else {
            throw ShareProblem.refused("the manifest does not have the checksum that \"current\" says")
        }
        let signature = try ShareSignature(json: signatureBytes)
        if let trustedKey, signature.publicKey != trustedKey {
            throw ShareProblem.refused("the manifest is signed by another key than the publisher's known one")
        }
        try signature.verify(bytes)
        let manifest = try ShareManifest(json: bytes)
        try checkIdentity(of: manifest, current)
        let target = copies.appending(path: current.manifestSHA256)
        if try !Self.isIntact(target, manifest) {
            try copy(manifest, manifestBytes: bytes, to: target)
        }
        return FetchedVersion(
            manifest: manifest, manifestSHA256: current.manifestSHA256, publicKey: signature.publicKey, folder: target)
    }

    /// Whether a copy has every file with its checksum.
    static func isIntact(_ folder: URL, _ manifest: ShareManifest) throws -> Bool {
        for file in manifest.relations.flatMap(\.files) {
            let url = folder.appending(path: file.path)
            guard FileManager.default.fileExists(atPath: url.path) else { return false }
            let digest = try FileDigest(of: url, limitBytes: file.bytes)
            guard digest.bytes == file.bytes, digest.sha256 == file.sha256 else { return false }
        }
        return true
    }

    private func checkOrder(_ current: CurrentVersion) throws {
        guard current.version > 0, current.manifestSHA256.utf8.count == 64,
            current.manifestSHA256.utf8.allSatisfy({
                UInt8(ascii: "0")...UInt8(ascii: "9") ~= $0 || UInt8(ascii: "a")...UInt8(ascii: "f") ~= $0
            })
        else { throw ShareProblem.refused("\"current\" names no version") }
        guard let seen else { return }
        guard current.version >= seen.version else {
            throw ShareProblem.refused(
                "version \(current.version) is older than version \(seen.version), which was valid before")
        }
        guard current.version > seen.version || current.manifestSHA256 == seen.manifestSHA256 else {
            throw ShareProblem.refused("version \(current.version) was valid before with other contents")
        }
    }

    private func checkIdentity(of manifest: ShareManifest, _ current: CurrentVersion) throws {
        guard manifest.share == share, manifest.namespace == namespace else {
            throw ShareProblem.refused("the manifest is of share \(manifest.share) of namespace \(manifest.namespace)")
        }
        guard manifest.version == current.version else {
            throw ShareProblem.refused("the manifest is of version \(manifest.version), not \(current.version)")
        }
    }

    private func copy(_ manifest: ShareManifest, manifestBytes: Data, to target: URL) throws {
        let draft = copies.appending(path: ".draft-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: draft, withIntermediateDirectories: true)
        do {
            for file in manifest.relations.flatMap(\.files) {
                try store.copy(file, ofVersion: manifest.version, to: draft.appending(path: file.path))
            }
            try DurableFile.create(draft.appending(path: "manifest.json"), with: manifestBytes, mode: 0o644)
            try DurableFile.syncAll(below: draft)
            // A copy that lost a file or a bit makes room for the whole one.
            if FileManager.default.fileExists(atPath: target.path) { try FileManager.default.removeItem(at: target) }
            try FileManager.default.moveItem(at: draft, to: target)
            try DurableFile.sync(copies)
        } catch {
            // The first error is the one to report.
            try? FileManager.default.removeItem(at: draft)
            throw error
        }
    }
}
