import HummingbirdCore
package import Logging
import NIOCore
import NIOPosix
import ServiceLifecycle

/// The web console: charts, live delays, the state of everything, and a query editor, on one HTTP port.
///
/// It works in two parts. The pages are files that are read once at the start and served from memory, so that no
/// request ever names a path on disk. They get every figure they show through one endpoint that runs SQL, so a chart
/// is a statement that anyone can run, and the console has no way into the warehouse that a client lacks.
///
/// A response is written as the statement runs, batch by batch: a slow browser holds the statement back, and a closed
/// one cancels it. Before anything else a request passes `RequestGate`, since any web site can make a browser on this
/// machine send requests here.
package final class ConsoleServer: Service {
    private let configuration: ConsoleConfiguration
    private let responder: ConsoleResponder
    private let logger: Logger
    private let onListening: @Sendable (_ port: Int) -> Void

    /// Reads all pages and libraries; throws `ConsoleError` when one is missing or the address is not a loopback
    /// one. `onListening` is told the port
    /// once requests are answered, which is how port 0 (a free one) is learned.
    package init(
        configuration: ConsoleConfiguration, backend: any QueryBackend, logger: Logger,
        onListening: @escaping @Sendable (_ port: Int) -> Void = { _ in }
    ) throws {
        guard RequestGate.isLoopback(configuration.host) else {
            throw ConsoleError.notLoopback(host: configuration.host)
        }
        self.configuration = configuration
        self.logger = logger
        self.onListening = onListening
        responder = ConsoleResponder(
            gate: RequestGate(allowedHosts: configuration.allowedHosts),
            assets: try AssetLibrary(configuration: configuration),
            queries: QueryEndpoint(
                backend: backend, slots: QuerySlots(limit: configuration.concurrentQueriesMax), logger: logger))
    }

    /// Serves until the task is cancelled or its service group shuts down; throws when the port cannot be had.
    package func run() async throws {
        let server = try makeServer()
        do {
            try await withThrowingTaskGroup(of: Void.self) { group in
                group.addTask { try await server.run() }
                group.addTask {
                    try await gracefulShutdown()
                    try await Task.sleep(for: Self.shutdownPatience)
                }
                // Whichever ends first ends the other: the server because it could not listen or is done, the watch
                // because a statement still runs when patience with it has run out.
                try await group.next()
                group.cancelAll()
            }
        } catch let error as IOError {
            throw ConsoleError.cannotListen(host: configuration.host, port: configuration.port, reason: "\(error)")
        }
    }

    private func makeServer() throws -> any Service {
        try HTTPServerBuilder.http1(configuration: .init(idleTimeout: Self.idleTimeout)).buildServer(
            configuration: ServerConfiguration(
                address: .hostname(configuration.host, port: configuration.port), serverName: "millrace",
                availableConnectionsDelegate: MaximumAvailableConnections(Self.connectionsMax, logger: logger)),
            eventLoopGroup: MultiThreadedEventLoopGroup.singleton,
            logger: logger,
            responder: { [responder] request, writer, _ in
                try await responder.respond(to: request, writer: writer)
            },
            onServerRunning: { [onListening] channel in
                guard let port = channel.localAddress?.port else { return }
                onListening(port)
            })
    }

    /// How long statements may go on after the shutdown has begun.
    private static let shutdownPatience = Duration.seconds(2)
    /// How long a connection may stay open without a request.
    private static let idleTimeout = TimeAmount.seconds(60)
    /// Connections at the same time; further ones wait in the listen queue.
    private static let connectionsMax = 256
}
