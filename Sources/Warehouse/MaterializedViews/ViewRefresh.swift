package import DuckDB
internal import Foundation

/// What a refresh did; Redshift's wording of SVL_MV_REFRESH_STATUS.status.
package enum RefreshOutcome: String, Sendable {
    case streamed = "Refresh successfully updated MV incrementally"
    case noStreamData = "Refresh successfully updated MV incrementally. Stream returned no new data"
    case recomputed = "Refresh successfully recomputed MV from scratch"
    case alreadyFresh = "MV was already updated"
}

/// Recomputes a view that is not streaming: one transaction replaces its rows.
package struct ViewRefresh {
    /// The connection that does the work; it must have no transaction under way.
    package let connection: Connection
    package let commits: CommitLog

    /// A refresh on `connection`.
    package init(connection: Connection, commits: CommitLog) {
        self.connection = connection
        self.commits = commits
    }

    /// Whether a relation that the view reads changed since its last refresh.
    package func isStale(_ view: MaterializedView) throws -> Bool {
        guard let refreshed = refreshedVersions.version(of: view.id) else { return true }
        return commits.latest(among: view.dependencies) > refreshed
    }

    /// Brings the view up to date, if it is not.
    package func run(_ view: MaterializedView, isAutomatic: Bool) throws -> RefreshOutcome {
        guard try isStale(view) else { return .alreadyFresh }
        // Read before the query does, so that a commit in between leaves the view stale, not wrongly fresh.
        let version = commits.latest
        let start = Int64(Date().timeIntervalSince1970 * 1e6)
        try connection.transaction {
            try connection.execute("DELETE FROM \(view.engineName.quoted)")
            try connection.execute("INSERT INTO \(view.engineName.quoted) \(view.engineQuery)")
            try record(view, .recomputed, isAutomatic: isAutomatic, start: start)
        }
        refreshedVersions.set(version, of: view.id)
        commits.add([view.engineName])
        return .recomputed
    }

    /// Keeps a row for SYS_MV_REFRESH_HISTORY; `start` is in microseconds since 1970.
    package func record(_ view: MaterializedView, _ outcome: RefreshOutcome, isAutomatic: Bool, start: Int64) throws {
        try connection.execute(
            "INSERT INTO millrace.view_refresh VALUES ($1, txid_current()::BIGINT, $2, $3, $4, $5)",
            [
                .integer(view.id), .text(isAutomatic ? "Auto" : "Manual"), .text(outcome.rawValue),
                .timestamp(microseconds: start), .timestamp(microseconds: Int64(Date().timeIntervalSince1970 * 1e6)),
            ])
    }

    private var refreshedVersions: RefreshedVersions { commits.refreshed }
}
