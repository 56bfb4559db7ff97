package import DuckDB
internal import Foundation
package import Replication

/// Whether a table of a source is whole in the warehouse (the states of SVV_INTEGRATION_TABLE_STATE).
package enum ReplicatedTableState: String, Sendable {
    case synced = "Synced"
    case failed = "Failed"
    case deleted = "Deleted"
    case resyncRequired = "ResyncRequired"
    case resyncInitiated = "ResyncInitiated"
}

/// What the catalog keeps of one table of a source.
package struct ReplicatedTable: Sendable, Hashable {
    package var name: TableName
    package var state: ReplicatedTableState
    package var reason: String?
    /// The columns as they are in the engine; nil for a table that never was whole.
    package var schema: TableSchema?
}

extension Replication.ColumnType {
    /// The engine's type for values of this type.
    package var engineType: DuckDB.ColumnType {
        switch self {
        case .smallint: .smallInteger
        case .integer: .integer
        case .bigint: .bigInteger
        case .decimal(let precision, let scale): .decimal(width: precision, scale: scale)
        case .real: .float
        case .double: .double
        case .varchar: .varchar
        case .varbyte: .blob
        case .date: .date
        case .timestamp: .timestamp
        case .json: .json
        }
    }

    /// The engine's type in SQL.
    var engineSQL: String {
        switch self {
        case .real: "FLOAT"
        case .double: "DOUBLE"
        case .varchar: "VARCHAR"
        case .varbyte: "BLOB"
        case .json: "JSON"
        default: description
        }
    }
}

extension Catalog {
    /// The tables of an integration.
    package func replicatedTables(of integrationID: Int64) throws -> [ReplicatedTable] {
        try connection.query(
            """
            SELECT database_name, table_name, state, reason, to_json(column_names)::VARCHAR,
                to_json(column_types)::VARCHAR,
                   to_json(nullable_columns)::VARCHAR, to_json(primary_key)::VARCHAR
            FROM millrace.integration_table WHERE integration_id = $1 ORDER BY 1, 2
            """, [.integer(integrationID)]
        ).rows().compactMap { row in
            guard let database = row[0].text, let table = row[1].text,
                let state = row[2].text.flatMap(ReplicatedTableState.init)
            else { return nil }
            let name = TableName(database: database, table: table)
            return ReplicatedTable(
                name: name, state: state, reason: row[3].text, schema: try Self.schema(name, row[4...].map(\.text)))
        }
    }

    private static func schema(_ name: TableName, _ lists: [String?]) throws -> TableSchema? {
        guard let names = lists[0] else { return nil }
        let types = try JSONLists.texts(lists[1]).map { text in
            guard let type = Replication.ColumnType(text) else {
                throw WarehouseError(.internalError, "the catalog has a column of unknown type \(text)")
            }
            return type
        }
        let nullable = try JSONLists.flags(lists[2])
        let columns = zip(zip(try JSONLists.texts(names), types), nullable).map { pair, isNullable in
            ColumnSchema(name: pair.0, type: pair.1, isNullable: isNullable)
        }
        return TableSchema(name: name, columns: columns, primaryKey: try JSONLists.numbers(lists[3]))
    }

    /// Stores the state of a table, and that it changed.
    package func set(_ table: ReplicatedTable, ofIntegration integrationID: Int64, checkpoint: String?, at time: Int64)
        throws
    {
        let key: [Value] = [.integer(integrationID), .text(table.name.database), .text(table.name.table)]
        let condition = "integration_id = $1 AND database_name = $2 AND table_name = $3"
        let old = try connection.query("SELECT id, state FROM millrace.integration_table WHERE \(condition)", key)
            .rows().first
        let id = try old?[0].integer ?? nextObjectID()
        let columns = table.schema?.columns
        let names = columns.map { JSONLists.encode($0.map { .text($0.name) }) } ?? "NULL"
        let types = columns.map { JSONLists.encode($0.map { .text($0.type.description) }) } ?? "NULL"
        let nullable =
            columns.map { "[" + $0.map { $0.isNullable ? "true" : "false" }.joined(separator: ",") + "]" } ?? "NULL"
        let primaryKey =
            table.schema.map { "[" + $0.primaryKey.map(String.init).joined(separator: ",") + "]" } ?? "NULL"
        try connection.execute("DELETE FROM millrace.integration_table WHERE \(condition)", key)
        try connection.execute(
            """
            INSERT INTO millrace.integration_table VALUES
            ($4, $1, $2, $3, $5, $6, \(names), \(types), \(nullable), \(primaryKey), $7, NULL)
            """,
            key + [
                .integer(id), .text(table.state.rawValue), table.reason.map { .text($0) } ?? .null,
                .timestamp(microseconds: time),
            ])
        guard old?[1].text != table.state.rawValue else { return }
        try connection.execute(
            "INSERT INTO millrace.integration_table_state_change VALUES ($1, $2, $3, $4, $5, $6, $7)",
            key + [
                .text(table.state.rawValue), checkpoint.map { .text($0) } ?? .null,
                table.reason.map { .text(String($0.prefix(256))) } ?? .null, .timestamp(microseconds: time),
            ])
    }

    /// Stores how many rows a table has now, after changes that were applied at `time` (microseconds).
    func setRowCount(
        of name: TableName, in table: EngineName, ofIntegration integrationID: Int64, at time: Int64
    ) throws {
        try connection.execute(
            """
            UPDATE millrace.integration_table
            SET row_count = (SELECT count(*) FROM \(table.quoted)), updated_at = $4
            WHERE integration_id = $1 AND database_name = $2 AND table_name = $3
            """,
            [.integer(integrationID), .text(name.database), .text(name.table), .timestamp(microseconds: time)])
    }

    /// Removes a table from the list, as if it had never been.
    package func removeReplicatedTable(_ name: TableName, ofIntegration integrationID: Int64) throws {
        try connection.execute(
            "DELETE FROM millrace.integration_table WHERE integration_id = $1 AND database_name = $2 AND table_name = $3",
            [.integer(integrationID), .text(name.database), .text(name.table)])
    }
}

/// Lists of the engine as SQL and back as the JSON that it makes of them.
private enum JSONLists {
    static func encode(_ values: [Value]) -> String {
        "[" + values.map { EngineName.literal($0.text ?? "") }.joined(separator: ",") + "]"
    }

    static func texts(_ json: String?) throws -> [String] { try decode(json) }
    static func flags(_ json: String?) throws -> [Bool] { try decode(json) }
    static func numbers(_ json: String?) throws -> [Int] { try decode(json) }

    private static func decode<T: Decodable>(_ json: String?) throws -> [T] {
        try JSONDecoder().decode([T].self, from: Data((json ?? "[]").utf8))
    }
}
