package import Foundation

/// The folder of a warehouse, which is its owner's alone: whoever reads its files reads the data.
package enum DataFolder {
    /// Makes the folder, or takes an empty one over; gives whether others can read what comes to lie in it.
    ///
    /// The permissions of a folder with something in it are left to its owner.
    package static func prepare(_ folder: URL) throws -> Bool {
        let files = FileManager.default
        try files.createDirectory(
            at: folder, withIntermediateDirectories: true, attributes: [.posixPermissions: ownerOnlyFolder])
        if try files.contentsOfDirectory(atPath: folder.path).isEmpty {
            try files.setAttributes([.posixPermissions: ownerOnlyFolder], ofItemAtPath: folder.path)
        }
        let permissions = try files.attributesOfItem(atPath: folder.path)[.posixPermissions] as? Int ?? 0
        return permissions & 0o077 != 0
    }

    /// Keeps a file to its owner.
    static func protect(_ file: URL) throws {
        try FileManager.default.setAttributes([.posixPermissions: ownerOnlyFile], ofItemAtPath: file.path)
    }

    private static let ownerOnlyFolder = 0o700
    private static let ownerOnlyFile = 0o600
}
