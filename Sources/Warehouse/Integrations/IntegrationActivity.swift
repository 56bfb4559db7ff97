internal import DuckDB
internal import Replication

/// What one commit brought in: a row of SYS_INTEGRATION_ACTIVITY and one of SYS_INTEGRATION_TABLE_ACTIVITY for each
/// table.
struct IntegrationActivity: Sendable {
    enum Kind: String, Sendable {
        case snapshot
        case changes = "cdc"
    }

    var kind: Kind
    var checkpoint: String
    var transactionID: Int64
    var counts: [TableName: RowApplication.Counts]
    /// In microseconds since 1970; `end` is when the rows could be queried.
    var sourceCommit: Int64
    var start: Int64
    var end: Int64
}

extension Catalog {
    /// Keeps what commits brought in.
    func add(_ activities: [IntegrationActivity], ofIntegration integrationID: Int64) throws {
        for activity in activities {
            let bytes = activity.counts.values.reduce(0) { $0 + $1.bytes }
            try connection.execute(
                "INSERT INTO millrace.integration_activity VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
                [
                    .integer(integrationID), .text(activity.checkpoint), .text(activity.kind.rawValue),
                    .integer(Int64(bytes)), .timestamp(microseconds: activity.sourceCommit),
                    .integer(Int64(activity.counts.count)), .timestamp(microseconds: activity.start),
                    .timestamp(microseconds: activity.end),
                ])
            for (table, counts) in activity.counts.sorted(by: { $0.key < $1.key }) {
                try connection.execute(
                    "INSERT INTO millrace.integration_table_activity VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)",
                    [
                        .integer(integrationID), .text(activity.checkpoint), .text(table.database), .text(table.table),
                        .timestamp(microseconds: activity.end), .integer(activity.transactionID),
                        .integer(Int64(counts.inserted)), .integer(Int64(counts.deleted)),
                        .integer(Int64(counts.updated)), .integer(Int64(counts.bytes)),
                    ])
            }
        }
    }

    /// Removes activity from before `time` (microseconds since 1970).
    func removeActivity(ofIntegration integrationID: Int64, before time: Int64) throws {
        for (table, column) in [("integration_activity", "end_time"), ("integration_table_activity", "record_time")] {
            try connection.execute(
                "DELETE FROM millrace.\(table) WHERE integration_id = $1 AND \(column) < $2",
                [.integer(integrationID), .timestamp(microseconds: time)])
        }
    }
}
