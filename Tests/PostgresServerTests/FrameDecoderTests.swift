import MillraceTesting
import NIOCore
import Testing

@testable import PostgresServer

struct FrameDecoderTests {
    private static let sample: [(bytes: ByteBuffer, message: FrontendMessage)] = [
        (ClientMessage.tlsRequest(), .encryptionRequest(.tls)),
        (ClientMessage.packet(ByteBuffer(integer: UInt32(80_877_104))), .encryptionRequest(.gss)),
        (
            ClientMessage.startup(["user": "ä", "database": "dev", "": ""].filter { $0.key != "" }),
            .startup(.init(minorVersion: 0, parameters: ["user": "ä", "database": "dev"]))
        ),
        (ClientMessage.typed("p") { $0.writeBytes([1, 0, 2]) }, .authentication(ByteBuffer(bytes: [1, 0, 2]))),
        (ClientMessage.query("SELECT 'x'"), .query("SELECT 'x'")),
        (
            ClientMessage.parse("SELECT $1", name: "s", types: [.bigint, .unspecified]),
            .parse(.init(statement: "s", sql: "SELECT $1", parameterTypes: [.bigint, .unspecified]))
        ),
        (
            ClientMessage.bind(
                portal: "p", statement: "s", formats: [0, 1], parameters: [[49], nil], resultFormats: [1]),
            .bind(
                .init(
                    portal: "p", statement: "s", parameterFormats: [.text, .binary],
                    parameters: [ByteBuffer(bytes: [49]), nil], resultFormats: [.binary]))
        ),
        (ClientMessage.describe("S", "s"), .describe(.statement("s"))),
        (ClientMessage.describe("P"), .describe(.portal(""))),
        (ClientMessage.execute("p", rowLimit: 10), .execute(portal: "p", rowLimit: 10)),
        (ClientMessage.execute("p", rowLimit: -1), .execute(portal: "p", rowLimit: 0)),
        (ClientMessage.close("P", "p"), .close(.portal("p"))),
        (ClientMessage.typed("H"), .flush), (ClientMessage.sync(), .sync),
        (ClientMessage.typed("d") { $0.writeString("a\tb\n") }, .copyData(ByteBuffer(string: "a\tb\n"))),
        (ClientMessage.typed("c"), .copyDone),
        (ClientMessage.typed("f") { $0.writeNullTerminatedString("why") }, .copyFail(reason: "why")),
        (ClientMessage.typed("F") { $0.writeBytes([1, 2, 3]) }, .functionCall), (ClientMessage.typed("X"), .terminate),
    ]

    private static func decode(_ pieces: [ByteBuffer]) throws -> [FrontendMessage] {
        var decoder = FrameDecoder()
        var messages: [FrontendMessage] = []
        for piece in pieces {
            decoder.append(piece)
            while let message = try decoder.next() { messages.append(message) }
        }
        return messages
    }

    private static var sampleBytes: ByteBuffer {
        sample.reduce(into: ByteBuffer()) { $0.writeImmutableBuffer($1.bytes) }
    }

    @Test func readsEveryMessage() throws {
        #expect(try Self.decode(Self.sample.map { $0.bytes }) == Self.sample.map { $0.message })
        #expect(try Self.decode([Self.sampleBytes]) == Self.sample.map { $0.message })
    }

    @Test func readsTheSameHoweverTheBytesAreCut() throws {
        let whole = Self.sampleBytes
        let expected = Self.sample.map { $0.message }
        for cut in 1..<whole.readableBytes {
            let pieces = [
                whole.getSlice(at: 0, length: cut), whole.getSlice(at: cut, length: whole.readableBytes - cut),
            ]
            #expect(try Self.decode(pieces.compactMap { $0 }) == expected, "cut at \(cut)")
        }
        let single = whole.readableBytesView.map { ByteBuffer(bytes: [$0]) }
        #expect(try Self.decode(single) == expected)
    }

    @Test func countsTheBytesUsed() throws {
        var decoder = FrameDecoder()
        decoder.append(ClientMessage.tlsRequest())
        decoder.append(ByteBuffer(bytes: [0, 0]))
        #expect(try decoder.next() == .encryptionRequest(.tls))
        #expect(try decoder.next() == nil)
        #expect(decoder.consumedBytes == 8)
    }

