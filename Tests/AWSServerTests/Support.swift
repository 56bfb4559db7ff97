import Foundation
import Logging
import Streams
import Testing

@testable import AWSServer

/// A store in a temporary folder behind a server on a free port.
struct RunningEndpoint {
    let store: LocalStreamStore
    let port: Int

    var url: String { "http://127.0.0.1:\(port)" }

    /// Starts both, gives them to `body`, and ends and removes both.
    static func with<Result>(
        change: (inout AWSEndpointConfiguration) -> Void = { _ in }, _ body: (RunningEndpoint) async throws -> Result
    ) async throws -> Result {
        try await withStore { store async throws in
            var configuration = AWSEndpointConfiguration(clock: LocalStreamStore.systemClock)
            configuration.port = 0
            configuration.logger.logLevel = .critical
            change(&configuration)
            let server = AWSEndpoint(
                configuration, services: [KinesisService(store: store, configuration: configuration)])
            let running = Task { try await server.run() }
            defer { running.cancel() }
            return try await body(RunningEndpoint(store: store, port: try await server.boundPort()))
        }
    }
}

/// Opens a store in a temporary folder, gives it to `body`, and removes it.
func withStore<Result>(
    clock: @escaping @Sendable () -> Int64 = LocalStreamStore.systemClock,
    _ body: (LocalStreamStore) async throws -> Result
) async throws -> Result {
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent("millrace-\(UUID().uuidString)")
    defer { try? FileManager.default.removeItem(at: folder) }  // A leftover in the temporary folder fails no test.
    var configuration = LocalStreamStore.Configuration(folder: folder.path)
    configuration.clock = clock
    let store = try await LocalStreamStore.open(configuration)
    let result: Result
    do {
        result = try await body(store)
    } catch {
        await store.shutdown()
        throw error
    }
    await store.shutdown()
    return result
}

/// A program of the machine, run for a test.
enum Program {
    /// What a program printed, both streams together, and how it ended.
    struct Outcome: Sendable {
        let status: Int32
        let output: String
    }

    /// Runs a program found on the PATH.
    static func run(_ arguments: [String], environment: [String: String] = [:]) async throws -> Outcome {
        let file = FileManager.default.temporaryDirectory.appendingPathComponent("millrace-\(UUID().uuidString).txt")
        #expect(FileManager.default.createFile(atPath: file.path, contents: nil))
        defer { try? FileManager.default.removeItem(at: file) }  // A leftover in the temporary folder fails no test.
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        process.arguments = arguments
        process.environment = ProcessInfo.processInfo.environment.merging(environment) { _, given in given }
        let handle = try FileHandle(forWritingTo: file)
        process.standardOutput = handle
        process.standardError = handle
        let status = try await withCheckedThrowingContinuation {
            (continuation: CheckedContinuation<Int32, any Error>) in
            process.terminationHandler = { continuation.resume(returning: $0.terminationStatus) }
            do {
                try process.run()
            } catch {
                process.terminationHandler = nil
                continuation.resume(throwing: error)
            }
        }
        return Outcome(status: status, output: try String(contentsOf: file, encoding: .utf8))
    }

    /// Whether python3 with boto3 is there.
    static let hasBoto3 = succeeds(["python3", "-c", "import boto3"])
    /// Whether curl is there.
    static let hasCurl = succeeds(["curl", "--version"])
    /// Whether the aws command line is there.
    static let hasCommandLine = succeeds(["aws", "--version"])

    private static func succeeds(_ arguments: [String]) -> Bool {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        process.arguments = arguments
        process.standardOutput = FileHandle.nullDevice
        process.standardError = FileHandle.nullDevice
        guard (try? process.run()) != nil else { return false }  // No such program: the tests that need it say so.
        process.waitUntilExit()
        return process.terminationStatus == 0
    }
}
