package import Logging
import NIOCore
import NIOPosix
import ServiceLifecycle
import Synchronization

/// Listens for PostgreSQL clients and serves each until it leaves or the service shuts down.
package final class PostgresService: Service {
    typealias Client = NIOAsyncChannel<ByteBuffer, ByteBuffer>
    typealias Listener = NIOAsyncChannel<any Channel, Never>

    /// What all connections share.
    struct Shared: Sendable {
        let configuration: ServerConfiguration
        let provider: any SessionProvider
        let tls: TLSUpgrade?
        let registry: ConnectionRegistry
        let logger: Logger
        /// Makes the salts of users that do not exist.
        let decoySecret: [UInt8]

        /// Random values for one authentication.
        func drawRandomness() -> AuthenticationExchange.Randomness {
            let letters = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789".utf8)
            let nonce = (0..<24).map { _ in letters[Int.random(in: letters.indices)] }
            return AuthenticationExchange.Randomness(
                md5Salt: (0..<4).map { _ in UInt8.random(in: .min ... .max) },
                serverNonce: String(decoding: nonce, as: UTF8.self), decoySecret: decoySecret)
        }
    }

    private let shared: Shared
    private let listener = Mutex<Listener?>(nil)
    private let waiting = WaitingClients()

    /// A service that does not listen yet; throws if the configuration is unsafe or its certificate cannot be read.
    package init(configuration: ServerConfiguration, provider: any SessionProvider, logger: Logger) throws {
        try configuration.checkExposure()
        shared = Shared(
            configuration: configuration, provider: provider, tls: try configuration.tls.map { try TLSUpgrade($0) },
            registry: ConnectionRegistry(capacity: configuration.limits.maximumConnections), logger: logger,
            decoySecret: (0..<32).map { _ in UInt8.random(in: .min ... .max) })
    }

    /// How many clients are connected.
    package var connectionCount: Int { shared.registry.count }

    /// Starts to listen and returns the port; `run` must follow. Clients that connect before it wait.
    package func bind() async throws -> Int {
        let bootstrap = ServerBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .serverChannelOption(.backlog, value: 256)
            .serverChannelOption(.socketOption(.so_reuseaddr), value: 1)
            .childChannelOption(.tcpOption(.tcp_nodelay), value: 1)
            .childChannelOption(.autoRead, value: false)
        let listener = try await bootstrap.bind(host: shared.configuration.host, port: shared.configuration.port) {
            [waiting] channel in
            channel.eventLoop.makeCompletedFuture {
                try channel.pipeline.syncOperations.addHandler(PlaintextCounter())
                guard waiting.add(channel) else { throw ChannelError.alreadyClosed }
                return channel
            }
        }
        let port = listener.channel.localAddress?.port ?? shared.configuration.port
        self.listener.withLock { $0 = listener }
        shared.logger.info("SQL is served", metadata: ["host": "\(shared.configuration.host)", "port": "\(port)"])
        return port
    }

    /// Serves clients until the service is cancelled or shut down gracefully; binds first if that was not done.
    package func run() async throws {
        if listener.withLock({ $0 }) == nil { _ = try await bind() }
        guard let listener = listener.withLock({ $0.take() }) else {
            preconditionFailure("the service runs once")
        }
        let channel = listener.channel
        try await withGracefulShutdownHandler {
            try await listener.executeThenClose { clients in try await serve(clients) }
        } onGracefulShutdown: {
            channel.close(promise: nil)
        }
    }

    private func serve(_ clients: NIOAsyncChannelInboundStream<any Channel>) async throws {
        await withDiscardingTaskGroup { group in
            do {
                for try await channel in clients {
                    group.addTask { [shared, waiting] in await Self.serve(channel, waiting, shared) }
                }
            } catch {
                shared.logger.debug("listening ended", metadata: ["reason": "\(error)"])
            }
            // The listener is closed: clients that are still here are told so and cut off.
            waiting.close()
            group.cancelAll()
        }
    }

    private static func serve(_ channel: any Channel, _ waiting: WaitingClients, _ shared: Shared) async {
        do {
            guard let client = try await waiting.take(channel) else { return }
            try await client.executeThenClose { inbound, outbound in
                try await channel.setOption(.autoRead, value: true).get()
                guard let entry = shared.registry.add() else {
                    await refuse(outbound)
                    return
                }
                defer { shared.registry.remove(entry) }
                var connection = ClientConnection(
                    service: shared, channel: channel, entry: entry, inbound: inbound, outbound: outbound)
                await withTaskCancellationHandler {
                    await connection.run()
                } onCancel: {
                    entry.cancel()
                }
            }
        } catch {
            shared.logger.debug("closing a connection failed", metadata: ["reason": "\(error)"])
        }
    }

    private static func refuse(_ outbound: NIOAsyncChannelOutboundWriter<ByteBuffer>) async {
        var buffer = ByteBuffer()
        let error = PostgresError(.tooManyConnections, "sorry, too many clients already", severity: .fatal)
        BackendMessage.error(error).write(to: &buffer)
        // The client is turned away either way; that it did not hear why changes nothing here.
        try? await outbound.write(buffer)
    }
}
