package import Streams

/// The body of PutRecords, read straight into columns: the request that has to be fast.
package struct PutRecordsInput: Sendable {
    /// The stream's name, if given.
    package private(set) var streamName: String?
    /// The stream's ARN, if given.
    package private(set) var streamARN: String?
    /// The records.
    package private(set) var batch: AppendBatch

    /// Reads a body; throws `SerializationException` for what is malformed and `ValidationException` for what is out
    /// of bounds.
    package init(_ request: AWSRequest) throws(AWSError) {
        // Base64 makes 4 of 3 bytes; the reserve is a little large, which costs nothing, instead of growing on the
        // way.
        batch = AppendBatch(reservingCount: AWSLimits.putRecords, byteCount: request.body.count / 4 * 3)
        switch request.encoding {
        case .json: try readJSON(request.body)
        case .cbor: try readTree(try request.value())
        }
        guard batch.count > 0 else { throw .validation("Records has no record") }
        guard batch.byteCount <= AWSLimits.putBytes else {
            throw .validation("the records have more than \(AWSLimits.putBytes) bytes together")
        }
    }

    private mutating func readJSON(_ body: [UInt8]) throws(AWSError) {
        var scanner = JSONScanner(body)
        var problem: AWSError?
        do throws(MalformedInput) {
            try scanner.object { scanner, name throws(MalformedInput) in
                if scanner.matches(name, "Records") {
                    try scanner.array { scanner throws(MalformedInput) in
                        let failure = try readRecord(&scanner)
                        problem = problem ?? failure
                    }
                } else if scanner.matches(name, "StreamName") {
                    streamName = try scanner.text(try scanner.string())
                } else if scanner.matches(name, "StreamARN") {
                    streamARN = try scanner.text(try scanner.string())
                } else {
                    try scanner.skip()
                }
            }
            try scanner.end()
        } catch {
            throw .serialization(error)
        }
        if let problem { throw problem }
    }

    /// Reads one record; gives what is wrong with it where it is well-formed but not acceptable.
    private mutating func readRecord(_ scanner: inout JSONScanner) throws(MalformedInput) -> AWSError? {
        guard batch.count < AWSLimits.putRecords else {
            try scanner.skip()
            return .validation("Records has more than \(AWSLimits.putRecords) records")
        }
        let (payloads, keys) = (batch.payloads.count, batch.partitionKeys.count)
        var explicitHashKey: UInt128?
        var problem: AWSError?
        try scanner.object { scanner, name throws(MalformedInput) in
            if scanner.matches(name, "Data") {
                let text = try scanner.string()
                guard batch.payloads.count == payloads else { throw scanner.failure("Data is given twice") }
                try batch.payloads.appendValue { (bytes: inout [UInt8]) throws(MalformedInput) in
                    try Self.decodeBase64(scanner, text, to: &bytes)
                }
            } else if scanner.matches(name, "PartitionKey") {
                let text = try scanner.string()
                guard batch.partitionKeys.count == keys else { throw scanner.failure("PartitionKey is given twice") }
                try batch.partitionKeys.appendValue { (bytes: inout [UInt8]) throws(MalformedInput) in
                    try scanner.appendUTF8(of: text, to: &bytes)
                }
            } else if scanner.matches(name, "ExplicitHashKey") {
                if try scanner.peek() == .literal, try scanner.literal() == nil { return }
                explicitHashKey = UInt128(try scanner.text(try scanner.string()))
                if explicitHashKey == nil { problem = Self.badHashKey }
            } else {
                try scanner.skip()
            }
        }
        guard batch.payloads.count == payloads + 1, batch.partitionKeys.count == keys + 1 else {
            if batch.payloads.count > payloads { batch.payloads.removeLast() }
            if batch.partitionKeys.count > keys { batch.partitionKeys.removeLast() }
            return .validation("a record needs Data and PartitionKey")
        }
        batch.setExplicitHashKey(explicitHashKey)
        return problem
    }

    private static func decodeBase64(
        _ scanner: JSONScanner, _ text: JSONScanner.Text, to output: inout [UInt8]
    ) throws(MalformedInput) {
        guard text.hasEscapes else { return try Base64.decode(scanner.bytes, text.range, to: &output) }
        var plain: [UInt8] = []  // Some encoders write "/" as "\/".
        try scanner.appendUTF8(of: text, to: &plain)
        try Base64.decode(plain, plain.indices, to: &output)
    }

    private mutating func readTree(_ input: WireValue) throws(AWSError) {
        streamName = try input.text("StreamName")
        streamARN = try input.text("StreamARN")
        guard case .array(let records) = input["Records"] ?? .array([]) else {
            throw .validation("Records must be a list")
        }
        guard records.count <= AWSLimits.putRecords else {
            throw .validation("Records has more than \(AWSLimits.putRecords) records")
        }
        for record in records { try append(record) }
    }

    private mutating func append(_ record: WireValue) throws(AWSError) {
        let one = try Self.record(record)
        batch.append(payload: one.payload, partitionKey: one.partitionKey, explicitHashKey: one.explicitHashKey)
    }

    /// The parts of one record of a tree.
    static func record(
        _ value: WireValue
    ) throws(AWSError) -> (payload: [UInt8], partitionKey: String, explicitHashKey: UInt128?) {
        let payload: [UInt8]
        switch value["Data"] {
        case .bytes(let bytes): payload = bytes
        case .string(let text):
            var decoded: [UInt8] = []
            do throws(MalformedInput) {
                let bytes = Array(text.utf8)
                try Base64.decode(bytes, bytes.indices, to: &decoded)
            } catch {
                throw .serialization(error)
            }
            payload = decoded
        default: throw .validation("a record needs Data")
        }
        let explicit = try value.text("ExplicitHashKey")
        let hashKey = explicit.flatMap { UInt128($0) }
        if explicit != nil, hashKey == nil { throw badHashKey }
        return (payload, try value.requiredText("PartitionKey"), hashKey)
    }

    private static let badHashKey = AWSError.invalidArgument("ExplicitHashKey must be a number of 0 to 2^128-1")
}
