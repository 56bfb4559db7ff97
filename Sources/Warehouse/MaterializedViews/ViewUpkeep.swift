package import DuckDB

/// Keeps views up with what a transaction changes, in that transaction.
///
/// The changed relations are in their state after the change; the caller holds the graph's lock for them from before the
/// transaction began until it has ended.
package struct ViewUpkeep {
    /// The connection whose transaction made the changes.
    package let connection: Connection
    package let graph: ViewGraph

    /// Upkeep in the transaction of `connection`.
    package init(connection: Connection, graph: ViewGraph) {
        self.connection = connection
        self.graph = graph
    }

    /// Brings every view that reads a changed relation, directly or through other views, up to date. Returns the views
    /// whose rows changed.
    package func apply(_ changes: [RelationChange]) throws -> Set<EngineName> { [] }
}
