package import DuckDB
internal import Foundation
package import Logging
package import Streams

/// Keeps one streaming view up with its stream.
///
/// A cycle reads what each shard has after the view's position, runs the view's query over it, and commits the rows, the
/// positions and the records that failed in ONE engine transaction: after a kill at any instant the view goes on at the
/// stored position, with nothing lost and nothing twice. What a refresh took (`ScanRecord`) is written once the commit is
/// done, since only then its time is known; it is monitoring, and a kill may lose the last of it.
package actor IngestionWorker {
    /// The view that the worker keeps up.
    package let view: StreamingView
    private let reader: any StreamReader
    private let connection: Connection
    private let source: BatchSlot
    private let probe: RecordProbe
    private let committed: CommitLog
    private let logger: Logger
    private let thread: EngineThread

    private var stream: StreamDescription?
    private var positions: StreamPositions?
    private var pendingScans: [ScanRecord] = []
    private var lastCleaning = ContinuousClock.now
    private var isCycling = false
    private var cycleWaiters: [CheckedContinuation<Void, Never>] = []
    /// Why the view stands still; nil while it runs.
    package private(set) var failure: WarehouseError?

    package nonisolated var unownedExecutor: UnownedSerialExecutor { thread.asUnownedSerialExecutor() }

    /// A worker for `view` that reads by `reader`; `committed` is told of every commit.
    package init(
        view: StreamingView, reader: any StreamReader, source: BatchSlot, database: Database, committed: CommitLog,
        logger: Logger
    ) throws {
        self.view = view
        self.reader = reader
        self.committed = committed
        self.logger = logger
        thread = EngineThread(label: "ingestion.\(view.id)")
        connection = try database.connect()
        probe = try RecordProbe(view, connection: connection)
        self.source = source
    }

    /// Takes what the stream has now, once: the meaning of REFRESH. Returns how many records were taken.
    package func refresh() async throws -> Int {
        var taken = 0
        // What arrives while this runs is left to the next refresh, so a busy stream cannot hold the statement for ever.
        let deadline = Int64(Date().timeIntervalSince1970 * 1e6)
        while true {
            let cycle = try await cycle()
            taken += cycle.records
            if cycle.records == 0 || cycle.lastArrival > deadline { return taken }
        }
    }

    /// Follows the stream until the task is cancelled; failures are retried with growing pauses.
    package func run() async throws {
        var pause = Duration.milliseconds(100)
        while !Task.isCancelled {
            do {
                let cycle = try await cycle()
                failure = nil
                pause = .milliseconds(100)
                if cycle.records == 0 {
                    try await flushScans()
                    try await waitForRecords()
                } else if cycle.records < StreamIngestionLimits.smallBatchRecords {
                    // Let a little gather: a commit costs the same for one record as for thousands.
                    try await Task.sleep(for: min(cycle.duration, StreamIngestionLimits.longestGathering))
                }
            } catch is CancellationError {
                return
            } catch {
                let failure = WarehouseError(error)
                if self.failure != failure {
                    logger.warning("view stands still", metadata: ["view": "\(view.name)", "error": "\(failure)"])
                }
                self.failure = failure
                stream = nil
                positions = nil
                try await Task.sleep(for: pause)
                pause = min(pause * 2, StreamIngestionLimits.longestPause)
            }
        }
    }

    private struct Cycle {
        var records = 0
        var lastArrival: Int64 = 0
        var duration = Duration.zero
    }

    /// One read of all shards and one commit; cycles never overlap.
    private func cycle() async throws -> Cycle {
        while isCycling { await withCheckedContinuation { cycleWaiters.append($0) } }
        isCycling = true
        defer {
            isCycling = false
            for waiter in cycleWaiters { waiter.resume() }
            cycleWaiters = []
        }
        let start = ContinuousClock.now
        let (stream, positions) = try await open()
        var batches: [RecordBatch] = []
        var bytes = 0
        for shard in stream.shards where bytes < StreamIngestionLimits.batchBytes {
            let batch = try await read(stream.identity, shard.id, positions)
            bytes += batch.payloads.bytes.count
            if !batch.isEmpty { batches.append(batch) }
        }
        guard !batches.isEmpty else { return Cycle() }
        try commit(batches)
        committed.add([view.name])
        try await measureLag(stream.identity)
        return Cycle(
            records: batches.reduce(0) { $0 + $1.count },
            lastArrival: batches.compactMap(\.arrivalTimes.last).max() ?? 0,
            duration: ContinuousClock.now - start)
    }

    private func open() async throws -> (StreamDescription, StreamPositions) {
        if let stream, let positions { return (stream, positions) }
        let stream = try await reader.describe(StreamName(view.streamName))
        let positions = try Catalog(connection).positions(ofView: view.id, incarnation: stream.identity.incarnation)
        self.stream = stream
        self.positions = positions
        return (stream, positions)
    }

    private func read(_ stream: StreamIdentity, _ shard: ShardID, _ positions: StreamPositions) async throws
        -> RecordBatch
    {
        let bounds = ReadBounds(records: StreamIngestionLimits.batchRecords, bytes: StreamIngestionLimits.batchBytes)
        do {
            return try await reader.read(stream, shard: shard, from: positions.next(shard), upTo: bounds)
        } catch let error as StreamError where error.code == .positionExpired {
            logger.error(
                "records were removed by retention before the view read them",
                metadata: ["view": "\(view.name)", "shard": "\(shard)"])
            return try await reader.read(stream, shard: shard, from: .trimHorizon, upTo: bounds)
        }
    }

    /// Returns when a shard has something to read, or after a while, to look for shards that were added.
    private func waitForRecords() async throws {
        guard let stream, let positions else { return }
        let reader = reader
        try await withThrowingTaskGroup(of: Void.self) { group in
            for shard in stream.shards where shard.endingSequenceNumber == nil {
                group.addTask {
                    try await reader.waitForRecords(stream.identity, shard: shard.id, after: positions.next(shard.id))
                }
            }
            group.addTask { try await Task.sleep(for: StreamIngestionLimits.describeInterval) }
            defer { group.cancelAll() }
            try await group.next()
        }
        if try await reader.describe(stream.identity.name) != stream {
            self.stream = nil
            self.positions = nil
        }
    }

    private func commit(_ shards: [RecordBatch]) throws {
        guard let positions else { return }
        let refreshTime = Int64(Date().timeIntervalSince1970 * 1e6)
        let batch = StreamBatch(shards, refreshTime: refreshTime)
        do {
            try commit(batch, leavingOut: [], positions, refreshTime)
        } catch let error as EngineError where RecordProbe.isRecordsFault(error) && !view.isStrict {
            source.set(batch)
            defer { source.clear() }
            let findings = try probe.findings(in: batch, refreshTime: refreshTime, show: source.set)
            // An error that no record causes alone would come back for ever: it stops the view instead.
            guard !findings.isEmpty else { throw error }
            try commit(batch, leavingOut: findings, positions, refreshTime)
        }
    }

    private func commit(
        _ batch: StreamBatch, leavingOut findings: [RecordProbe.Finding], _ positions: StreamPositions,
        _ refreshTime: Int64
    ) throws {
        var positions = positions
        for shard in batch.shards { positions.taken[shard.shard] = shard.sequenceNumbers.last }
        let left = Set(findings.map(\.place))
        source.set(
            left.isEmpty
                ? batch
                : StreamBatch(
                    batch.shards, refreshTime: refreshTime, choosing: batch.places.filter { !left.contains($0) }))
        defer { source.clear() }
        let catalog = Catalog(connection)
        let transactionID = try connection.transaction {
            let transactionID = try catalog.transactionID()
            try connection.execute("INSERT INTO \(view.name.quoted) \(view.engineQuery)")
            for finding in findings {
                try catalog.addScanError(
                    viewID: view.id, transactionID: transactionID, recordTime: refreshTime,
                    batch: batch.shards[finding.place.shard], record: finding.place.record, reason: finding.reason)
            }
            try catalog.setPositions(positions, ofView: view.id)
            try catalog.add(pendingScans)
            return transactionID
        }
        self.positions = positions
        pendingScans = scanRecords(of: batch, findings, transactionID, refreshTime)
    }

    private func scanRecords(
        of batch: StreamBatch, _ findings: [RecordProbe.Finding], _ transactionID: Int64, _ refreshTime: Int64
    ) -> [ScanRecord] {
        let now = Int64(Date().timeIntervalSince1970 * 1e6)
        return batch.shards.enumerated().compactMap { index, shard in
            guard let last = shard.sequenceNumbers.last else { return nil }
            return ScanRecord(
                viewID: view.id, transactionID: transactionID, recordTime: now, shard: shard.shard,
                latestPosition: last,
                scannedRows: shard.count, skippedRows: findings.count { $0.place.shard == index },
                scannedBytes: shard.payloads.bytes.count, firstArrival: shard.arrivalTimes.min() ?? now,
                lastArrival: shard.arrivalTimes.max() ?? now, refreshTime: refreshTime, recordsBehind: nil)
        }
    }

    /// Notes how many records the refresh has left in each shard.
    private func measureLag(_ stream: StreamIdentity) async throws {
        guard let positions else { return }
        for index in pendingScans.indices {
            let shard = pendingScans[index].shard
            let status = try await reader.status(stream, shard: shard, at: positions.next(shard))
            pendingScans[index].recordsBehind = status.recordsBehind.map { Int(clamping: $0) }
        }
    }

    /// Writes what the last refreshes took, when there is nothing better to do.
    private func flushScans() async throws {
        guard !pendingScans.isEmpty else { return }
        let catalog = Catalog(connection)
        // A source that does not tell has since been read to its end.
        for index in pendingScans.indices where pendingScans[index].recordsBehind == nil {
            pendingScans[index].recordsBehind = 0
        }
        try connection.transaction {
            try catalog.add(pendingScans)
            if ContinuousClock.now - lastCleaning > StreamIngestionLimits.cleaningInterval {
                let keep = Int64(StreamIngestionLimits.scanRecordsKept.components.seconds) * 1_000_000
                try catalog.removeScanRecords(
                    ofView: view.id, before: Int64(Date().timeIntervalSince1970 * 1e6) - keep)
                lastCleaning = .now
            }
        }
        pendingScans = []
    }
}
