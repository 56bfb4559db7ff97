import AsyncHTTPClient
import Foundation

/// Sends quotes to a stream through PutRecords, several requests at once, in order for every symbol.
///
/// The partition key is the symbol. Symbols are dealt out to lanes; a lane sends one request after the other, so the
/// quotes of a symbol are never in two requests at once and arrive in order.
struct QuoteFeed: Sendable {
    let kinesis: KinesisClient
    let streamName: String
    /// Quotes a second, or nil for as many as the service takes.
    let quotesPerSecond: Double?

    private static let laneCount = 4
    private static let sliceMax = 8192
    /// Times that the records a request left over are sent again.
    private static let attemptsMax = 8

    /// Sends everything that `source` has and returns what it was. `progress` hears the tally after every slice.
    func run(
        _ source: some MarketSource<QuoteBatch>, progress: @Sendable (QuoteTally) -> Void = { _ in }
    ) async throws -> QuoteTally {
        var source = source
        let encoder = QuoteRecordEncoder(names: source.names)
        var tally = QuoteTally(names: source.names)
        var pace = Pace(rowsPerSecond: quotesPerSecond, sliceMax: Self.sliceMax)
        while let batch = try await source.next() {
            var start = 0
            while start < batch.count {
                let count = try await pace.nextSlice(available: batch.count - start)
                try await send(batch, rows: start..<start + count, encoder: encoder)
                tally.add(batch, rows: start..<start + count)
                progress(tally)
                start += count
            }
        }
        return tally
    }

    private func send(_ batch: QuoteBatch, rows: Range<Int>, encoder: QuoteRecordEncoder) async throws {
        var lanes = [[Int]](repeating: [], count: Self.laneCount)
        for row in rows { lanes[Int(batch.symbol[row]) % Self.laneCount].append(row) }
        try await withThrowingTaskGroup(of: Void.self) { group in
            for lane in lanes where !lane.isEmpty {
                group.addTask { try await sendLane(batch, rows: lane, encoder: encoder) }
            }
            try await group.waitForAll()
        }
    }

    private func sendLane(_ batch: QuoteBatch, rows: [Int], encoder: QuoteRecordEncoder) async throws {
        for start in stride(from: 0, to: rows.count, by: PutRecordsRequest.maximumRecordCount) {
            var left = Array(rows[start..<min(rows.count, start + PutRecordsRequest.maximumRecordCount)])
            for attempt in 1... {
                let refused = try await kinesis.putRecords(request(batch, rows: left, encoder: encoder))
                if refused.isEmpty { break }
                guard attempt < Self.attemptsMax else {
                    throw DemonstrationError(.service, "stream \(streamName) keeps refusing \(refused.count) records")
                }
                left = refused.map { left[$0] }
                try await Task.sleep(for: .milliseconds(20 << attempt))
            }
        }
    }

    private func request(_ batch: QuoteBatch, rows: [Int], encoder: QuoteRecordEncoder) -> PutRecordsRequest {
        let now = Int64(Date().timeIntervalSince1970 * 1_000_000)
        var request = PutRecordsRequest(streamName: streamName)
        var record: [UInt8] = []
        record.reserveCapacity(320)
        for row in rows {
            record.removeAll(keepingCapacity: true)
            encoder.append(batch, row: row, sentAtMicroseconds: now, to: &record)
            request.append(data: record, partitionKey: encoder.partitionKey(batch, row: row))
        }
        return request
    }
}
