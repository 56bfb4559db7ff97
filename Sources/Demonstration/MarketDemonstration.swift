import AsyncHTTPClient
import Foundation

/// The whole solution on one machine: starts it, feeds it, and with `runsOnce` checks every figure against the source.
package struct MarketDemonstration: Sendable {
    private let options: DemonstrationOptions

    /// Prepares a demonstration; nothing is started yet.
    package init(_ options: DemonstrationOptions) { self.options = options }

    /// Runs the demonstration and answers whether every check held. Throws `DemonstrationError`, with the code
    /// `interrupted` after Ctrl-C. Everything that was started is stopped and removed in any case.
    package func run() async throws -> Bool {
        let options = options
        return try await Interruption.watch {
            try await Self.withTemporaryFolder { folder in
                try await Stage.withAll(options, folder: folder) { stage in try await stage.play() }
            }
        }
    }

    private static func withTemporaryFolder<Result>(_ body: (String) async throws -> Result) async throws -> Result {
        let folder = try Files.makeTemporaryFolder("millrace-demo")
        let result: Result
        do {
            result = try await body(folder)
        } catch {
            // The first error is the one to report.
            try? Files.remove(folder)
            throw error
        }
        try Files.remove(folder)
        return result
    }
}

/// Lines on the terminal.
enum Terminal {
    static func say(_ line: String) {
        // Written at once: whoever reads us through a pipe sees each line as it comes. A closed terminal is no error.
        try? FileHandle.standardOutput.write(contentsOf: Data((line + "\n").utf8))
    }
}
