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

extension MaterializedView {
    /// The view as stream ingestion sees it.
    func streaming(from schema: ExternalSchema) -> StreamingView {
        StreamingView(
            id: id, name: engineName, engineQuery: engineQuery, isStrict: isStrict, autoRefreshes: autoRefreshes,
            schema: schema, streamName: streamName ?? "")
    }
}

extension Catalog {
    /// Streaming views, by age.
    package func streamingViews() throws -> [StreamingView] {
        let schemas = Dictionary(uniqueKeysWithValues: try externalSchemas().map { ($0.name, $0) })
        return try materializedViews().compactMap { view in
            view.isStreaming ? view.externalSchema.flatMap { schemas[$0] }.map(view.streaming) : nil
        }
    }

    /// Makes the relation that the query of streaming view `id` reads; its batch must be registered.
    package func makeStreamSource(_ id: Int64) throws {
        try connection.execute(
            "CREATE OR REPLACE VIEW \(StreamingView.source(id).quoted) AS SELECT * FROM millrace_batch(\(id))")
    }
}
