import NIOCore
import NIOPosix

@testable import PostgresServer

/// A message of the server as a test sees it.
struct ServerMessage: Equatable, CustomStringConvertible {
    let type: Character
    let payload: [UInt8]

    /// The error's or notice's field of this code.
    func field(_ code: Character) -> String? {
        payload.split(separator: 0).first { $0.first == code.asciiValue }.map {
            String(decoding: $0.dropFirst(), as: UTF8.self)
        }
    }

    /// The cells of a DataRow; nil for null.
    var cells: [[UInt8]?] {
        var buffer = ByteBuffer(bytes: payload)
        let count = Int(buffer.readInteger(as: Int16.self) ?? 0)
        return (0..<count).map { _ in
            let length = Int(buffer.readInteger(as: Int32.self) ?? 0)
            return length < 0 ? nil : buffer.readBytes(length: length)
        }
    }

    var text: String { String(decoding: payload.filter { $0 != 0 }, as: UTF8.self) }

    var description: String { "\(type) \(text)" }
}

/// Speaks the protocol byte by byte, also as no well-behaved client would.
struct WireClient {
    private var inbound: NIOAsyncChannelInboundStream<ByteBuffer>.AsyncIterator
    private let outbound: NIOAsyncChannelOutboundWriter<ByteBuffer>
    private var pending = ByteBuffer()

    /// Connects to a server on this machine while `body` runs.
    static func connect<T: Sendable>(
        _ port: Int, _ body: @Sendable (inout WireClient) async throws -> T
    ) async throws -> T {
        let channel = try await ClientBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .connect(host: "127.0.0.1", port: port) { channel in
                channel.eventLoop.makeCompletedFuture {
                    try NIOAsyncChannel<ByteBuffer, ByteBuffer>(wrappingChannelSynchronously: channel)
                }
            }
        return try await channel.executeThenClose { inbound, outbound in
            var client = WireClient(inbound: inbound.makeAsyncIterator(), outbound: outbound)
            return try await body(&client)
        }
    }

    private init(
        inbound: NIOAsyncChannelInboundStream<ByteBuffer>.AsyncIterator,
        outbound: NIOAsyncChannelOutboundWriter<ByteBuffer>
    ) {
        self.inbound = inbound
        self.outbound = outbound
    }

    func send(_ bytes: ByteBuffer) async throws { try await outbound.write(bytes) }

    func send(_ messages: [ByteBuffer]) async throws {
        var all = ByteBuffer()
        for message in messages { all.writeImmutableBuffer(message) }
        try await outbound.write(all)
    }

    /// The next message; nil once the server has closed.
    mutating func next() async throws -> ServerMessage? {
        while true {
            if pending.readableBytes >= 5,
                let length = pending.getInteger(at: pending.readerIndex + 1, as: UInt32.self),
                pending.readableBytes > length
            {
                let type = pending.readInteger(as: UInt8.self) ?? 0
                pending.moveReaderIndex(forwardBy: 4)
                let payload = pending.readBytes(length: Int(length) - 4) ?? []
                return ServerMessage(type: Character(Unicode.Scalar(type)), payload: payload)
            }
            do {
                guard let bytes = try await inbound.next() else { return nil }
                pending.writeImmutableBuffer(bytes)
            } catch let error as IOError where error.errnoCode == ECONNRESET {
                return nil
            }
        }
    }

    /// All messages up to and with the next of this type, or the end.
    mutating func messages(through type: Character) async throws -> [ServerMessage] {
        var messages: [ServerMessage] = []
        while let message = try await next() {
            messages.append(message)
            if message.type == type { break }
        }
        return messages
    }

