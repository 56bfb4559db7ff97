internal import DuckDB
package import Replication

/// Where an integration is in its life (the states of SVV_INTEGRATION).
package enum IntegrationPhase: String, Sendable {
    case connecting = "PendingDbConnectState"
    case copying = "SchemaDiscoveryState"
    case following = "CdcRefreshState"
    case failed = "ErrorState"
}

/// Times of an integration's last commit, in microseconds since 1970.
struct IntegrationTimes: Sendable, Hashable {
    /// When the source committed.
    var sourceCommit: Int64
    /// When the changes reached us.
    var detected: Int64
    /// When they could be queried.
    var applied: Int64
}

extension Catalog {
    /// Where the integration goes on after a restart; nil to begin with a snapshot.
    package func resumption(of integrationID: Int64) throws -> MySQLSource.Resumption? {
        let row = try connection.query(
            "SELECT position FROM millrace.integration_state WHERE integration_id = $1", [.integer(integrationID)]
        ).rows().first
        guard let text = row?[0].text else { return nil }
        guard let position = SourcePosition(text) else {
            throw WarehouseError(.internalError, "the stored position of integration \(integrationID) cannot be read")
        }
        let tables = try replicatedTables(of: integrationID)
        func names(_ state: ReplicatedTableState) -> Set<TableName> {
            Set(tables.lazy.filter { $0.state == state }.map(\.name))
        }
        return MySQLSource.Resumption(
            position: position, schemas: tables.filter { $0.state == .synced }.compactMap(\.schema),
            failed: names(.failed), awaitingSnapshot: names(.resyncInitiated).union(names(.resyncRequired)))
    }

    /// How many source transactions have been applied.
    func transactionCount(ofIntegration integrationID: Int64) throws -> Int64 {
        try connection.query(
            "SELECT transaction_count FROM millrace.integration_state WHERE integration_id = $1",
            [.integer(integrationID)]
        ).rows().first?[0].integer ?? 0
    }

    /// Makes the row of an integration's state, if there is none.
    func ensureState(ofIntegration integrationID: Int64) throws {
        try connection.execute(
            """
            INSERT INTO millrace.integration_state (integration_id, transaction_count, state)
            SELECT $1, 0, 'PendingDbConnectState'
            WHERE NOT EXISTS (SELECT 1 FROM millrace.integration_state WHERE integration_id = $1)
            """, [.integer(integrationID)])
    }

    /// Moves the position; to be called in the transaction that stores the rows.
    func setPosition(
        _ position: SourcePosition, transactionCount: Int64, times: IntegrationTimes?,
        ofIntegration integrationID: Int64
    ) throws {
        try connection.execute(
            """
            UPDATE millrace.integration_state SET position = $2, transaction_count = $3, state = 'CdcRefreshState',
                reason = NULL, lag_ms = coalesce($4, lag_ms), detected_at = coalesce($5, detected_at),
                applied_at = coalesce($6, applied_at), source_committed_at = coalesce($7, source_committed_at),
                contact_at = coalesce($6, contact_at)
            WHERE integration_id = $1
            """,
            [
                .integer(integrationID), .text(position.description), .integer(transactionCount),
                times.map { .integer(max(0, $0.applied - $0.sourceCommit) / 1000) } ?? .null,
                times.map { .timestamp(microseconds: $0.detected) } ?? .null,
                times.map { .timestamp(microseconds: $0.applied) } ?? .null,
                times.map { .timestamp(microseconds: $0.sourceCommit) } ?? .null,
            ])
    }

    /// Forgets the position, so that the integration begins with a snapshot.
    func removePosition(ofIntegration integrationID: Int64) throws {
        try connection.execute(
            "UPDATE millrace.integration_state SET position = NULL WHERE integration_id = $1", [.integer(integrationID)]
        )
    }

    /// Notes that everything the source committed until `time` (microseconds since 1970) is in.
    func setContact(at time: Int64, ofIntegration integrationID: Int64) throws {
        try connection.execute(
            """
            UPDATE millrace.integration_state SET state = 'CdcRefreshState', reason = NULL, lag_ms = 0, contact_at = $2
            WHERE integration_id = $1
            """, [.integer(integrationID), .timestamp(microseconds: time)])
    }

    /// Stores what the integration does, and why it stands still.
    func setPhase(_ phase: IntegrationPhase, reason: String?, ofIntegration integrationID: Int64) throws {
        try connection.execute(
            "UPDATE millrace.integration_state SET state = $2, reason = $3 WHERE integration_id = $1",
            [.integer(integrationID), .text(phase.rawValue), reason.map { .text(String($0.prefix(1000))) } ?? .null])
    }

    /// Forgets everything but the integration itself.
    package func removeIntegrationState(_ integrationID: Int64) throws {
        let tables = [
            "integration_state", "integration_table", "integration_activity", "integration_table_activity",
            "integration_table_state_change",
        ]
        for table in tables {
            try connection.execute("DELETE FROM millrace.\(table) WHERE integration_id = $1", [.integer(integrationID)])
        }
    }
}
