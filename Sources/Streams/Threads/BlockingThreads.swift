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
