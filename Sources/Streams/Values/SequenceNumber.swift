/// The place of a record in its shard: strictly increasing, compared as a number, shown as decimal text.
///
/// The local log counts 1, 2, 3 … and fits in 64 bits. A remote Kinesis uses 56 digits (186 bits), so the value has
/// 256 bits; it stays a plain value without storage of its own, so that a column of them is one array.
package struct SequenceNumber: Hashable, Sendable, Comparable, CustomStringConvertible {
    private let high: UInt128
    private let low: UInt128

    private init(high: UInt128, low: UInt128) {
        self.high = high
        self.low = low
    }

    /// A number of the local log.
    package init(_ value: UInt64) {
        self.init(high: 0, low: UInt128(value))
    }

    /// The value, where it fits in 64 bits (always so for the local log).
    package var narrow: UInt64? {
        high == 0 ? UInt64(exactly: low) : nil
    }

    /// Reads decimal digits; nil where `text` is empty, has another character, or exceeds 256 bits (77 digits).
    package init?(_ text: String) {
        var text = text
        let value = text.withUTF8 { Self(decimal: $0) }
        guard let value else { return nil }
        self = value
    }

    /// Reads decimal digits; nil where `digits` is empty, has another byte, or exceeds 256 bits (77 digits).
    package init?(decimal digits: UnsafeBufferPointer<UInt8>) {
        guard !digits.isEmpty else { return nil }
        var value = SequenceNumber(0)
        var chunk: UInt64 = 0
        var scale: UInt64 = 1
        for byte in digits {
            let digit = byte &- UInt8(ascii: "0")
            guard digit < 10 else { return nil }
            chunk = chunk &* 10 &+ UInt64(digit)  // At most 18 digits a chunk, so neither can overflow.
            scale = scale &* 10
            if scale == Self.chunkScale {
                guard let next = value.multiplied(by: scale, adding: chunk) else { return nil }
                (value, chunk, scale) = (next, 0, 1)
            }
        }
        guard let last = value.multiplied(by: scale, adding: chunk) else { return nil }
        self = last
    }

    /// The number after this one; nil at the end of 256 bits.
    package var successor: SequenceNumber? { multiplied(by: 1, adding: 1) }

    /// How many numbers lie above `earlier` up to and with this one; nil where that is negative or exceeds 64 bits.
    package func distance(above earlier: SequenceNumber) -> UInt64? {
        guard self >= earlier else { return nil }
        let (lowPart, borrow) = low.subtractingReportingOverflow(earlier.low)
        let highPart = high - earlier.high - (borrow ? 1 : 0)
        return highPart == 0 ? UInt64(exactly: lowPart) : nil
    }

    /// Decimal digits, without leading zeros.
    package var description: String {
        var digits: [UInt8] = []
        appendDecimal(to: &digits)
        return String(decoding: digits, as: UTF8.self)
    }

    /// Appends the decimal digits, without leading zeros.
    package func appendDecimal(to bytes: inout [UInt8]) {
        if let narrow {
            Self.appendDigits(of: narrow, paddedTo: 1, to: &bytes)
            return
        }
        var chunks: [UInt64] = []
        var rest = self
        while rest.high != 0 || rest.low != 0 {
            let (quotient, remainder) = rest.dividedByChunkScale()
            chunks.append(remainder)
            rest = quotient
        }
        for (index, chunk) in chunks.reversed().enumerated() {
            Self.appendDigits(of: chunk, paddedTo: index == 0 ? 1 : 18, to: &bytes)
        }
    }

    /// Compares the values as numbers.
    package static func < (left: SequenceNumber, right: SequenceNumber) -> Bool {
        left.high == right.high ? left.low < right.low : left.high < right.high
    }

    /// 10 to the 18th: the digits that are converted in one step.
    private static let chunkScale: UInt64 = 1_000_000_000_000_000_000

    private func multiplied(by factor: UInt64, adding addend: UInt64) -> SequenceNumber? {
        let product = low.multipliedFullWidth(by: UInt128(factor))
        let (sumLow, carry) = product.low.addingReportingOverflow(UInt128(addend))
        let (productHigh, overflow) = high.multipliedReportingOverflow(by: UInt128(factor))
        let (sumHigh, overflowOfSum) = productHigh.addingReportingOverflow(product.high)
        let (result, overflowOfCarry) = sumHigh.addingReportingOverflow(carry ? 1 : 0)
        return overflow || overflowOfSum || overflowOfCarry ? nil : SequenceNumber(high: result, low: sumLow)
    }

    private func dividedByChunkScale() -> (quotient: SequenceNumber, remainder: UInt64) {
        let scale = UInt128(Self.chunkScale)
        let (quotientHigh, remainderHigh) = high.quotientAndRemainder(dividingBy: scale)
        let (quotientLow, remainder) = scale.dividingFullWidth((remainderHigh, low))
        return (SequenceNumber(high: quotientHigh, low: quotientLow), UInt64(remainder))
    }

    private static func appendDigits(of value: UInt64, paddedTo width: Int, to bytes: inout [UInt8]) {
        let start = bytes.count
        var rest = value
        repeat {
            bytes.append(UInt8(ascii: "0") &+ UInt8(truncatingIfNeeded: rest % 10))
            rest /= 10
        } while rest != 0
        while bytes.count - start < width { bytes.append(UInt8(ascii: "0")) }
        bytes[start...].reverse()
    }
}
