internal import DuckDB
internal import RedshiftSQL

extension Session {
    /// The query that answers a statement about the catalog, with its values; nil for any other statement.
    func catalogQuery(_ statement: Statement) throws -> (sql: String, values: [Value])? {
        switch statement {
        case .showCatalog(let show): return (try ShowCatalogQuery.sql(for: show), [])
        case .describeDatashare(let share):
            return (ShareSystemViews.describe, [.text(share.name.text), share.namespace.map(Value.text) ?? .null])
        case .showDatashares(let pattern): return (ShareSystemViews.show, [pattern.map(Value.text) ?? .null])
        case .showPartitions(let name):
            let tables = ExternalTables(connection, storage: warehouse.storage)
            let partitions = try tables.describePartitions(of: resolver().target(name))
            let list = partitions.map(EngineName.literal).joined(separator: ", ")
            return ("SELECT unnest([\(list)]::VARCHAR[]) AS partition", [])
        default: return nil
        }
    }
}
