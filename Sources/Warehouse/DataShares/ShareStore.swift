internal import DuckDB
internal import Foundation

/// The files of one share where publisher and consumers meet: a folder, or a prefix of a bucket.
struct ShareStore {
    /// `<root>/<namespace>/<share>`.
    let location: StorageLocation
    /// Reads and writes what is behind an object store's API.
    let connection: Connection

    init(root: StorageLocation, namespace: String, share: String, connection: Connection) {
        location = root.appending(Self.component(namespace)).appending(Self.component(share))
        self.connection = connection
    }

    /// A name as one component of a path: all but plain letters, digits, `-` and `_` as `%` and two digits.
    static func component(_ name: String) -> String {
        var text = ""
        for byte in name.utf8 {
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "_"):
                text.unicodeScalars.append(Unicode.Scalar(byte))
            default: text += "%" + (byte < 16 ? "0" : "") + String(byte, radix: 16)
            }
        }
        return text
    }

    /// The bytes of a file, nil if there is none; refuses one larger than `limitBytes`.
    func read(_ path: String, limitBytes: Int) throws -> Data? {
        let file = location.appending(path)
        if file.isRemote { return try readRemote(file, limitBytes: limitBytes) }
        let descriptor = open(file.enginePath, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else {
            let code = errno
            if code == ENOENT || code == ENOTDIR { return nil }
            throw ShareProblem.unreachable("\(file.address) cannot be read: \(String(cString: strerror(code)))")
        }
        let handle = FileHandle(fileDescriptor: descriptor, closeOnDealloc: true)
        let bytes: Data
        do {
            bytes = try handle.read(upToCount: limitBytes + 1) ?? Data()
        } catch {
            throw ShareProblem.unreachable("\(file.address) cannot be read: \(error)")
        }
        guard bytes.count <= limitBytes else {
            throw ShareProblem.refused("\(path) is larger than \(limitBytes) bytes")
        }
        return bytes
    }

    /// Copies a file of a version to a local place; refuses it unless it has the manifest's size and checksum.
    func copy(_ file: ShareManifest.File, ofVersion version: Int64, to target: URL) throws {
        let source = location.appending("versions/\(version)/\(file.path)")
        let digest: FileDigest
        if source.isRemote {
            try fetchRemote(source, bytes: file.bytes, to: target)
            digest = try FileDigest(of: target)
        } else {
            guard FileManager.default.fileExists(atPath: source.enginePath) else {
                throw ShareProblem.refused("file \(file.path) of version \(version) is missing")
            }
            digest = try FileDigest(of: URL(filePath: source.enginePath), limitBytes: file.bytes, copy: target)
        }
        guard digest.bytes == file.bytes else {
            throw ShareProblem.refused("file \(file.path) does not have the \(file.bytes) bytes of the manifest")
        }
        guard digest.sha256 == file.sha256 else {
            throw ShareProblem.refused("file \(file.path) does not have the checksum of the manifest")
        }
    }

    /// The numbers of the versions that are there, whole or not.
    func versions() throws -> [Int64] {
        let folder = location.appending("versions")
        guard folder.isRemote else {
            guard FileManager.default.fileExists(atPath: folder.enginePath) else { return [] }
            return try FileManager.default.contentsOfDirectory(atPath: folder.enginePath).compactMap { Int64($0) }
        }
        return try connection.query(
            "SELECT file FROM glob(\(EngineName.literal(folder.enginePath + "/*/*")))"
        ).rows().compactMap { row in
            row[0].text?.dropFirst(folder.enginePath.count + 1).split(separator: "/").first.flatMap { Int64($0) }
        }
    }

    /// Makes the files of `draft`, a local folder, the version of this number.
    ///
    /// A local draft must lie on the same disk as the store (`draftFolder`), since it is moved as a whole.
    func addVersion(_ version: Int64, from draft: URL) throws {
        let target = location.appending("versions/\(version)")
        guard target.isRemote else {
            try DurableFile.syncAll(below: draft)
            guard rename(draft.path, target.enginePath) == 0 else {
                throw WarehouseError(
                    .inputOutput, "version \(version) cannot be put into \(location.address)",
                    detail: String(cString: strerror(errno)))
            }
            return try DurableFile.sync(URL(filePath: location.enginePath + "/versions"))
        }
        for name in try FileManager.default.contentsOfDirectory(atPath: draft.path) {
            try upload(draft.appending(path: name), to: target.appending(name))
        }
    }

    /// Makes a version the valid one, in one step.
    func setCurrent(_ bytes: Data) throws {
        let file = location.appending("current")
        guard file.isRemote else { return try DurableFile.replace(URL(filePath: file.enginePath), with: bytes) }
        // One PUT: an object store shows the old object or the new.
        try put(bytes, to: file)
    }

    /// An empty folder for the files of a version; `spare` is where one for an object store may lie.
    func makeDraftFolder(spare: URL) throws -> URL {
        let parent = location.isRemote ? spare : URL(filePath: location.enginePath + "/versions")
        let draft = parent.appending(path: ".draft-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: draft, withIntermediateDirectories: true)
        return draft
    }

    /// Removes versions below `oldest`; an object store's rules of its own must do so there.
    func removeVersions(below oldest: Int64) throws {
        guard !location.isRemote else { return }
        for version in try versions() where version < oldest {
            try FileManager.default.removeItem(atPath: location.appending("versions/\(version)").enginePath)
        }
    }
}

extension ShareStore {
    private func readRemote(_ file: StorageLocation, limitBytes: Int) throws -> Data? {
        do {
            let rows = try connection.query(
                """
                SELECT size, CASE WHEN size <= \(limitBytes) THEN content END
                FROM read_blob(\(EngineName.literal(file.enginePath)))
                """
            ).rows()
            guard let row = rows.first else { return nil }
            guard case .blob(let bytes) = row[1] else {
                throw ShareProblem.refused("\(file.address) is larger than \(limitBytes) bytes")
            }
            return Data(bytes)
        } catch let error as EngineError {
            if error.message.contains("404") || error.message.contains("No files found") { return nil }
            throw ShareProblem.unreachable("\(file.address) cannot be read: \(error.message)")
        }
    }

    private func fetchRemote(_ file: StorageLocation, bytes: Int64, to target: URL) throws {
        do {
            let size = try connection.query("SELECT size FROM read_blob(\(EngineName.literal(file.enginePath)))").rows()
                .first?[0].integer
            guard size == bytes else {
                throw ShareProblem.refused("\(file.address) has \(size ?? 0) bytes, the manifest says \(bytes)")
            }
            try connection.execute(
                """
                COPY (SELECT content FROM read_blob(\(EngineName.literal(file.enginePath))))
                TO \(EngineName.literal(target.path)) (FORMAT BLOB)
                """)
        } catch let error as EngineError {
            if error.message.contains("404") || error.message.contains("No files found") {
                throw ShareProblem.refused("\(file.address) is missing")
            }
            throw ShareProblem.unreachable("\(file.address) cannot be read: \(error.message)")
        }
    }

    private func upload(_ file: URL, to target: StorageLocation) throws {
        try connection.execute(
            """
            COPY (SELECT content FROM read_blob(\(EngineName.literal(file.path))))
            TO \(EngineName.literal(target.enginePath)) (FORMAT BLOB)
            """)
    }

    private func put(_ bytes: Data, to target: StorageLocation) throws {
        try connection.execute(
            "COPY (SELECT unhex('\(bytes.hexadecimal)') AS content) TO \(EngineName.literal(target.enginePath)) (FORMAT BLOB)"
        )
    }
}
