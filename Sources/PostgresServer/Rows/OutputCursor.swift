/// Writes into a fixed stretch of memory. A write that does not fit sets `hasOverflowed` and writes nothing, so a row
/// can be tried and taken back.
///
/// Rows are written through raw pointers because this is where the server spends its time: the checks of `ByteBuffer`
/// (unique storage, indices, capacity) on each of several writes a cell cost more than the formatting itself.
struct OutputCursor {
    private(set) var next: UnsafeMutableRawPointer
    private let end: UnsafeMutableRawPointer
    private(set) var hasOverflowed = false

    /// A cursor at the start of `memory`, which must not be empty.
    init?(_ memory: UnsafeMutableRawBufferPointer) {
        guard let start = memory.baseAddress else { return nil }
        next = start
        end = start + memory.count
    }

    /// Takes `count` bytes to be filled by the caller; nil if they do not fit.
    @inline(__always)
    mutating func take(_ count: Int) -> UnsafeMutableRawPointer? {
        guard end - next >= count else {
            hasOverflowed = true
            return nil
        }
        defer { next += count }
        return next
    }

    /// Goes back to a place where this cursor has been.
    mutating func rewind(to place: UnsafeMutableRawPointer) {
        next = place
        hasOverflowed = false
    }

    @inline(__always)
    mutating func put(_ byte: UInt8) {
        take(1)?.storeBytes(of: byte, as: UInt8.self)
    }

    @inline(__always)
    mutating func put(_ bytes: UnsafeRawBufferPointer) {
        guard let target = take(bytes.count), let source = bytes.baseAddress else { return }
        target.copyMemory(from: source, byteCount: bytes.count)
    }

    @inline(__always)
    mutating func put(_ text: StaticString) {
        put(UnsafeRawBufferPointer(start: text.utf8Start, count: text.utf8CodeUnitCount))
    }

    /// Stores an integer most significant byte first, as everything on the wire is.
    @inline(__always)
    mutating func putBigEndian<T: FixedWidthInteger>(_ value: T) {
        take(MemoryLayout<T>.size)?.storeBytes(of: value.bigEndian, as: T.self)
    }

    /// Leaves four bytes for a length that is known later; nil if they do not fit.
    @inline(__always)
    mutating func takeLength() -> UnsafeMutableRawPointer? { take(4) }

    /// Fills in the length of a cell: the bytes after it.
    @inline(__always)
    func setCellLength(at place: UnsafeMutableRawPointer) {
        place.storeBytes(of: Int32(truncatingIfNeeded: next - place - 4).bigEndian, as: Int32.self)
    }

    /// Fills in the length of a message: the bytes after it and its own four.
    @inline(__always)
    func setMessageLength(at place: UnsafeMutableRawPointer) {
        place.storeBytes(of: Int32(truncatingIfNeeded: next - place).bigEndian, as: Int32.self)
    }
}
