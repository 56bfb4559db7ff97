import Foundation

/// The program under demonstration: `millrace serve` with a data folder and ports of its own.
struct WarehouseProgram: Sendable {
    /// Addresses as the program prints them.
    struct Addresses: Sendable, Equatable {
        var sql = ""
        var api = ""
        var web = ""

        /// Reads `sql  postgres://…`, `api  http://…` and `web  http://…`, each on a line; nil until all are there.
        init?(output: String) {
            for line in output.split(separator: "\n") {
                let words = line.split(separator: " ", omittingEmptySubsequences: true)
                guard words.count == 2 else { continue }
                switch words[0] {
                case "sql": sql = String(words[1])
                case "api": api = String(words[1])
                case "web": web = String(words[1])
                default: break
                }
            }
            if sql.isEmpty || api.isEmpty || web.isEmpty { return nil }
        }
    }

    let addresses: Addresses
    private let program: ChildProgram

    /// Starts the server on ports that it chooses, or on the ports given, and waits until it listens.
    static func start(
        in folder: String, shares: String, ports: DemonstrationOptions.Ports
    ) async throws -> WarehouseProgram {
        try Files.makeFolder(folder)
        guard let executable = Bundle.main.executablePath else {
            throw DemonstrationError(.program, "the path of this program is unknown")
        }
        let program = try ChildProgram(
            name: "millrace serve", executable: executable,
            arguments: [
                "serve", "--data", folder + "/data", "--shares", shares, "--sql-port", "\(ports.sql)", "--api-port",
                "\(ports.api)",
                "--web-port", "\(ports.web)",
            ], logFile: folder + "/serve.log")
        var addresses: Addresses?
        do {
            try await program.waitUntil("listening") {
                addresses = Addresses(output: try program.output())
                return addresses != nil
            }
        } catch {
            await program.stop()
            throw error
        }
        guard let addresses else { throw DemonstrationError(.program, "millrace serve printed no addresses") }
        return WarehouseProgram(addresses: addresses, program: program)
    }

    var isRunning: Bool { program.isRunning }
    var logFile: String { program.logFile }

    func stop() async { await program.stop() }
}
