internal import DuckDB

/// A materialized view, as its catalog row describes it.
package struct MaterializedView: Sendable, Equatable {
    package var id: Int64
    package var database: String
    package var schema: String
    package var name: String
    /// The statement's query as it was written.
    package var definition: String
    /// The query in the engine's SQL.
    package var engineQuery: String
    package var isStreaming: Bool
    package var autoRefreshes: Bool
    package var isStrict: Bool
    package var externalSchema: String?
    package var streamName: String?
    package var sortKeys: [String]
    package var owner: String
    /// The relations it reads.
    package var dependencies: [EngineName]

    /// The engine table that holds its rows.
    package var engineName: EngineName { EngineName(database: database, schema: schema, name: name) }
}

extension Catalog {
    /// All materialized views, by age.
    package func materializedViews() throws -> [MaterializedView] { try materializedViews(where: "true") }

    /// The materialized view that holds its rows in this engine table.
    package func materializedView(_ name: EngineName) throws -> MaterializedView? {
        let database = EngineName.literal(EngineName.localDatabase)
        let schema = "CASE database_name WHEN \(database) THEN schema_name ELSE database_name || '.' || schema_name END"
        return try materializedViews(where: "name = $1 AND \(schema) = $2", [.text(name.name), .text(name.schema)])
            .first
    }

    private func materializedViews(where condition: String, _ parameters: [Value] = []) throws -> [MaterializedView] {
        var dependencies: [Int64: [EngineName]] = [:]
        let pairs = try connection.query(
            """
            SELECT view_id, engine_schema, engine_name
            FROM millrace.view_dependency JOIN millrace.materialized_view ON id = view_id WHERE \(condition)
            """, parameters)
        for row in try pairs.rows() {
            guard let id = row[0].integer, let schema = row[1].text, let name = row[2].text else { continue }
            dependencies[id, default: []].append(EngineName(schema: schema, name: name))
        }
        return try connection.query(
            """
            SELECT id, database_name, schema_name, name, definition, engine_query, is_streaming, auto_refresh, is_strict,
                   external_schema, stream_name, array_to_string(sort_keys, ','), owner
            FROM millrace.materialized_view WHERE \(condition) ORDER BY id
            """, parameters
        ).rows().compactMap { row in
            guard let id = row[0].integer, let database = row[1].text, let schema = row[2].text, let name = row[3].text
            else { return nil }
            return MaterializedView(
                id: id, database: database, schema: schema, name: name, definition: row[4].text ?? "",
                engineQuery: row[5].text ?? "", isStreaming: row[6] == .boolean(true),
                autoRefreshes: row[7] == .boolean(true), isStrict: row[8] == .boolean(true),
                externalSchema: row[9].text,
                streamName: row[10].text, sortKeys: (row[11].text ?? "").split(separator: ",").map(String.init),
                owner: row[12].text ?? "", dependencies: dependencies[id] ?? [])
        }
    }

    /// Adds a view's row and makes its table, empty.
    package func add(_ view: MaterializedView) throws {
        try connection.execute("CREATE TABLE \(view.engineName.quoted) AS \(view.engineQuery) WITH NO DATA")
        try connection.execute(
            """
            INSERT INTO millrace.materialized_view (id, database_name, schema_name, name, definition, engine_query,
                is_streaming, auto_refresh, is_strict, external_schema, stream_name, sort_keys, owner)
            VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, string_split($12, ','), $13)
            """,
            [
                .integer(view.id), .text(view.database), .text(view.schema), .text(view.name), .text(view.definition),
                .text(view.engineQuery), .boolean(view.isStreaming), .boolean(view.autoRefreshes),
                .boolean(view.isStrict), view.externalSchema.map(Value.text) ?? .null,
                view.streamName.map(Value.text) ?? .null, .text(view.sortKeys.joined(separator: ",")),
                .text(view.owner),
            ])
        for dependency in view.dependencies {
            try connection.execute(
                "INSERT INTO millrace.view_dependency VALUES ($1, $2, $3)",
                [.integer(view.id), .text(dependency.schema), .text(dependency.name)])
        }
    }

    /// Removes a view, its rows and all that is kept about it.
    package func remove(_ view: MaterializedView) throws {
        for table in ["view_dependency", "stream_position", "stream_scan_state", "stream_scan_error", "view_refresh"] {
            try connection.execute("DELETE FROM millrace.\(table) WHERE view_id = $1", [.integer(view.id)])
        }
        try connection.execute("DELETE FROM millrace.materialized_view WHERE id = $1", [.integer(view.id)])
        try connection.execute("DROP TABLE \(view.engineName.quoted)")
        if view.isStreaming { try connection.execute("DROP VIEW IF EXISTS \(StreamingView.source(view.id).quoted)") }
    }

    /// Switches automatic refresh.
    package func setAutoRefresh(_ isOn: Bool, ofView id: Int64) throws {
        try connection.execute(
            "UPDATE millrace.materialized_view SET auto_refresh = $1 WHERE id = $2", [.boolean(isOn), .integer(id)])
    }

    /// The views that read a view, nearest first.
    package func dependents(of name: EngineName) throws -> [MaterializedView] {
        let all = try materializedViews()
        var found: [MaterializedView] = []
        var frontier = [name]
        while !frontier.isEmpty {
            let next = all.filter { view in
                view.dependencies.contains(where: frontier.contains) && !found.contains(where: { $0.id == view.id })
            }
            found += next
            frontier = next.map(\.engineName)
        }
        return found
    }
}
