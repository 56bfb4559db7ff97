import NIOCore

/// Counts the bytes that came before TLS, so that none of them can pass for encrypted ones.
///
/// A man in the middle could slip plain bytes in after the request for encryption; they would wait in the channel's
/// buffer and be read as if the client had sent them under TLS (CVE-2021-23214 in PostgreSQL). The upgrade compares
/// this count with what the protocol has used.
final class PlaintextCounter: ChannelInboundHandler, RemovableChannelHandler {
    typealias InboundIn = ByteBuffer

    private(set) var byteCount = 0

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        byteCount += unwrapInboundIn(data).readableBytes
        context.fireChannelRead(data)
    }
}
