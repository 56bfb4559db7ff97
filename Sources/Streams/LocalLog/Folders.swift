import FoundationEssentials
import Glibc

/// The changes of folders that a durable log needs: each is on disk when the call returns.
enum Folders {
    /// Makes a folder, and those above it that are missing.
    static func make(_ path: String) throws(StreamError) {
        do {
            try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
        } catch {
            throw StreamError(.storageFailure, "could not make the folder \(path)", detail: "\(error)")
        }
    }

    /// The names of a folder's entries, in order.
    static func entries(_ path: String) throws(StreamError) -> [String] {
        do {
            return try FileManager.default.contentsOfDirectory(atPath: path).sorted()
        } catch {
            throw StreamError(.storageFailure, "could not list the folder \(path)", detail: "\(error)")
        }
    }

    /// Removes a folder with all that is in it.
    static func remove(_ path: String) throws(StreamError) {
        do {
            try FileManager.default.removeItem(atPath: path)
        } catch {
            throw StreamError(.storageFailure, "could not remove \(path)", detail: "\(error)")
        }
    }

    /// Removes a file; that there is none is no error.
    static func removeFile(_ path: String) throws(StreamError) {
        guard unlink(path) == 0 || errno == ENOENT else { throw .system("could not remove \(path)") }
    }

    /// Gives a file or folder another name in the same folder.
    static func rename(_ path: String, to target: String, in folder: String) throws(StreamError) {
        guard Glibc.rename(path, target) == 0 else { throw .system("could not rename \(path)") }
        try sync(folder)
    }

    /// Waits until the entries of a folder are on disk.
    static func sync(_ path: String) throws(StreamError) {
        let descriptor = Glibc.open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard descriptor >= 0 else { throw .system("could not open the folder \(path)") }
        defer { Glibc.close(descriptor) }
        guard fsync(descriptor) == 0 else { throw .system("could not bring the folder \(path) to disk") }
    }

    /// Writes a whole file such that after a crash it has either its former or its later contents.
    static func replaceFile(_ name: String, in folder: String, with bytes: [UInt8]) throws(StreamError) {
        let path = "\(folder)/\(name)"
        let draft = path + ".draft"
        do throws(StreamError) {
            let file = try LogFile(draft, .creating)
            try file.write(bytes, at: 0)
            try file.sync()
        } catch {
            unlink(draft)  // A draft left behind does no harm; the error that counts is thrown on.
            throw error
        }
        try rename(draft, to: path, in: folder)
    }
}
