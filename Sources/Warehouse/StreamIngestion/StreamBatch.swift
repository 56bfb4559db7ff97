package import DuckDB
package import Streams

/// Records of one or more shards as the table that a streaming view selects from: the virtual columns of a stream.
///
/// Rows are the records of the first shard, then those of the second, and so on, without the ones left out.
package final class StreamBatch: BatchSource {
    /// The virtual columns of a Kinesis stream (Redshift Developer Guide, "Streaming ingestion to a materialized view").
    package static let virtualColumns = [
        Column(name: "approximate_arrival_timestamp", type: .timestamp),
        Column(name: "partition_key", type: .varchar),
        Column(name: "shard_id", type: .varchar),
        Column(name: "sequence_number", type: .varchar),
        Column(name: "refresh_time", type: .timestamp),
        Column(name: "kinesis_data", type: .blob),
    ]

    package let columns = StreamBatch.virtualColumns
    package let rowCount: Int
    /// The records by shard.
    package let shards: [RecordBatch]
    private let refreshTime: Int64
    // For each row the shard's index and the record's index in it: only where records are left out or chosen.
    private let chosen: [Place]?
    // Where each shard's records begin among the rows, and where the last one's end.
    private let starts: [Int]

    /// One record's place in the batch.
    package struct Place: Hashable, Sendable {
        package var shard: Int
        package var record: Int
    }

    /// All records of `shards`, or only those at `chosen`; `refreshTime` is in microseconds since 1970.
    package init(_ shards: [RecordBatch], refreshTime: Int64, choosing chosen: [Place]? = nil) {
        self.shards = shards
        self.refreshTime = refreshTime
        self.chosen = chosen
        var starts = [0]
        for shard in shards { starts.append(starts[starts.count - 1] + shard.count) }
        self.starts = starts
        rowCount = chosen?.count ?? starts[starts.count - 1]
    }

    /// The places of all records.
    package var places: [Place] {
        chosen
            ?? shards.enumerated().flatMap { index, shard in (0..<shard.count).map { Place(shard: index, record: $0) } }
    }

    package func fill(column: Int, rows: Range<Int>, into vector: WritableVector) {
        if let chosen {
            for (row, place) in chosen[rows].enumerated() {
                fill(column, shard: place.shard, records: place.record..<place.record + 1, into: vector, at: row)
            }
            return
        }
        for shard in shards.indices {
            let part = rows.clamped(to: starts[shard]..<starts[shard + 1])
            if part.isEmpty { continue }
            let records = part.lowerBound - starts[shard]..<part.upperBound - starts[shard]
            fill(column, shard: shard, records: records, into: vector, at: part.lowerBound - rows.lowerBound)
        }
    }

    private func fill(_ column: Int, shard: Int, records: Range<Int>, into vector: WritableVector, at start: Int) {
        let batch = shards[shard]
        switch column {
        case 0:
            let values = vector.values(as: Int64.self)
            for (row, record) in records.enumerated() { values[start + row] = batch.arrivalTimes[record] }
        case 1: copy(batch.partitionKeys, records, into: vector, at: start)
        case 2:
            var text = batch.shard.text
            text.withUTF8 { bytes in
                for row in 0..<records.count { vector.setBytes(UnsafeRawBufferPointer(bytes), at: start + row) }
            }
        case 3:
            var digits: [UInt8] = []
            for (row, record) in records.enumerated() {
                digits.removeAll(keepingCapacity: true)
                batch.sequenceNumbers[record].appendDecimal(to: &digits)
                digits.withUnsafeBytes { vector.setBytes($0, at: start + row) }
            }
        case 4:
            let values = vector.values(as: Int64.self)
            for row in 0..<records.count { values[start + row] = refreshTime }
        default: copy(batch.payloads, records, into: vector, at: start)
        }
    }

    private func copy(_ column: ByteColumn, _ records: Range<Int>, into vector: WritableVector, at start: Int) {
        column.bytes.withUnsafeBytes { bytes in
            for (row, record) in records.enumerated() {
                vector.setBytes(UnsafeRawBufferPointer(rebasing: bytes[column.range(at: record)]), at: start + row)
            }
        }
    }
}
