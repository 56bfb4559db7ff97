import Foundation
import MillraceTesting

@testable import PostgresServer

/// A self-signed certificate for 127.0.0.1, made by the openssl program.
enum TestCertificate {
    static func make() async throws -> ServerConfiguration.TLSFiles {
        let folder = TemporaryFolder.make().path
        let files = ServerConfiguration.TLSFiles(
            certificateChain: folder + "/certificate.pem", privateKey: folder + "/key.pem")
        let result = try await runProgram(
            "openssl",
            [
                "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-days", "2",
                "-subj", "/CN=127.0.0.1", "-keyout", files.privateKey, "-out", files.certificateChain,
            ])
        guard result.status == 0 else { throw PostgresError(.internalError, "openssl failed: \(result.errors)") }
        return files
    }
}
