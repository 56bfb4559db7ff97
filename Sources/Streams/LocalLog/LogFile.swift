import Glibc

/// An open file, closed with its last reference; errors name the file and carry the system's reason.
final class LogFile: Sendable {
    private let descriptor: Int32
    let path: String

    /// How a file is opened.
    enum Mode {
        case reading
        /// Reading and writing a file that exists.
        case updating
        /// Reading and writing a file that is made, or emptied where one is left from a failed attempt.
        case creating

        fileprivate var flags: Int32 {
            switch self {
            case .reading: O_RDONLY | O_CLOEXEC
            case .updating: O_RDWR | O_CLOEXEC
            case .creating: O_RDWR | O_CREAT | O_TRUNC | O_CLOEXEC
            }
        }
    }

    /// Opens the file at `path`; nil where there is none.
    static func openExisting(_ path: String, _ mode: Mode) throws(StreamError) -> LogFile? {
        let descriptor = Glibc.open(path, mode.flags, 0o600)
        if descriptor < 0, errno == ENOENT { return nil }
        guard descriptor >= 0 else { throw .system("could not open \(path)") }
        return LogFile(descriptor: descriptor, path: path)
    }

    /// Opens the file at `path`.
    convenience init(_ path: String, _ mode: Mode) throws(StreamError) {
        let descriptor = Glibc.open(path, mode.flags, 0o600)
        guard descriptor >= 0 else { throw .system("could not open \(path)") }
        self.init(descriptor: descriptor, path: path)
    }

    private init(descriptor: Int32, path: String) {
        self.descriptor = descriptor
        self.path = path
    }

    deinit {
        Glibc.close(descriptor)  // Nothing is lost by an error here: what counts was synced before.
    }

    /// Bytes of the file.
    func byteCount() throws(StreamError) -> Int {
        var status = stat()
        guard fstat(descriptor, &status) == 0 else { throw .system("could not read the size of \(path)") }
        return Int(status.st_size)
    }

    /// Reads up to `byteCount` bytes from `offset`; fewer only at the end of the file.
    func read(at offset: Int, byteCount: Int) throws(StreamError) -> [UInt8] {
        var code: Int32 = 0
        let bytes = [UInt8](unsafeUninitializedCapacity: byteCount) { buffer, filled in
            while filled < byteCount {
                let count = pread(
                    descriptor, buffer.baseAddress.map { $0 + filled }, byteCount - filled, offset + filled)
                if count > 0 {
                    filled += count
                    continue
                }
                if count < 0, errno == EINTR { continue }
                if count < 0 { code = errno }
                break
            }
        }
        guard code == 0 else { throw .system("could not read \(path)", code: code) }
        return bytes
    }

    /// Writes all of `bytes` at `offset`; after an error any part of them may be in the file.
    func write(_ bytes: [UInt8], at offset: Int) throws(StreamError) {
        var written = 0
        while written < bytes.count {
            let count = bytes.withUnsafeBytes { buffer in
                pwrite(
                    descriptor, buffer.baseAddress.map { $0 + written }, bytes.count - written, off_t(offset + written))
            }
            if count >= 0 {
                written += count
                continue
            }
            if errno == EINTR { continue }
            throw .system("could not write \(path)")
        }
    }

    /// Waits until contents and size are on disk.
    func sync() throws(StreamError) {
        guard fdatasync(descriptor) == 0 else { throw .system("could not bring \(path) to disk") }
    }

    /// Cuts the file to `byteCount` bytes.
    func truncate(to byteCount: Int) throws(StreamError) {
        guard ftruncate(descriptor, off_t(byteCount)) == 0 else { throw .system("could not truncate \(path)") }
    }

    /// Takes the file for this process until it is closed; false where another process has it.
    func lock() throws(StreamError) -> Bool {
        if flock(descriptor, LOCK_EX | LOCK_NB) == 0 { return true }
        guard errno == EWOULDBLOCK else { throw .system("could not lock \(path)") }
        return false
    }
}

extension StreamError {
    /// A failed system call: the fact, and the reason of `code` (the thread's last error unless given).
    static func system(_ message: String, code: Int32 = errno) -> StreamError {
        let isFull = code == ENOSPC || code == EDQUOT || code == EFBIG
        return StreamError(
            .storageFailure, message, detail: String(cString: strerror(code)),
            hint: isFull ? "free space on the disk; appends go on by themselves" : nil)
    }
}
