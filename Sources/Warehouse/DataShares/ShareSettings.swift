package import Foundation

/// Where shares are found and kept, and whom this warehouse trusts.
package struct ShareSettings: Sendable {
    /// The folder of the warehouse, for its signing key and its copies of mounted shares; nil for one in memory.
    package var folder: URL?
    /// Where the shares of others are looked for: folders, or `s3://` prefixes.
    package var roots: [String]
    /// Public keys of publishers by namespace, in base64; others are trusted on first use.
    package var trustedKeys: [String: String] = [:]
    /// How addresses become places.
    package var storage: ObjectStorage
    /// How often a mounted share is looked at for another version.
    package var pollIntervalMilliseconds = 1000
    /// How long the files of a version stay after it is no longer mounted, for queries that began before.
    package var retentionSeconds = 600.0

    /// Settings for a warehouse in `folder`.
    package init(folder: URL?, roots: [String], storage: ObjectStorage = ObjectStorage()) {
        self.folder = folder
        self.roots = roots
        self.storage = storage
    }

    /// The folder of the warehouse; throws if it is in memory alone.
    func requireFolder() throws -> URL {
        guard let folder else {
            throw WarehouseError(
                .objectNotReady, "data shares need a data folder", hint: "start the warehouse with --data FOLDER")
        }
        return folder
    }

    /// Where copies of mounted versions lie, a folder each, named by the SHA-256 of its manifest.
    func copiesFolder() throws -> URL { try requireFolder().appending(path: "shares") }
}
