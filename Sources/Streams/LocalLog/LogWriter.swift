import Logging

/// The one thread that writes all logs of a store: it gathers what waits, brings it to disk in one go, then
/// acknowledges it.
///
/// While one group is on its way to the disk the next one gathers, so that the cost of a sync is shared by all
/// appends that came in the meantime.
final class LogWriter: @unchecked Sendable {  // `streams` and `nextSweep` are touched only by the writer thread.
    /// One append on its way.
    struct Pending {
        let stream: StreamLog
        let batch: AppendBatch
        let shardIndexes: [Int]
        let arrival: Int64
        let continuation: CheckedContinuation<AppendReceipt, any Error>
    }

    /// The streams by incarnation.
    typealias OpenStreams = [String: OpenStream]

    private struct Queue {
        var appends: [Pending] = []
        var appendBytes = 0
        var tasks: [@Sendable (inout OpenStreams) -> Void] = []
        var isClosed = false
    }

    private enum Work {
        case commit([Pending])
        case task(@Sendable (inout OpenStreams) -> Void)
        case end
    }

    /// A shard with records on their way to the disk.
    private struct StagedShard {
        let incarnation: String
        let index: Int
        let appender: ShardAppender
    }

    private let queue = Monitor(Queue())
    private let syncThreads: BlockingThreads
    private let queueBytes: Int
    private let clock: @Sendable () -> Int64
    private let logger: Logger
    private var streams: OpenStreams
    private var nextSweep: ContinuousClock.Instant = .now

    init(streams: sending OpenStreams, queueBytes: Int, clock: @escaping @Sendable () -> Int64, logger: Logger) {
        self.streams = streams
        self.queueBytes = queueBytes
        self.clock = clock
        self.logger = logger
        // The writer thread takes a share of the syncs itself.
        syncThreads = BlockingThreads(count: StreamLimits.concurrentSyncs - 1)
    }

    /// Starts the thread; it ends after `close()`.
    func start() {
        BlockingThreads.start { self.run() }
    }

    /// Puts an append in line; returns once it is on disk or has failed.
    func append(
        _ batch: AppendBatch, to stream: StreamLog, shardIndexes: [Int], arrival: Int64
    ) async throws -> AppendReceipt {
        try await withCheckedThrowingContinuation { continuation in
            let refusal: StreamError? = queue.withLock(waking: true) { queue in
                if queue.isClosed { return Self.closedError }
                if !queue.appends.isEmpty, queue.appendBytes + batch.byteCount > queueBytes {
                    return StreamError(
                        .throttled, "too much data waits for the disk", detail: "\(queueBytes) bytes may wait",
                        hint: "send again a little later")
                }
                queue.appendBytes += batch.byteCount
                queue.appends.append(
                    Pending(
                        stream: stream, batch: batch, shardIndexes: shardIndexes, arrival: arrival,
                        continuation: continuation))
                return nil
            }
            if let refusal { continuation.resume(throwing: refusal) }
        }
    }

    /// Runs `body` on the writer thread, between two groups.
    func perform<Result: Sendable>(_ body: @escaping @Sendable (inout OpenStreams) throws -> Result) async throws
        -> Result
    {
        try await withCheckedThrowingContinuation { continuation in
            let isQueued = queue.withLock(waking: true) { queue in
                guard !queue.isClosed else { return false }
                queue.tasks.append { streams in
                    continuation.resume(with: Swift.Result { try body(&streams) })
                }
                return true
            }
            if !isQueued { continuation.resume(throwing: Self.closedError) }
        }
    }

    /// Writes what is in line, refuses what comes later, and ends the thread; a second call does nothing.
    func close() async {
        await withCheckedContinuation { (continuation: CheckedContinuation<Void, Never>) in
            let isFirst = queue.withLock(waking: true) { queue in
                guard !queue.isClosed else { return false }
                queue.tasks.append { streams in
                    streams = [:]
                    continuation.resume()
                }
                queue.isClosed = true
                return true
            }
            if !isFirst { continuation.resume() }
        }
    }

    private static let closedError = StreamError(.closed, "the stream store is closed")

    private func run() {
        while true {
            switch queue.wait(timeoutSeconds: StreamLimits.retentionCheckSeconds, until: Self.nextWork) {
            case .commit(let group): commit(group)
            case .task(let task): task(&streams)
            case .end:
                syncThreads.close()
                return
            case nil: break
            }
            if nextSweep <= .now {
                nextSweep = .now + .seconds(StreamLimits.retentionCheckSeconds)
                Self.removeExpired(in: streams, now: clock(), logger: logger)
            }
        }
    }

