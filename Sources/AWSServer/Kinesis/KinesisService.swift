package import Streams

/// The Kinesis Data Streams API over the local log.
package struct KinesisService: AWSService {
    /// The API's version, as targets name it.
    package let targetPrefix = "Kinesis_20131202"
    let store: LocalStreamStore
    let region: String
    let account: String
    let clock: @Sendable () -> Int64

    /// Serves the streams of `store`; `region` and `account` go into ARNs.
    package init(store: LocalStreamStore, configuration: AWSEndpointConfiguration) {
        self.store = store
        region = configuration.region
        account = configuration.account
        clock = configuration.clock
    }

    /// Carries out an operation.
    package func respond(to request: AWSRequest) async throws -> [UInt8] {
        switch request.operation {
        case "PutRecords": return try await putRecords(request)
        case "GetRecords": return try await getRecords(request)
        default:
            let value = try await perform(request.operation, try request.value())
            return value.map(request.encoding.encode) ?? []
        }
    }

    /// Carries out an operation of small messages; gives nil for an empty response.
    private func perform(_ operation: String, _ input: WireValue) async throws -> WireValue? {
        switch operation {
        case "PutRecord": return try await putRecord(input)
        case "GetShardIterator": return try await getShardIterator(input)
        case "CreateStream": try await createStream(input)
        case "DeleteStream": try await store.deleteStream(try streamName(input))
        case "ListStreams": return try await listStreams(input)
        case "DescribeStream": return try await describeStream(input)
        case "DescribeStreamSummary": return try await describeStreamSummary(input)
        case "DescribeLimits": return try await describeLimits()
        case "ListShards": return try await listShards(input)
        case "IncreaseStreamRetentionPeriod": try await changeRetention(input) { $1 >= $0 }
        case "DecreaseStreamRetentionPeriod": try await changeRetention(input) { $1 <= $0 }
        case "AddTagsToStream": try await addTags(input)
        case "RemoveTagsFromStream": try await removeTags(input)
        case "ListTagsForStream": return try listTags(input)
        default: throw AWSError("UnknownOperationException", "\(operation) is not supported by this endpoint")
        }
        return nil
    }

    /// The stream that a request means, by `StreamARN` or `StreamName`.
    func streamName(_ input: WireValue) throws -> StreamName {
        try streamName(name: try input.text("StreamName"), arn: try input.text("StreamARN"))
    }

    /// The stream that a name or an ARN means; where both are given they must agree.
    func streamName(name: String?, arn: String?) throws -> StreamName {
        let fromARN = try arn.map { arn throws(AWSError) in
            let parts = arn.split(separator: ":", maxSplits: 5, omittingEmptySubsequences: false)
            guard parts.count == 6, parts[0] == "arn", parts[2] == "kinesis", parts[5].hasPrefix("stream/") else {
                throw .validation("\"\(arn.prefix(200))\" is not the ARN of a stream")
            }
            return String(parts[5].dropFirst("stream/".count))
        }
        guard let text = fromARN ?? name else { throw AWSError.validation("StreamName or StreamARN is missing") }
        if let name, name != text { throw AWSError.invalidArgument("StreamName and StreamARN mean different streams") }
        return try StreamName(text)
    }

    /// The ARN of a stream.
    func arn(of name: StreamName) -> String { "arn:aws:kinesis:\(region):\(account):stream/\(name)" }
}
