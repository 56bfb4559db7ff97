package import Foundation

/// Where files lie: below a local folder, or below a prefix of a bucket that the engine reaches by its S3 client.
package struct StorageLocation: Sendable, Hashable {
    /// The address as users write and see it, without a slash at its end.
    package var address: String
    /// The same place as the engine opens it: an absolute path, or an `s3://` address.
    package var enginePath: String

    /// Whether the engine reaches it through an object store's API.
    package var isRemote: Bool { enginePath.hasPrefix("s3://") }

    /// A place below this one; `path` has no slash at either end.
    package func appending(_ path: String) -> StorageLocation {
        StorageLocation(address: "\(address)/\(path)", enginePath: "\(enginePath)/\(path)")
    }

    /// The address of a file that the engine found below this place.
    package func address(ofEnginePath file: String) -> String {
        file.hasPrefix(enginePath) ? address + file.dropFirst(enginePath.count) : file
    }
}

/// How the addresses in statements become places the engine can open.
package struct ObjectStorage: Sendable {
    /// Local folders that stand for buckets, by bucket name.
    package var buckets: [String: URL] = [:]
    /// How other buckets are reached; nil if they are not.
    package var remote: RemoteStorage?
    /// The warehouse's own folder, which addresses do not reach: its keys lie there.
    package var dataFolder: URL?

    /// Storage with these buckets as local folders.
    package init(buckets: [String: URL] = [:], remote: RemoteStorage? = nil, dataFolder: URL? = nil) {
        self.buckets = buckets
        self.remote = remote
        self.dataFolder = dataFolder
    }

    /// The place that `s3://bucket/prefix`, `file:///folder` or `/folder` means.
    ///
    /// Refuses relative paths, `..`, which could lead out of a bucket's folder, and places whose files are the
    /// warehouse's own.
    package func locate(_ address: String) throws -> StorageLocation {
        guard !address.utf8.contains(0), !address.split(separator: "/").contains("..") else {
            throw WarehouseError(.invalidParameter, "location \"\(address)\" may not contain \"..\"")
        }
        if let rest = Self.strip(["s3://", "s3a://", "s3n://"], from: address) { return try locate(bucketPath: rest) }
        let path = Self.strip(["file://"], from: address).map(String.init) ?? address
        guard path.hasPrefix("/") else {
            throw WarehouseError(
                .invalidParameter, "location \"\(address)\" is neither an s3:// address nor an absolute path",
                hint: "write s3://bucket/prefix/ or /folder/")
        }
        let trimmed = Self.withoutSlashes(path)
        if let dataFolder, Self.overlap(URL(filePath: trimmed), dataFolder) {
            throw WarehouseError(
                .insufficientPrivilege, "location \"\(address)\" reaches into the warehouse's own folder",
                hint: "keep files for tables outside of it")
        }
        return StorageLocation(address: trimmed, enginePath: trimmed)
    }

    /// Whether one folder lies in the other, links followed.
    private static func overlap(_ one: URL, _ other: URL) -> Bool {
        let parts = [one, other].map { $0.absoluteURL.resolvingSymlinksInPath().pathComponents }
        return parts[0].starts(with: parts[1]) || parts[1].starts(with: parts[0])
    }

    private func locate(bucketPath: Substring) throws -> StorageLocation {
        let parts = bucketPath.split(separator: "/", omittingEmptySubsequences: true)
        guard let bucket = parts.first.map(String.init), !bucketPath.hasPrefix("/") else {
            throw WarehouseError(.invalidParameter, "location \"s3://\(bucketPath)\" names no bucket")
        }
        let address = "s3://" + parts.joined(separator: "/")
        if let folder = buckets[bucket] {
            let path = ([Self.withoutSlashes(folder.path)] + parts.dropFirst().map(String.init)).joined(separator: "/")
            return StorageLocation(address: address, enginePath: path)
        }
        guard remote != nil else {
            throw WarehouseError(
                .objectNotReady, "bucket \"\(bucket)\" is not configured",
                hint: "map it to a local folder, or set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY")
        }
        return StorageLocation(address: address, enginePath: address)
    }

    private static func strip(_ schemes: [String], from address: String) -> Substring? {
        schemes.first { address.lowercased().hasPrefix($0) }.map { address.dropFirst($0.count) }
    }

    private static func withoutSlashes(_ path: String) -> String {
        var path = path[...]
        while path.count > 1, path.hasSuffix("/") { path.removeLast() }
        return String(path)
    }
}
