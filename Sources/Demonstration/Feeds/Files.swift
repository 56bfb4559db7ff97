import Foundation

/// The few operations on files that the demonstration needs.
enum Files {
    static func exists(_ path: String) -> Bool { FileManager.default.fileExists(atPath: path) }

    /// Makes a folder that nobody else has, under the system's folder for temporary files.
    static func makeTemporaryFolder(_ name: String) throws -> String {
        // Short on purpose: the path of a socket in it may have about a hundred characters.
        let folder =
            FileManager.default.temporaryDirectory.path + "/\(name)-" + String(UInt32.random(in: 0 ... .max), radix: 36)
        try FileManager.default.createDirectory(
            atPath: folder, withIntermediateDirectories: false, attributes: [.posixPermissions: 0o700])
        return folder
    }

    static func makeFolder(_ path: String) throws {
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    }

    static func remove(_ path: String) throws {
        if exists(path) { try FileManager.default.removeItem(atPath: path) }
    }

    static func write(_ text: String, to path: String) throws {
        try Data(text.utf8).write(to: URL(filePath: path))
    }

    static func read(_ path: String) throws -> String {
        String(decoding: try Data(contentsOf: URL(filePath: path)), as: UTF8.self)
    }

    /// The last lines of a file, for an error's detail; empty where it cannot be read.
    static func tail(_ path: String, lineCount: Int = 15) -> String {
        // The detail belongs to another error, which must not be lost because a log is missing.
        guard let text = try? read(path) else { return "" }
        return text.split(separator: "\n").suffix(lineCount).joined(separator: "\n")
    }
}
