internal import DuckDB
package import Streams

/// What one refresh of a streaming view took from one shard: a row of SYS_STREAM_SCAN_STATES.
package struct ScanRecord: Sendable, Equatable {
    package var viewID: Int64
    package var transactionID: Int64
    /// When the rows became visible, in microseconds since 1970.
    package var recordTime: Int64
    package var shard: ShardID
    package var latestPosition: SequenceNumber
    package var scannedRows: Int
    package var skippedRows: Int
    package var scannedBytes: Int
    /// Arrival of the first and last record, in microseconds since 1970.
    package var firstArrival: Int64
    package var lastArrival: Int64
    package var refreshTime: Int64
    /// Records in the shard after these; nil where the source does not tell.
    package var recordsBehind: Int?
}

extension Catalog {
    /// Keeps what refreshes took; scan rows older than a day go.
    package func add(_ records: [ScanRecord]) throws {
        let statement = try connection.prepare(
            """
            INSERT INTO millrace.stream_scan_state VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)
            """)
        for record in records {
            _ = try statement.run([
                .integer(record.viewID), .integer(record.transactionID), .timestamp(microseconds: record.recordTime),
                .text(record.shard.text), .text(record.latestPosition.description), .integer(Int64(record.scannedRows)),
                .integer(Int64(record.skippedRows)), .integer(Int64(record.scannedBytes)),
                .timestamp(microseconds: record.firstArrival), .timestamp(microseconds: record.lastArrival),
                .timestamp(microseconds: record.refreshTime), record.recordsBehind.map { .integer(Int64($0)) } ?? .null,
            ]).readRowsChanged()
        }
    }

    /// Removes scan rows from before `time` (microseconds since 1970).
    package func removeScanRecords(ofView id: Int64, before time: Int64) throws {
        try connection.execute(
            "DELETE FROM millrace.stream_scan_state WHERE view_id = $1 AND record_time < $2",
            [.integer(id), .timestamp(microseconds: time)])
    }

    /// Keeps a record that a view's query fails on, with its bytes and the reason.
    package func addScanError(
        viewID: Int64, transactionID: Int64, recordTime: Int64, batch: RecordBatch, record: Int, reason: String
    ) throws {
        try connection.execute(
            "INSERT INTO millrace.stream_scan_error VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)",
            [
                .integer(viewID), .integer(transactionID), .timestamp(microseconds: batch.arrivalTimes[record]),
                .timestamp(microseconds: recordTime), .text(batch.shard.text),
                .text(batch.sequenceNumbers[record].description), .text(batch.partitionKeys.text(at: record)),
                .integer(1), .text(reason), .blob(Array(batch.payloads[record])),
            ])
    }
}
