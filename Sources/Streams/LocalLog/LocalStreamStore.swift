package import Logging
import Synchronization

/// The durable local log: streams in a folder, appended to by group commit, read from files.
///
/// An append returns once its records are on disk. One process at a time has the folder. Call `shutdown()` before
/// letting go of it.
package final class LocalStreamStore: Sendable {
    /// What a store is opened with.
    package struct Configuration: Sendable {
        /// The folder, made where it is missing.
        package var folder: String
        /// Bytes of a record with its key; at most `StreamLimits.largestRecordBytes`.
        package var recordBytes = StreamLimits.recordBytes
        /// Bytes of a segment file from which the next one is begun.
        package var segmentBytes = StreamLimits.segmentBytes
        /// Bytes of records that may wait for the disk.
        package var queueBytes = StreamLimits.queueBytes
        /// Tells the time, in microseconds since 1970 UTC.
        package var clock: @Sendable () -> Int64 = LocalStreamStore.systemClock
        /// Takes notices of recovery, failed writes and retention.
        package var logger = Logger(label: "millrace.streams")

        /// A configuration of defaults for `folder`.
        package init(folder: String) {
            self.folder = folder
        }
    }

    let configuration: Configuration
    let readThreads: BlockingThreads
    private let writer: LogWriter
    private let streams: Mutex<[StreamName: StreamLog]>
    private let lock: Mutex<LogFile?>

    /// Opens the store, cutting off what a crash left half-written; throws `storeInUse` where another process has the
    /// folder.
    package static func open(_ configuration: Configuration) async throws -> LocalStreamStore {
        guard (1...StreamLimits.largestRecordBytes).contains(configuration.recordBytes) else {
            throw StreamError(.invalidArgument, "records can have 1 to \(StreamLimits.largestRecordBytes) bytes")
        }
        let threads = BlockingThreads(count: StreamLimits.readThreads)
        do {
            return try await threads.run { try LocalStreamStore(opening: configuration, readThreads: threads) }
        } catch {
            threads.close()
            throw error
        }
    }

    private init(opening configuration: Configuration, readThreads: BlockingThreads) throws(StreamError) {
        try Folders.make(configuration.folder)
        let lock = try LogFile("\(configuration.folder)/lock", .creating)
        guard try lock.lock() else {
            throw StreamError(.storeInUse, "the folder \(configuration.folder) is in use by another process")
        }
        let open = try Self.openStreams(configuration)
        self.configuration = configuration
        self.readThreads = readThreads
        self.lock = Mutex(lock)
        streams = Mutex(Dictionary(uniqueKeysWithValues: open.values.map { ($0.log.identity.name, $0.log) }))
        writer = LogWriter(
            streams: open, queueBytes: configuration.queueBytes, clock: configuration.clock,
            logger: configuration.logger)
        writer.start()
    }

    /// Opens every stream of the folder, and removes what is left of those half-made or half-deleted.
    private static func openStreams(_ configuration: Configuration) throws(StreamError) -> sending LogWriter.OpenStreams
    {
        var streams: LogWriter.OpenStreams = [:]
        var names: Set<StreamName> = []
        // A disk's own folder can lie beside ours where the store is at the root of a disk.
        for entry in try Folders.entries(configuration.folder) where !["lock", "lost+found"].contains(entry) {
            let folder = "\(configuration.folder)/\(entry)"
            if entry.hasSuffix(OpenStream.draftSuffix) || entry.hasSuffix(OpenStream.deletedSuffix) {
                try Folders.remove(folder)
                continue
            }
            let stream = try OpenStream.open(
                folder, segmentBytes: configuration.segmentBytes, logger: configuration.logger)
            guard names.insert(stream.log.identity.name).inserted else {
                throw StreamError(.damagedLog, "two folders hold the stream \(stream.log.identity.name)")
            }
            streams[stream.log.identity.incarnation] = stream
        }
        return streams
    }

    /// Writes what is in line, ends all reads and waits, and gives the folder free.
    package func shutdown() async {
        await writer.close()
        let all = streams.withLock { Array($0.values) }
        for stream in all { stream.close(with: StreamError(.closed, "the stream store is closed")) }
        readThreads.close()
        lock.withLock { $0 = nil }
    }

    /// The time by the system's clock, in microseconds since 1970 UTC.
    package static let systemClock: @Sendable () -> Int64 = { SystemClock.microseconds() }

    /// Appends records; returns once they are on disk. Throws `throttled` where too much waits, and for a batch out
    /// of bounds.
    ///
    /// A disk that takes no more is told per shard, in the receipt.
    package func append(_ batch: AppendBatch, to name: StreamName) async throws -> AppendReceipt {
        let arrival = configuration.clock()
        let stream = try stream(name)
        try batch.validate(recordBytes: configuration.recordBytes)
        guard batch.count > 0 else { return AppendReceipt(shardIndexes: [], sequenceNumbers: [], failures: [:]) }
        let shardIndexes = (0..<batch.count).map { index in
            if let hashKey = batch.explicitHashKeys.isEmpty ? nil : batch.explicitHashKeys[index] {
                return stream.router.shardIndex(hashKey: hashKey)
            }
            return batch.partitionKeys.withValue(at: index) { stream.router.shardIndex(partitionKey: $0) }
        }
        return try await writer.append(batch, to: stream, shardIndexes: shardIndexes, arrival: arrival)
    }

    /// Makes a stream; throws `streamExists` where there is one of this name.
    package func createStream(
        _ name: StreamName, shardCount: Int = 1, retentionHours: Int = StreamLimits.retentionHours,
        isOnDemand: Bool = false
    ) async throws -> StreamDescription {
        guard (1...StreamLimits.shardsPerStream).contains(shardCount) else {
            throw StreamError(.invalidArgument, "a stream can have 1 to \(StreamLimits.shardsPerStream) shards")
        }
        try Self.check(retentionHours: retentionHours)
        let createdAt = configuration.clock()
        let metadata = StreamMetadata(
            name: name, incarnation: Self.incarnation(createdAt: createdAt), createdAtMicroseconds: createdAt,
            retentionHours: retentionHours, shardCount: shardCount, isOnDemand: isOnDemand)
        return try await writer.perform { [self] open in
            let (exists, count) = streams.withLock { ($0[name] != nil, $0.count) }
            if exists { throw StreamError(.streamExists, "stream \(name) exists") }
            if count >= StreamLimits.streams {
                throw StreamError(.limitExceeded, "the store holds \(StreamLimits.streams) streams already")
            }
            let stream = try OpenStream.create(
                metadata, below: configuration.folder, segmentBytes: configuration.segmentBytes,
                logger: configuration.logger)
            open[metadata.incarnation] = stream
            streams.withLock { $0[name] = stream.log }
            return stream.log.description
        }
    }

    /// Deletes a stream with its records; readers of it get `streamNotFound`.
    package func deleteStream(_ name: StreamName) async throws {
        let remains = try await writer.perform { [self] open in
            let stream = try stream(name)
            let remains = stream.folder + OpenStream.deletedSuffix
            try Folders.rename(stream.folder, to: remains, in: configuration.folder)
            streams.withLock { $0[name] = nil }
            open[stream.identity.incarnation] = nil
            stream.close(with: stream.notFound)
            return remains
        }
        try await readThreads.run { try Folders.remove(remains) }  // Where this fails, the next opening does it.
    }

    /// Keeps the records of a stream for `hours` from now on.
    package func setRetention(_ name: StreamName, hours: Int) async throws {
        try Self.check(retentionHours: hours)
        try await change(name) { $0.retentionHours = hours }
    }

    /// Removes expired records now instead of at the next regular look.
    package func removeExpired() async throws {
        try await writer.perform { [configuration] open in
            LogWriter.removeExpired(in: open, now: configuration.clock(), logger: configuration.logger)
        }
    }

    func change(
        _ name: StreamName, _ body: @escaping @Sendable (inout StreamMetadata) throws(StreamError) -> Void
    ) async throws {
        try await writer.perform { [self] _ in try stream(name).change(body) }
    }

    func stream(_ name: StreamName) throws(StreamError) -> StreamLog {
        guard let stream = streams.withLock({ $0[name] }) else { throw .streamNotFound(name) }
        return stream
    }

    func allNames() -> [StreamName] { streams.withLock { $0.keys.sorted() } }

    private static func check(retentionHours: Int) throws(StreamError) {
        guard StreamLimits.retentionHoursRange.contains(retentionHours) else {
            let range = StreamLimits.retentionHoursRange
            throw StreamError(
                .invalidArgument, "records can be kept for \(range.lowerBound) to \(range.upperBound) hours")
        }
    }

    private static func incarnation(createdAt: Int64) -> String {
        String(createdAt, radix: 16) + "-" + String(UInt32.random(in: .min ... .max), radix: 16)
    }
}
