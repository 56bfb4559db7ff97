package import DuckDB
internal import Synchronization

/// Looks for the files of external tables again before queries read them.
///
/// It has a connection of its own: a listing that changed is committed at once, so that a session's open transaction
/// neither keeps it from others nor meets theirs. Callers wait for each other, and block while files are listed.
package final class ExternalTableRefresher: Sendable {
    private struct State: @unchecked Sendable {
        // The connection is used under the lock alone.
        let connection: Connection
        var listedAt: [Int64: ContinuousClock.Instant] = [:]
    }
    private let state: Mutex<State>
    private let storage: ObjectStorage
    private let remoteInterval: Duration

    /// Lists local folders before each query, and object stores, which charge for it, once in an interval.
    package init(database: Database, storage: ObjectStorage, remoteIntervalMilliseconds: Int = 5000) throws {
        state = Mutex(State(connection: try database.connect()))
        self.storage = storage
        remoteInterval = .milliseconds(remoteIntervalMilliseconds)
    }

    /// Brings those of the relations that are external tables up to date; returns the ones whose files changed.
    @discardableResult
    package func refresh(_ relations: some Sequence<EngineName>) throws -> [EngineName] {
        try state.withLock { state in
            try relations.filter { relation in
                guard let table = try Catalog(state.connection).externalTable(relation) else { return false }
                let isRemote = try storage.locate(table.location).isRemote
                if isRemote, let listed = state.listedAt[table.id], listed.duration(to: .now) < remoteInterval {
                    return false
                }
                defer { state.listedAt[table.id] = .now }
                return try refresh(table, state.connection)
            }
        }
    }

    private func refresh(_ table: ExternalTable, _ connection: Connection) throws -> Bool {
        do {
            return try connection.transaction { try ExternalTables(connection, storage: storage).list(table) }
        } catch let error as EngineError where error.kind == .transaction {
            // A session is changing the table in a transaction under way, and lists its files itself.
            return false
        }
    }
}
