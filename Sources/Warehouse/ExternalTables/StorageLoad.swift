package import DuckDB
internal import Foundation

/// Redshift's COPY from files, as a statement of the engine.
package struct StorageLoad: Sendable, Equatable {
    /// How the files are written.
    package enum Format: Sendable, Equatable {
        /// Text between delimiters without quotes; Redshift's default.
        case delimited
        case csv
        case parquet
        /// One object after another; keys are columns.
        case json(ignoresCase: Bool)
    }

    /// How the files are written.
    package var format = Format.delimited
    /// Between fields; CSV needs it set to a comma.
    package var delimiter = "|"
    /// Around fields of CSV.
    package var quote = "\""
    /// What stands for NULL.
    package var null = "\\N"
    /// How many lines at the head of each file are none of its rows.
    package var ignoredHeaderLines = 0
    /// EMPTYASNULL: an empty field of a text column is NULL; that of any other always is.
    package var emptyIsNull = false
    /// BLANKSASNULL: a field of blanks alone is NULL.
    package var blankIsNull = false
    /// FILLRECORD: fields that a line lacks are NULL.
    package var fillsRecords = false
    /// `gzip` or `zstd`; nil goes by the files' names.
    package var compression: String?

    /// Redshift's defaults.
    package init() {}

    /// The statement that loads files, by the paths the engine opens, into these columns of a table.
    ///
    /// Values take the columns' types as the engine assigns them; one that cannot fails the load as a whole.
    package func insert(into table: EngineName, columns: [Column], files: [String]) throws -> String {
        let names = columns.map { EngineName.quote($0.name) }.joined(separator: ", ")
        let list = "[" + files.map(EngineName.literal).joined(separator: ", ") + "]"
        return "INSERT INTO \(table.quoted) (\(names)) \(try query(columns, files: list))"
    }

    private func query(_ columns: [Column], files: String) throws -> String {
        switch format {
        // Columnar files go by position, as in Redshift.
        case .parquet: return "SELECT * FROM read_parquet(\(files), hive_partitioning = false)"
        case .delimited, .csv: return try text(columns, files: files)
        case .json(let ignoresCase): return json(columns, files: files, ignoresCase: ignoresCase)
        }
    }

    private func text(_ columns: [Column], files: String) throws -> String {
        if let compression, !["gzip", "zstd"].contains(compression) {
            throw WarehouseError(.featureNotSupported, "COPY option \(compression.uppercased()) is not supported")
        }
        let names = columns.indices.map { "c\($0)" }
        let isQuoted = format == .csv
        let options = [
            "columns = {\(names.map { "\($0): 'VARCHAR'" }.joined(separator: ", "))}", "auto_detect = false",
            "header = false", "skip = \(ignoredHeaderLines)", "delim = \(EngineName.literal(delimiter))",
            "quote = \(isQuoted ? EngineName.literal(quote) : "''")",
            "escape = \(isQuoted ? EngineName.literal(quote) : "''")",
            "nullstr = \(EngineName.literal(null))", "null_padding = \(fillsRecords)",
            // Without quotes there is nothing to be strict about but a stray one.
            "strict_mode = \(isQuoted)", "hive_partitioning = false",
            "compression = '\(compression ?? "auto")'",
        ]
        let values = zip(names, columns).map { name, column in
            var value = name
            if blankIsNull { value = "CASE WHEN trim(\(value)) <> '' THEN \(value) END" }
            if emptyIsNull || column.type != .varchar { value = "nullif(\(value), '')" }
            // The text form of VARBYTE is hexadecimal digits; the engine's own cast would take the text's bytes.
            return column.type == .blob ? "unhex(\(value))" : value
        }
        return "SELECT \(values.joined(separator: ", ")) FROM read_csv(\(files), \(options.joined(separator: ", ")))"
    }

    private func json(_ columns: [Column], files: String, ignoresCase: Bool) -> String {
        let values = columns.map { column in
            let name = ignoresCase ? column.name.lowercased() : column.name
            let key = ignoresCase ? "lower(m.key)" : "m.key"
            let member = "list_filter(members, lambda m: \(key) = \(EngineName.literal(name)))[1].value"
            return column.type == .json ? member : "\(member) ->> '$'"
        }
        return """
            SELECT \(values.joined(separator: ", "))
            FROM (SELECT map_entries(CAST(json AS MAP(VARCHAR, JSON))) AS members
                  FROM read_json_objects(\(files), format = 'unstructured'))
            """
    }
}

extension ExternalTables {
    /// The files that COPY's source means: all whose address begins with it, or those its manifest lists.
    ///
    /// Hidden and empty files below a prefix are left out. Throws if there is none, or if a manifest's file is missing.
    package func files(ofSource source: String, isManifest: Bool) throws -> [String] {
        let location = try storage.locate(source)
        if isManifest { return try files(ofManifest: location) }
        let found = try files(of: location, isFolder: source.hasSuffix("/"))
        guard !found.isEmpty else {
            throw WarehouseError(.inputOutput, "the specified prefix \"\(source)\" does not match any files")
        }
        return found.map(\.enginePath)
    }

    /// The file of a location, or those below it, or those whose paths begin with its path.
    func files(of location: StorageLocation, isFolder: Bool) throws -> [ListedFile] {
        let listing = FileListing(connection: connection)
        let found = try listing.files(below: location)
        guard found.isEmpty, !isFolder, let slash = location.enginePath.lastIndex(of: "/") else { return found }
        let folder = StorageLocation(address: "", enginePath: String(location.enginePath[..<slash]))
        return try listing.files(below: folder).filter { $0.enginePath.hasPrefix(location.enginePath) }
    }

    private func files(ofManifest location: StorageLocation) throws -> [String] {
        struct Manifest: Decodable {
            struct Entry: Decodable {
                var url: String
                var mandatory: Bool?
            }
            var entries: [Entry]
        }
        let text = try connection.query(
            "SELECT content FROM read_text(\(EngineName.literal(location.enginePath)))"
        ).rows().first?[0].text
        let manifest: Manifest
        do {
            manifest = try JSONDecoder().decode(Manifest.self, from: Data((text ?? "").utf8))
        } catch {
            throw WarehouseError(.invalidText, "manifest \"\(location.address)\" cannot be read", detail: "\(error)")
        }
        let listing = FileListing(connection: connection)
        return try manifest.entries.flatMap { entry in
            let found = try listing.files(below: try storage.locate(entry.url))
            guard !found.isEmpty || entry.mandatory != true else {
                throw WarehouseError(.inputOutput, "file \"\(entry.url)\" of the manifest does not exist")
            }
            return found.map(\.enginePath)
        }
    }
}
