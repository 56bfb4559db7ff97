import Foundation
import MillraceTesting
import Testing

/// The promise that nothing is lost and nothing comes twice, whenever the program is killed.
@Suite(.serialized) struct KillTests {
    /// How often the server is killed; `MILLRACE_KILLS` asks for more.
    static let rounds = ProcessInfo.processInfo.environment["MILLRACE_KILLS"] ?? "12"

    @Test(
        .enabled(if: Needs.hasPython, Needs.python), .enabled(if: MariaDBServer.isAvailable, "there is no mariadbd"),
        .timeLimit(.minutes(15)))
    func contentsEqualTheSourcesAfterKills() async throws {
        let source = try await MariaDBServer()
        defer { source.stop() }
        _ = try await source.execute("CREATE DATABASE trading")
        _ = try await source.execute(
            "CREATE TABLE trades (id BIGINT PRIMARY KEY, symbol VARCHAR(12), price DECIMAL(12,2), volume INT)",
            database: "trading")
        try await Clients.python(
            "kill.py",
            [
                try #require(MillraceServer.binary), TemporaryFolder.make().appending(path: "data").path,
                "\(source.port)", Self.rounds, "1",
            ])
    }
}
