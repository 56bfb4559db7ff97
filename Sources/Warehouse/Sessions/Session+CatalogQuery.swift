internal import RedshiftSQL

extension Session {
    /// The query that answers a statement about the catalog; nil for any other statement.
    func catalogQuery(_ statement: Statement) throws -> String? {
        guard case .showCatalog(let show) = statement else { return nil }
        return try ShowCatalogQuery.sql(for: show)
    }
}
