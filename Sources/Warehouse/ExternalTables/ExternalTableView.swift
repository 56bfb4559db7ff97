/// The engine query that reads the files of an external table.
///
/// Files are listed by name, since only those of registered partitions count and a pattern without a match is an error.
/// Partitions that lie where Hive puts them, `root/key=value`, share one scan whose partition columns come out of the
/// file's name: the engine then leaves out files by name before it opens any. Any other partition is a scan of its own
/// with constants, which the engine leaves out just so.
struct ExternalTableView {
    /// A partition with what lies there now; the whole table if it has no partition columns.
    struct Part {
        var values: [String]
        var location: StorageLocation
        var files: [ListedFile]
    }

    let table: ExternalTable
    /// Where the table lies.
    let root: StorageLocation

    /// The query: the table's columns, its partition columns, `"$path"`, and the file as the engine names it.
    func query(_ parts: [Part]) -> String {
        let parts = parts.filter { !$0.files.isEmpty }
        let regular = parts.filter(isRegular)
        var branches: [String] = []
        if !regular.isEmpty {
            branches.append(branch(files: regular.flatMap(\.files), location: root, partitionValues: valuesFromNames()))
        }
        for part in parts where !isRegular(part) {
            branches.append(
                branch(files: part.files, location: part.location, partitionValues: constants(part.values)))
        }
        return branches.isEmpty ? emptyQuery : branches.joined(separator: "\nUNION ALL\n")
    }

    private var emptyQuery: String {
        let columns = (table.columns + table.partitionColumns).map {
            "CAST(NULL AS \($0.type)) AS \(EngineName.quote($0.name))"
        }
        let own = ["NULL::VARCHAR AS \"$path\"", "NULL::VARCHAR AS \"$file\""]
        return "SELECT \((columns + own).joined(separator: ", ")) WHERE false"
    }

    /// Whether a partition's values can be read from its files' names.
    private func isRegular(_ part: Part) -> Bool {
        guard part.location.enginePath.hasPrefix(root.enginePath) else { return false }
        let names = part.location.enginePath.dropFirst(root.enginePath.count).split(separator: "/")
        guard names.count == table.partitionColumns.count else { return false }
        return zip(names, zip(table.partitionColumns, part.values)).allSatisfy { name, expected in
            let (column, value) = expected
            return name.dropFirst(column.name.count + 1) == value
                && name.prefix(column.name.count + 1).lowercased() == column.name.lowercased() + "="
                && value != ExternalPartition.null
        }
    }

    private func branch(files: [ListedFile], location: StorageLocation, partitionValues: [String]) -> String {
        let (columns, source) = reader(files)
        let partitions = zip(table.partitionColumns, partitionValues).map { column, value in
            "CAST(\(value) AS \(column.type)) AS \(EngineName.quote(column.name))"
        }
        // Characters as the engine counts them: code points.
        let prefix = location.enginePath.unicodeScalars.count
        let path = "\(EngineName.literal(location.address)) || substr(filename, \(prefix + 1)) AS \"$path\""
        return
            "SELECT \((columns + partitions + [path, "filename AS \"$file\""]).joined(separator: ", ")) FROM \(source)"
    }

    private func valuesFromNames() -> [String] {
        let depth = root.enginePath.utf8.count { $0 == UInt8(ascii: "/") } + 2
        return table.partitionColumns.enumerated().map { index, column in
            "substr(split_part(filename, '/', \(depth + index)), \(column.name.unicodeScalars.count + 2))"
        }
    }

    private func constants(_ values: [String]) -> [String] {
        values.map { $0 == ExternalPartition.null ? "NULL" : EngineName.literal($0) }
    }
}

extension ExternalTableView {
    /// The expressions of the data columns, and the table function over the files.
    private func reader(_ files: [ListedFile]) -> (columns: [String], source: String) {
        let list =
            "[" + files.map { EngineName.literal(Self.withoutPatterns($0.enginePath)) }.joined(separator: ", ") + "]"
        return switch table.format {
        case .parquet: parquet(list)
        case .delimited, .csv: text(list)
        case .json: json(list)
        }
    }

