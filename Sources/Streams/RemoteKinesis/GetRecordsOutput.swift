/// The response of GetRecords, read straight into columns.
struct GetRecordsOutput {
    /// The records.
    private(set) var batch: RecordBatch
    /// Where to read on; nil at the end of a closed shard.
    private(set) var nextIterator: String?
    /// How far the end of the records is behind the end of the shard.
    private(set) var millisecondsBehind: Int64 = 0

    /// Reads the body of a response.
    init(_ body: [UInt8], shard: ShardID) throws(StreamError) {
        batch = RecordBatch(shard: shard)
        var scanner = JSONScanner(body)
        do throws(MalformedInput) {
            try scanner.object { scanner, name throws(MalformedInput) in
                if scanner.matches(name, "Records") {
                    try scanner.array { scanner throws(MalformedInput) in try readRecord(&scanner) }
                } else if scanner.matches(name, "NextShardIterator") {
                    nextIterator = try WireValue.read(&scanner).string
                } else if scanner.matches(name, "MillisBehindLatest") {
                    millisecondsBehind = try WireValue.read(&scanner).integer ?? 0
                } else {
                    try scanner.skip()
                }
            }
            try scanner.end()
        } catch {
            throw StreamError(.invalidResponse, "the response of GetRecords cannot be read", detail: "\(error)")
        }
        batch.isEndOfShard = nextIterator == nil
    }

    private mutating func readRecord(_ scanner: inout JSONScanner) throws(MalformedInput) {
        let count = batch.count
        try scanner.object { scanner, name throws(MalformedInput) in
            if scanner.matches(name, "Data") {
                let text = try scanner.string()
                try batch.payloads.appendValue { (bytes: inout [UInt8]) throws(MalformedInput) in
                    try Self.decodeBase64(scanner, text, to: &bytes)
                }
            } else if scanner.matches(name, "PartitionKey") {
                let text = try scanner.string()
                try batch.partitionKeys.appendValue { (bytes: inout [UInt8]) throws(MalformedInput) in
                    try scanner.appendUTF8(of: text, to: &bytes)
                }
            } else if scanner.matches(name, "SequenceNumber") {
                guard let number = SequenceNumber(try scanner.text(try scanner.string())) else {
                    throw scanner.failure("a sequence number that is no number")
                }
                batch.sequenceNumbers.append(number)
            } else if scanner.matches(name, "ApproximateArrivalTimestamp") {
                guard let time = try WireValue.read(&scanner).microseconds else {
                    throw scanner.failure("an arrival that is no time")
                }
                batch.arrivalTimes.append(time)
            } else {
                try scanner.skip()
            }
        }
        guard batch.payloads.count == count + 1, batch.partitionKeys.count == count + 1, batch.count == count + 1,
            batch.arrivalTimes.count == count + 1
        else { throw scanner.failure("a record lacks a member or has one twice") }
    }

    private static func decodeBase64(
        _ scanner: JSONScanner, _ text: JSONScanner.Text, to output: inout [UInt8]
    ) throws(MalformedInput) {
        guard text.hasEscapes else { return try Base64.decode(scanner.bytes, text.range, to: &output) }
        var plain: [UInt8] = []
        try scanner.appendUTF8(of: text, to: &plain)
        try Base64.decode(plain, plain.indices, to: &output)
    }
}
