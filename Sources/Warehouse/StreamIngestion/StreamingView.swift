internal import DuckDB

/// A materialized view over a stream, as its catalog row describes it.
package struct StreamingView: Sendable, Equatable {
    package var id: Int64
    package var name: EngineName
    /// The view's query in the engine's SQL, over the relation `StreamingView.source(id)`.
    package var engineQuery: String
    package var isStrict: Bool
    package var autoRefreshes: Bool
    package var schema: ExternalSchema
    package var streamName: String

    /// The relation that stands for the stream in the view's query: it shows the batch under way, and is empty otherwise.
    package static func source(_ id: Int64) -> EngineName {
        EngineName(schema: EngineName.systemSchema, name: "stream_\(id)")
    }
}

extension Catalog {
    /// Streaming views, by age.
    package func streamingViews() throws -> [StreamingView] {
        let schemas = Dictionary(uniqueKeysWithValues: try externalSchemas().map { ($0.name, $0) })
        return try connection.query(
            """
            SELECT id, database_name, schema_name, name, engine_query, is_strict, auto_refresh, external_schema, stream_name
            FROM millrace.materialized_view WHERE is_streaming ORDER BY id
            """
        ).rows().compactMap { row in
            guard let id = row[0].integer, let database = row[1].text, let schema = row[2].text, let name = row[3].text,
                let query = row[4].text, let source = row[7].text.flatMap({ schemas[$0] }), let stream = row[8].text
            else { return nil }
            return StreamingView(
                id: id, name: EngineName(database: database, schema: schema, name: name), engineQuery: query,
                isStrict: row[5] == .boolean(true), autoRefreshes: row[6] == .boolean(true), schema: source,
                streamName: stream)
        }
    }

    /// Makes the relation that the query of streaming view `id` reads; its batch must be registered.
    package func makeStreamSource(_ id: Int64) throws {
        try connection.execute(
            "CREATE OR REPLACE VIEW \(StreamingView.source(id).quoted) AS SELECT * FROM millrace_batch(\(id))")
    }
}
