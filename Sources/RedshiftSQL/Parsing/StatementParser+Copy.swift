/// COPY over the wire, and COPY and UNLOAD with files.
extension StatementParser {
    mutating func copy() throws(SQLError) -> Statement {
        try cursor.expect("copy")
        let subject: Copy.Subject
        if cursor.isAtSymbol("(") {
            subject = .query(try cursor.parenthesizedFragment())
        } else {
            let name = try cursor.objectName()
            subject = .table(name, columns: cursor.isAtSymbol("(") ? try cursor.parenthesizedIdentifiers() : [])
        }
        if cursor.accept("to") {
            guard cursor.accept("stdout") || cursor.accept("stdin") else {
                throw .notSupported("COPY TO a file", hint: "use UNLOAD, or \\copy of psql", position: nil)
            }
            return .copy(Copy(subject: subject, isInput: false, format: try copyFormat()))
        }
        try cursor.expect("from")
        guard case .table(let name, let columns) = subject else { throw cursor.unexpected() }
        if cursor.accept("stdin") || cursor.accept("stdout") {
            return .copy(Copy(subject: subject, isInput: true, format: try copyFormat()))
        }
        let source = try cursor.string()
        return .copyFromStorage(try copyFromStorage(name, columns: columns, source: source))
    }

    // MARK: - Over the wire

    /// `WITH (FORMAT csv, …)`, or the words of PostgreSQL before 9: `WITH CSV HEADER DELIMITER ','`.
    private mutating func copyFormat() throws(SQLError) -> CopyFormat {
        _ = cursor.accept("with")
        var settings: [(key: String, value: String)] = []
        var quoted: [Identifier] = []
        let isList = cursor.acceptSymbol("(")
        while !cursor.isAtEnd, !cursor.isAtSymbol(")") {
            if cursor.accept("force", "quote") || cursor.accept("force_quote") {
                quoted = try forcedQuotes()
            } else if cursor.accept("force", "not", "null") || cursor.accept("force_not_null") {
                throw .notSupported("COPY option FORCE NOT NULL")
            } else {
                let key = try cursor.identifier().text
                if !isList { _ = cursor.accept("as") }
                settings.append((key, try copyOptionValue(key, isList: isList)))
            }
            if isList { guard cursor.acceptSymbol(",") || cursor.isAtSymbol(")") else { throw cursor.unexpected() } }
        }
        if isList { try cursor.expectSymbol(")") }
        return try Self.copyFormat(settings, forcedQuotes: quoted)
    }

    private mutating func copyOptionValue(_ key: String, isList: Bool) throws(SQLError) -> String {
        if ["csv", "text", "binary"].contains(key) { return key }
        if key == "header", !isList || cursor.isAtSymbol(",") || cursor.isAtSymbol(")") { return "true" }
        if ["oids", "freeze"].contains(key), !isList { return "true" }
        return try cursor.value()
    }

    private mutating func forcedQuotes() throws(SQLError) -> [Identifier] {
        if cursor.acceptSymbol("*") { return [Identifier("*")] }
        if cursor.isAtSymbol("(") { return try cursor.parenthesizedIdentifiers() }
        return [try cursor.identifier()]
    }

    private static func copyFormat(
        _ settings: [(key: String, value: String)], forcedQuotes: [Identifier]
    ) throws(SQLError) -> CopyFormat {
        var encoding = CopyFormat.Encoding.text
        for setting in settings {
            switch setting.key == "format" ? setting.value.lowercased() : setting.key {
            case "csv": encoding = .csv
            case "binary": encoding = .binary
            case "text" where setting.key == "format": encoding = .text
            default:
                if setting.key == "format" {
                    throw .syntax("COPY format \"\(setting.value)\" not recognized", position: nil)
                }
            }
        }
        var format = CopyFormat(encoding: encoding)
        format.forcedQuotes = forcedQuotes
        for setting in settings {
            switch setting.key {
            case "format", "csv", "binary", "text", "encoding", "freeze", "oids": break
            case "delimiter", "delimiters": format.delimiter = setting.value
            case "null": format.null = setting.value
            case "header": format.hasHeader = ["true", "on", "1", "match"].contains(setting.value.lowercased())
            case "quote": format.quote = setting.value
            case "escape": format.escape = setting.value
            default: throw .syntax("COPY option \"\(setting.key)\" not recognized", position: nil)
            }
        }
        guard format.delimiter.utf8.count == 1, format.quote.utf8.count == 1 else {
            throw .syntax("COPY delimiter and quote must be a single one-byte character", position: nil)
        }
        return format
    }

    // MARK: - With files

    private mutating func copyFromStorage(
        _ table: ObjectName, columns: [Identifier], source: String
    ) throws(SQLError) -> CopyFromStorage {
        var copy = CopyFromStorage(table: table, columns: columns, source: source)
        while let token = cursor.peek() {
            guard token.kind == .word else { throw cursor.unexpected() }
            if try credentials(into: &copy.credentials) { continue }
            cursor.advance()
            try copyOption(token.text, of: &copy)
        }
        return copy
    }

