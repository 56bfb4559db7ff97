import MillraceTesting
import Testing

@testable import Streams

@Suite("Formats")
struct FormatTests {
    @Test(
        "base64 goes both ways",
        arguments: [
            ("", ""), ("f", "Zg=="), ("fo", "Zm8="), ("foo", "Zm9v"), ("foob", "Zm9vYg=="), ("fooba", "Zm9vYmE="),
            ("foobar", "Zm9vYmFy"),
        ])
    func base64(plain: String, encoded: String) throws {
        var decoded: [UInt8] = [7]
        try Base64.decode(Array("<\(encoded)>".utf8), 1..<1 + encoded.utf8.count, to: &decoded)
        #expect(decoded == [7] + Array(plain.utf8))
        var output: [UInt8] = []
        Array(plain.utf8).withUnsafeBytes { Base64.encode($0, to: &output) }
        #expect(output == Array(encoded.utf8))
    }

    @Test(
        "what is not base64 is refused, and leaves nothing",
        arguments: ["Z", "Zg", "Zg=", "Zg===", "====", "Z===", "Zm9=v", "Zm9\n", "Zm9-", "Zé8="])
    func badBase64(text: String) {
        var decoded: [UInt8] = [7]
        let bytes = Array(text.utf8)
        #expect(throws: MalformedInput.self) { try Base64.decode(bytes, bytes.indices, to: &decoded) }
        #expect(decoded == [7])
    }

    @Test("base64 of every byte and length comes back")
    func base64Bytes() throws {
        for count in 0...256 {
            let bytes = (0..<count).map { UInt8(truncatingIfNeeded: $0 &* 7) }
            var encoded: [UInt8] = []
            bytes.withUnsafeBytes { Base64.encode($0, to: &encoded) }
            var decoded: [UInt8] = []
            try Base64.decode(encoded, encoded.indices, to: &decoded)
            #expect(decoded == bytes)
        }
    }

    static let document =
        #"{"a":[1,-2.5e3,true,false,null],"é":"\"\\\/\b\f\n\r\t\u00e9\uD83D\uDE00","":{},"n":[[],[{}]]} "#

    @Test("JSON becomes a tree")
    func json() throws {
        let value = try WireValue(json: Array(Self.document.utf8))
        #expect(value["a"] == .array([.integer(1), .double(-2500), .bool(true), .bool(false), .null]))
        #expect(value["é"] == .string("\"\\/\u{8}\u{c}\n\r\té😀"))
        #expect(value[""] == .object([]))
        #expect(value["nothing"] == nil)
        #expect(try WireValue(json: value.json) == value)
    }

    @Test(
        "what is not JSON is refused",
        arguments: [
            "", " ", "{", "}", "{\"a\"}", "{\"a\":}", "{\"a\":1,}", "{a:1}", "[1,]", "[1 2]", "01", "1.", ".5", "-",
            "1e", "+1",
            "tru", "nul", "\"", "\"\\", "\"\\x\"", "\"\\u12\"", "\"\\u12G4\"", "\"\\uD800\"", "\"\\uDC00\"",
            "\"\\uD800\\u0041\"",
            "\"\n\"", "1 1", "{} x", "'a'", "NaN", "[\"a\":1]",
        ])
    func badJSON(text: String) {
        #expect(throws: MalformedInput.self) { try WireValue(json: Array(text.utf8)) }
    }

    @Test("JSON strings must be UTF-8")
    func badUTF8() {
        for bytes: [UInt8] in [[0xFF], [0xC3], [0xED, 0xA0, 0x80], [0xC0, 0x80]] {
            #expect(throws: MalformedInput.self) { try WireValue(json: [0x22] + bytes + [0x22]) }
        }
    }

    @Test("JSON nests to a bound")
    func depth() throws {
        func nested(_ levels: Int) -> [UInt8] {
            Array((String(repeating: "[", count: levels) + String(repeating: "]", count: levels)).utf8)
        }
        _ = try WireValue(json: nested(JSONScanner.largestDepth))
        #expect(throws: MalformedInput.self) { try WireValue(json: nested(JSONScanner.largestDepth + 1)) }
        #expect(throws: MalformedInput.self) { try WireValue(json: nested(100_000)) }
    }

    @Test("cut or changed anywhere, JSON is refused or read, never a trap")
    func fuzz() {
        let bytes = Array(Self.document.utf8)
        for length in 0..<bytes.count - 1 {
            #expect(throws: MalformedInput.self) { try WireValue(json: Array(bytes[..<length])) }
        }
        var generator = SeededGenerator(seed: 3)
        var (read, refused) = (0, 0)
        for _ in 0..<20_000 {
            let mutated = bytes.mutated(using: &generator)
            do {
                let value = try WireValue(json: mutated)
                #expect((try? WireValue(json: value.json)) != nil)
                read += 1
            } catch {
                refused += 1
            }
        }
        #expect(read > 100 && refused > 100)
    }

    @Test(
        "times are seconds with three decimals",
        arguments: [(1_700_000_000_123_456, "1700000000.123"), (5_000, "0.005"), (0, "0.000")])
    func seconds(microseconds: Int64, text: String) {
        #expect(WireValue.timestamp(microseconds).json == Array(text.utf8))
    }

    @Test("frames are found whole, cut, and damaged")
    func frames() {
        var bytes: [UInt8] = []
        SegmentFormat.appendFrame(sequence: 7, arrival: -5, key: [1, 2][...], payload: [3, 4, 5][...], to: &bytes)
        let frame = SegmentFormat.Frame(sequence: 7, arrival: -5, key: 26..<28, payload: 28..<31)
        #expect(SegmentFormat.scan(bytes.span.bytes, at: 0) == .frame(frame))
        for length in 0..<bytes.count {
            let expected = length < 8 ? 26 : 31
            #expect(SegmentFormat.scan(Array(bytes[..<length]).span.bytes, at: 0) == .incomplete(byteCount: expected))
        }
        for offset in 4..<bytes.count {
            var changed = bytes
            changed[offset] ^= 0x10
            #expect(SegmentFormat.scan(changed.span.bytes, at: 0) == .damaged)
        }
        #expect(SegmentFormat.scan([UInt8](repeating: 0, count: 64).span.bytes, at: 0) == .damaged)
        #expect(SegmentFormat.scan([UInt8](repeating: 0xFF, count: 64).span.bytes, at: 0) == .damaged)
    }

    @Test("the index finds the last note before a place")
    func index() {
        var index = SegmentIndex()
        #expect(index.offset(forSequence: 5) == nil)
        for (sequence, arrival, offset) in [(10, 100, 24), (11, 100, 50), (20, 200, 130), (30, 200, 240)]
            as [(UInt64, Int64, Int)]
        {
            index.note(sequence: sequence, arrival: arrival, offset: offset, interval: 100)
        }
        #expect(index.offsets == [24, 130, 240])
        for (sequence, offset) in [(1, 24), (10, 24), (19, 24), (20, 130), (29, 130), (30, 240), (99, 240)]
            as [(UInt64, Int)]
        {
            #expect(index.offset(forSequence: sequence) == offset)
        }
        for (arrival, offset) in [(1, 24), (100, 24), (101, 24), (200, 24), (201, 240)] as [(Int64, Int)] {
            #expect(index.offset(forArrival: arrival) == offset)
        }
    }
}
