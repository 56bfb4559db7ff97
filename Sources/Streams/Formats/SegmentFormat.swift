/// The bytes of a segment file: a header, then one frame a record. All numbers are little-endian.
///
///     header  "MILLSEG1", u64 first sequence number, u32 CRC-32C of these 16 bytes, u32 zero
///     frame   u32 bytes behind the checksum, u32 CRC-32C of them,
///             u64 sequence number, i64 arrival (microseconds), u16 key bytes, the key, the payload
enum SegmentFormat {
    /// Bytes of the header.
    static let headerBytes = 24
    /// Bytes of a frame in front of its key.
    static let frameOverheadBytes = 26
    /// Bytes of a frame's length and checksum.
    private static let prefixBytes = 8
    /// The largest count a frame's length field can truthfully hold.
    private static let largestBody = 18 + Int(UInt16.max) + StreamLimits.largestRecordBytes
    private static let magic: UInt64 = 0x3147_4553_4C4C_494D

    /// The header of a segment whose first record has this sequence number.
    static func header(firstSequence: UInt64) -> [UInt8] {
        var bytes: [UInt8] = []
        append(magic, to: &bytes)
        append(firstSequence, to: &bytes)
        append(CRC32C.checksum(bytes.span.bytes), to: &bytes)
        append(UInt32(0), to: &bytes)
        return bytes
    }

    /// Whether `bytes` begin with the header of a segment that starts at `firstSequence`.
    static func hasHeader(_ bytes: RawSpan, firstSequence: UInt64) -> Bool {
        let expected = header(firstSequence: firstSequence)
        guard bytes.byteCount >= headerBytes else { return false }
        return bytes.extracting(0..<headerBytes).withUnsafeBytes { $0.elementsEqual(expected) }
    }

    /// Appends the frame of one record to `bytes`.
    static func appendFrame(
        sequence: UInt64, arrival: Int64, key: ArraySlice<UInt8>, payload: ArraySlice<UInt8>, to bytes: inout [UInt8]
    ) {
        let start = bytes.count
        append(UInt32(frameOverheadBytes - prefixBytes + key.count + payload.count), to: &bytes)
        append(UInt32(0), to: &bytes)
        append(sequence, to: &bytes)
        append(UInt64(bitPattern: arrival), to: &bytes)
        append(UInt16(key.count), to: &bytes)
        bytes.append(contentsOf: key)
        bytes.append(contentsOf: payload)
        let checksum = CRC32C.checksum(bytes.span.bytes.extracting(droppingFirst: start + prefixBytes))
        bytes.withUnsafeMutableBytes {
            $0.storeBytes(of: checksum.littleEndian, toByteOffset: start + 4, as: UInt32.self)
        }
    }

    /// One record found in a buffer; the ranges are offsets into that buffer.
    struct Frame: Equatable {
        let sequence: UInt64
        let arrival: Int64
        let key: Range<Int>
        let payload: Range<Int>
        /// Where the next frame begins.
        var end: Int { payload.upperBound }
    }

    /// What lies at an offset.
    enum Scan: Equatable {
        case frame(Frame)
        /// The buffer ends inside the frame, which needs this many bytes from its start.
        case incomplete(byteCount: Int)
        case damaged
    }

    /// Reads the frame at `offset`, which is within `bytes` or at their end, and checks its checksum.
    static func scan(_ bytes: RawSpan, at offset: Int) -> Scan {
        let available = bytes.byteCount - offset
        guard available >= prefixBytes else { return .incomplete(byteCount: frameOverheadBytes) }
        let body = Int(load(bytes, at: offset, as: UInt32.self))
        guard body >= frameOverheadBytes - prefixBytes, body <= largestBody else { return .damaged }
        guard available >= prefixBytes + body else { return .incomplete(byteCount: prefixBytes + body) }
        let bodyStart = offset + prefixBytes
        let checksum = CRC32C.checksum(bytes.extracting(bodyStart..<bodyStart + body))
        let keyStart = offset + frameOverheadBytes
        let keyEnd = keyStart + Int(load(bytes, at: keyStart - 2, as: UInt16.self))
        guard checksum == load(bytes, at: offset + 4, as: UInt32.self), keyEnd <= bodyStart + body else {
            return .damaged
        }
        return .frame(
            Frame(
                sequence: load(bytes, at: bodyStart, as: UInt64.self),
                arrival: Int64(bitPattern: load(bytes, at: bodyStart + 8, as: UInt64.self)),
                key: keyStart..<keyEnd, payload: keyEnd..<bodyStart + body))
    }

    private static func load<Value: FixedWidthInteger & BitwiseCopyable>(
        _ bytes: RawSpan, at offset: Int, as type: Value.Type
    ) -> Value {
        Value(littleEndian: bytes.unsafeLoadUnaligned(fromByteOffset: offset, as: type))
    }

    private static func append(_ value: some FixedWidthInteger, to bytes: inout [UInt8]) {
        withUnsafeBytes(of: value.littleEndian) { bytes.append(contentsOf: $0) }
    }
}
