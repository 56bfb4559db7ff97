/// Finds how much of a segment file is whole, when a log is opened.
///
/// A process that is killed, or a machine that loses power, leaves at most a torn end behind the last acknowledged
/// record: it is cut off. Where whole records lie behind the torn place, something else damaged the file; these bytes
/// are kept in a file of their own before the cut.
struct SegmentRecovery {
    /// The segment with its whole records.
    var segment: Segment
    /// The sequence number after the last whole record.
    var nextSequence: UInt64
    /// When the last whole record arrived.
    var lastArrival: Int64?
    /// Bytes that were cut off.
    var cutBytes: Int
    /// Whether the cut bytes held whole records and were kept aside.
    var isDamaged: Bool

    /// Reads the segment file in `folder` to its end, and cuts off what is not whole.
    static func recover(_ firstSequence: UInt64, in folder: String) throws(StreamError) -> SegmentRecovery {
        let path = "\(folder)/\(Segment.fileName(firstSequence: firstSequence))"
        let file = try LogFile(path, .updating)
        let fileBytes = try file.byteCount()
        try repairHeader(file, firstSequence: firstSequence)
        var recovery = SegmentRecovery(
            segment: Segment(
                firstSequence: firstSequence, byteCount: SegmentFormat.headerBytes, firstArrival: nil,
                index: SegmentIndex()),
            nextSequence: firstSequence, lastArrival: nil, cutBytes: 0, isDamaged: false)
        try recovery.takeWholeFrames(path, fileBytes: fileBytes)
        recovery.cutBytes = max(0, fileBytes - recovery.segment.byteCount)
        if recovery.cutBytes > 0 {
            let tail = try file.read(at: recovery.segment.byteCount, byteCount: recovery.cutBytes)
            if holdsWholeFrame(tail, after: recovery.nextSequence) {
                recovery.isDamaged = true
                let name = Segment.fileName(firstSequence: firstSequence) + ".damaged-\(recovery.segment.byteCount)"
                try Folders.replaceFile(name, in: folder, with: tail)
            }
            try file.truncate(to: recovery.segment.byteCount)
        }
        // Records that a killed process wrote but did not sync become readable now: they must not be lost any more.
        try file.sync()
        return recovery
    }

    /// The header only repeats what the file's name tells, so a torn or damaged one is written again.
    private static func repairHeader(_ file: LogFile, firstSequence: UInt64) throws(StreamError) {
        let header = try file.read(at: 0, byteCount: SegmentFormat.headerBytes)
        guard !SegmentFormat.hasHeader(header.span.bytes, firstSequence: firstSequence) else { return }
        try file.write(SegmentFormat.header(firstSequence: firstSequence), at: 0)
        try file.sync()
    }

    private mutating func takeWholeFrames(_ path: String, fileBytes: Int) throws(StreamError) {
        guard fileBytes > SegmentFormat.headerBytes else { return }
        var walker = FrameWalker(try LogFile(path, .reading), from: SegmentFormat.headerBytes, to: fileBytes)
        while true {
            let offset = walker.offset
            guard case .frame(let frame) = try walker.next(), frame.sequence == nextSequence else { return }
            segment.index?.note(sequence: frame.sequence, arrival: frame.arrival, offset: offset)
            segment.firstArrival = segment.firstArrival ?? frame.arrival
            segment.byteCount = walker.offset
            lastArrival = frame.arrival
            nextSequence += 1
        }
    }

    /// Looks for a whole frame of a later record; the place where it begins is not known.
    private static func holdsWholeFrame(_ tail: [UInt8], after sequence: UInt64) -> Bool {
        let bytes = tail.span.bytes
        let mostRecords = UInt64(tail.count / SegmentFormat.frameOverheadBytes)
        guard tail.count > SegmentFormat.frameOverheadBytes else { return false }
        for offset in 1...tail.count - SegmentFormat.frameOverheadBytes {
            let candidate = UInt64(littleEndian: bytes.unsafeLoadUnaligned(fromByteOffset: offset + 8, as: UInt64.self))
            guard candidate > sequence, candidate - sequence <= mostRecords else { continue }
            if case .frame = SegmentFormat.scan(bytes, at: offset) { return true }
        }
        return false
    }
}