    /// Starts a session and returns its cancel key.
    mutating func start(user: String = "tester", parameters: [String: String] = [:]) async throws -> CancelKey? {
        try await send(ClientMessage.startup(parameters.merging(["user": user, "database": "dev"]) { $1 }))
        let messages = try await messages(through: "Z")
        guard let key = messages.first(where: { $0.type == "K" }) else { return nil }
        var buffer = ByteBuffer(bytes: key.payload)
        guard let processID = buffer.readInteger(as: Int32.self), let secret = buffer.readInteger(as: Int32.self) else {
            return nil
        }
        return CancelKey(processID: processID, secret: secret)
    }

    /// Runs a simple query and returns the types of the answers, and the answers.
    mutating func query(_ sql: String) async throws -> [ServerMessage] {
        try await send(ClientMessage.query(sql))
        return try await messages(through: "Z")
    }
}

/// Builds the messages of a client.
enum ClientMessage {
    static func startup(_ parameters: [String: String], version: UInt32 = 196_608) -> ByteBuffer {
        var body = ByteBuffer(integer: version)
        for (name, value) in parameters.sorted(by: { $0.key < $1.key }) {
            body.writeNullTerminatedString(name)
            body.writeNullTerminatedString(value)
        }
        body.writeInteger(UInt8(0))
        return packet(body)
    }

    static func packet(_ body: ByteBuffer) -> ByteBuffer {
        var packet = ByteBuffer(integer: UInt32(body.readableBytes + 4))
        packet.writeImmutableBuffer(body)
        return packet
    }

    static func tlsRequest() -> ByteBuffer { packet(ByteBuffer(integer: UInt32(80_877_103))) }

    static func cancel(_ key: CancelKey) -> ByteBuffer {
        var body = ByteBuffer(integer: UInt32(80_877_102))
        body.writeInteger(key.processID)
        body.writeInteger(key.secret)
        return packet(body)
    }

    static func typed(_ type: Character, _ body: (inout ByteBuffer) -> Void = { _ in }) -> ByteBuffer {
        var content = ByteBuffer()
        body(&content)
        var message = ByteBuffer(integer: type.asciiValue ?? 0)
        message.writeImmutableBuffer(packet(content))
        return message
    }

    static func query(_ sql: String) -> ByteBuffer { typed("Q") { $0.writeNullTerminatedString(sql) } }

    static func parse(_ sql: String, name: String = "", types: [TypeOID] = []) -> ByteBuffer {
        typed("P") {
            $0.writeNullTerminatedString(name)
            $0.writeNullTerminatedString(sql)
            $0.writeInteger(UInt16(types.count))
            for type in types { $0.writeInteger(type.rawValue) }
        }
    }

    static func bind(
        portal: String = "", statement: String = "", formats: [Int16] = [], parameters: [[UInt8]?] = [],
        resultFormats: [Int16] = []
    ) -> ByteBuffer {
        typed("B") {
            $0.writeNullTerminatedString(portal)
            $0.writeNullTerminatedString(statement)
            $0.writeInteger(UInt16(formats.count))
            for format in formats { $0.writeInteger(format) }
            $0.writeInteger(UInt16(parameters.count))
            for parameter in parameters {
                $0.writeInteger(Int32(parameter?.count ?? -1))
                $0.writeBytes(parameter ?? [])
            }
            $0.writeInteger(UInt16(resultFormats.count))
            for format in resultFormats { $0.writeInteger(format) }
        }
    }

    static func describe(_ kind: Character, _ name: String = "") -> ByteBuffer {
        typed("D") {
            $0.writeInteger(kind.asciiValue ?? 0)
            $0.writeNullTerminatedString(name)
        }
    }

    static func close(_ kind: Character, _ name: String = "") -> ByteBuffer {
        typed("C") {
            $0.writeInteger(kind.asciiValue ?? 0)
            $0.writeNullTerminatedString(name)
        }
    }

    static func execute(_ portal: String = "", rowLimit: Int32 = 0) -> ByteBuffer {
        typed("E") {
            $0.writeNullTerminatedString(portal)
            $0.writeInteger(rowLimit)
        }
    }

    static func sync() -> ByteBuffer { typed("S") }
}
