internal import DuckDB
internal import Foundation

extension ExternalTables {
    /// CREATE EXTERNAL TABLE … AS: writes the rows of an engine query below a location and creates the table over them.
    ///
    /// The columns that partition come last in the query, as in Redshift. The location must be empty: nothing is ever
    /// overwritten, and what a transaction that fails has written stays there. Returns how many rows were written.
    @discardableResult
    package func create(
        _ name: EngineName, partitionedBy keys: [String], location: String, format: ExternalFormat = .parquet,
        properties: [String: String] = [:], as query: String
    ) throws -> Int {
        let columns = try connection.query("DESCRIBE \(query)").rows().compactMap { row in
            row[0].text.map { ExternalTable.Column(name: $0, type: row[1].text ?? "VARCHAR") }
        }
        guard columns.suffix(keys.count).map(\.name) == keys else {
            throw WarehouseError(
                .syntaxError, "the partition columns must be the last columns of the query, in their order")
        }
        let unload = try Self.unload(format, partitionedBy: keys, properties)
        let place = try storage.locate(location)
        guard try FileListing(connection: connection).files(below: place).isEmpty else {
            throw WarehouseError(.objectNotReady, "location \"\(location)\" is not empty")
        }
        if !place.isRemote {
            try FileManager.default.createDirectory(atPath: place.enginePath, withIntermediateDirectories: true)
        }
        let target = try unload.target(place.address + "/", storage: storage)
        let rows = try connection.execute(try unload.copy(query: query, to: target), [])
        try create(
            ExternalTable(
                name: name, columns: columns.dropLast(keys.count), partitionColumns: columns.suffix(keys.count),
                location: location, format: format, properties: properties))
        if !keys.isEmpty { try repair(name) }
        return rows
    }

    private static func unload(
        _ format: ExternalFormat, partitionedBy keys: [String], _ properties: [String: String]
    ) throws -> StorageUnload {
        var unload = StorageUnload()
        unload.partitionColumns = keys
        switch format {
        case .parquet: unload.format = .parquet
        case .delimited:
            unload.format = .delimited
            unload.delimiter = properties["field.delim"] ?? "\u{1}"
            unload.null = properties["serialization.null.format"] ?? "\\N"
        case .csv, .json:
            throw WarehouseError(
                .featureNotSupported, "CREATE EXTERNAL TABLE AS writes PARQUET and TEXTFILE, not \(format.rawValue)")
        }
        return unload
    }
}
