internal import Foundation

/// Writes that are on disk, whole, before anything is told of them.
enum DurableFile {
    /// Replaces the file at `url` by `bytes` in one step: a reader sees the old contents or the new, never a part.
    static func replace(_ url: URL, with bytes: Data) throws {
        let folder = url.deletingLastPathComponent()
        let draft = folder.appending(path: ".\(url.lastPathComponent)-\(UUID().uuidString)")
        do {
            try create(draft, with: bytes, mode: 0o644)
            guard rename(draft.path, url.path) == 0 else { throw failure("rename", url) }
        } catch {
            // The draft may not exist; the first error is the one to report.
            try? FileManager.default.removeItem(at: draft)
            throw error
        }
        try sync(folder)
    }

    /// Makes a file that does not exist yet, with these permissions.
    static func create(_ url: URL, with bytes: Data, mode: mode_t) throws {
        let descriptor = open(url.path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, mode)
        guard descriptor >= 0 else { throw failure("create", url) }
        let handle = FileHandle(fileDescriptor: descriptor, closeOnDealloc: true)
        try handle.write(contentsOf: bytes)
        try handle.synchronize()
        try handle.close()
    }

    /// Brings a file, or the names in a folder, onto the disk.
    static func sync(_ url: URL) throws {
        let descriptor = open(url.path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { throw failure("open", url) }
        defer { close(descriptor) }
        guard fsync(descriptor) == 0 else { throw failure("sync", url) }
    }

    /// Brings everything below a folder onto the disk.
    static func syncAll(below folder: URL) throws {
        let children = try FileManager.default.contentsOfDirectory(
            at: folder, includingPropertiesForKeys: [.isDirectoryKey])
        for child in children {
            if try child.resourceValues(forKeys: [.isDirectoryKey]).isDirectory == true {
                try syncAll(below: child)
            } else {
                try sync(child)
            }
        }
        try sync(folder)
    }

    private static func failure(_ action: String, _ url: URL) -> WarehouseError {
        let code = errno
        return WarehouseError(
            code == ENOSPC ? .diskFull : .inputOutput, "cannot \(action) \(url.lastPathComponent)",
            detail: String(cString: strerror(code)))
    }
}
