import Foundation
import Testing

@testable import AWSServer

@Suite("AWS clients", .timeLimit(.minutes(3)))
struct ClientTests {
    private static let script = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
        .appendingPathComponent("Clients/kinesis_client.py").path

    @Test(
        "boto3 makes, fills, reads and deletes streams",
        .enabled(if: Program.hasBoto3, "skipped: python3 with boto3 is not installed"), arguments: [true, false])
    func boto3(isSigned: Bool) async throws {
        try await RunningEndpoint.with(change: { $0.accessKeys = isSigned ? ["client": "secret"] : [:] }) {
            endpoint async throws in
            let outcome = try await Program.run(["python3", Self.script, endpoint.url])
            #expect(outcome.status == 0, "\(outcome.output)")
            #expect(outcome.output.hasSuffix("done\n"))
        }
    }

    @Test(
        "the aws command line puts and gets a record",
        .enabled(if: Program.hasCommandLine, "skipped: the aws command line is not installed"))
    func commandLine() async throws {
        try await RunningEndpoint.with(change: { $0.accessKeys = ["client": "secret"] }) { endpoint async throws in
            func aws(_ arguments: String..., secret: String = "secret") async throws -> Program.Outcome {
                try await Program.run(
                    ["aws", "kinesis", "--endpoint-url", endpoint.url, "--output", "text"] + arguments,
                    environment: [
                        "AWS_ACCESS_KEY_ID": "client", "AWS_SECRET_ACCESS_KEY": secret,
                        "AWS_DEFAULT_REGION": "us-east-1",
                        "AWS_MAX_ATTEMPTS": "1", "AWS_PAGER": "",
                    ])
            }
            #expect(try await aws("create-stream", "--stream-name", "s", "--shard-count", "1").status == 0)
            let put = try await aws(
                "put-record", "--stream-name", "s", "--partition-key", "k", "--data", "aGVsbG8=",
                "--query", "SequenceNumber")
            #expect(put.status == 0 && put.output == "1\n", "\(put.output)")
            let iterator = try await aws(
                "get-shard-iterator", "--stream-name", "s", "--shard-id", "shardId-000000000000",
                "--shard-iterator-type", "TRIM_HORIZON", "--query", "ShardIterator")
            let text = iterator.output.trimmingCharacters(in: .whitespacesAndNewlines)
            let got = try await aws("get-records", "--shard-iterator", text, "--query", "Records[0].Data")
            // Version 1 takes --data for the bytes themselves, version 2 for their base64.
            #expect(got.status == 0 && ["aGVsbG8=\n", "YUdWc2JHOD0=\n"].contains(got.output), "\(got.output)")
            let refused = try await aws("list-streams", secret: "wrong")
            #expect(refused.status != 0 && refused.output.contains("InvalidSignatureException"), "\(refused.output)")
        }
    }
}
