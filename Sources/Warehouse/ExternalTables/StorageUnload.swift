internal import Foundation

/// Redshift's and Athena's UNLOAD, as a statement of the engine.
package struct StorageUnload: Sendable, Equatable {
    /// How the files are written.
    package enum Format: String, Sendable {
        /// Text between delimiters; Redshift's default.
        case delimited
        case csv, parquet, json
    }

    /// How the files are written.
    package var format = Format.delimited
    /// Columns that become folders `column=value`.
    package var partitionColumns: [String] = []
    /// INCLUDE: partition columns are in the files too.
    package var includesPartitionColumns = false
    /// Nil for the format's own: `|`, or `,` in CSV.
    package var delimiter: String?
    /// What stands for NULL in text; nothing by default.
    package var null: String?
    /// A first line with the columns' names in text.
    package var hasHeader = false
    /// ADDQUOTES: quotes around every field of delimited text.
    package var addsQuotes = false
    /// `gzip`, `zstd` or `snappy`.
    package var compression: String?
    /// ALLOWOVERWRITE, CLEANPATH.
    package var allowsOverwrite = false

    /// Redshift's defaults.
    package init() {}

    /// The file or folder that is written, as Redshift names it: the destination is a prefix.
    package func target(_ destination: String, storage: ObjectStorage) throws -> String {
        let location = try storage.locate(destination).enginePath
        guard partitionColumns.isEmpty else { return location }
        let prefix = destination.hasSuffix("/") ? location + "/" : location
        let ending =
            switch (format, compression) {
            case (.parquet, _): ".parquet"
            case (_, "gzip"): ".gz"
            case (_, "zstd"): ".zst"
            default: ""
            }
        return "\(prefix)0000_part_00\(ending)"
    }

    /// The statement that writes the rows of an engine query to `target`.
    package func copy(query: String, to target: String) throws -> String {
        var options = ["FORMAT \(format == .parquet ? "PARQUET" : format == .json ? "JSON" : "CSV")"]
        switch format {
        case .csv: options += textOptions(delimiter: ",", quote: "\"")
        case .delimited: options += textOptions(delimiter: "|", quote: addsQuotes ? "\"" : "")
        case .parquet, .json: break
        }
        if addsQuotes, format == .delimited { options.append("FORCE_QUOTE *") }
        if let compression {
            guard ["gzip", "zstd"].contains(compression) || (compression == "snappy" && format == .parquet) else {
                throw WarehouseError(.featureNotSupported, "UNLOAD with \(compression.uppercased()) is not supported")
            }
            options.append("COMPRESSION \(compression)")
        }
        if !partitionColumns.isEmpty {
            options.append("PARTITION_BY (\(partitionColumns.map(EngineName.quote).joined(separator: ", ")))")
            options.append("WRITE_PARTITION_COLUMNS \(includesPartitionColumns)")
            if allowsOverwrite { options.append("OVERWRITE_OR_IGNORE") }
        }
        return "COPY (\(query)) TO \(EngineName.literal(target)) (\(options.joined(separator: ", ")))"
    }

    private func textOptions(delimiter standard: String, quote: String) -> [String] {
        [
            "HEADER \(hasHeader)", "DELIMITER \(EngineName.literal(delimiter ?? standard))",
            "QUOTE \(EngineName.literal(quote))", "ESCAPE \(EngineName.literal(quote))",
            "NULL \(EngineName.literal(null ?? ""))",
        ]
    }
}

extension ExternalTables {
    /// What an UNLOAD writes, after making sure that nothing lies there, unless it may be overwritten.
    package func prepare(_ unload: StorageUnload, destination: String) throws -> String {
        let location = try storage.locate(destination)
        if !unload.allowsOverwrite {
            guard try files(of: location, isFolder: destination.hasSuffix("/")).isEmpty else {
                throw WarehouseError(
                    .objectNotReady, "specified unload destination \"\(destination)\" is not empty",
                    hint: "use another prefix, remove the files there, or use ALLOWOVERWRITE")
            }
        }
        let target = try unload.target(destination, storage: storage)
        if !location.isRemote {
            let folder =
                unload.partitionColumns.isEmpty
                ? String(target[..<(target.lastIndex(of: "/") ?? target.endIndex)]) : target
            try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        }
        return target
    }
}
