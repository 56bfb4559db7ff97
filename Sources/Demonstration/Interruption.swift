import Dispatch
import Foundation

/// Turns Ctrl-C and its kin into a cancellation, so that everything started is stopped and removed.
enum Interruption {
    private static let signals = [SIGINT, SIGTERM, SIGHUP]

    /// Runs `body`; when a signal asks the program to end, `body` is cancelled and `DemonstrationError` thrown.
    static func watch<Result: Sendable>(_ body: @escaping @Sendable () async throws -> Result) async throws -> Result {
        let (stream, continuation) = AsyncStream.makeStream(of: Int32.self)
        let sources = signals.map { number in
            signal(number, SIG_IGN)
            let source = DispatchSource.makeSignalSource(signal: number, queue: .global())
            source.setEventHandler { continuation.yield(number) }
            source.resume()
            return source
        }
        defer { for source in sources { source.cancel() } }
        return try await withThrowingTaskGroup(of: Result?.self) { group in
            group.addTask { try await body() }
            group.addTask {
                for await _ in stream { throw DemonstrationError(.interrupted, "interrupted") }
                return nil
            }
            defer { group.cancelAll() }
            guard let first = try await group.next(), let result = first else {
                throw DemonstrationError(.interrupted, "interrupted")
            }
            return result
        }
    }

    /// Waits until the task is cancelled.
    static func wait() async throws {
        while true { try await Task.sleep(for: .seconds(3600)) }
    }
}
