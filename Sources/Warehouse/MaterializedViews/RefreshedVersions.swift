internal import Synchronization

/// Up to which commit each view is refreshed, for as long as the process lives.
package final class RefreshedVersions: Sendable {
    private let versions = Mutex<[Int64: Int64]>([:])

    /// The commit that a view is fresh up to; nil if it was not refreshed since the start.
    package func version(of viewID: Int64) -> Int64? { versions.withLock { $0[viewID] } }

    /// Notes that a view is fresh up to a commit.
    package func set(_ version: Int64, of viewID: Int64) { versions.withLock { $0[viewID] = version } }
}