    @Test(arguments: [
        ClientMessage.packet(ByteBuffer()), ByteBuffer(bytes: [0, 0, 0x27, 0x11, 0, 3, 0, 0]),
        ClientMessage.packet(ByteBuffer(bytes: [0, 3, 0, 0, 65])),
        ClientMessage.packet(ByteBuffer(bytes: [0, 3, 0, 0, 65, 0])),
        ClientMessage.packet(ByteBuffer(bytes: [0, 3, 0, 0, 0, 1])), ClientMessage.startup([:], version: 131_072),
        ClientMessage.packet(ByteBuffer(bytes: [0x04, 0xD2, 0x16, 0x2E, 0, 0])),
        ClientMessage.packet(ByteBuffer(bytes: [0, 3, 0, 0, 0xFF, 0, 0, 0])),
    ])
    func refusesBrokenStartupPackets(bytes: ByteBuffer) {
        var decoder = FrameDecoder()
        decoder.append(bytes)
        let error = #expect(throws: PostgresError.self) { _ = try decoder.next() }
        #expect(error?.severity == .fatal)
    }

    @Test(
        arguments: [
            ("Q", [65]), ("Q", [65, 0, 0]), ("Q", [0xC3, 0x28, 0]), ("P", [0, 0, 0, 2, 0, 0, 0, 1]),
            ("P", [0, 0, 0xFF, 0xFF]), ("B", [0, 0, 0, 1, 0, 9, 0, 0, 0, 0]),
            ("B", [0, 0, 0, 0, 0, 1, 0x7F, 0xFF, 0xFF, 0xFF]),
            ("B", [0, 0, 0, 0, 0, 1, 0xFF, 0xFF, 0xFF, 0xFE]), ("B", [0, 0, 0, 2, 0, 0, 0, 0, 0, 0, 0, 0]),
            ("D", [88, 0]), ("E", [0, 0, 0]), ("C", []), ("S", [0]), ("f", [65]),
        ] as [(Character, [UInt8])])
    func keepsTheCutAfterAMalformedMessage(type: Character, payload: [UInt8]) throws {
        let start = ClientMessage.startup(["user": "u"])
        let messages = try Self.decode([
            start, ClientMessage.typed(type) { $0.writeBytes(payload) }, ClientMessage.sync(),
        ])
        guard messages.count == 3, case .malformed(let malformedType, let error) = messages[1] else {
            Issue.record("not malformed: \(messages)")
            return
        }
        #expect(malformedType == type.asciiValue)
        #expect(error.state == .protocolViolation || error.state == .characterNotInRepertoire)
        #expect(messages[2] == .sync)
    }

    @Test func boundsMessagesByAuthentication() throws {
        var limits = ServerLimits()
        limits.maximumAuthenticationMessageBytes = 100
        limits.maximumMessageBytes = 200
        func decode(_ length: Int, authenticated: Bool) throws -> FrontendMessage? {
            var decoder = FrameDecoder(limits: limits)
            decoder.append(ClientMessage.startup(["user": "u"]))
            _ = try decoder.next()
            if authenticated { decoder.authenticated() }
            decoder.append(ClientMessage.typed("d") { $0.writeRepeatingByte(65, count: length - 4) })
            return try decoder.next()
        }
        #expect(try decode(100, authenticated: false) != nil)
        #expect(throws: PostgresError.self) { try decode(101, authenticated: false) }
        #expect(try decode(200, authenticated: true) != nil)
        #expect(throws: PostgresError.self) { try decode(201, authenticated: true) }
    }

    @Test func survivesMutations() {
        var generator = SeededGenerator(seed: 5439)
        let whole = Array(Self.sampleBytes.readableBytesView)
        for _ in 0..<4_000 {
            let bytes = whole.mutated(using: &generator)
            let cut = Int.random(in: 0...bytes.count, using: &generator)
            var decoder = FrameDecoder()
            decoder.authenticated()
            do throws(PostgresError) {
                for piece in [bytes[..<cut], bytes[cut...]] {
                    decoder.append(ByteBuffer(bytes: piece))
                    while try decoder.next() != nil {}
                }
            } catch {
                #expect(error.severity == .fatal)
            }
        }
    }
}