    private mutating func copyOption(_ option: String, of copy: inout CopyFromStorage) throws(SQLError) {
        switch option {
        case "with", "format", "as": break
        case "csv":
            copy.format = .csv
            copy.delimiter = ","
        case "parquet": copy.format = .parquet
        case "orc": copy.format = .orc
        case "avro":
            copy.format = .avro
            _ = cursor.accept("as")
            _ = cursor.acceptString()
        case "json":
            _ = cursor.accept("as")
            copy.format = .json(cursor.acceptString() ?? "auto")
        case "fixedwidth":
            _ = cursor.accept("as")
            copy.format = .fixedWidth(try cursor.string())
        case "delimiter": copy.delimiter = try storageValue()
        case "quote": copy.quote = try storageValue()
        case "null": copy.null = try storageValue()
        case "ignoreheader":
            _ = cursor.accept("as")
            copy.ignoredHeaderLines = try cursor.integer()
        case "dateformat": copy.dateFormat = try storageValue()
        case "timeformat": copy.timeFormat = try storageValue()
        case "region": copy.region = try storageValue()
        case "maxerror":
            _ = cursor.accept("as")
            copy.maximumErrors = try cursor.integer()
        case "gzip", "bzip2", "lzop", "zstd": copy.compression = option
        case "encoding", "readratio", "comprows": _ = try storageValue()
        case "compupdate", "statupdate": _ = cursor.acceptAny(["on", "off", "preset", "true", "false"])
        case "acceptinvchars":
            _ = cursor.accept("as")
            _ = cursor.acceptString()
            copy.flags.insert(option)
        case "manifest", "encrypted", "escape", "removequotes", "fillrecord", "trimblanks", "truncatecolumns",
            "ignoreblanklines", "rounddec", "explicit_ids", "ignoreallerrors", "noload", "serializetojson",
            "acceptanydate", "blanksasnull", "emptyasnull":
            copy.flags.insert(option)
        default:
            cursor.reset(to: cursor.index - 1)
            throw cursor.unexpected()
        }
    }

    private mutating func storageValue() throws(SQLError) -> String {
        _ = cursor.accept("as")
        return try cursor.value()
    }

    /// `IAM_ROLE …`, `CREDENTIALS …` and the keys by themselves.
    private mutating func credentials(into credentials: inout [String: String]) throws(SQLError) -> Bool {
        let words: Set<String> = [
            "iam_role", "credentials", "access_key_id", "secret_access_key", "session_token", "token",
        ]
        guard let key = cursor.acceptAny(words) else { return false }
        _ = cursor.accept("as")
        credentials[key] = try cursor.value()
        return true
    }

    mutating func unload() throws(SQLError) -> Statement {
        try cursor.expect("unload")
        var query = try cursor.parenthesizedFragment()
        if query.tokens.count == 1, let text = query.tokens.first, text.kind == .string {
            query = SQLFragment(
                tokens: try Tokenizer.tokens(of: text.text, options: cursor.options), text: text.text)
        }
        try cursor.expect("to")
        var unload = Unload(query: query, destination: try cursor.string())
        while let token = cursor.peek() {
            guard token.kind == .word else { throw cursor.unexpected() }
            if try credentials(into: &unload.credentials) { continue }
            cursor.advance()
            try unloadOption(token.text, of: &unload)
        }
        return .unload(unload)
    }

    private mutating func unloadOption(_ option: String, of unload: inout Unload) throws(SQLError) {
        switch option {
        case "with" where cursor.isAtSymbol("("):
            let settings = try properties()
            unload.format = settings["format"]?.lowercased()
            unload.compression = settings["compression"]?.lowercased()
            unload.partitionColumns = (settings["partitioned_by"] ?? "").split(separator: ",")
                .map { Identifier(String($0)) }
        case "with", "format", "as": break
        case "csv", "parquet", "json": unload.format = option
        case "partition":
            try cursor.expect("by")
            unload.partitionColumns = try cursor.parenthesizedIdentifiers()
            unload.includesPartitionColumns = cursor.accept("include")
        case "delimiter": unload.delimiter = try storageValue()
        case "null": unload.null = try storageValue()
        case "extension": unload.fileExtension = try storageValue()
        case "region", "fixedwidth", "kms_key_id", "master_symmetric_key": _ = try storageValue()
        case "gzip", "bzip2", "zstd": unload.compression = option
        case "parallel": unload.isParallel = cursor.isAt("on") || cursor.isAt("off") ? try cursor.boolean() : true
        case "maxfilesize", "rowgroupsize":
            _ = cursor.accept("as")
            let size = try cursor.value()
            let unit = cursor.acceptAny(["mb", "gb"]) ?? "mb"
            guard let number = Double(size), number > 0, number < 1_000_000 else { throw cursor.unexpected() }
            if option == "maxfilesize" { unload.maximumFileSizeBytes = Int(number * (unit == "gb" ? 1e9 : 1e6)) }
        case "manifest":
            _ = cursor.accept("verbose")
            unload.flags.insert(option)
        case "header", "addquotes", "escape", "allowoverwrite", "cleanpath", "encrypted": unload.flags.insert(option)
        default:
            cursor.reset(to: cursor.index - 1)
            throw cursor.unexpected()
        }
    }
}
