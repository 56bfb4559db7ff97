import Foundation

/// The real program, started as a user starts it, on free ports and with a data folder of its own.
package final class MillraceServer: Sendable {
    /// The built program: what `MILLRACE_BINARY` names, or nil where it names nothing.
    package static let binary = ProcessInfo.processInfo.environment["MILLRACE_BINARY"]

    /// The folder of the server's data.
    package let dataFolder: String
    /// Port of the SQL listener on 127.0.0.1.
    package let sqlPort: Int
    /// Address of the AWS-style APIs.
    package let apiURL: String
    /// Address of the web console.
    package let webURL: String

    private let process: Process
    private let logFile: String

    /// Starts the server and waits until it prints where it listens, at most half a minute.
    package init(dataFolder: String, arguments: [String] = []) async throws {
        guard let binary = Self.binary else { throw ServerFailure("MILLRACE_BINARY is not set") }
        self.dataFolder = dataFolder
        logFile = dataFolder + ".log"
        guard FileManager.default.createFile(atPath: logFile, contents: nil),
            let log = FileHandle(forWritingAtPath: logFile)
        else { throw ServerFailure("\(logFile) cannot be written") }
        process = Process()
        process.executableURL = URL(filePath: binary)
        process.arguments =
            ["serve", "--data", dataFolder, "--sql-port", "0", "--api-port", "0", "--web-port", "0"] + arguments
        process.standardInput = FileHandle.nullDevice
        process.standardOutput = log
        process.standardError = log
        try process.run()
        let addresses = try await Self.addresses(in: logFile, process: process)
        guard let sql = addresses["sql"].flatMap(URL.init(string:)), let port = sql.port, let api = addresses["api"],
            let web = addresses["web"]
        else { throw ServerFailure("the server printed \(addresses)") }
        sqlPort = port
        apiURL = api
        webURL = web
    }

    /// Runs `body` with a server on a temporary folder, which is removed afterwards.
    package static func withTemporary<Result>(
        arguments: [String] = [], _ body: (MillraceServer) async throws -> Result
    ) async throws -> Result {
        let folder = FileManager.default.temporaryDirectory.appending(path: "millrace-" + UUID().uuidString)
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let server = try await MillraceServer(dataFolder: folder.path + "/data", arguments: arguments)
        let result: Result
        do {
            result = try await body(server)
        } catch {
            server.kill()
            throw ServerFailure("\(error)\n--- server ---\n\(server.log().suffix(4000))")
        }
        let status = server.stop()
        guard status == 0 else { throw ServerFailure("the server ended with status \(status): \(server.log())") }
        return result
    }

    /// Asks the server to end and returns its exit status.
    package func stop() -> Int32 {
        process.terminate()
        process.waitUntilExit()
        return process.terminationStatus
    }

    /// Ends the server at once, as a power cut would.
    package func kill() {
        Foundation.kill(process.processIdentifier, SIGKILL)
        process.waitUntilExit()
    }

    /// The process, as the system counts it.
    package var processIdentifier: Int32 { process.processIdentifier }

    /// Whether the process is there.
    package var isRunning: Bool { process.isRunning }

    /// What the server wrote so far.
    package func log() -> String { (try? String(contentsOfFile: logFile, encoding: .utf8)) ?? "" }

    /// The first word of each line with what follows it, once `sql`, `api` and `web` are among them.
    private static func addresses(in logFile: String, process: Process) async throws -> [String: String] {
        let deadline = ContinuousClock.now + .seconds(30)
        while ContinuousClock.now < deadline {
            let text = try String(contentsOfFile: logFile, encoding: .utf8)
            var addresses: [String: String] = [:]
            for line in text.split(separator: "\n") {
                let words = line.split(separator: " ")
                if words.count == 2 { addresses[String(words[0])] = String(words[1]) }
            }
            if ["sql", "api", "web"].allSatisfy({ addresses[$0] != nil }) { return addresses }
            guard process.isRunning else { throw ServerFailure("the server ended: \(text)") }
            try await Task.sleep(for: .milliseconds(20))
        }
        process.terminate()
        throw ServerFailure("the server did not listen in 30 s")
    }
}

/// Why a test's server did not do its part.
package struct ServerFailure: Error, CustomStringConvertible {
    package let description: String

    /// Makes a failure from a sentence.
    package init(_ description: String) { self.description = description }
}
