/// PostgreSQL's COPY: rows between the client and a table or query, over the wire.
package struct Copy: Sendable, Hashable {
    package enum Subject: Sendable, Hashable {
        case table(ObjectName, columns: [Identifier])
        case query(SQLFragment)
    }

    package let subject: Subject
    /// FROM STDIN; otherwise TO STDOUT.
    package let isInput: Bool
    package let format: CopyFormat
}

/// How rows are written in a COPY over the wire.
package struct CopyFormat: Sendable, Hashable {
    package enum Encoding: Sendable, Hashable { case text, csv, binary }

    package var encoding: Encoding = .text
    package var delimiter: String
    /// What stands for NULL: `\N` in text, nothing in CSV.
    package var null: String
    package var hasHeader = false
    package var quote = "\""
    package var escape: String?
    /// CSV output: columns that are always quoted; `*` is every column.
    package var forcedQuotes: [Identifier] = []

    package init(encoding: Encoding) {
        self.encoding = encoding
        delimiter = encoding == .csv ? "," : "\t"
        null = encoding == .csv ? "" : "\\N"
    }
}

/// Redshift's COPY from files.
package struct CopyFromStorage: Sendable, Hashable {
    package enum Format: Sendable, Hashable {
        /// Text between delimiters without quotes; Redshift's default.
        case delimited
        case csv
        case parquet
        case orc
        case avro
        /// `'auto'`, `'auto ignorecase'`, `'noshred'` or the path of a jsonpaths file.
        case json(String)
        case fixedWidth(String)
    }

    package let table: ObjectName
    package let columns: [Identifier]
    /// The prefix of the files, or the manifest: `s3://…`, or a local path.
    package let source: String
    package var format: Format = .delimited
    package var delimiter = "|"
    package var quote = "\""
    package var null: String?
    package var ignoredHeaderLines = 0
    package var dateFormat: String?
    package var timeFormat: String?
    package var region: String?
    package var compression: String?
    package var maximumErrors = 0
    /// Options that are words alone: MANIFEST, GZIP, ESCAPE, EMPTYASNULL, …
    package var flags: Set<String> = []
    /// Credentials by keyword, as given.
    package var credentials: [String: String] = [:]
}

/// `UNLOAD ('query') TO 'prefix' options`, and Athena's `UNLOAD (query) TO 'folder' WITH (…)`.
package struct Unload: Sendable, Hashable {
    package let query: SQLFragment
    package let destination: String
    /// `csv`, `parquet`, `json`; nil is text between delimiters.
    package var format: String?
    package var partitionColumns: [Identifier] = []
    package var includesPartitionColumns = false
    package var delimiter: String?
    package var null: String?
    package var fileExtension: String?
    package var compression: String?
    package var maximumFileSizeBytes: Int?
    package var isParallel = true
    /// Options that are words alone: HEADER, ADDQUOTES, ALLOWOVERWRITE, MANIFEST, …
    package var flags: Set<String> = []
    package var credentials: [String: String] = [:]
}
