internal import DuckDB
internal import Foundation

/// A file of an external table.
struct ListedFile: Hashable {
    /// The path or address as the engine opens and reports it.
    var enginePath: String
    var bytes: Int64
}

/// Finds the files below a place: at any depth, without hidden ones and empty ones, sorted by path.
///
/// Redshift's and Athena's rule: what begins with `.`, `_` or `#`, or ends with `~`, is hidden.
struct FileListing {
    /// Asks object stores.
    let connection: Connection

    /// The files below a location, none if it does not exist; the file itself if it is one.
    func files(below location: StorageLocation) throws -> [ListedFile] {
        var files: [ListedFile] = []
        if location.isRemote {
            files = try remoteFiles(below: location)
        } else {
            var information = stat()
            guard stat(location.enginePath, &information) == 0 else { return [] }
            if information.st_mode & S_IFMT == S_IFREG {
                return [ListedFile(enginePath: location.enginePath, bytes: Int64(information.st_size))]
            }
            try walk(location.enginePath) { name, path, isFolder in
                guard !isFolder, !Self.isHidden(name) else { return !Self.isHidden(name) }
                // A file that is gone again is not there.
                if stat(path, &information) == 0, information.st_size > 0 {
                    files.append(ListedFile(enginePath: path, bytes: Int64(information.st_size)))
                }
                return false
            }
        }
        return files.sorted { $0.enginePath < $1.enginePath }
    }

    /// The folders below a location whose names are `key=value` for each of `keys`, level by level; hidden ones too.
    ///
    /// An object store has no folders but in the names of its files.
    func partitionFolders(below location: StorageLocation, keys: [String]) throws -> [[String]] {
        guard location.isRemote else {
            return try localPartitionFolders(below: location.enginePath, keys: keys[...])
        }
        var found: Set<[String]> = []
        for file in try remoteFiles(below: location) {
            let parts = file.enginePath.dropFirst(location.enginePath.count + 1).split(separator: "/").map(String.init)
            guard parts.count > keys.count else { continue }
            let folders = Array(parts.prefix(keys.count))
            if zip(folders, keys).allSatisfy({ Self.isPartition($0, key: $1) }) { found.insert(folders) }
        }
        return found.sorted { $0.lexicographicallyPrecedes($1) }
    }

    static func isHidden(_ name: some StringProtocol) -> Bool {
        name.hasPrefix(".") || name.hasPrefix("_") || name.hasPrefix("#") || name.hasSuffix("~")
    }

    private static func isPartition(_ name: String, key: String) -> Bool {
        name.utf8.count > key.utf8.count && name.lowercased().hasPrefix(key.lowercased() + "=")
    }

    private func localPartitionFolders(below path: String, keys: ArraySlice<String>) throws -> [[String]] {
        guard let key = keys.first else { return [[]] }
        var names: [String] = []
        try walk(path) { name, _, isFolder in
            if isFolder, Self.isPartition(name, key: key) { names.append(name) }
            return false
        }
        return try names.sorted().flatMap { name in
            try localPartitionFolders(below: "\(path)/\(name)", keys: keys.dropFirst()).map { [name] + $0 }
        }
    }

    /// Visits what is in a folder, and in each folder below for which `visit` returns true.
    private func walk(_ path: String, visit: (_ name: String, _ path: String, _ isFolder: Bool) throws -> Bool) throws {
        guard let folder = opendir(path) else {
            let code = errno
            if code == ENOENT { return }
            throw WarehouseError(
                .inputOutput, "folder \"\(path)\" cannot be listed", detail: String(cString: strerror(code)))
        }
        defer { closedir(folder) }
        while let entry = readdir(folder) {
            let name = withUnsafePointer(to: &entry.pointee.d_name) { pointer in
                pointer.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
            }
            guard name != ".", name != ".." else { continue }
            let child = "\(path)/\(name)"
            let isFolder =
                switch Int(entry.pointee.d_type) {
                case Int(DT_DIR): true
                case Int(DT_REG): false
                default: Self.isFolder(child)
                }
            if try visit(name, child, isFolder), isFolder { try walk(child, visit: visit) }
        }
    }

    private static func isFolder(_ path: String) -> Bool {
        var information = stat()
        return stat(path, &information) == 0 && information.st_mode & S_IFMT == S_IFDIR
    }

    private func remoteFiles(below location: StorageLocation) throws -> [ListedFile] {
        let pattern = EngineName.literal(location.enginePath + "/**")
        do {
            return try connection.query("SELECT filename, size FROM read_blob(\(pattern))").rows().compactMap { row in
                guard let path = row[0].text, let bytes = row[1].integer, bytes > 0 else { return nil }
                let names = path.dropFirst(location.enginePath.count).split(separator: "/")
                return names.contains(where: Self.isHidden) ? nil : ListedFile(enginePath: path, bytes: bytes)
            }
        } catch let error as EngineError where error.message.contains("No files found") {
            return []
        }
    }
}
