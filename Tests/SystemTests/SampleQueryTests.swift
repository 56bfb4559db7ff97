import Foundation
import MillraceTesting
import Testing

/// The two sample queries of the article on trade reporting, verbatim, over real data.
@Suite(.serialized) struct SampleQueryTests {
    /// Sources of the tables that the queries join.
    static let sources = ["stream", "external"]

    @Test(
        .enabled(if: Needs.hasPython, Needs.python), .enabled(if: Needs.hasSharedData, Needs.sharedData),
        .timeLimit(.minutes(5)), arguments: sources)
    func answersAgreeWithAnIndependentCalculation(source: String) async throws {
        let shared = try #require(ClientProgram.sharedFolder)
        let scratch = TemporaryFolder.make().path
        try await MillraceServer.withTemporary(arguments: ["--shares", scratch + "/shares"]) { server in
            try await Clients.python("sample_queries.py", server, [source, shared, scratch])
        }
    }

    @Test(
        .enabled(if: Needs.hasServer, Needs.server), .enabled(if: Needs.hasSharedData, Needs.sharedData),
        .enabled(if: ClientProgram.path("mariadb") != nil, "there is no MariaDB client"), .timeLimit(.minutes(5)))
    func theDemonstrationFindsNoDifference() async throws {
        let shared = try #require(ClientProgram.sharedFolder)
        let binary = try #require(MillraceServer.binary)
        let outcome = try await ClientProgram.run(
            binary, ["demo", "--once", "--data", shared + "/data/market", "--rows", "20000"])
        #expect(outcome.status == 0, "\(outcome.output.suffix(6000))")
        #expect(outcome.output.contains("ok      quotes received: 20000"))
        #expect(!outcome.output.contains("WRONG"))
    }
}
