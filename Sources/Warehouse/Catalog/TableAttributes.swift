internal import DuckDB
internal import RedshiftSQL

extension Catalog {
    /// Keeps how a table was declared to be laid out, for the system views and, where it has an effect, for us.
    func setAttributes(of name: EngineName, _ attributes: TableAttributes, _ columns: [ColumnDefinition]) throws {
        var sortKeys = attributes.sortKey.map(\.text)
        sortKeys += columns.filter(\.isSortKey).map(\.name.text).filter { !sortKeys.contains($0) }
        let key = attributes.distributionKey ?? columns.first(where: \.isDistributionKey)?.name
        let distribution = key.map { "KEY(\($0))" } ?? (attributes.distributionStyle ?? "auto").uppercased()
        try removeAttributes(of: name)
        try connection.execute(
            """
            INSERT INTO millrace.table_attribute (engine_schema, name, distribution, sort_keys)
            VALUES ($1, $2, $3, string_split($4, ','))
            """,
            [.text(name.schema), .text(name.name), .text(distribution), .text(sortKeys.joined(separator: ","))])
    }

    /// Forgets a table's declaration.
    func removeAttributes(of name: EngineName) throws {
        try connection.execute(
            "DELETE FROM millrace.table_attribute WHERE engine_schema = $1 AND name = $2",
            [.text(name.schema), .text(name.name)])
    }
}
