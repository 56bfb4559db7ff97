import Glibc

/// Threads for calls that block, so that none blocks the cooperative pool or an event loop.
final class BlockingThreads: Sendable {
    private struct Queue {
        var jobs: [@Sendable () -> Void] = []
        var isClosed = false
    }

    private let queue = Monitor(Queue())

    /// Starts `count` threads, which end after `close()`.
    init(count: Int) {
        for _ in 0..<count {
            Self.start { [queue] in
                while let job = queue.wait(until: Self.nextJob) ?? nil { job() }
            }
        }
    }

    /// Lets the threads end once they have run what is queued; later calls of `run` fail.
    func close() {
        queue.withLock(waking: true) { $0.isClosed = true }
    }

    /// Runs `body` on one of the threads and gives its result; throws `closed` after `close()`.
    func run<Result: Sendable>(_ body: @escaping @Sendable () throws -> Result) async throws -> Result {
        try await withCheckedThrowingContinuation { continuation in
            let isQueued = queue.withLock(waking: true) { queue in
                guard !queue.isClosed else { return false }
                queue.jobs.append { continuation.resume(with: Swift.Result { try body() }) }
                return true
            }
            if !isQueued { continuation.resume(throwing: StreamError(.closed, "the stream store is closed")) }
        }
    }

    /// Runs all of `bodies` at once, one of them on the calling thread, and blocks until the last has ended; gives
    /// their results in order.
    func runAll<Result: Sendable>(_ bodies: [@Sendable () -> Result]) -> [Result] {
        guard bodies.count > 1 else { return bodies.map { $0() } }
        let open = Monitor((results: [Result?](repeating: nil, count: bodies.count), left: bodies.count))
        let jobs = bodies.enumerated().map { index, body -> @Sendable () -> Void in
            {
                let result = body()
                open.withLock(waking: true) { open in
                    open.results[index] = result
                    open.left -= 1
                }
            }
        }
        queue.withLock(waking: true) { $0.jobs += jobs.dropFirst() }
        jobs.first?()
        // The caller helps, so that this ends even where the threads are busy or gone.
        while let job = queue.withLock({ $0.jobs.isEmpty ? nil : $0.jobs.removeFirst() }) { job() }
        return open.wait { $0.left == 0 ? $0.results.compactMap(\.self) : nil } ?? []
    }

    /// Starts a detached thread that runs `body` once.
    static func start(_ body: @escaping @Sendable () -> Void) {
        final class Start: Sendable {
            let body: @Sendable () -> Void
            init(body: @escaping @Sendable () -> Void) { self.body = body }
        }
        var thread = pthread_t()
        let start = Unmanaged.passRetained(Start(body: body))
        let status = pthread_create(
            &thread, nil,
            { argument in
                if let argument { Unmanaged<Start>.fromOpaque(argument).takeRetainedValue().body() }
                return nil
            }, start.toOpaque())
        precondition(status == 0, "cannot start a thread: \(String(cString: strerror(status)))")
        pthread_detach(thread)
    }

    /// A job; `.some(nil)` where there will be none; nil to wait on.
    private static func nextJob(_ queue: inout Queue) -> (@Sendable () -> Void)?? {
        if !queue.jobs.isEmpty { return .some(queue.jobs.removeFirst()) }
        return queue.isClosed ? .some(nil) : nil
    }
}
