internal import Dispatch
internal import Synchronization

/// A bounded queue from a thread that blocks to one task that awaits.
final class HandOver<Element: Sendable>: Sendable {
    private struct State {
        var elements: [Element] = []
        var waiting: CheckedContinuation<Element, any Error>?
        var end: (any Error)?
    }
    private let state = Mutex(State())
    private let room: DispatchSemaphore

    /// A queue of at most `capacity` elements.
    init(capacity: Int) { room = DispatchSemaphore(value: capacity) }

    /// Adds an element, waiting for room; throws the end's error once there is one.
    func put(_ element: Element) throws {
        room.wait()
        let receiver = try state.withLock { state -> CheckedContinuation<Element, any Error>? in
            if let end = state.end {
                room.signal()
                throw end
            }
            if let waiting = state.waiting.take() { return waiting }
            state.elements.append(element)
            return nil
        }
        guard let receiver else { return }
        room.signal()
        receiver.resume(returning: element)
    }

    /// Ends the queue: what is in it is still handed out, then the error is thrown for good.
    func finish(throwing error: any Error) {
        let receiver = state.withLock { state in
            if state.end == nil { state.end = error }
            return state.waiting.take()
        }
        // Whoever waits for room is to notice.
        room.signal()
        receiver?.resume(throwing: error)
    }

    /// Waits for the next element. Only one task may wait at a time.
    func next() async throws -> Element {
        try await withTaskCancellationHandler {
            try await withCheckedThrowingContinuation { continuation in
                let result = state.withLock { state -> Result<Element, any Error>? in
                    precondition(state.waiting == nil, "two tasks wait for one source")
                    if !state.elements.isEmpty { return .success(state.elements.removeFirst()) }
                    if let end = state.end { return .failure(end) }
                    if Task.isCancelled { return .failure(CancellationError()) }
                    state.waiting = continuation
                    return nil
                }
                guard let result else { return }
                if case .success = result { room.signal() }
                continuation.resume(with: result)
            }
        } onCancel: {
            state.withLock { $0.waiting.take() }?.resume(throwing: CancellationError())
        }
    }
}
