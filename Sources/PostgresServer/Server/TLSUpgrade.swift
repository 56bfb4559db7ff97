import NIOCore
import NIOSSL

/// Turns a plain connection into an encrypted one after the client asked for it.
struct TLSUpgrade: Sendable {
    private let context: NIOSSLContext

    /// Reads the certificate chain and key; TLS 1.2 is the least that clients may speak.
    init(_ files: ServerConfiguration.TLSFiles) throws {
        let chain = try NIOSSLCertificate.fromPEMFile(files.certificateChain).map {
            NIOSSLCertificateSource.certificate($0)
        }
        let key = try NIOSSLPrivateKey(file: files.privateKey, format: .pem)
        var configuration = TLSConfiguration.makeServerConfiguration(
            certificateChain: chain, privateKey: .privateKey(key))
        configuration.minimumTLSVersion = .tlsv12
        context = try NIOSSLContext(configuration: configuration)
    }

    /// Answers `S` and puts TLS below all else, in one turn of the event loop, so that no byte is read in between.
    /// `plainBytes` is how many the protocol has used so far; more than that must not have come.
    func apply(to channel: any Channel, plainBytes: Int) async throws {
        let context = context
        try await channel.eventLoop.submit {
            let pipeline = channel.pipeline.syncOperations
            let counter = try pipeline.handler(type: PlaintextCounter.self)
            guard counter.byteCount == plainBytes else {
                throw PostgresError.protocolViolation("received data after an encryption request and before its answer")
                    .fatal
            }
            channel.writeAndFlush(ByteBuffer(integer: UInt8(ascii: "S")), promise: nil)
            try pipeline.addHandler(NIOSSLServerHandler(context: context), position: .first)
        }.get()
    }
}
