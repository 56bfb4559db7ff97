import Synchronization

/// The log of one shard as readers see it: acknowledged records only, in segment files of ascending sequence numbers.
///
/// The store's writer thread publishes what has reached the disk and what retention removed; readers take a copy of
/// the state under the lock and read the files without it.
final class ShardLog: Sendable {
    let id: ShardID
    let folder: String
    private let state: Mutex<State>

    struct State {
        /// Never empty; the last one is written to.
        var segments: [Segment]
        /// The sequence number after the latest record that can be read.
        var nextSequence: UInt64
        /// Positions up to here were once given out by this log, also where a damaged end was cut off since.
        var largestPosition: UInt64
        var cursors = CursorMemory()
        var waiters: [UInt64: Waiter] = [:]
        var nextWaiter: UInt64 = 0
        /// Why reading is over: the stream is deleted or the store closed.
        var end: StreamError?
    }

    struct Waiter {
        let sequence: UInt64
        let continuation: CheckedContinuation<Void, any Error>
    }

    init(id: ShardID, folder: String, segments: [Segment], nextSequence: UInt64, largestPosition: UInt64) {
        self.id = id
        self.folder = folder
        state = Mutex(State(segments: segments, nextSequence: nextSequence, largestPosition: largestPosition))
    }

    /// Runs `body` on the state; it must be short and must not block.
    func withState<Result: Sendable, Failure: Error>(
        _ body: (inout State) throws(Failure) -> Result
    ) throws(Failure) -> Result {
        try state.withLock { state throws(Failure) in try body(&state) }
    }

    /// The sequence number of the oldest record kept, or of the next one where there is none.
    var oldestSequence: UInt64 { withState { $0.segments[0].firstSequence } }

    /// The sequence number after the latest record that can be read.
    var nextSequence: UInt64 { withState { $0.nextSequence } }

    /// Shows readers an empty segment at the end; no position changes.
    func append(_ segment: Segment) {
        withState { $0.segments.append(segment) }
    }

    /// Shows readers the records of the last segment up to `nextSequence`, and wakes those that wait for them.
    func publish(_ segment: Segment, nextSequence: UInt64) {
        let ready = withState { state in
            state.segments[state.segments.count - 1] = segment
            state.nextSequence = nextSequence
            state.largestPosition = max(state.largestPosition, nextSequence)
            let ready = state.waiters.filter { $0.value.sequence < nextSequence }
            for id in ready.keys { state.waiters[id] = nil }
            return ready.values.map(\.continuation)
        }
        for continuation in ready { continuation.resume() }
    }

    /// Takes the segments in front of the one that begins at `firstSequence` from readers' sight.
    func dropSegments(before firstSequence: UInt64) {
        withState { $0.segments.removeAll { $0.firstSequence < firstSequence } }
    }

    /// Ends all waits, and all later reads, with `error`.
    func close(with error: StreamError) {
        let waiting = withState { state in
            state.end = error
            defer { state.waiters = [:] }
            return state.waiters.values.map(\.continuation)
        }
        for continuation in waiting { continuation.resume(throwing: error) }
    }

    /// Returns once a record with `sequence` or a later one can be read.
    func wait(for sequence: UInt64) async throws {
        let waiter = withState { state in
            state.nextWaiter += 1
            return state.nextWaiter
        }
        try await withTaskCancellationHandler {
            try await withCheckedThrowingContinuation { continuation in
                let outcome: Result<Void, any Error>? = withState { state in
                    if let end = state.end { return .failure(end) }
                    if state.nextSequence > sequence { return .success(()) }
                    if Task.isCancelled { return .failure(CancellationError()) }
                    state.waiters[waiter] = Waiter(sequence: sequence, continuation: continuation)
                    return nil
                }
                if let outcome { continuation.resume(with: outcome) }
            }
        } onCancel: {
            withState { $0.waiters.removeValue(forKey: waiter) }?.continuation.resume(throwing: CancellationError())
        }
    }
}

/// Where the last reads of a shard ended, so that the read that goes on there finds its place without a search.
struct CursorMemory: Sendable {
    private var entries: [(sequence: UInt64, segment: UInt64, offset: Int)] = []
    private var oldest = 0

    /// Remembers that the record `sequence` begins at `offset` of a segment.
    mutating func remember(sequence: UInt64, segment: UInt64, offset: Int) {
        if let index = entries.firstIndex(where: { $0.sequence == sequence }) {
            entries[index] = (sequence, segment, offset)
        } else if entries.count < StreamLimits.rememberedCursors {
            entries.append((sequence, segment, offset))
        } else {
            entries[oldest] = (sequence, segment, offset)
            oldest = (oldest + 1) % entries.count
        }
    }

    /// The offset of the record `sequence` in a segment, if it is remembered.
    func offset(of sequence: UInt64, in segment: UInt64) -> Int? {
        entries.first { $0.sequence == sequence && $0.segment == segment }?.offset
    }
}
