import MillraceTesting
import Testing

@testable import Streams

@Suite("Stream values")
struct ValueTests {
    @Test(
        "sequence numbers keep their digits",
        arguments: [
            "0", "1", "9", "999999999999999999", "1000000000000000000", "18446744073709551615", "18446744073709551616",
            "340282366920938463463374607431768211455", "340282366920938463463374607431768211456",
            "49590338271490256608559692538361571095921575989136588898",
            "115792089237316195423570985008687907853269984665640564039457584007913129639935",
        ])
    func sequenceRoundTrip(text: String) throws {
        let number = try #require(SequenceNumber(text))
        #expect(number.description == text)
        #expect(number.narrow == UInt64(text))
    }

    @Test(
        "what is no sequence number is refused",
        arguments: [
            "", "-1", "+1", "1a", " 1", "1.0", "ü",
            "115792089237316195423570985008687907853269984665640564039457584007913129639936",
            String(repeating: "9", count: 129),
        ])
    func sequenceRefused(text: String) {
        #expect(SequenceNumber(text) == nil)
    }

    @Test("sequence numbers compare as numbers and count their distance")
    func sequenceOrder() throws {
        let long = try #require(SequenceNumber("49590338271490256608559692538361571095921575989136588898"))
        let next = try #require(long.successor)
        #expect(SequenceNumber(9) < SequenceNumber(10))
        #expect(SequenceNumber(.max) < long)
        #expect(next.description.hasSuffix("588899"))
        #expect(next.distance(above: long) == 1)
        #expect(long.distance(above: next) == nil)
        #expect(long.distance(above: SequenceNumber(1)) == nil)
        #expect(SequenceNumber(12).distance(above: SequenceNumber(5)) == 7)
    }

    @Test("leading zeros are no part of a number")
    func leadingZeros() {
        #expect(SequenceNumber("007")?.description == "7")
    }

    @Test(
        "names are checked",
        arguments: [("a", true), ("A.b_c-9", true), ("", false), ("a b", false), ("é", false), ("a/b", false)])
    func names(text: String, isName: Bool) {
        #expect(((try? StreamName(text)) != nil) == isName)
        #expect(((try? ShardID(text)) != nil) == isName)
    }

    @Test("a name has at most 128 bytes")
    func nameLength() throws {
        _ = try StreamName(String(repeating: "x", count: 128))
        #expect(throws: StreamError.self) { try StreamName(String(repeating: "x", count: 129)) }
    }

    @Test("shards are numbered with twelve digits")
    func shardNames() {
        #expect(ShardID(index: 0).text == "shardId-000000000000")
        #expect(ShardID(index: 123).text == "shardId-000000000123")
    }

    @Test(
        "hash keys are divided as Kinesis divides them",
        arguments: [
            (1, ["340282366920938463463374607431768211455"]),
            (2, ["170141183460469231731687303715884105727", "340282366920938463463374607431768211455"]),
            (
                3,
                [
                    "113427455640312821154458202477256070484", "226854911280625642308916404954512140969",
                    "340282366920938463463374607431768211455",
                ]
            ),
        ])
    func hashRanges(count: Int, ends: [String]) {
        let ranges = HashKeyRange.dividing(into: count)
        #expect(ranges.map { "\($0.end)" } == ends)
        #expect(ranges.first?.start == 0)
        for (before, after) in zip(ranges, ranges.dropFirst()) { #expect(before.end + 1 == after.start) }
    }

    @Test(
        "a partition key's hash is its MD5",
        arguments: [("", "d41d8cd98f00b204e9800998ecf8427e"), ("a", "0cc175b9c0f1b6a831c399e269772661")])
    func hashKey(key: String, hexadecimal: String) {
        let hash = Array(key.utf8).withUnsafeBytes { ShardRouter.hashKey(of: $0) }
        #expect(hash == UInt128(hexadecimal, radix: 16))
    }

    @Test("a hash key goes to the shard whose range holds it", arguments: [1, 2, 3, 5, 16])
    func routing(count: Int) {
        let ranges = HashKeyRange.dividing(into: count)
        let router = ShardRouter(ranges: ranges)
        for (index, range) in ranges.enumerated() {
            #expect(router.shardIndex(hashKey: range.start) == index)
            #expect(router.shardIndex(hashKey: range.end) == index)
        }
    }

    @Test("a column gives back its values")
    func byteColumn() {
        var column = ByteColumn()
        #expect(column.isEmpty)
        for text in ["", "one", "", "three"] { column.append(text.utf8) }
        #expect(column.texts == ["", "one", "", "three"])
        #expect(column.offsets == [0, 0, 3, 3, 8])
        #expect(column.withValue(at: 1) { $0.count } == 3)
        column.removeLast()
        #expect(column.texts == ["", "one", ""])
        struct Refusal: Error {}
        #expect(throws: Refusal.self) {
            try column.appendValue { (bytes: inout [UInt8]) throws(Refusal) in
                bytes += [1, 2]
                throw Refusal()
            }
        }
        #expect(column.bytes.count == 3 && column.count == 3)
    }

    @Test("the checksum is CRC-32C", arguments: [("", 0), ("123456789", 0xE306_9283), ("a", 0xC1D0_4330)])
    func checksum(text: String, expected: UInt32) {
        #expect(CRC32C.checksum(Array(text.utf8).span.bytes) == expected)
    }

    @Test("the checksum of long input is that of the plain definition")
    func checksumOfLongInput() {
        var generator = SeededGenerator(seed: 1)
        for count in 0..<70 {
            let bytes = (0..<count).map { _ in UInt8.random(in: 0...255, using: &generator) }
            var state: UInt32 = ~0
            for byte in bytes {
                state ^= UInt32(byte)
                for _ in 0..<8 { state = state >> 1 ^ (state & 1 == 1 ? 0x82F6_3B78 : 0) }
            }
            #expect(CRC32C.checksum(bytes.span.bytes) == ~state)
        }
    }
}
