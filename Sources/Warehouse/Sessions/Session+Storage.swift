internal import DuckDB
internal import Foundation
internal import RedshiftSQL

/// COPY from files and UNLOAD to them.
///
/// Credentials and regions in a statement are read over: the server reaches object stores with its own settings.
extension Session {
    func load(_ copy: CopyFromStorage) throws -> Outcome {
        try checkStorage(copy.source, "load from files of this machine")
        let load = try StorageLoad(copy)
        let target = try writable(copy.table)
        let columns = try columns(of: target, named: copy.columns, in: copy.table)
        let count = try define(changing: [target], announcesCatalog: false) {
            let files = try externalTables.files(ofSource: copy.source, isManifest: copy.flags.contains("manifest"))
            return try connection.execute(load.insert(into: target, columns: columns, files: files))
        }
        try connection.execute(SessionContext.copyCountStatement(count))
        add(.info("Load into table '\(copy.table.object)' completed, \(count) record(s) loaded successfully."))
        return .done(tag: "COPY", rowCount: nil)
    }

    func unload(_ unload: Unload) throws -> Outcome {
        try checkStorage(unload.destination, "unload to files of this machine")
        let options = try StorageUnload(unload)
        let query = try engineQuery(unload.query.text, of: "UNLOAD")
        let count = try inTransaction {
            let target = try externalTables.prepare(options, destination: unload.destination)
            return try connection.execute(options.copy(query: query, to: target))
        }
        add(.info("UNLOAD completed, \(count) record(s) unloaded successfully."))
        return .done(tag: "UNLOAD", rowCount: nil)
    }

    /// The engine's query for one that a statement holds as text.
    private func engineQuery(_ text: String, of statement: String) throws -> String {
        let parsed = try parse(text)
        guard let inner = parsed.first, parsed.count == 1, case .query(let query) = inner.statement else {
            throw WarehouseError(.syntaxError, "\(statement) needs a query")
        }
        try AccessRule.check(inner)
        let translation = try translate(query, inner)
        try refreshExternalTables(among: translation.relations)
        return translation.sql
    }

    /// Buckets are the administrator's to map; any other path of this machine is for superusers alone.
    func checkStorage(_ address: String, _ action: String) throws {
        if !address.lowercased().hasPrefix("s3://") { try checkSuperuser(action) }
    }

    /// The columns that a load fills, in order: those named, or all.
    func columns(of target: EngineName, named: [Identifier], in table: ObjectName) throws -> [Column] {
        guard let all = try Catalog(connection).columns(of: target) else {
            throw WarehouseError(.undefinedTable, "relation \"\(table)\" does not exist")
        }
        guard !named.isEmpty else { return all }
        return try named.map { column in
            guard let found = all.first(where: { $0.name == column.text }) else {
                throw WarehouseError(
                    .undefinedColumn, "column \"\(column)\" of relation \"\(table.object)\" does not exist")
            }
            return found
        }
    }
}

extension StorageLoad {
    /// Options that change nothing here.
    private static let flagsWithoutEffect: Set<String> = ["manifest", "acceptinvchars"]

    /// The options of a statement; throws for those that are not known here.
    fileprivate init(_ copy: CopyFromStorage) throws {
        self.init()
        switch copy.format {
        case .delimited: format = .delimited
        case .csv: format = .csv
        case .parquet: format = .parquet
        case .json("auto"): format = .json(ignoresCase: false)
        case .json("auto ignorecase"): format = .json(ignoresCase: true)
        case .json(let option): throw Self.unsupported("JSON '\(option)'")
        case .orc: throw Self.unsupported("FORMAT ORC")
        case .avro: throw Self.unsupported("FORMAT AVRO")
        case .fixedWidth: throw Self.unsupported("FIXEDWIDTH")
        }
        delimiter = copy.delimiter
        quote = copy.quote
        if let text = copy.null { null = text }
        ignoredHeaderLines = copy.ignoredHeaderLines
        compression = copy.compression
        if copy.maximumErrors > 0 { throw Self.unsupported("MAXERROR") }
        for (name, value) in [("DATEFORMAT", copy.dateFormat), ("TIMEFORMAT", copy.timeFormat)] {
            // The engine's own reading is ISO 8601, which both of these take.
            guard let value, !["auto", "YYYY-MM-DD", "YYYY-MM-DD HH:MI:SS"].contains(value) else { continue }
            throw Self.unsupported("\(name) '\(value)'")
        }
        for flag in copy.flags.subtracting(Self.flagsWithoutEffect) {
            switch flag {
            case "emptyasnull": emptyIsNull = true
            case "blanksasnull": blankIsNull = true
            case "fillrecord": fillsRecords = true
            default: throw Self.unsupported(flag.uppercased())
            }
        }
    }

    private static func unsupported(_ option: String) -> WarehouseError {
        WarehouseError(.featureNotSupported, "COPY option \(option) is not supported")
    }
}

extension StorageUnload {
    /// The options of a statement; throws for those that are not known here.
    fileprivate init(_ unload: Unload) throws {
        self.init()
        switch unload.format {
        case nil: format = .delimited
        case "csv": format = .csv
        case "json": format = .json
        case "parquet": format = .parquet
        case "textfile":
            format = .delimited
            delimiter = "\u{1}"
        case .some(let name): throw Self.unsupported("FORMAT \(name.uppercased())")
        }
        partitionColumns = unload.partitionColumns.map(\.text)
        includesPartitionColumns = unload.includesPartitionColumns
        if let text = unload.delimiter { delimiter = text }
        null = unload.null
        compression = unload.compression
        if unload.fileExtension != nil { throw Self.unsupported("EXTENSION") }
        for flag in unload.flags {
            switch flag {
            case "header": hasHeader = true
            case "addquotes": addsQuotes = true
            case "allowoverwrite": allowsOverwrite = true
            default: throw Self.unsupported(flag.uppercased())
            }
        }
    }

    private static func unsupported(_ option: String) -> WarehouseError {
        WarehouseError(.featureNotSupported, "UNLOAD option \(option) is not supported")
    }
}
