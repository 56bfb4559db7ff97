import Foundation

/// A headless Chromium, where one is installed.
enum Browser {
    static let path: String? = (ProcessInfo.processInfo.environment["PATH"] ?? "").split(separator: ":")
        .flatMap { folder in ["chromium", "chromium-browser", "google-chrome"].map { "\(folder)/\($0)" } }
        .first { FileManager.default.isExecutableFile(atPath: $0) }

    struct Failed: Error {
        let status: Int32
    }

    /// Loads a page, lets `milliseconds` of the page's own time pass, and gives the document as it is then.
    static func document(at address: String, width: Int = 1280, milliseconds: Int = 5000) async throws -> String {
        guard let path else { throw Failed(status: -1) }
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent("browser-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }  // a profile left behind is no failure of the page
        let arguments = [
            "--headless", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--no-first-run",
            "--disable-extensions", "--disable-background-networking", "--user-data-dir=\(folder.path)",
            "--window-size=\(width),900", "--virtual-time-budget=\(milliseconds)", "--dump-dom", address,
        ]
        return try await run(path, arguments)
    }

    /// Runs a program to its end and gives what it wrote.
    private static func run(_ path: String, _ arguments: [String]) async throws -> String {
        let process = Process()
        let output = Pipe()
        process.executableURL = URL(fileURLWithPath: path)
        process.arguments = arguments
        process.standardOutput = output
        process.standardError = FileHandle.nullDevice
        try process.run()
        let text = await withCheckedContinuation { continuation in
            DispatchQueue.global().async {
                continuation.resume(returning: String(decoding: output.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self))
                process.waitUntilExit()
            }
        }
        return text
    }
}
