internal import Dispatch
internal import Synchronization

/// A bounded queue from a thread that blocks to one task that awaits. Each element has a cost, and the bound is on
/// their sum.
final class HandOver<Element: Sendable>: Sendable {
    private struct State {
        var elements: Deque = Deque()
        var waiting: CheckedContinuation<Element, any Error>?
        var end: (any Error)?
    }
    /// Elements with their costs; taken from the front without moving the rest each time.
    private struct Deque {
        private var elements: [(element: Element, cost: Int)?] = []
        private var start = 0

        mutating func append(_ element: Element, cost: Int) { elements.append((element, cost)) }

        mutating func popFirst() -> (element: Element, cost: Int)? {
            guard start < elements.count else { return nil }
            let first = elements[start].take()
            start += 1
            if start == elements.count || start >= 1024 {
                elements.removeFirst(start)
                start = 0
            }
            return first
        }
    }

    private let state = Mutex(State())
    private let room: DispatchSemaphore
    private let capacity: Int

    /// A queue of elements that cost at most `capacity` together.
    init(capacity: Int) {
        self.capacity = capacity
        // A semaphore must not go below its first value when it is freed, and elements may be left then.
        room = DispatchSemaphore(value: 0)
        for _ in 0..<capacity { room.signal() }
    }

    /// Adds an element, waiting for room; throws the end's error once there is one. Only one thread may put.
    func put(_ element: Element, cost: Int) throws {
        let cost = min(max(cost, 1), capacity)
        for _ in 0..<cost { room.wait() }
        let receiver = try state.withLock { state -> CheckedContinuation<Element, any Error>? in
            if let end = state.end {
                giveBack(cost)
                throw end
            }
            if let waiting = state.waiting.take() { return waiting }
            state.elements.append(element, cost: cost)
            return nil
        }
        guard let receiver else { return }
        giveBack(cost)
        receiver.resume(returning: element)
    }

    private func giveBack(_ cost: Int) { for _ in 0..<cost { room.signal() } }

    /// Ends the queue: what is in it is still handed out, then the error is thrown for good.
    func finish(throwing error: any Error) {
        let receiver = state.withLock { state in
            if state.end == nil { state.end = error }
            return state.waiting.take()
        }
        // Whoever waits for room is to notice.
        giveBack(capacity)
        receiver?.resume(throwing: error)
    }

    /// The next element if there is one now.
    func poll() -> Element? {
        guard let first = state.withLock({ $0.elements.popFirst() }) else { return nil }
        giveBack(first.cost)
        return first.element
    }

    /// Waits for the next element. Only one task may wait at a time.
    func next() async throws -> Element {
        try await withTaskCancellationHandler {
            try await withCheckedThrowingContinuation { continuation in
                let result = state.withLock { state -> Result<(element: Element, cost: Int), any Error>? in
                    precondition(state.waiting == nil, "two tasks wait for one source")
                    if let first = state.elements.popFirst() { return .success(first) }
                    if let end = state.end { return .failure(end) }
                    if Task.isCancelled { return .failure(CancellationError()) }
                    state.waiting = continuation
                    return nil
                }
                guard let result else { return }
                if case .success(let first) = result { giveBack(first.cost) }
                continuation.resume(with: result.map(\.element))
            }
        } onCancel: {
            state.withLock { $0.waiting.take() }?.resume(throwing: CancellationError())
        }
    }
}
