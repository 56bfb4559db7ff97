internal import Synchronization

/// Counts the commits that changed each relation, so that views know whether they are stale and services when to look.
///
/// The counts live as long as the process: after a restart every view counts as stale until it is refreshed.
package final class CommitLog: Sendable {
    private struct State {
        var versions: [EngineName: Int64] = [:]
        var total: Int64 = 0
    }
    private let state = Mutex(State())
    /// Raised after each commit that changed data.
    package let data = Signal()
    /// Raised after each commit that changed the catalog.
    package let catalog = Signal()

    /// Up to which commit each view is refreshed.
    package let refreshed = RefreshedVersions()

    /// Makes an empty log.
    package init() {}

    /// Notes a commit that changed these relations.
    package func add(_ relations: some Collection<EngineName>) {
        guard !relations.isEmpty else { return }
        state.withLock { state in
            state.total += 1
            for relation in relations { state.versions[relation] = state.total }
        }
        data.raise()
    }

    /// The number of the latest commit.
    package var latest: Int64 { state.withLock { $0.total } }

    /// The number of the latest commit that changed one of these relations; 0 if none did.
    package func latest(among relations: some Sequence<EngineName>) -> Int64 {
        state.withLock { state in relations.reduce(0) { max($0, state.versions[$1] ?? 0) } }
    }
}
