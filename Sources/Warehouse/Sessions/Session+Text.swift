package import DuckDB
package import RedshiftSQL

extension Session {
    /// A result whose cells are text, as for a page: the columns with their own types, and rows of text.
    package struct TextResult: Sendable {
        /// Names and types as the statement gives them; nil for a statement without a result.
        package var columns: [Column]?
        /// The rows; nil for a statement without a result.
        package var rows: Cursor?
        /// The tag the statement ends with, where it gave no rows.
        package var tag: String
    }

    /// Runs a statement, its cells made text by the engine.
    package func runAsText(_ parsed: ParsedStatement) async throws -> TextResult {
        let prepared = try prepare(parsed)
        if case .query(let statement, _, let tag, _) = prepared.plan, tag == "SELECT" {
            do {
                let rows = stream(try connection.query(Self.textQuery(statement)))
                return TextResult(columns: statement.columns, rows: rows, tag: tag)
            } catch {
                throw WarehouseError(error)
            }
        }
        switch try await execute(prepared) {
        case .rows(let cursor, let tag, _): return TextResult(columns: cursor.columns, rows: cursor, tag: tag)
        case .done(let tag, let count): return TextResult(tag: count.map { "\(tag) \($0)" } ?? tag)
        case .empty: return TextResult(tag: "")
        case .copyIn, .copyOut:
            throw WarehouseError(
                .featureNotSupported, "this statement needs a client of the PostgreSQL protocol", hint: "use psql")
        }
    }

    /// The same query with every column as text.
    private static func textQuery(_ statement: PreparedStatement) throws -> String {
        let columns = statement.columns
        let names = columns.indices.map { "c\($0)" }
        let cells = zip(names, columns).map { name, column in
            column.type == .blob ? "lower(hex(\(name)))" : "CAST(\(name) AS VARCHAR)"
        }
        return "SELECT \(cells.joined(separator: ", ")) FROM (\(statement.sql)) AS t(\(names.joined(separator: ", ")))"
    }
}
