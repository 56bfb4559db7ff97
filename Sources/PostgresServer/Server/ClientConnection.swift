import Logging
import NIOCore

/// One client's connection: carries the state machine's actions out, one at a time, and decides nothing itself.
///
/// Replies gather in `output` and leave when the connection would wait for the client, or when a result fills the
/// buffer; then the write waits until the client has read, which is all that a slow client holds up.
struct ClientConnection {
    /// The client cannot be written to any more.
    struct ClientGone: Error {}

    typealias Inbound = NIOAsyncChannelInboundStream<ByteBuffer>
    typealias Outbound = NIOAsyncChannelOutboundWriter<ByteBuffer>

    let service: PostgresService.Shared
    let channel: any Channel
    let entry: ConnectionRegistry.Entry
    var logger: Logger
    var machine: ConnectionStateMachine
    var decoder: FrameDecoder
    var inbound: Inbound.AsyncIterator
    let outbound: Outbound
    var output = ByteBuffer()
    var session: (any SQLSession)?
    var objects: SessionObjects
    var load: Load?
    private let authenticationTimeout: Scheduled<Void>

    /// A load from the client that is under way.
    struct Load {
        let sink: any CopySink
        var parser: CopyTextParser
    }

    init(
        service: PostgresService.Shared, channel: any Channel, entry: ConnectionRegistry.Entry, inbound: Inbound,
        outbound: Outbound
    ) {
        let limits = service.configuration.limits
        self.service = service
        self.channel = channel
        self.entry = entry
        self.inbound = inbound.makeAsyncIterator()
        self.outbound = outbound
        logger = service.logger
        logger[metadataKey: "connection"] = "\(entry.key.processID)"
        let peer = channel.remoteAddress?.ipAddress ?? ""
        machine = ConnectionStateMachine(
            configuration: .init(
                offersTLS: service.tls != nil,
                requiresTLS: !ServerConfiguration.isLoopback(service.configuration.host),
                requiresPassword: service.configuration.authentication == .password,
                isLoopback: ServerConfiguration.isLoopback(peer)))
        decoder = FrameDecoder(limits: limits)
        objects = SessionObjects(limits: limits)
        authenticationTimeout = channel.eventLoop.scheduleTask(in: .seconds(Int64(limits.authenticationTimeoutSeconds)))
        {
            channel.close(promise: nil)
        }
    }

    /// Serves the client until it leaves, fails, or the task is cancelled; then frees all that it held.
    mutating func run() async {
        do {
            var action = ConnectionAction(step: .receive)
            while let next = try await carryOut(action) { action = next }
        } catch is ClientGone {
            logger.debug("client vanished")
        } catch {
            logger.error("connection failed", metadata: ["error": "\(String(reflecting: error))"])
        }
        authenticationTimeout.cancel()
        if Task.isCancelled { sayGoodbye() }
        await release()
    }

    /// Sends the replies where they must go out, takes the step and returns what follows; nil at the end.
    private mutating func carryOut(_ action: ConnectionAction) async throws -> ConnectionAction? {
        for reply in action.replies { reply.write(to: &output) }
        switch action.step {
        case .receive: return try await receive()
        case .flushAndReceive:
            try await flush()
            return try await receive()
        case .disconnect:
            try await flush()
            return nil
        case .cancel(let key):
            service.registry.cancel(key)
            return nil
        case .encrypt: return try await encrypt()
        case .refuseEncryption:
            output.writeInteger(UInt8(ascii: "N"))
            try await flush()
            return try await receive()
        case .findCredential(let user): return await findCredential(ofUser: user)
        case .openSession(let request): return await openSession(request)
        case .split, .runStatement, .commitMessage, .parse, .bind, .describe, .execute, .close, .synchronize, .copyData,
            .finishCopy,
            .abortCopy:
            return try await runStep(action.step)
        }
    }

    /// The next message; replies go out before the connection waits for one.
    private mutating func receive() async throws -> ConnectionAction? {
        while true {
            do throws(PostgresError) {
                if let message = try decoder.next() { return machine.received(message) }
            } catch {
                return machine.disconnect(error)
            }
            try await flush()
            let bytes: ByteBuffer?
            do {
                bytes = try await inbound.next()
            } catch {
                // A reset by the peer, a TLS failure or the end of the service: all end the connection.
                logger.debug("reading ended", metadata: ["reason": "\(error)"])
                return nil
            }
            guard let bytes else { return nil }
            decoder.append(bytes)
        }
    }

    /// Sends what has gathered, waiting until the client takes it.
    mutating func flush() async throws(ClientGone) {
        guard output.readableBytes > 0 else { return }
        let bytes = output
        output = ByteBuffer()
        do {
            try await outbound.write(bytes)
        } catch {
            throw ClientGone()
        }
        if machine.isAuthenticated { authenticationTimeout.cancel() }
    }

    private mutating func encrypt() async throws -> ConnectionAction? {
        guard let tls = service.tls else { preconditionFailure("TLS was offered without a certificate") }
        do {
            try await tls.apply(to: channel, plainBytes: decoder.consumedBytes)
        } catch {
            logger.debug("TLS upgrade refused", metadata: ["reason": "\(error)"])
            return machine.disconnect(
                error as? PostgresError ?? PostgresError(.connectionFailure, "the connection could not be encrypted"))
        }
        return machine.encryptionEstablished()
    }

    private mutating func findCredential(ofUser user: String) async -> ConnectionAction {
        do {
            let credential = try await service.provider.credential(ofUser: user)
            return machine.credentialFound(credential, randomness: service.drawRandomness())
        } catch {
            return machine.failed(report(error), transaction: .idle)
        }
    }

    private mutating func openSession(_ request: SessionRequest) async -> ConnectionAction {
        do {
            let session = try await service.provider.open(request)
            self.session = session
            entry.attach(session)
            // From here on a client that vanishes ends the statement that runs for it.
            channel.closeFuture.whenComplete { [entry] _ in entry.cancel() }
            decoder.authenticated()
            var parameters = service.configuration.parameterStatuses(for: request)
            for case .parameter(let name, let value) in session.takeMessages() {
                parameters.removeAll { $0.name == name }
                parameters.append((name: name, value: value))
            }
            return machine.sessionOpened(
                key: entry.key, parameters: parameters, transaction: session.transactionStatus)
        } catch {
            return machine.failed(report(error).fatal, transaction: .idle)
        }
    }

    /// An error as the client sees it; what is not meant for clients goes to the log.
    func report(_ error: any Error) -> PostgresError {
        if let error = error as? PostgresError { return error }
        if error is CancellationError {
            return PostgresError(
                .adminShutdown, "terminating connection due to administrator command", severity: .fatal)
        }
        logger.error("statement failed within", metadata: ["error": "\(String(reflecting: error))"])
        return PostgresError(.internalError, "internal error")
    }

    /// Tells the client why it is cut off; the task is cancelled, so nothing here may wait.
    private func sayGoodbye() {
        var buffer = ByteBuffer()
        let error = PostgresError(
            .adminShutdown, "terminating connection due to administrator command", severity: .fatal)
        BackendMessage.error(error).write(to: &buffer)
        channel.writeAndFlush(buffer, promise: nil)
    }

    private mutating func release() async {
        entry.detach()
        for portal in objects.removeAllPortals() { await portal.cursor?.close() }
        await load?.sink.abort()
        load = nil
        await session?.close()
        session = nil
    }
}
