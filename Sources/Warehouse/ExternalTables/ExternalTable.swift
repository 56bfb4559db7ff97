internal import DuckDB
internal import Foundation

/// A table whose rows are files in place, as its catalog row describes it.
package struct ExternalTable: Sendable, Equatable {
    /// A column as declared.
    package struct Column: Codable, Sendable, Hashable {
        /// Its name, folded.
        package var name: String
        /// The engine's SQL for its type.
        package var type: String
        /// The type as Redshift's catalog prints it.
        package var declaredType: String

        /// A column; without a declared type it is shown by the engine's.
        package init(name: String, type: String, declaredType: String? = nil) {
            self.name = name
            self.type = type
            self.declaredType = declaredType ?? type.lowercased()
        }
    }

    /// The number of its catalog row.
    package var id: Int64 = 0
    /// Where queries find it.
    package var name: EngineName
    /// The columns of its files.
    package var columns: [Column]
    /// The columns whose values partitions have, after those of the files.
    package var partitionColumns: [Column]
    /// The address of its files.
    package var location: String
    /// How its files are written.
    package var format: ExternalFormat
    /// Table and serializer properties by Hive's names: `field.delim`, `quoteChar`, `escapeChar`,
    /// `serialization.null.format`, `skip.header.line.count`, and any other, which is kept.
    package var properties: [String: String]
    /// The digest of the files that its engine view reads.
    var listing: String?

    /// A table that is not in the catalog yet.
    package init(
        name: EngineName, columns: [Column], partitionColumns: [Column] = [], location: String,
        format: ExternalFormat = .parquet, properties: [String: String] = [:]
    ) {
        self.name = name
        self.columns = columns
        self.partitionColumns = partitionColumns
        self.location = location
        self.format = format
        self.properties = properties
    }

    /// The engine view that reads the files; the table itself is a view of it without the pseudo-columns.
    var files: EngineName { EngineName(schema: EngineName.systemSchema, name: "external:\(id)") }

    /// The engine view that has the table's columns and then the pseudo-columns `"$path"` and `"$size"`.
    package var withPseudoColumns: EngineName {
        EngineName(schema: EngineName.systemSchema, name: "external:\(id)$path")
    }
}

/// A part of an external table that ADD PARTITION or MSCK REPAIR TABLE registered.
package struct ExternalPartition: Sendable, Hashable {
    /// How Hive writes a NULL.
    package static let null = "__HIVE_DEFAULT_PARTITION__"

    /// One for each partition column, as text.
    package var values: [String]
    /// The address of its files.
    package var location: String

    /// A partition with these values at an address.
    package init(values: [String], location: String) {
        self.values = values
        self.location = location
    }
}

extension Catalog {
    /// The external table of this name; nil if it is none.
    package func externalTable(_ name: EngineName) throws -> ExternalTable? {
        try connection.query(
            """
            SELECT id, columns, partition_columns, location, format, options, listing
            FROM millrace.external_table WHERE engine_schema = $1 AND name = $2
            """, [.text(name.schema), .text(name.name)]
        ).rows().first.map { row in
            let decoder = JSONDecoder()
            var table = ExternalTable(
                name: name,
                columns: try decoder.decode([ExternalTable.Column].self, from: Data((row[1].text ?? "").utf8)),
                partitionColumns: try decoder.decode([ExternalTable.Column].self, from: Data((row[2].text ?? "").utf8)),
                location: row[3].text ?? "", format: ExternalFormat(rawValue: row[4].text ?? "") ?? .parquet,
                properties: try Options.decode(row[5].text ?? "{}"))
            table.id = row[0].integer ?? 0
            table.listing = row[6].text
            return table
        }
    }

    /// The table whose rows with pseudo-columns an engine view shows; nil if the view is none of that kind.
    func externalTable(withPseudoColumns view: EngineName) throws -> EngineName? {
        guard view.schema == EngineName.systemSchema, view.name.hasPrefix("external:"), view.name.hasSuffix("$path"),
            let id = Int64(view.name.dropFirst("external:".count).dropLast("$path".count))
        else { return nil }
        return try connection.query(
            "SELECT engine_schema, name FROM millrace.external_table WHERE id = $1", [.integer(id)]
        ).rows().first.map { EngineName(schema: $0[0].text ?? "", name: $0[1].text ?? "") }
    }

    /// The registered partitions of a table, by their values.
    package func partitions(of table: ExternalTable) throws -> [ExternalPartition] {
        // The engine's list comes as JSON text: a value may hold any character.
        try connection.query(
            """
            SELECT to_json("values")::VARCHAR, location FROM millrace.external_partition
            WHERE table_id = $1 ORDER BY "values"
            """, [.integer(table.id)]
        ).rows().compactMap { row in
            guard let values = row[0].text, let location = row[1].text else { return nil }
            return ExternalPartition(
                values: try JSONDecoder().decode([String].self, from: Data(values.utf8)), location: location)
        }
    }

    func add(_ table: ExternalTable) throws {
        let encoder = JSONEncoder()
        try connection.execute(
            """
            INSERT INTO millrace.external_table
                (id, engine_schema, name, columns, partition_columns, location, format, options)
            VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
            """,
            [
                .integer(table.id), .text(table.name.schema), .text(table.name.name),
                .text(String(decoding: try encoder.encode(table.columns), as: UTF8.self)),
                .text(String(decoding: try encoder.encode(table.partitionColumns), as: UTF8.self)),
                .text(table.location), .text(table.format.rawValue), .text(try Options.encode(table.properties)),
            ])
    }

    func add(_ partitions: [ExternalPartition], to table: ExternalTable) throws {
        guard !partitions.isEmpty else { return }
        let rows = partitions.map { partition in
            let values = partition.values.map(EngineName.literal).joined(separator: ", ")
            return "(\(table.id), [\(values)], \(EngineName.literal(partition.location)))"
        }
        try connection.execute(
            """
            INSERT INTO millrace.external_partition (table_id, "values", location)
            VALUES \(rows.joined(separator: ", "))
            """
        )
    }

    func remove(_ partition: ExternalPartition, of table: ExternalTable) throws {
        let values = partition.values.map(EngineName.literal).joined(separator: ", ")
        try connection.execute(
            "DELETE FROM millrace.external_partition WHERE table_id = $1 AND \"values\" = [\(values)]",
            [.integer(table.id)])
    }
}
