import Foundation

@testable import WebConsole

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
                continuation.resume(
                    returning: String(decoding: output.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self))
                process.waitUntilExit()
            }
        }
        return text
    }
}

extension Browser {
    /// Loads a page of a console over `backend`. A `driver` is a script that acts on the page as a user does.
    static func document(
        _ backend: any QueryBackend, _ page: String, width: Int = 1280, driver: String? = nil
    ) async throws -> String {
        let pages = try driver.map { try pagesFolder(withDriver: $0) }
        defer { if let pages { try? FileManager.default.removeItem(at: pages) } }  // nothing depends on it being gone
        return try await withConsole(backend, configure: { $0.pagesFolder = pages?.path }) {
            try await document(at: "http://localhost:\($0.port)\(page)", width: width)
        }
    }

    /// What every driver may use: waits until a condition of the page holds.
    private static let driverStart = """
        const until = async (condition) => {
            while (!condition()) await new Promise((done) => setTimeout(done, 50));
        };

        """

    /// A copy of the pages in which every page also loads `driver`.
    private static func pagesFolder(withDriver driver: String) throws -> URL {
        let files = FileManager.default
        let folder = files.temporaryDirectory.appendingPathComponent("pages-\(UUID().uuidString)")
        try files.copyItem(atPath: AssetLibrary.ownPagesFolder, toPath: folder.path)
        try Data((driverStart + driver).utf8).write(to: folder.appendingPathComponent("scripts/driver.js"))
        for name in ["index", "live", "status", "query"] {
            let file = folder.appendingPathComponent("\(name).html")
            let text = try String(contentsOf: file, encoding: .utf8)
            let script = "<script type=\"module\" src=\"/scripts/driver.js\"></script></body>"
            try text.replacingOccurrences(of: "</body>", with: script).write(
                to: file, atomically: true, encoding: .utf8)
        }
        return folder
    }
}
