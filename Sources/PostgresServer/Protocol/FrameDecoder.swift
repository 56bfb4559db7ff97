package import NIOCore

/// Cuts a client's bytes into messages: first start-up packets, then typed messages.
///
/// A message is taken only when it is there whole, and its length is checked against a bound before any of it is kept.
/// After an error the stream's cut is lost and the connection must end; a frame that is whole but holds nonsense is
/// the message `malformed` instead.
package struct FrameDecoder {
    private enum Phase {
        /// Packets without a type byte.
        case startup
        /// Messages with a type byte.
        case typed
    }

    private var phase = Phase.startup
    private var isAuthenticated = false
    private var pending = ByteBuffer()
    private let limits: ServerLimits
    /// Bytes that made up the messages given out so far.
    package private(set) var consumedBytes = 0

    /// A decoder at the start of a connection.
    package init(limits: ServerLimits = ServerLimits()) { self.limits = limits }

    /// Adds bytes as they came.
    package mutating func append(_ bytes: ByteBuffer) {
        if pending.readableBytes == 0 {
            pending = bytes
        } else {
            pending.discardReadBytes()
            pending.writeImmutableBuffer(bytes)
        }
    }

    /// The next whole message; nil until more bytes come.
    package mutating func next() throws(PostgresError) -> FrontendMessage? {
        switch phase {
        case .startup: return try nextStartupPacket()
        case .typed: return try nextTypedMessage()
        }
    }

    /// Whether a Sync comes next and has arrived.
    package var isAtSync: Bool {
        phase == .typed && pending.getInteger(at: pending.readerIndex, as: UInt8.self) == UInt8(ascii: "S")
    }

    /// The client has proved who it is: from here on the larger bound holds.
    package mutating func authenticated() { isAuthenticated = true }

    private mutating func nextStartupPacket() throws(PostgresError) -> FrontendMessage? {
        guard let length = pending.getInteger(at: pending.readerIndex, as: UInt32.self) else { return nil }
        guard length >= 8, length <= limits.maximumStartupBytes else {
            throw .protocolViolation("invalid length of startup packet").fatal
        }
        guard let payload = takeFrame(headerBytes: 4, length: Int(length)) else { return nil }
        let message: FrontendMessage
        do {
            message = try FrontendMessage.startupPacket(payload)
        } catch {
            throw error.fatal
        }
        // After the answer to a request for encryption the client starts again.
        if case .encryptionRequest = message { return message }
        phase = .typed
        return message
    }

    private mutating func nextTypedMessage() throws(PostgresError) -> FrontendMessage? {
        let start = pending.readerIndex
        guard let type = pending.getInteger(at: start, as: UInt8.self),
            let length = pending.getInteger(at: start + 1, as: UInt32.self)
        else { return nil }
        let bound = isAuthenticated ? limits.maximumMessageBytes : limits.maximumAuthenticationMessageBytes
        guard length >= 4, length <= bound else {
            throw PostgresError(
                .protocolViolation, "invalid message length", detail: "\(length) bytes; at most \(bound) are allowed",
                severity: .fatal)
        }
        guard let payload = takeFrame(headerBytes: 5, length: Int(length) + 1) else { return nil }
        do {
            return try FrontendMessage.typed(type, payload)
        } catch {
            guard error.severity == .error else { throw error }
            return .malformed(type: type, error)
        }
    }

    /// The payload of a frame of `length` bytes with its header; nil until it is whole.
    private mutating func takeFrame(headerBytes: Int, length: Int) -> ByteBuffer? {
        guard pending.readableBytes >= length else { return nil }
        pending.moveReaderIndex(forwardBy: headerBytes)
        consumedBytes += length
        return pending.readSlice(length: length - headerBytes)
    }
}
