import Foundation

/// A client program as users have it: psql, the aws command, or a Python script with a driver.
package enum ClientProgram {
    /// How a client ended.
    package struct Outcome: Sendable {
        /// Exit status.
        package let status: Int32
        /// Standard output and standard error together.
        package let output: String
    }

    /// The Python with the stock drivers: what `MILLRACE_TEST_PYTHON` names, or nil where it names nothing.
    package static let python = ProcessInfo.processInfo.environment["MILLRACE_TEST_PYTHON"]

    /// The folder of shared data, or nil where there is none.
    package static let sharedFolder: String? = {
        let folder = ProcessInfo.processInfo.environment["MILLRACE_SHARED"] ?? "../shared"
        return FileManager.default.fileExists(atPath: folder) ? folder : nil
    }()

    /// Full path of a program on the PATH, or nil.
    package static func path(_ name: String) -> String? {
        (ProcessInfo.processInfo.environment["PATH"] ?? "").split(separator: ":").map { $0 + "/" + name }
            .first(where: FileManager.default.isExecutableFile)
    }

    /// Runs a program to its end with `input` on its standard input. Does not block the cooperative pool.
    package static func run(
        _ executable: String, _ arguments: [String], environment: [String: String] = [:], input: String = ""
    ) async throws -> Outcome {
        try await withCheckedThrowingContinuation { continuation in
            DispatchQueue.global().async {
                continuation.resume(
                    with: Result { try runBlocking(executable, arguments, environment: environment, input: input) })
            }
        }
    }

    private static func runBlocking(
        _ executable: String, _ arguments: [String], environment: [String: String], input: String
    ) throws -> Outcome {
        // Files instead of pipes: neither side can block the other.
        let folder = FileManager.default.temporaryDirectory.appending(path: "client-" + UUID().uuidString)
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let (inputFile, outputFile) = (folder.appending(path: "input"), folder.appending(path: "output"))
        try Data(input.utf8).write(to: inputFile)
        try Data().write(to: outputFile)
        let output = try FileHandle(forWritingTo: outputFile)
        let process = Process()
        process.executableURL = URL(filePath: executable)
        process.arguments = arguments
        process.environment = ProcessInfo.processInfo.environment.merging(environment) { $1 }
        process.standardInput = try FileHandle(forReadingFrom: inputFile)
        process.standardOutput = output
        process.standardError = output
        try process.run()
        process.waitUntilExit()
        let text = String(decoding: try Data(contentsOf: outputFile), as: UTF8.self)
        return Outcome(status: process.terminationStatus, output: text)
    }
}
