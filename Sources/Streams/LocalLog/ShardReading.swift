/// Reads records of one shard from its files; blocks, so it runs on the store's read threads.
struct ShardReading {
    let shard: ShardLog
    let bounds: ReadBounds
    private var batch: RecordBatch
    private var byteCount = 0

    /// The first record that is wanted.
    enum Start: Equatable {
        case sequence(UInt64)
        case time(Int64)
    }

    private init(shard: ShardLog, bounds: ReadBounds) {
        self.shard = shard
        self.bounds = bounds
        batch = RecordBatch(shard: shard.id)
    }

    /// Reads up to `bounds` records that follow `position`.
    static func read(_ shard: ShardLog, from position: ReadPosition, bounds: ReadBounds) throws -> RecordBatch {
        while true {
            let start = try start(of: position, in: shard)
            var reading = ShardReading(shard: shard, bounds: bounds)
            if try reading.fill(from: start) { return reading.batch }
            // Retention removed a file between the look at the state and the read: look again.
        }
    }

    /// What `position` means now; throws where it is before what is kept or beyond the end.
    static func start(of position: ReadPosition, in shard: ShardLog) throws(StreamError) -> Start {
        let (oldest, next, largest, end) = shard.withState {
            ($0.segments[0].firstSequence, $0.nextSequence, $0.largestPosition, $0.end)
        }
        if let end { throw end }
        switch position {
        case .trimHorizon: return .sequence(oldest)
        case .latest: return .sequence(next)
        case .atTime(let time): return .time(time)
        case .at(let sequence):
            return .sequence(try check(sequence.narrow, oldest: oldest, largest: largest, shard: shard))
        case .after(let sequence):
            return .sequence(try check(sequence.successor?.narrow, oldest: oldest, largest: largest, shard: shard))
        }
    }

    private static func check(
        _ wanted: UInt64?, oldest: UInt64, largest: UInt64, shard: ShardLog
    ) throws(StreamError) -> UInt64 {
        guard let wanted, wanted <= largest else {
            throw StreamError(
                .positionUnknown, "the position lies beyond the end of \(shard.id)",
                detail: "the next sequence number is \(largest)",
                hint: "the position may be of another stream or an older copy")
        }
        guard wanted >= oldest else {
            throw StreamError(
                .positionExpired, "records after the position have been removed by retention from \(shard.id)",
                detail: "the oldest sequence number kept is \(oldest)", hint: "read on from the trim horizon")
        }
        return wanted
    }

    /// Fills the batch; false where a file is gone since the state was looked at.
    private mutating func fill(from start: Start) throws -> Bool {
        let segments = shard.withState { $0.segments }
        var index = firstSegment(for: start, in: segments)
        while index < segments.count {
            let segment = segments[index]
            guard segment.byteCount > SegmentFormat.headerBytes else {
                index += 1
                continue
            }
            let path = "\(shard.folder)/\(Segment.fileName(firstSequence: segment.firstSequence))"
            guard let file = try LogFile.openExisting(path, .reading) else {
                if let end = shard.withState({ $0.end }) { throw end }
                if shard.oldestSequence > segment.firstSequence { return false }
                throw StreamError(.damagedLog, "\(path) is missing")
            }
            let offset = try offset(for: start, in: segment, path: path)
            var walker = FrameWalker(file, from: offset, to: segment.byteCount)
            if try take(&walker, of: segment, path: path, start: start) { break }
            index += 1
        }
        return true
    }

    private func firstSegment(for start: Start, in segments: [Segment]) -> Int {
        let index =
            switch start {
            case .sequence(let sequence): segments.lastIndex { $0.firstSequence <= sequence }
            case .time(let time): segments.lastIndex { ($0.firstArrival ?? .max) < time }
            }
        return index ?? 0
    }

    private func offset(for start: Start, in segment: Segment, path: String) throws(StreamError) -> Int {
        if case .sequence(let sequence) = start {
            if sequence <= segment.firstSequence { return SegmentFormat.headerBytes }
            if let offset = shard.withState({ $0.cursors.offset(of: sequence, in: segment.firstSequence) }) {
                return offset
            }
        }
        let index = if let known = segment.index { known } else { try buildIndex(of: segment, path: path) }
        let offset =
            switch start {
            case .sequence(let sequence): index.offset(forSequence: sequence)
            case .time(let time): index.offset(forArrival: time)
            }
        return offset ?? SegmentFormat.headerBytes
    }

    private func buildIndex(of segment: Segment, path: String) throws(StreamError) -> SegmentIndex {
        var walker = FrameWalker(try LogFile(path, .reading), from: SegmentFormat.headerBytes, to: segment.byteCount)
        var index = SegmentIndex()
        while true {
            let offset = walker.offset
            // Damage ends the index early; it is reported to who reads that far.
            guard case .frame(let frame) = try walker.next() else { break }
            index.note(sequence: frame.sequence, arrival: frame.arrival, offset: offset)
        }
        let built = index
        shard.withState { state in
            guard let place = state.segments.firstIndex(where: { $0.firstSequence == segment.firstSequence }) else {
                return
            }
            state.segments[place].index = state.segments[place].index ?? built
        }
        return index
    }

    /// Takes records until the segment ends (false) or the batch is full (true).
    private mutating func take(
        _ walker: inout FrameWalker, of segment: Segment, path: String, start: Start
    ) throws(StreamError) -> Bool {
        while true {
            let offset = walker.offset
            if batch.count >= bounds.records || byteCount >= bounds.bytes {
                remember(segment: segment, offset: offset)
                return true
            }
            switch try walker.next() {
            case .end:
                remember(segment: segment, offset: offset)
                return false
            case .damaged:
                if !batch.isEmpty { return true }  // What is whole comes first; the next read begins here and fails.
                throw StreamError(
                    .damagedLog, "a record of \(shard.id) is damaged", detail: "at byte \(offset) of \(path)")
            case .frame(let frame):
                switch start {
                case .sequence(let sequence): if frame.sequence < sequence { continue }
                case .time(let time): if frame.arrival < time { continue }
                }
                let recordBytes = frame.key.count + frame.payload.count
                if batch.count > 0, byteCount + recordBytes > bounds.bytes {
                    remember(segment: segment, offset: offset)
                    return true
                }
                byteCount += recordBytes
                batch.partitionKeys.append(walker.bytes(frame.key))
                batch.payloads.append(walker.bytes(frame.payload))
                batch.sequenceNumbers.append(SequenceNumber(frame.sequence))
                batch.arrivalTimes.append(frame.arrival)
            }
        }
    }

    private func remember(segment: Segment, offset: Int) {
        guard let next = batch.sequenceNumbers.last?.successor?.narrow else { return }
        shard.withState { $0.cursors.remember(sequence: next, segment: segment.firstSequence, offset: offset) }
    }
}
