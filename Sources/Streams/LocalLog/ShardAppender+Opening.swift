import Logging

extension ShardAppender {
    /// Opens the log of a shard, cutting off what a crash left half-written.
    static func open(
        _ id: ShardID, in folder: String, segmentBytes: Int, logger: Logger
    ) throws(StreamError) -> ShardAppender {
        let names = try Folders.entries(folder)
        let firsts = names.compactMap(Segment.firstSequence(ofFile:))
        guard let last = firsts.last else {
            throw StreamError(
                .damagedLog, "\(folder) holds no segment", hint: "restore the folder or delete the stream")
        }
        let recovery = try SegmentRecovery.recover(last, in: folder)
        var segments: [Segment] = []
        for first in firsts.dropLast() { segments.append(try sealed(first, in: folder)) }
        segments.append(recovery.segment)
        let lastArrival = recovery.lastArrival ?? segments.compactMap(\.firstArrival).last ?? .min
        var nextSequence = recovery.nextSequence
        var file: LogFile?
        if recovery.cutBytes > 0 {
            // No number that a reader may have seen is given out again: skip as many as the cut bytes could have
            // held.
            nextSequence += UInt64(recovery.cutBytes / SegmentFormat.frameOverheadBytes) + 1
            let report: Logger.Message = "cut \(recovery.cutBytes) bytes off the end of shard \(id) in \(folder)"
            logger.log(level: recovery.isDamaged ? .error : .notice, report)
        } else {
            file = try LogFile("\(folder)/\(Segment.fileName(firstSequence: last))", .updating)
        }
        return ShardAppender(
            log: ShardLog(
                id: id, folder: folder, segments: segments, nextSequence: recovery.nextSequence,
                largestPosition: nextSequence),
            segmentBytes: segmentBytes, file: file, segment: recovery.segment, nextSequence: nextSequence,
            lastArrival: lastArrival)
    }

    /// A segment that is no longer written to: its size, and when its first record arrived.
    private static func sealed(_ firstSequence: UInt64, in folder: String) throws(StreamError) -> Segment {
        let path = "\(folder)/\(Segment.fileName(firstSequence: firstSequence))"
        let file = try LogFile(path, .reading)
        let byteCount = try file.byteCount()
        var walker = FrameWalker(file, from: SegmentFormat.headerBytes, to: byteCount)
        var firstArrival: Int64?
        if case .frame(let frame) = try walker.next() { firstArrival = frame.arrival }
        return Segment(firstSequence: firstSequence, byteCount: byteCount, firstArrival: firstArrival, index: nil)
    }
}
