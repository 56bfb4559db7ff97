internal import Synchronization

/// A clock that a test turns.
package final class TestClock: Sendable {
    private let time: Mutex<Int64>

    /// A clock that stands at so many microseconds since 1970.
    package init(_ microseconds: Int64 = 1_700_000_000_000_000) { time = Mutex(microseconds) }

    /// Microseconds since 1970.
    package var now: Int64 { time.withLock { $0 } }

    /// Turns the clock on.
    package func advance(microseconds: Int64) { time.withLock { $0 += microseconds } }

    /// Turns the clock on.
    package func advance(hours: Int64) { advance(microseconds: hours * 3_600_000_000) }
}
