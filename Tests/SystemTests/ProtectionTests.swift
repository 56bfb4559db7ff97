import Foundation
import MillraceTesting
import Testing

/// What keeps others out: encryption, passwords, signatures, and the refusal to serve without them.
@Suite(.serialized) struct ProtectionTests {
    /// A certificate for 127.0.0.1 and its key, made by openssl.
    private struct Certificate {
        let file: String
        let key: String

        init() async throws {
            let folder = TemporaryFolder.make().path
            (file, key) = (folder + "/certificate.pem", folder + "/key.pem")
            let outcome = try await ClientProgram.run(
                try #require(ClientProgram.path("openssl")),
                [
                    "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", "/CN=millrace",
                    "-addext", "subjectAltName=IP:127.0.0.1", "-keyout", key, "-out", file,
                ])
            try #require(outcome.status == 0, "\(outcome.output)")
        }

        var options: [String] { ["--tls-certificate", file, "--tls-key", key] }
    }

    @Test(.enabled(if: Needs.hasServer, Needs.server), .timeLimit(.minutes(1)))
    func psqlEncryptsAndChecksTheCertificate() async throws {
        let (certificate, other) = (try await Certificate(), try await Certificate())
        try await MillraceServer.withTemporary(arguments: certificate.options) { server in
            let script = "\\conninfo\nSELECT count(*) FROM generate_series(1, 100000) AS numbers(n);"
            let plain = try await Clients.psql(server, script, environment: ["PGSSLMODE": "require"])
            #expect(plain.status == 0, "\(plain.output)")
            #expect(plain.output.contains("SSL connection (protocol: TLSv1.3"))
            #expect(plain.output.contains("100000"))
            let checked = try await Clients.psql(
                server, script, environment: ["PGSSLMODE": "verify-full", "PGSSLROOTCERT": certificate.file])
            #expect(checked.status == 0, "\(checked.output)")
            #expect(checked.output.contains("SSL connection"))
            let refused = try await Clients.psql(
                server, script, environment: ["PGSSLMODE": "verify-full", "PGSSLROOTCERT": other.file])
            #expect(refused.status == 2)
            #expect(refused.output.contains("certificate verify failed"))
        }
        try await MillraceServer.withTemporary { server in
            let outcome = try await Clients.psql(server, "SELECT 1;", environment: ["PGSSLMODE": "require"])
            #expect(outcome.status == 2)
            #expect(outcome.output.contains("server does not support SSL"))
        }
    }

    @Test(.enabled(if: Needs.hasServer, Needs.server), .timeLimit(.minutes(1)))
    func psqlGivesItsPassword() async throws {
        let certificate = try await Certificate()
        let folder = TemporaryFolder.make().path + "/data"
        let first = try await MillraceServer(dataFolder: folder)
        let created = try await Clients.psql(first, "CREATE USER analyst PASSWORD 'Secret123';")
        #expect(created.status == 0, "\(created.output)")
        #expect(first.stop() == 0)
        let server = try await MillraceServer(
            dataFolder: folder, arguments: certificate.options + ["--passwords", "--sql-host", "0.0.0.0"])
        for (password, mode, status) in [
            ("Secret123", "require", Int32(0)), ("wrong", "require", 2), ("Secret123", "disable", 2),
        ] {
            let outcome = try await Clients.psql(
                server, "SELECT current_user;", ["--username=analyst"],
                environment: ["PGSSLMODE": mode, "PGPASSWORD": password])
            #expect(outcome.status == status, "\(password) \(mode): \(outcome.output)")
        }
        #expect(server.stop() == 0)
    }

    @Test(.enabled(if: Needs.hasPython, Needs.python), .timeLimit(.minutes(1)))
    func signaturesAreCheckedOnceThereAreKeys() async throws {
        let file = TemporaryFolder.make().appending(path: "keys")
        try "# the producers'\nPRODUCER1:a secret/with+signs\n".write(to: file, atomically: true, encoding: .utf8)
        try FileManager.default.setAttributes([.posixPermissions: 0o600], ofItemAtPath: file.path)
        try await MillraceServer.withTemporary(arguments: ["--access-keys", file.path]) { server in
            try await Clients.python("signatures.py", server, ["PRODUCER1", "a secret/with+signs"])
        }
    }

    /// Options that would serve others, each with what the refusal says.
    static let exposures: [(options: [String], reason: String)] = [
        (["--sql-host", "0.0.0.0"], "refusing to listen on 0.0.0.0 without TLS and passwords"),
        (["--sql-host", "0.0.0.0", "--passwords"], "refusing to listen on 0.0.0.0 without TLS and passwords"),
        (["--api-host", "0.0.0.0"], "listens on loopback addresses only, not on 0.0.0.0"),
        (["--web-host", "0.0.0.0"], "does not listen on 0.0.0.0"),
        (["--access-keys", "/etc/hostname"], "can be read by others"),
    ]

    @Test(.enabled(if: Needs.hasServer, Needs.server), .timeLimit(.minutes(1)), arguments: exposures)
    func thePortStaysShut(options: [String], reason: String) async throws {
        let binary = try #require(MillraceServer.binary)
        let folder = TemporaryFolder.make().path + "/data"
        let outcome = try await ClientProgram.run(
            binary, ["serve", "--data", folder, "--sql-port", "0", "--api-port", "0", "--web-port", "0"] + options)
        #expect(outcome.status != 0)
        #expect(outcome.output.contains(reason), "\(outcome.output)")
    }
}
