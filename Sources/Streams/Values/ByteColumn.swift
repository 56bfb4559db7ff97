/// A column of byte strings: one contiguous buffer and the offsets into it, so that reading a value allocates
/// nothing.
package struct ByteColumn: Sendable, Equatable {
    /// All values, one behind the other.
    package private(set) var bytes: [UInt8]
    /// Where each value begins in `bytes`, and one last entry where the last one ends: `count + 1` entries.
    package private(set) var offsets: [Int]

    /// An empty column with room for `count` values of `byteCount` bytes altogether.
    package init(reservingCount count: Int = 0, byteCount: Int = 0) {
        bytes = []
        offsets = []
        bytes.reserveCapacity(byteCount)
        offsets.reserveCapacity(count + 1)
        offsets.append(0)
    }

    /// The number of values.
    package var count: Int { offsets.count - 1 }

    /// Whether there is no value.
    package var isEmpty: Bool { count == 0 }

    /// Where a value lies in `bytes`.
    package func range(at index: Int) -> Range<Int> { offsets[index]..<offsets[index + 1] }

    /// A value, sharing the column's storage.
    package subscript(index: Int) -> ArraySlice<UInt8> { bytes[range(at: index)] }

    /// A value as text; bytes that are not UTF-8 become U+FFFD.
    package func text(at index: Int) -> String { String(decoding: self[index], as: UTF8.self) }

    /// Gives `body` the bytes of one value for the time of the call.
    package func withValue<Result>(at index: Int, _ body: (UnsafeRawBufferPointer) throws -> Result) rethrows -> Result
    {
        try bytes.withUnsafeBytes { try body(UnsafeRawBufferPointer(rebasing: $0[range(at: index)])) }
    }

    /// Appends a value.
    package mutating func append(_ value: some Sequence<UInt8>) {
        bytes.append(contentsOf: value)
        offsets.append(bytes.count)
    }

    /// Appends a value that lies in memory.
    package mutating func append(_ value: UnsafeRawBufferPointer) {
        bytes.append(contentsOf: value)
        offsets.append(bytes.count)
    }

    /// Appends a value that `body` adds to the end of the buffer; when it throws, the column is as before.
    package mutating func appendValue<Failure: Error>(_ body: (inout [UInt8]) throws(Failure) -> Void) throws(Failure) {
        let start = bytes.count
        do {
            try body(&bytes)
        } catch {
            bytes.removeLast(max(0, bytes.count - start))
            throw error
        }
        offsets.append(bytes.count)
    }

    /// Drops the last value; there must be one.
    package mutating func removeLast() {
        offsets.removeLast()
        bytes.removeLast(bytes.count - offsets[offsets.count - 1])
    }
}
