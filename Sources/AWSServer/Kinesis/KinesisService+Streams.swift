import Streams

extension KinesisService {
    func createStream(_ input: WireValue) async throws {
        let name = try StreamName(try input.requiredText("StreamName"))
        let mode = try input["StreamModeDetails"]?.text("StreamMode") ?? "PROVISIONED"
        guard ["PROVISIONED", "ON_DEMAND"].contains(mode) else {
            throw AWSError.validation("StreamMode must be PROVISIONED or ON_DEMAND")
        }
        let isOnDemand = mode == "ON_DEMAND"
        let count = try input.integer("ShardCount", in: 1...StreamLimits.shardsPerStream)
        guard isOnDemand || count != nil else { throw AWSError.validation("ShardCount is missing") }
        let tags = try Self.tags(input)
        guard tags.count <= StreamLimits.tagsPerStream else {
            throw AWSError("LimitExceededException", "a stream can have \(StreamLimits.tagsPerStream) tags")
        }
        _ = try await store.createStream(
            name, shardCount: count ?? AWSLimits.onDemandShards, isOnDemand: isOnDemand)
        if !tags.isEmpty { try await store.changeTags(of: name, set: tags) }
    }

    func listStreams(_ input: WireValue) async throws -> WireValue {
        let limit = try input.integer("Limit", in: 1...10_000) ?? AWSLimits.streamsPerPage
        let start = try input.text("NextToken") ?? input.text("ExclusiveStartStreamName")
        let rest = try await store.streamNames().filter { name in start.map { name.text > $0 } ?? true }
        let page = rest.prefix(limit)
        var summaries: [WireValue] = []
        for name in page {
            let stream = try await store.describe(name)
            summaries.append(
                .object([
                    "StreamName": .string(name.text), "StreamARN": .string(arn(of: name)),
                    "StreamStatus": .string("ACTIVE"),
                    "StreamModeDetails": try mode(of: name), "StreamCreationTimestamp": .timestamp(stream.createdAt),
                ]))
        }
        let hasMore = rest.count > page.count
        return .object([
            "HasMoreStreams": .bool(hasMore), "StreamNames": .array(page.map { .string($0.text) }),
            "StreamSummaries": .array(summaries), "NextToken": hasMore ? page.last.map { .string($0.text) } : nil,
        ])
    }

    func describeStream(_ input: WireValue) async throws -> WireValue {
        let stream = try await store.describe(try streamName(input))
        let limit = try input.integer("Limit", in: 1...10_000) ?? AWSLimits.shardsPerPage
        let start = try input.text("ExclusiveStartShardId")
        let rest = stream.shards.filter { shard in start.map { shard.id.text > $0 } ?? true }
        let page = rest.prefix(limit)
        let name = stream.identity.name
        return .object([
            "StreamDescription": .object([
                "StreamName": .string(name.text), "StreamARN": .string(arn(of: name)),
                "StreamStatus": .string("ACTIVE"),
                "StreamModeDetails": try mode(of: name), "Shards": .array(page.map(Self.shard)),
                "HasMoreShards": .bool(rest.count > page.count),
                "RetentionPeriodHours": .integer(Int64(stream.retentionHours)),
                "StreamCreationTimestamp": .timestamp(stream.createdAt), "EncryptionType": .string("NONE"),
                "EnhancedMonitoring": .array([.object(["ShardLevelMetrics": .array([])])]),
            ])
        ])
    }

    func describeStreamSummary(_ input: WireValue) async throws -> WireValue {
        let stream = try await store.describe(try streamName(input))
        let name = stream.identity.name
        return .object([
            "StreamDescriptionSummary": .object([
                "StreamName": .string(name.text), "StreamARN": .string(arn(of: name)),
                "StreamStatus": .string("ACTIVE"),
                "StreamModeDetails": try mode(of: name),
                "RetentionPeriodHours": .integer(Int64(stream.retentionHours)),
                "StreamCreationTimestamp": .timestamp(stream.createdAt), "EncryptionType": .string("NONE"),
                "EnhancedMonitoring": .array([.object(["ShardLevelMetrics": .array([])])]),
                "OpenShardCount": .integer(Int64(stream.shards.count)), "ConsumerCount": .integer(0),
            ])
        ])
    }

    func describeLimits() async throws -> WireValue {
        var open = 0
        for name in try await store.streamNames() { open += try await store.describe(name).shards.count }
        return .object([
            "ShardLimit": .integer(Int64(StreamLimits.streams * StreamLimits.shardsPerStream)),
            "OpenShardCount": .integer(Int64(open)),
        ])
    }

