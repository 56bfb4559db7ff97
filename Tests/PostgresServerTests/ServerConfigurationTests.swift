import Testing

@testable import PostgresServer

struct ServerConfigurationTests {
    private static let files = ServerConfiguration.TLSFiles(certificateChain: "c.pem", privateKey: "k.pem")

    @Test(arguments: [
        ("127.0.0.1", true), ("127.9.9.9", true), ("localhost", true), ("::1", true), ("::ffff:127.0.0.1", true),
        ("0.0.0.0", false), ("::", false), ("10.0.0.1", false), ("127.0.0.1.evil.example", false), ("127.1", false),
        ("", false), ("localhost.example", false),
    ])
    func knowsLoopback(host: String, isLoopback: Bool) {
        #expect(ServerConfiguration.isLoopback(host) == isLoopback)
    }

    @Test func needsTLSAndPasswordsBeyondLoopback() throws {
        try ServerConfiguration().checkExposure()
        try ServerConfiguration(host: "0.0.0.0", authentication: .password, tls: Self.files).checkExposure()
        for open in [
            ServerConfiguration(host: "0.0.0.0"), ServerConfiguration(host: "0.0.0.0", tls: Self.files),
            ServerConfiguration(host: "192.168.1.5", authentication: .password),
        ] {
            let error = #expect(throws: PostgresError.self) { try open.checkExposure() }
            #expect(error?.message == "refusing to listen on \(open.host) without TLS and passwords")
        }
    }
}
