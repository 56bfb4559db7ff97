import Logging
import ServiceLifecycle
import Streams
import Testing

@testable import AWSServer

@Suite("The server for AWS clients", .timeLimit(.minutes(2)))
struct ServerTests {
    /// The status and body that curl gets.
    private func curl(_ endpoint: RunningEndpoint, _ arguments: String...) async throws -> (
        status: String, body: String
    ) {
        let outcome = try await Program.run(
            ["curl", "--silent", "--max-time", "30", "--write-out", "\n%{http_code}"] + arguments + [endpoint.url + "/"]
        )
        let lines = outcome.output.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
        return (lines.last ?? "", lines.dropLast().joined(separator: "\n"))
    }

    @Test(
        "requests over HTTP get the page, the answer or the exception that they should",
        .enabled(if: Program.hasCurl, "skipped: curl is not installed"))
    func requests() async throws {
        try await RunningEndpoint.with { endpoint async throws in
            let page = try await curl(endpoint)
            #expect(page.status == "200" && page.body.contains("Kinesis_20131202"), "\(page)")
            let list = try await curl(endpoint, "-H", "X-Amz-Target: Kinesis_20131202.ListStreams", "-d", "{}")
            #expect(list.status == "200")
            #expect(list.body == #"{"HasMoreStreams":false,"StreamNames":[],"StreamSummaries":[]}"#)
            let cases: [(arguments: [String], status: String, type: String)] = [
                (["-H", "Host: evil.example", "-d", "{}"], "403", "AccessDeniedException"),
                (["-H", "Host: evil.example"], "403", "AccessDeniedException"),
                (["-H", "Origin: http://evil.example", "-d", "{}"], "403", "AccessDeniedException"),
                (["-d", "{}"], "400", "UnknownOperationException"),
                (["-H", "X-Amz-Target: Other.ListStreams", "-d", "{}"], "400", "UnknownOperationException"),
                (["-H", "X-Amz-Target: Kinesis_20131202.ListStreams", "-d", "{"], "400", "SerializationException"),
                (["-X", "DELETE"], "405", "MethodNotAllowed"),
            ]
            for (arguments, status, type) in cases {
                let outcome = try await Program.run(
                    ["curl", "--silent", "--max-time", "30", "--include"] + arguments + [endpoint.url + "/"])
                #expect(outcome.output.contains("HTTP/1.1 \(status) "), "\(arguments): \(outcome.output)")
                #expect(outcome.output.contains(#""__type":"\#(type)""#), "\(arguments): \(outcome.output)")
                #expect(outcome.output.lowercased().contains("x-amzn-errortype: \(type.lowercased())"))
                #expect(outcome.output.lowercased().contains("x-amzn-requestid: "))
            }
        }
    }

    @Test(
        "only loopback addresses are listened on",
        arguments: ["0.0.0.0", "::", "192.168.1.1", "example.com", "127.0.0.1.evil", ""])
    func addresses(host: String) async throws {
        #expect(!AWSEndpoint.isLoopback(host))
        var configuration = AWSEndpointConfiguration(clock: LocalStreamStore.systemClock)
        configuration.host = host
        configuration.port = 0
        let server = AWSEndpoint(configuration, services: [])
        await #expect(throws: AWSError.self) { try await server.run() }
        await #expect(throws: AWSError.self) { _ = try await server.boundPort() }
    }

    @Test("loopback addresses are known", arguments: ["127.0.0.1", "127.1.2.3", "localhost", "LOCALHOST", "::1"])
    func loopback(host: String) {
        #expect(AWSEndpoint.isLoopback(host))
    }

    @Test("a service group starts and shuts the server down")
    func lifecycle() async throws {
        var configuration = AWSEndpointConfiguration(clock: LocalStreamStore.systemClock)
        configuration.port = 0
        let server = AWSEndpoint(configuration, services: [])
        let group = ServiceGroup(services: [server], logger: Logger(label: "test"))
        let running = Task { try await group.run() }
        #expect(try await server.boundPort() > 0)
        await group.triggerGracefulShutdown()
        try await running.value
    }
}
