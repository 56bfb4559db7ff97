import DuckDB
import RedshiftSQL

@testable import Warehouse

/// An engine in memory with the catalog's tables and the system views, and a connection as a session has one.
struct SystemViewFixture {
    let connection: Connection

    init(database: String = "dev", user: String = "awsuser") throws {
        connection = try Database(path: nil).connect()
        let statements =
            CatalogTables.statements + IntegrationTables.statements + FunctionMacros.statements + SystemViews.statements
        for statement in statements { try connection.execute(statement) }
        try connection.execute("SET search_path = 'public,millrace'")
        let context = SessionContext(database: database, user: user, backendID: 4711)
        for statement in context.statements { try connection.execute(statement) }
    }

    /// The rows of a query, each cell as text.
    func rows(_ sql: String) throws -> [[String?]] {
        try connection.query("SELECT COLUMNS(*)::VARCHAR FROM (\(sql))").rows().map { $0.map(\.text) }
    }

    /// The first cell of a query, as text.
    func value(_ sql: String) throws -> String? { try rows(sql).first?.first ?? nil }
}