    /// No shard is ever closed here, so that of the filters only those by name leave any out.
    func listShards(_ input: WireValue) async throws -> WireValue {
        let limit = try input.integer("MaxResults", in: 1...10_000) ?? AWSLimits.shardsPerPage
        var start = try input.text("ExclusiveStartShardId")
        let stream: StreamDescription
        if let token = try input.text("NextToken") {
            let token = try PageToken(token, now: clock())
            stream = try await store.describe(token.stream.name)
            guard stream.identity == token.stream else {
                throw AWSError.invalidArgument("NextToken is of a deleted stream")
            }
            start = token.lastShard.text
        } else {
            stream = try await store.describe(try streamName(input))
        }
        if let filter = input["ShardFilter"], let after = try Self.shardBefore(filter) {
            start = max(start ?? "", after)
        }
        let rest = stream.shards.filter { shard in start.map { shard.id.text > $0 } ?? true }
        let page = rest.prefix(limit)
        let token = page.last.flatMap { last in
            rest.count > page.count ? PageToken(stream: stream.identity, lastShard: last.id, issuedAt: clock()) : nil
        }
        return .object(["Shards": .array(page.map(Self.shard)), "NextToken": token.map { .string($0.text) }])
    }

    func changeRetention(_ input: WireValue, _ isAllowed: (_ before: Int, _ after: Int) -> Bool) async throws {
        let name = try streamName(input)
        guard let hours = try input.integer("RetentionPeriodHours", in: 1...Int(Int32.max)) else {
            throw AWSError.validation("RetentionPeriodHours is missing")
        }
        let before = try await store.describe(name).retentionHours
        guard StreamLimits.retentionHoursRange.contains(hours), isAllowed(before, hours) else {
            let range = StreamLimits.retentionHoursRange
            throw AWSError.invalidArgument(
                "records are kept for \(before) hours; \(hours) is on the wrong side of that, or not within "
                    + "\(range.lowerBound) to \(range.upperBound)")
        }
        try await store.setRetention(name, hours: hours)
    }

    func addTags(_ input: WireValue) async throws {
        let tags = try Self.tags(input)
        guard !tags.isEmpty else { throw AWSError.validation("Tags is missing") }
        try await store.changeTags(of: try streamName(input), set: tags)
    }

    func removeTags(_ input: WireValue) async throws {
        guard case .array(let values) = input["TagKeys"] ?? .array([]), !values.isEmpty else {
            throw AWSError.validation("TagKeys is missing")
        }
        let keys = try values.map { value throws(AWSError) in
            guard case .string(let key) = value else { throw .validation("a tag key must be a string") }
            return key
        }
        try await store.changeTags(of: try streamName(input), set: [:], remove: keys)
    }

    func listTags(_ input: WireValue) throws -> WireValue {
        let limit = try input.integer("Limit", in: 1...50) ?? 50
        let start = try input.text("ExclusiveStartTagKey")
        let tags = try store.tags(of: try streamName(input)).sorted { $0.key < $1.key }
        let rest = tags.filter { tag in start.map { tag.key > $0 } ?? true }
        return .object([
            "Tags": .array(rest.prefix(limit).map { .object(["Key": .string($0.key), "Value": .string($0.value)]) }),
            "HasMoreTags": .bool(rest.count > limit),
        ])
    }

    private func mode(of name: StreamName) throws -> WireValue {
        .object(["StreamMode": .string(try store.isOnDemand(name) ? "ON_DEMAND" : "PROVISIONED")])
    }

    private static func shard(_ shard: ShardDescription) -> WireValue {
        .object([
            "ShardId": .string(shard.id.text),
            "HashKeyRange": .object([
                "StartingHashKey": .string("\(shard.hashKeys.start)"),
                "EndingHashKey": .string("\(shard.hashKeys.end)"),
            ]),
            "SequenceNumberRange": .object([
                "StartingSequenceNumber": .string(shard.startingSequenceNumber.description),
                "EndingSequenceNumber": shard.endingSequenceNumber.map { .string($0.description) },
            ]),
        ])
    }

    private static func shardBefore(_ filter: WireValue) throws(AWSError) -> String? {
        switch try filter.requiredText("Type") {
        case "AFTER_SHARD_ID": return try filter.requiredText("ShardId")
        case "AT_TRIM_HORIZON", "FROM_TRIM_HORIZON", "AT_LATEST": return nil
        case "AT_TIMESTAMP", "FROM_TIMESTAMP":
            guard filter["Timestamp"] != nil else { throw .validation("Timestamp is missing") }
            return nil
        default: throw .validation("ShardFilter has an unknown Type")
        }
    }

    private static func tags(_ input: WireValue) throws(AWSError) -> [String: String] {
        guard let value = input["Tags"] else { return [:] }
        guard case .object(let members) = value else { throw .validation("Tags must be an object") }
        var tags: [String: String] = [:]
        for member in members {
            guard case .string(let text) = member.value, (1...128).contains(member.name.unicodeScalars.count),
                text.unicodeScalars.count <= 256
            else { throw .validation("a tag has a key of 1 to 128 characters and a value of up to 256") }
            tags[member.name] = text
        }
        return tags
    }
}
