/// Writes one shard's log; lives on the store's writer thread.
///
/// `stage` frames records in memory; `write` hands them to the system; once `written` is on disk, `finish` shows them to
/// readers. Where a step fails, the file is cut back to the last acknowledged record, and the sequence numbers are given
/// out again: to readers, and after a restart, the failed append never was.
final class ShardAppender {
    let log: ShardLog
    private let segmentBytes: Int
    private var file: LogFile?
    /// The segment written to, as it is on disk and published.
    private var segment: Segment
    /// The number after the last acknowledged record, and the arrival of that record.
    private var nextSequence: UInt64
    private var lastArrival: Int64
    /// What is staged: frames, and where the index notes them.
    private var staged: [UInt8] = []
    private var stagedSequence: UInt64
    private var stagedArrival: Int64
    private var stagedIndex: [(sequence: UInt64, arrival: Int64, offset: Int)] = []
    /// Whether bytes of a failed write may lie behind the acknowledged ones.
    private var needsCut = false
    /// Whether the next record must begin a segment.
    private var needsSegment: Bool

    /// Takes over a recovered log; `file` is nil where the first flush has to begin a segment.
    init(
        log: ShardLog, segmentBytes: Int, file: LogFile?, segment: Segment, nextSequence: UInt64, lastArrival: Int64
    ) {
        self.log = log
        self.segmentBytes = segmentBytes
        needsSegment = file == nil
        self.file = file
        self.segment = segment
        self.nextSequence = nextSequence
        self.lastArrival = lastArrival
        stagedSequence = nextSequence
        stagedArrival = lastArrival
    }

    /// Whether anything is staged.
    var hasStaged: Bool { !staged.isEmpty }

    /// Frames a record; gives its sequence number, which holds once `finish` succeeds.
    func stage(key: ArraySlice<UInt8>, payload: ArraySlice<UInt8>, arrival: Int64) -> UInt64 {
        let sequence = stagedSequence
        stagedArrival = max(stagedArrival, arrival)  // Clocks step back; the order of arrival must not.
        stagedIndex.append((sequence, stagedArrival, staged.count))
        SegmentFormat.appendFrame(sequence: sequence, arrival: stagedArrival, key: key, payload: payload, to: &staged)
        stagedSequence += 1
        return sequence
    }

    /// Hands what is staged to the system; on an error nothing of it remains. `finish` or `discard` has to follow.
    func write() throws(StreamError) {
        do throws(StreamError) {
            try cutIfNeeded()
            if needsSegment || segment.byteCount >= segmentBytes { try beginSegment() }
            needsCut = true
            try file?.write(staged, at: segment.byteCount)
        } catch {
            discard()
            throw error
        }
    }

    /// The file that holds what was written, to be brought to disk; any thread may do that.
    var written: LogFile? { hasStaged ? file : nil }

    /// Publishes what was written; `written` is on disk.
    func finish() {
        needsCut = false
        let start = segment.byteCount
        for note in stagedIndex {
            segment.index?.note(sequence: note.sequence, arrival: note.arrival, offset: start + note.offset)
        }
        segment.firstArrival = segment.firstArrival ?? stagedIndex.first?.arrival
        segment.byteCount += staged.count
        nextSequence = stagedSequence
        lastArrival = stagedArrival
        staged.removeAll(keepingCapacity: staged.count <= StreamLimits.groupCommitBytes)
        stagedIndex.removeAll(keepingCapacity: true)
        log.publish(segment, nextSequence: nextSequence)
    }

    /// Removes the segments whose records all arrived before `time`; the number of the next record is never
    /// forgotten.
    func removeExpired(before time: Int64) throws(StreamError) {
        if segment.firstArrival != nil, lastArrival < time {
            try cutIfNeeded()
            try beginSegment()
        }
        let segments = log.withState { $0.segments }
        let kept = segments.indices.dropLast().first { (segments[$0 + 1].firstArrival ?? lastArrival) >= time }
        let expired = segments[..<(kept ?? segments.count - 1)]
        guard !expired.isEmpty else { return }
        log.dropSegments(before: segments[expired.endIndex].firstSequence)
        for segment in expired {
            try Folders.removeFile("\(log.folder)/\(Segment.fileName(firstSequence: segment.firstSequence))")
        }
        try Folders.sync(log.folder)
    }

    /// Gives up what is staged: it could not be written or brought to disk, and nothing of it remains.
    func discard() {
        staged.removeAll()
        stagedIndex.removeAll()
        stagedSequence = nextSequence
        stagedArrival = lastArrival
        do throws(StreamError) {
            try cutIfNeeded()
        } catch {
            // The append fails with its own error; no further write is tried before this cut has succeeded.
        }
    }

    private func cutIfNeeded() throws(StreamError) {
        guard needsCut else { return }
        try file?.truncate(to: segment.byteCount)
        try file?.sync()
        needsCut = false
    }

    private func beginSegment() throws(StreamError) {
        file = try Self.createSegment(firstSequence: nextSequence, in: log.folder)
        segment = Segment(
            firstSequence: nextSequence, byteCount: SegmentFormat.headerBytes, firstArrival: nil, index: SegmentIndex())
        needsSegment = false
        log.append(segment)
    }

    /// Makes the file of an empty segment; after an error there is none.
    static func createSegment(firstSequence: UInt64, in folder: String) throws(StreamError) -> LogFile {
        let path = "\(folder)/\(Segment.fileName(firstSequence: firstSequence))"
        do throws(StreamError) {
            let file = try LogFile(path, .creating)
            try file.write(SegmentFormat.header(firstSequence: firstSequence), at: 0)
            try file.sync()
            try Folders.sync(folder)
            return file
        } catch {
            try Folders.removeFile(path)
            throw error
        }
    }
}
