internal import DuckDB
internal import Foundation
internal import RedshiftSQL

extension Session {
    func createMaterializedView(_ statement: CreateMaterializedView, _ parsed: ParsedStatement) throws -> Outcome {
        let target = try writable(statement.name)
        let catalog = Catalog(connection)
        let tag = "CREATE MATERIALIZED VIEW"
        if statement.ifNotExists, try catalog.columns(of: target) != nil {
            add(.info("relation \"\(statement.name)\" already exists, skipping"))
            return .done(tag: tag, rowCount: nil)
        }
        let version = warehouse.commits.latest
        let view = try define(changing: [target]) {
            if statement.orReplace, let existing = try catalog.materializedView(target) { try catalog.remove(existing) }
            let view = try definition(of: statement, parsed, target)
            try catalog.add(view)
            if !view.isStreaming {
                let start = Int64(Date().timeIntervalSince1970 * 1e6)
                try connection.execute("INSERT INTO \(target.quoted) \(view.engineQuery)")
                try ViewRefresh(connection: connection, commits: warehouse.commits).record(
                    view, .recomputed, isAutomatic: false, start: start)
            }
            return view
        }
        if view.isStreaming { return .done(tag: tag, rowCount: nil) }
        if status == .idle { warehouse.commits.refreshed.set(version, of: view.id) }
        add(
            .info(
                "materialized view \"\(view.name)\" is recomputed from scratch at each refresh, not maintained incrementally"
            ))
        return .done(tag: tag, rowCount: nil)
    }

    /// The catalog's row of a view: its query translated, its sources found, its stream's relation made.
    private func definition(
        of statement: CreateMaterializedView, _ parsed: ParsedStatement, _ target: EngineName
    ) throws -> MaterializedView {
        let catalog = Catalog(connection)
        let id = try catalog.nextObjectID()
        // The relation that stands for the stream must be there before the query that reads it is compiled.
        _ = BatchSlot(database: warehouse.database, id: id)
        try catalog.makeStreamSource(id)
        let resolver = resolver(streamingViewID: id)
        let query = try translate(statement.query, parsed, resolver: resolver)
        guard resolver.streams.count <= 1 else {
            throw WarehouseError(.featureNotSupported, "a materialized view can read one stream only")
        }
        let stream = resolver.streams.first
        if stream == nil {
            try connection.execute("DROP VIEW \(StreamingView.source(id).quoted)")
            warehouse.database.unregister(id)
        } else if let reason = query.reasonAgainstStreaming {
            throw WarehouseError(
                .featureNotSupported, "a materialized view over a stream cannot have \(reason)",
                hint: "keep the records in a view over the stream, and read that view with another one")
        }
        let home = EngineName.databaseAndSchema(engineSchema: target.schema)
        let view = MaterializedView(
            id: id, database: home.database, schema: home.schema, name: target.name, definition: statement.query.text,
            engineQuery: query.sql, isStreaming: stream != nil, autoRefreshes: statement.autoRefresh,
            isStrict: statement.isStrict, externalSchema: stream?.schema.name, streamName: stream?.stream,
            sortKeys: statement.attributes.sortKey.map(\.text), owner: user,
            dependencies: stream == nil ? query.relations : [])
        // A query that could not be probed for bad records is refused here rather than when the first one arrives.
        if let stream { _ = try RecordProbe(view.streaming(from: stream.schema), connection: connection) }
        return view
    }

    func alterMaterializedView(_ statement: AlterMaterializedView) throws -> Outcome {
        let view = try materializedView(statement.name)
        return try define {
            switch statement.change {
            case .autoRefresh(let isOn): try Catalog(connection).setAutoRefresh(isOn, ofView: view.id)
            case .strict(let isOn):
                try connection.execute(
                    "UPDATE millrace.materialized_view SET is_strict = $1 WHERE id = $2",
                    [.boolean(isOn), .integer(view.id)])
            case .sortKey(let columns):
                try connection.execute(
                    "UPDATE millrace.materialized_view SET sort_keys = string_split($1, ',') WHERE id = $2",
                    [.text(columns.map(\.text).joined(separator: ",")), .integer(view.id)])
            case .withoutEffect: break
            }
            return .done(tag: "ALTER MATERIALIZED VIEW", rowCount: nil)
        }
    }

    /// REFRESH: a transaction of its own, whatever the session's is.
    func refresh(_ statement: RefreshMaterializedView) async throws -> Outcome {
        let view = try materializedView(statement.name)
        let dependents = try Catalog(connection).dependents(of: view.engineName)
        try await refresh(view)
        if statement.cascades {
            for dependent in dependents { try await refresh(dependent) }
        }
        return .done(tag: "REFRESH MATERIALIZED VIEW", rowCount: nil)
    }

    private func refresh(_ view: MaterializedView) async throws {
        if view.isStreaming {
            guard let worker = try await warehouse.ingestion.worker(of: view.id) else {
                throw WarehouseError(
                    .objectNotReady, "materialized view \"\(view.name)\" is not committed yet",
                    hint: "commit the transaction that creates it before it is refreshed")
            }
            _ = try await worker.refresh()
        } else if try await warehouse.refresher.refresh(view) == .alreadyFresh {
            return add(.info("materialized view \(view.name) is already up to date"))
        }
        add(.info("materialized view \(view.name) was updated successfully"))
    }

    private func materializedView(_ name: ObjectName) throws -> MaterializedView {
        let target = try resolver().target(name)
        guard let view = try Catalog(connection).materializedView(target) else {
            throw WarehouseError(.undefinedTable, "materialized view \"\(name)\" does not exist")
        }
        return view
    }
}
