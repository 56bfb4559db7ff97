/// `CREATE EXTERNAL TABLE`, in Redshift's and Athena's forms.
package struct CreateExternalTable: Sendable, Hashable {
    package let name: ObjectName
    package let ifNotExists: Bool
    package var columns: [ColumnDefinition] = []
    /// With types, except in `… PARTITIONED BY (a, b) … AS query`, where only names are given.
    package var partitionColumns: [ColumnDefinition] = []
    package var partitionNames: [Identifier] = []
    package var rowFormat = RowFormat()
    /// `parquet`, `textfile`, …; nil where not given.
    package var format: String?
    package var location: String?
    package var comment: String?
    /// TABLE PROPERTIES, TBLPROPERTIES.
    package var properties: [String: String] = [:]
    package var query: SQLFragment?

    init(name: ObjectName, ifNotExists: Bool) {
        self.name = name
        self.ifNotExists = ifNotExists
    }
}

/// `ROW FORMAT …`.
package struct RowFormat: Sendable, Hashable {
    /// The class of `ROW FORMAT SERDE`.
    package var serializer: String?
    package var serializerProperties: [String: String] = [:]
    package var fieldTerminator: String?
    package var lineTerminator: String?
    package var escape: String?
    package var null: String?
    /// COLLECTION ITEMS and MAP KEYS terminators by `collection` and `map`.
    package var nestedTerminators: [String: String] = [:]

    package init() {}
}
