internal import Foundation

/// A key in a file of the data folder that only its owner may read; SQL does not reach it.
struct KeyFile {
    let url: URL

    /// The key; nil where there is no file, or one that holds no key.
    func read() -> Data? { FileManager.default.contents(atPath: url.path).flatMap { Data(base64Encoded: $0) } }

    /// Whether there is a file at all.
    var exists: Bool { FileManager.default.fileExists(atPath: url.path) }

    /// Makes the file, which must not exist; it is on disk when this returns.
    func create(_ key: Data) throws {
        try DurableFile.create(url, with: Data(key.base64EncodedString().utf8), mode: 0o600)
        try DurableFile.sync(url.deletingLastPathComponent())
    }
}
