internal import DuckDB
internal import RedshiftSQL

extension Session {
    /// A query in the engine's SQL.
    struct Translation {
        var sql: String
        /// The warehouse's relations that it reads.
        var relations: [EngineName]
        /// What keeps it from being a streaming view's query; nil if nothing does.
        var reasonAgainstStreaming: String?
    }

    func translate(
        _ query: SQLFragment, _ parsed: ParsedStatement, resolver: SessionResolver? = nil
    ) throws -> Translation {
        Translation(sql: query.text, relations: [])
    }

    /// A statement that the engine runs, in the engine's SQL.
    func translation(of parsed: ParsedStatement) throws -> String {
        parsed.text
    }

    /// The query that answers a statement about the catalog; nil for any other statement.
    func catalogQuery(_ statement: Statement) throws -> String? { nil }
}
