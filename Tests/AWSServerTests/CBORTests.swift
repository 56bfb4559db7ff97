import MillraceTesting
import Streams
import Testing

@testable import AWSServer

@Suite("CBOR")
struct CBORTests {
    private static let message = WireValue.object([
        "text": .string("é"), "bytes": .bytes([0, 255]),
        "list": .array([.integer(0), .integer(23), .integer(24), .integer(-1)]),
        "numbers": .array([
            .integer(255), .integer(256), .integer(65_536), .integer(.max), .integer(.min), .double(1.5),
        ]),
        "flags": .array([.bool(true), .bool(false), .null]), "time": .timestamp(1_700_000_000_123_000),
        "none": .object([]),
    ])

    @Test("a message comes back")
    func roundTrip() throws {
        #expect(try CBOR.decode(CBOR.encode(Self.message)) == Self.message)
    }

    @Test(
        "known encodings are read (RFC 8949, appendix A)",
        arguments: [
            ([0x00], .integer(0)), ([0x18, 0x64], .integer(100)), ([0x39, 0x03, 0xE7], .integer(-1000)),
            ([0xFA, 0x47, 0xC3, 0x50, 0x00], .double(100_000)), ([0x62, 0xC3, 0xBC], .string("ü")),
            ([0x5F, 0x42, 0x01, 0x02, 0x43, 0x03, 0x04, 0x05, 0xFF], .bytes([1, 2, 3, 4, 5])),
            ([0x9F, 0x01, 0x82, 0x02, 0x03, 0xFF], .array([.integer(1), .array([.integer(2), .integer(3)])])),
            ([0xBF, 0x61, 0x61, 0x01, 0xFF], .object(["a": .integer(1)])), ([0xF7], .null),
            ([0xC1, 0x1A, 0x51, 0x4B, 0x67, 0xB0], .timestamp(1_363_896_240_000)),
        ] as [([UInt8], WireValue)])
    func known(bytes: [UInt8], value: WireValue) throws {
        #expect(try CBOR.decode(bytes) == value)
    }

    @Test(
        "what is malformed is refused",
        arguments: [
            [], [0x18], [0x1C], [0x61], [0x61, 0xFF], [0x82, 0x01], [0xA1, 0x01, 0x01], [0xFF],
            [0xBF, 0x61, 0x61, 0xFF],
            [0x5F, 0x61, 0x61, 0xFF], [0x9B, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF],
            [0x5B, 0x7F, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF],
            [0x1B, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF],
            [0x3B, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF], [0xC1, 0x61, 0x61],
            [0xC1, 0x1B, 0x7F, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF],
            [0xC1, 0xFB, 0x7F, 0xF8, 0, 0, 0, 0, 0, 0], [0x00, 0x00],
            [UInt8](repeating: 0x81, count: 10_000), [UInt8](repeating: 0x9F, count: 10_000),
            [UInt8](repeating: 0xC2, count: 10_000),
        ] as [[UInt8]])
    func malformed(bytes: [UInt8]) {
        #expect(throws: MalformedInput.self) { try CBOR.decode(bytes) }
    }

    @Test("cut or changed anywhere, a message is refused or read, never a trap")
    func fuzz() {
        let bytes = CBOR.encode(Self.message)
        for length in 0..<bytes.count {
            #expect(throws: MalformedInput.self) { try CBOR.decode(Array(bytes[..<length])) }
        }
        var generator = SeededGenerator(seed: 5)
        var (read, refused) = (0, 0)
        for _ in 0..<20_000 {
            let mutated = bytes.mutated(using: &generator)
            if (try? CBOR.decode(mutated)) == nil { refused += 1 } else { read += 1 }
        }
        #expect(read > 100 && refused > 100)
    }
}
