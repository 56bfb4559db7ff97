/// What the catalog tells the rewriting steps about names.
package protocol NameResolver {
    /// The relation of that one- to three-part name; nil leaves the name to the engine, or to its error.
    func relation(named name: ObjectName) -> ResolvedRelation?

    /// The engine's schema that an object of that name belongs to; nil for the engine's current one.
    func engineSchema(for name: ObjectName) -> String?

    /// Macros that the warehouse made in `FunctionMacros.schema`, by lower-case name: calls of these names reach them,
    /// with and without `pg_catalog.` before the name.
    var catalogFunctions: Set<String> { get }
}

extension NameResolver {
    package var catalogFunctions: Set<String> { [] }
}

/// A table or view of the engine that a name stands for.
package struct ResolvedRelation: Sendable, Hashable {
    package let engineSchema: String
    package let engineName: String
    package let columns: [RelationColumn]
    /// Columns that `*` leaves out.
    package let hiddenColumns: [String]

    package init(
        engineSchema: String, engineName: String, columns: [RelationColumn], hiddenColumns: [String] = []
    ) {
        self.engineSchema = engineSchema
        self.engineName = engineName
        self.columns = columns
        self.hiddenColumns = hiddenColumns
    }

    /// The relation as the engine's SQL names it.
    package var engineReference: String { Identifier.quote(engineSchema) + "." + Identifier.quote(engineName) }
}

/// A column of a relation or of a query; the type is nil where it is not known.
package struct RelationColumn: Sendable, Hashable {
    package let name: String
    package let type: DataType?

    package init(_ name: String, _ type: DataType?) {
        self.name = name
        self.type = type
    }
}