    /// By name, whatever its case; a column that a file lacks is NULL; a value that is not of its type fails the query.
    private func parquet(_ files: String) -> (columns: [String], source: String) {
        let schema = table.columns.map { column in
            let name = EngineName.literal(column.name)
            let internalName = EngineName.literal(Self.internalName(column.name))
            return "\(name): {name: \(internalName), type: \(EngineName.literal(column.type)), default_value: NULL}"
        }
        let columns = table.columns.map {
            "\(EngineName.quote(Self.internalName($0.name))) AS \(EngineName.quote($0.name))"
        }
        return (columns, "read_parquet(\(files), schema = MAP {\(schema.joined(separator: ", "))}, filename = true)")
    }

    /// By position; a field that is missing or is not of its column's type is NULL, as in Hive.
    private func text(_ files: String) -> (columns: [String], source: String) {
        let isQuoted = table.format == .csv
        let names = table.columns.indices.map { "c\($0)" }
        let options = [
            "columns = {\(names.map { "\($0): 'VARCHAR'" }.joined(separator: ", "))}",
            "auto_detect = false", "header = false", "null_padding = true", "strict_mode = false",
            "delim = \(option("field.delim", "separatorChar") ?? (isQuoted ? "','" : "chr(1)"))",
            "quote = \(isQuoted ? option("quoteChar") ?? "'\"'" : "''")",
            "escape = \(option("escape.delim", "escapeChar") ?? (isQuoted ? "'\"'" : "''"))",
            "nullstr = \(option("serialization.null.format") ?? (isQuoted ? "''" : "'\\N'"))",
            "skip = \(table.properties["skip.header.line.count"].flatMap { Int($0) } ?? 0)",
            "filename = true",
        ]
        let columns = zip(table.columns, names).map { column, name in
            "TRY_CAST(\(name) AS \(column.type)) AS \(EngineName.quote(column.name))"
        }
        return (columns, "read_csv(\(files), \(options.joined(separator: ", ")))")
    }

    /// By key, whatever its case; a key that is missing or is not of its column's type is NULL.
    private func json(_ files: String) -> (columns: [String], source: String) {
        let columns = table.columns.map { column in
            let key = EngineName.literal(key(column).lowercased())
            let member = "list_filter(members, lambda m: lower(m.key) = \(key))[1].value"
            let value = column.type == "JSON" ? member : "TRY_CAST(\(member) ->> '$' AS \(column.type))"
            return "\(value) AS \(EngineName.quote(column.name))"
        }
        let source = """
            (SELECT map_entries(TRY_CAST(json AS MAP(VARCHAR, JSON))) AS members, filename
            FROM read_ndjson_objects(\(files), filename = true))
            """
        return (columns, source)
    }

    /// The key of a JSON column: its name, unless `mapping.<column>` gives another.
    private func key(_ column: ExternalTable.Column) -> String {
        table.properties["mapping.\(column.name)"] ?? column.name
    }

    private func option(_ names: String...) -> String? {
        names.lazy.compactMap { table.properties[$0] }.first.map(Self.delimiter)
    }

    /// A delimiter as Hive writes it: a character, an escape such as `\t` or `\001`, or a number.
    private static func delimiter(_ text: String) -> String {
        if text == "\\t" { return "chr(9)" }
        if text == "\\n" { return "chr(10)" }
        if text.hasPrefix("\\"), let code = Int(text.dropFirst(), radix: 8), text.count > 2 { return "chr(\(code))" }
        if let code = UInt8(text), code < 128 { return "chr(\(code))" }
        if text == "\\\\" { return "'\\'" }
        return EngineName.literal(text)
    }

    /// The reader has a column `filename` of its own.
    private static func internalName(_ name: String) -> String { name.lowercased() == "filename" ? "\(name)_" : name }

    /// A path whose characters the engine takes as they are.
    private static func withoutPatterns(_ path: String) -> String {
        guard path.utf8.contains(where: { "*?[".utf8.contains($0) }) else { return path }
        return path.map { "*?[".contains($0) ? "[\($0)]" : String($0) }.joined()
    }
}