    /// Appends go before tasks: the last task ends the store.
    private static func nextWork(_ queue: inout Queue) -> Work? {
        if !queue.appends.isEmpty {
            var (count, byteCount) = (0, 0)
            while count < queue.appends.count, count == 0 || byteCount < StreamLimits.groupCommitBytes {
                byteCount += queue.appends[count].batch.byteCount
                count += 1
            }
            let group = Array(queue.appends[..<count])
            queue.appends.removeFirst(count)
            queue.appendBytes -= byteCount
            return .commit(group)
        }
        if !queue.tasks.isEmpty { return .task(queue.tasks.removeFirst()) }
        return queue.isClosed ? .end : nil
    }

    private func commit(_ group: [Pending]) {
        let sequences = group.map(stage)
        let failures = flush(Set(group.map(\.stream.identity.incarnation)))
        for (pending, numbers) in zip(group, sequences) {
            let incarnation = pending.stream.identity.incarnation
            guard streams[incarnation] != nil else {
                pending.continuation.resume(throwing: pending.stream.notFound)
                continue
            }
            pending.continuation.resume(returning: Self.receipt(pending, numbers, failed: failures[incarnation] ?? [:]))
        }
    }

    /// Brings what is staged of these streams to disk and publishes it; gives what failed, by stream and shard index.
    ///
    /// All writes come before the first sync, and the syncs run at once: the disk has the work of all shards together.
    private func flush(_ incarnations: Set<String>) -> [String: [Int: StreamError]] {
        var failures: [String: [Int: StreamError]] = [:]
        func fail(_ shard: StagedShard, _ error: StreamError) {
            failures[shard.incarnation, default: [:]][shard.index] = error
            logger.error("append failed", metadata: ["shard": "\(shard.appender.log.folder)", "reason": "\(error)"])
        }
        var written: [(shard: StagedShard, file: LogFile)] = []
        for shard in staged(of: incarnations) {
            do throws(StreamError) {
                try shard.appender.write()
            } catch {
                fail(shard, error)
            }
            if let file = shard.appender.written { written.append((shard, file)) }
        }
        let outcomes = syncThreads.runAll(
            written.map { entry in { [file = entry.file] in Result { () throws(StreamError) in try file.sync() } } })
        for (entry, outcome) in zip(written, outcomes) {
            switch outcome {
            case .success: entry.shard.appender.finish()
            case .failure(let error):
                entry.shard.appender.discard()
                fail(entry.shard, error)
            }
        }
        return failures
    }

    private func staged(of incarnations: Set<String>) -> [StagedShard] {
        incarnations.flatMap { incarnation in
            (streams[incarnation]?.appenders ?? []).enumerated().compactMap { index, appender in
                appender.hasStaged ? StagedShard(incarnation: incarnation, index: index, appender: appender) : nil
            }
        }
    }

    private static func receipt(_ pending: Pending, _ numbers: [UInt64], failed: [Int: StreamError]) -> AppendReceipt {
        var numbers = numbers
        if !failed.isEmpty {
            for (index, shard) in pending.shardIndexes.enumerated() where failed[shard] != nil { numbers[index] = 0 }
        }
        return AppendReceipt(shardIndexes: pending.shardIndexes, sequenceNumbers: numbers, failures: failed)
    }

    /// Frames the records of one append; gives their sequence numbers, none where the stream is gone.
    private func stage(_ pending: Pending) -> [UInt64] {
        guard let appenders = streams[pending.stream.identity.incarnation]?.appenders else { return [] }
        let batch = pending.batch
        return pending.shardIndexes.indices.map { index in
            appenders[pending.shardIndexes[index]].stage(
                key: batch.partitionKeys[index], payload: batch.payloads[index], arrival: pending.arrival)
        }
    }

    /// Removes what every stream has kept long enough.
    static func removeExpired(in streams: OpenStreams, now: Int64, logger: Logger) {
        for stream in streams.values {
            let kept = Int64(stream.log.currentMetadata.retentionHours) * 3_600_000_000
            for appender in stream.appenders {
                do throws(StreamError) {
                    try appender.removeExpired(before: now - kept)
                } catch {
                    logger.error(
                        "retention failed", metadata: ["shard": "\(appender.log.folder)", "reason": "\(error)"])
                }
            }
        }
    }
}

extension StreamLog {
    /// What a call gets once this life of the stream is over.
    var notFound: StreamError { .streamNotFound(identity.name) }
}

extension StreamError {
    /// No stream has this name, or the one that was meant is gone.
    static func streamNotFound(_ name: StreamName) -> StreamError {
        StreamError(.streamNotFound, "stream \(name) does not exist")
    }
}
