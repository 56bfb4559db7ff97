/// Where and how the server listens.
package struct ServerConfiguration: Sendable, Equatable {
    /// PEM files of the server's certificate chain and its private key.
    package struct TLSFiles: Sendable, Equatable {
        package var certificateChain: String
        package var privateKey: String

        package init(certificateChain: String, privateKey: String) {
            self.certificateChain = certificateChain
            self.privateKey = privateKey
        }
    }

    /// How clients prove who they are.
    package enum Authentication: Sendable {
        /// Whoever connects is who they say.
        case trust
        /// By a password that the catalog keeps hashed.
        case password
    }

    /// A host name or address; the loopback address by default.
    package var host: String
    /// 0 picks a free port.
    package var port: Int
    package var authentication: Authentication
    /// Nil: connections are not encrypted.
    package var tls: TLSFiles?
    /// What clients are told that they talk to; tools decide by it which statements they send.
    package var serverVersion: String
    package var limits: ServerLimits

    /// A configuration; the defaults listen on loopback and trust.
    package init(
        host: String = "127.0.0.1", port: Int = 5439, authentication: Authentication = .trust, tls: TLSFiles? = nil,
        serverVersion: String = "8.0.2", limits: ServerLimits = ServerLimits()
    ) {
        self.host = host
        self.port = port
        self.authentication = authentication
        self.tls = tls
        self.serverVersion = serverVersion
        self.limits = limits
    }

    /// Refuses to listen where others could read or enter: beyond loopback both TLS and passwords are needed.
    package func checkExposure() throws(PostgresError) {
        guard !Self.isLoopback(host) else { return }
        guard tls != nil, authentication == .password else {
            throw PostgresError(
                .invalidParameterValue, "refusing to listen on \(host) without TLS and passwords",
                detail: "only the loopback address may be served without them",
                hint: "configure a certificate and passwords, or listen on 127.0.0.1")
        }
    }

    /// Whether an address or name can only mean this machine.
    package static func isLoopback(_ host: String) -> Bool {
        if host == "localhost" || host == "::1" || host == "::ffff:127.0.0.1" { return true }
        let parts = host.split(separator: ".", omittingEmptySubsequences: false)
        return parts.count == 4 && parts[0] == "127" && parts.allSatisfy { UInt8($0) != nil }
    }

    /// The settings that clients learn at the start (reference: PostgreSQL manual, "Asynchronous Operations").
    func parameterStatuses(for request: SessionRequest) -> [(name: String, value: String)] {
        [
            ("server_version", serverVersion),
            ("server_encoding", "UTF8"),
            ("client_encoding", "UTF8"),
            ("DateStyle", "ISO, MDY"),
            ("IntervalStyle", "postgres"),
            ("TimeZone", "UTC"),
            ("integer_datetimes", "on"),
            ("standard_conforming_strings", "on"),
            ("is_superuser", "off"),
            ("session_authorization", request.user),
            ("application_name", request.settings["application_name"] ?? ""),
        ]
    }
}
