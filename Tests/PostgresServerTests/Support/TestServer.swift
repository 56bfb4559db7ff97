import Foundation
import Logging
import ServiceLifecycle

@testable import PostgresServer

/// Runs a server on a free port while `body` runs, then shuts it down gracefully.
func withServer<T: Sendable>(
    _ configuration: ServerConfiguration = ServerConfiguration(port: 0), provider: some SessionProvider,
    _ body: @Sendable (_ port: Int, PostgresService) async throws -> T
) async throws -> T {
    var logger = Logger(label: "test")
    logger.logLevel = .critical
    let service = try PostgresService(configuration: configuration, provider: provider, logger: logger)
    let port = try await service.bind()
    let group = ServiceGroup(configuration: .init(services: [.init(service: service)], logger: logger))
    return try await withThrowingTaskGroup(of: Void.self) { tasks in
        tasks.addTask { try await group.run() }
        let result: Result<T, any Error>
        do {
            result = .success(try await body(port, service))
        } catch {
            result = .failure(error)
        }
        await group.triggerGracefulShutdown()
        try await tasks.waitForAll()
        return try result.get()
    }
}

/// What a program wrote and how it ended.
struct ProgramOutput: Sendable {
    let status: Int32
    let output: String
    let errors: String
}

/// Runs a program found on the PATH to its end.
func runProgram(
    _ name: String, _ arguments: [String], environment: [String: String] = [:], input: String = ""
) async throws -> ProgramOutput {
    let folder = FileManager.default.temporaryDirectory.appending(path: "millrace-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
    process.arguments = [name] + arguments
    process.environment = ProcessInfo.processInfo.environment.merging(environment) { $1 }
    // Files instead of pipes: nothing has to be read while the program runs.
    func file(_ name: String, _ content: String = "") throws -> FileHandle {
        let url = folder.appending(path: name)
        try Data(content.utf8).write(to: url)
        return try FileHandle(forUpdating: url)
    }
    process.standardInput = try file("input", input)
    process.standardOutput = try file("output")
    process.standardError = try file("errors")
    let status = try await withCheckedThrowingContinuation { continuation in
        process.terminationHandler = { continuation.resume(returning: $0.terminationStatus) }
        do {
            try process.run()
        } catch {
            continuation.resume(throwing: error)
        }
    }
    func text(_ name: String) throws -> String {
        String(decoding: try Data(contentsOf: folder.appending(path: name)), as: UTF8.self)
    }
    return ProgramOutput(status: status, output: try text("output"), errors: try text("errors"))
}

/// Whether a program is on the PATH; tests that need it are skipped by name where it is not.
func hasProgram(_ name: String) -> Bool {
    let folders = (ProcessInfo.processInfo.environment["PATH"] ?? "").split(separator: ":")
    return folders.contains { FileManager.default.isExecutableFile(atPath: "\($0)/\(name)") }
}

/// Runs psql without its start-up file, unaligned, and stops at the first error.
func psql(
    port: Int, _ commands: [String], user: String = "tester", environment: [String: String] = [:], input: String = ""
) async throws -> ProgramOutput {
    let arguments = ["-X", "-A", "-t", "-v", "ON_ERROR_STOP=1", "-h", "127.0.0.1", "-p", "\(port)", "-U", user, "dev"]
    return try await runProgram(
        "psql", arguments + commands.flatMap { ["-c", $0] },
        environment: ["PGSSLMODE": "prefer", "PGCONNECT_TIMEOUT": "20"].merging(environment) { $1 }, input: input)
}

/// Polls until a condition holds; false if it does not within the time.
func eventually(within seconds: Double = 20, _ condition: () async throws -> Bool) async throws -> Bool {
    let deadline = ContinuousClock.now + .seconds(seconds)
    while ContinuousClock.now < deadline {
        if try await condition() { return true }
        try await Task.sleep(for: .milliseconds(5))
    }
    return try await condition()
}
