import Foundation

/// A program that runs beside ours and is stopped by us.
///
/// What it writes goes to a file, which its reader polls: a pipe that nobody empties would stop the program.
final class ChildProgram: Sendable {
    let name: String
    let logFile: String
    private let process: Process
    private let queue: DispatchQueue

    private static let stopSeconds = 20.0

    /// Starts the program. Throws `DemonstrationError` where it cannot be started.
    init(name: String, executable: String, arguments: [String], logFile: String, standardInput: Pipe? = nil) throws {
        self.name = name
        self.logFile = logFile
        queue = DispatchQueue(label: "millrace.child." + name)
        try Files.write("", to: logFile)
        guard let log = FileHandle(forWritingAtPath: logFile) else {
            throw DemonstrationError(.program, "the log \(logFile) cannot be written")
        }
        let process = Process()
        process.executableURL = URL(filePath: executable)
        process.arguments = arguments
        process.standardInput = standardInput ?? FileHandle.nullDevice
        process.standardOutput = log
        process.standardError = log
        self.process = process
        do {
            try process.run()
        } catch {
            throw DemonstrationError(.program, "\(name) could not be started", detail: "\(executable): \(error)")
        }
    }

    var isRunning: Bool { process.isRunning }

    /// What the program wrote so far.
    func output() throws -> String { try Files.read(logFile) }

    /// Waits until `condition` is true; throws when the program ends before, or after `seconds`.
    func waitUntil(_ what: String, seconds: Double = 60, _ condition: () async throws -> Bool) async throws {
        let deadline = ContinuousClock.now + .seconds(seconds)
        while true {
            if try await condition() { return }
            guard isRunning else {
                throw DemonstrationError(.program, "\(name) ended before \(what)", detail: Files.tail(logFile))
            }
            guard ContinuousClock.now < deadline else {
                throw DemonstrationError(
                    .timeout, "\(name) was not \(what) in \(Int(seconds)) s", detail: Files.tail(logFile))
            }
            try await Task.sleep(for: .milliseconds(50))
        }
    }

    /// Waits until the program ends by itself and returns its exit status.
    func exitStatus() async -> Int32 {
        await withCheckedContinuation { continuation in
            queue.async { [process] in
                process.waitUntilExit()
                continuation.resume(returning: process.terminationStatus)
            }
        }
    }

    /// Asks the program to end, insists after a while, and returns when it has ended. Works in a cancelled task too.
    func stop() async {
        guard isRunning else { return }
        process.terminate()
        let (identifier, process) = (process.processIdentifier, process)
        let insisting = DispatchWorkItem { if process.isRunning { kill(identifier, SIGKILL) } }
        DispatchQueue.global().asyncAfter(deadline: .now() + Self.stopSeconds, execute: insisting)
        _ = await exitStatus()
        insisting.cancel()
    }
}

/// Programs of the system.
enum SystemPrograms {
    /// The full path of a program, or an error that names the package to install.
    static func path(_ name: String, package: String) throws -> String {
        // Debian keeps servers where only root's PATH looks.
        let folders = (ProcessInfo.processInfo.environment["PATH"] ?? "").split(separator: ":").map(String.init)
        for folder in folders + ["/usr/sbin", "/usr/local/sbin", "/sbin"] {
            let path = folder + "/" + name
            if FileManager.default.isExecutableFile(atPath: path) { return path }
        }
        throw DemonstrationError(
            .program, "there is no \(name) on this machine", hint: "install the package \(package)")
    }

    /// A TCP port that was free a moment ago.
    static func freePort() throws -> Int {
        let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        guard descriptor >= 0 else { throw DemonstrationError(.program, "no socket could be made") }
        defer { close(descriptor) }
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr.s_addr = UInt32(0x7f00_0001).bigEndian
        var length = socklen_t(MemoryLayout<sockaddr_in>.size)
        let status = withUnsafeMutablePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { generic in
                bind(descriptor, generic, length) == 0 && getsockname(descriptor, generic, &length) == 0
            }
        }
        guard status else { throw DemonstrationError(.program, "no free port was found") }
        return Int(UInt16(bigEndian: address.sin_port))
    }
}
