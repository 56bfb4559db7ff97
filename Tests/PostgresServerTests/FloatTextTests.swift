import MillraceTesting
import Testing

@testable import PostgresServer

/// Floating-point numbers in text: the shortest digits, arranged as PostgreSQL does.
struct FloatTextTests {
    private static func text(_ write: (inout OutputCursor) -> Void) -> String {
        withUnsafeTemporaryAllocation(byteCount: 64, alignment: 1) { memory in
            guard let start = memory.baseAddress, var cursor = OutputCursor(memory) else { return "" }
            write(&cursor)
            return String(decoding: UnsafeRawBufferPointer(start: start, count: cursor.next - start), as: UTF8.self)
        }
    }

    /// The texts are those of PostgreSQL 15.
    @Test(
        arguments: [
            (0, "0"), (-0.0, "-0"), (1, "1"), (0.1, "0.1"), (-123.45, "-123.45"), (1e14, "100000000000000"),
            (999_999_999_999_999, "999999999999999"), (1e15, "1e+15"), (1_234_567_890_123_456, "1.234567890123456e+15"),
            (1e20, "1e+20"), (1.5e300, "1.5e+300"), (0.0001, "0.0001"), (0.00001, "1e-05"), (0.000123, "0.000123"),
            (0.0000123, "1.23e-05"), (0.1 + 0.2, "0.30000000000000004"), (1.0 / 3, "0.3333333333333333"),
            (.leastNonzeroMagnitude, "5e-324"), (1.7976931348623157e308, "1.7976931348623157e+308"),
            (.infinity, "Infinity"),
            (-.infinity, "-Infinity"), (.nan, "NaN"), (123_456.789_012_3, "123456.7890123"), (1e22, "1e+22"),
        ] as [(Double, String)])
    func writesDoubles(value: Double, text: String) {
        #expect(Self.text { $0.putShortest(value) } == text)
    }

    @Test(
        arguments: [
            (0.1, "0.1"), (1, "1"), (999_999, "999999"), (1_000_000, "1e+06"), (1_234_567, "1.234567e+06"),
            (16_777_216, "1.6777216e+07"), (0.0001, "0.0001"), (0.00001, "1e-05"), (3.4028235e38, "3.4028235e+38"),
            (.leastNonzeroMagnitude, "1e-45"), (-2.5, "-2.5"), (.nan, "NaN"), (-.infinity, "-Infinity"),
        ] as [(Float, String)])
    func writesFloats(value: Float, text: String) {
        #expect(Self.text { $0.putShortest(value) } == text)
    }

    /// Every text reads back as its number, with no more digits than the standard library finds.
    @Test func writesShortestTextThatReadsBack() {
        var generator = SeededGenerator(seed: 17)
        func significant(_ text: String) -> Int {
            let digits = text.prefix { $0 != "e" }.filter { $0.isNumber }.drop { $0 == "0" }
            return digits.reversed().drop { $0 == "0" }.count
        }
        for index in 0..<50_000 {
            let value: Double =
                switch index % 4 {
                case 0: Double(bitPattern: generator.next())
                case 1: Double(Int.random(in: -1_000_000...1_000_000, using: &generator)) / 100
                case 2: Double.random(in: -1000...1000, using: &generator)
                default: Double(Int.random(in: 0...999_999_999, using: &generator)) / 1e6
                }
            guard value.isFinite else { continue }
            let text = Self.text { $0.putShortest(value) }
            #expect(Double(text) == value)
            #expect(significant(text) == significant(value.description), "\(text) for \(value)")
            let float = Float(value)
            guard float.isFinite else { continue }
            let floatText = Self.text { $0.putShortest(float) }
            #expect(Float(floatText) == float)
            #expect(significant(floatText) == significant(float.description), "\(floatText) for \(float)")
        }
    }
}
