import Hummingbird
import ServiceLifecycle
import Synchronization

/// The HTTP server for AWS clients: SDKs and the aws CLI reach it with `--endpoint-url`.
package final class AWSEndpoint: Service {
    private let configuration: AWSEndpointConfiguration
    private let services: [any AWSService]
    private let port = Mutex<PortState>(.unknown([]))

    private enum PortState {
        case unknown([CheckedContinuation<Int, any Error>])
        case bound(Int)
        case ended
    }

    /// Serves `services` as configured.
    package init(_ configuration: AWSEndpointConfiguration, services: [any AWSService]) {
        self.configuration = configuration
        self.services = services
    }

    /// Listens until the task is cancelled or its service group shuts down; requests under way are finished first.
    ///
    /// Throws where the configured address is not a loopback one: this server has no TLS.
    package func run() async throws {
        defer { end() }
        try Self.checkExposure(configuration)
        let responder = AWSResponder(
            services: services, siteCheck: SiteCheck(hostNames: configuration.hostNames + [configuration.host]),
            signatureCheck: SignatureCheck(accessKeys: configuration.accessKeys), configuration: configuration)
        let application = Application(
            responder: responder,
            configuration: ApplicationConfiguration(
                address: .hostname(configuration.host, port: configuration.port), serverName: "millrace"),
            onServerRunning: { [self] channel in bind(channel.localAddress?.port ?? configuration.port) },
            logger: configuration.logger)
        try await application.run()
    }

    /// The port listened on, once it is; throws where the server ended before.
    package func boundPort() async throws -> Int {
        try await withCheckedThrowingContinuation { continuation in
            let known: Result<Int, any Error>? = port.withLock { state in
                switch state {
                case .bound(let port): return .success(port)
                case .ended: return .failure(AWSError("ServiceUnavailable", "the server has ended", status: 503))
                case .unknown(let waiting):
                    state = .unknown(waiting + [continuation])
                    return nil
                }
            }
            if let known { continuation.resume(with: known) }
        }
    }

    /// Refuses an address that others could reach: this server has no TLS.
    package static func checkExposure(_ configuration: AWSEndpointConfiguration) throws(AWSError) {
        guard !isLoopback(configuration.host) else { return }
        throw AWSError(
            "InvalidConfiguration",
            "the endpoint for AWS clients has no TLS and listens on loopback addresses only, not on "
                + "\(configuration.host)", status: 500)
    }

    /// Whether an address or name can only be reached from this machine.
    static func isLoopback(_ host: String) -> Bool {
        if ["localhost", "::1"].contains(host.lowercased()) { return true }
        let parts = host.split(separator: ".", omittingEmptySubsequences: false)
        return parts.count == 4 && parts[0] == "127" && parts.allSatisfy { UInt8($0) != nil }
    }

    private func bind(_ number: Int) {
        for continuation in takeWaiting(then: .bound(number)) { continuation.resume(returning: number) }
    }

    private func end() {
        for continuation in takeWaiting(then: .ended) {
            continuation.resume(throwing: AWSError("ServiceUnavailable", "the server has ended", status: 503))
        }
    }

    private func takeWaiting(then next: PortState) -> [CheckedContinuation<Int, any Error>] {
        port.withLock { state in
            defer { state = next }
            if case .unknown(let waiting) = state { return waiting }
            return []
        }
    }
}
