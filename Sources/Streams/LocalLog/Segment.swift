/// One file of a shard's log, as readers see it.
struct Segment: Sendable {
    /// The sequence number of its first record, or of the one that will be.
    let firstSequence: UInt64
    /// Bytes of the file that hold acknowledged records, the header included.
    var byteCount: Int
    /// When the first record arrived; nil while there is none.
    var firstArrival: Int64?
    /// What was noted of its records; nil for a file of an earlier run that nobody has searched yet.
    var index: SegmentIndex?

    /// The name of the file of a segment with this first sequence number.
    static func fileName(firstSequence: UInt64) -> String {
        let digits = String(firstSequence)
        return String(repeating: "0", count: 20 - digits.utf8.count) + digits + fileSuffix
    }

    /// The first sequence number that a file name tells; nil for other files.
    static func firstSequence(ofFile name: String) -> UInt64? {
        guard name.hasSuffix(fileSuffix) else { return nil }
        return UInt64(name.dropLast(fileSuffix.utf8.count))
    }

    private static let fileSuffix = ".segment"
}

/// Walks the frames of a segment file, chunk by chunk.
struct FrameWalker {
    private let file: LogFile
    private let endOffset: Int
    private var chunk: [UInt8] = []
    private var chunkOffset: Int
    private var position = 0

    /// Begins at `offset` of the file and takes `endOffset` for its end.
    init(_ file: LogFile, from offset: Int, to endOffset: Int) {
        self.file = file
        self.endOffset = endOffset
        chunkOffset = offset
    }

    /// The offset in the file of the frame that the next call reads.
    var offset: Int { chunkOffset + position }

    /// What a step met.
    enum Step {
        case frame(SegmentFormat.Frame)
        case end
        /// The frame at `offset` is cut off or its checksum fails.
        case damaged
    }

    /// Moves to the next frame, which lies in `bytes` until the call after.
    mutating func next() throws(StreamError) -> Step {
        var needed = StreamLimits.readChunkBytes
        while true {
            if offset >= endOffset { return .end }
            switch SegmentFormat.scan(chunk.span.bytes, at: position) {
            case .frame(let frame):
                position = frame.end
                return .frame(frame)
            case .damaged:
                return .damaged
            case .incomplete(let byteCount):
                if !chunk.isEmpty, chunkOffset + chunk.count >= endOffset { return .damaged }  // The frame would go on.
                needed = max(needed, byteCount)
                try refill(byteCount: needed)
            }
        }
    }

    /// The bytes of one part of the frame last read.
    func bytes(_ range: Range<Int>) -> ArraySlice<UInt8> { chunk[range] }

    private mutating func refill(byteCount: Int) throws(StreamError) {
        chunkOffset += position
        position = 0
        chunk = try file.read(at: chunkOffset, byteCount: min(byteCount, endOffset - chunkOffset))
        if chunk.isEmpty {
            throw StreamError(
                .damagedLog, "\(file.path) is shorter than it was", detail: "it ends before byte \(endOffset)")
        }
    }
}
