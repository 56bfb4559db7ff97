/// Which views read which relations: what a writer has to know to keep views up.
package final class ViewGraph: Sendable {
    /// Orders the transactions that keep views up.
    package let lock = UpkeepLock()

    /// A graph without views.
    package init() {}

    /// Whether a view that is kept up from changes reads `relation` directly.
    package func hasDependents(_ relation: EngineName) -> Bool { false }
}
