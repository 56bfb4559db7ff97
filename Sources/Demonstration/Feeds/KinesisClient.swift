import AsyncHTTPClient
import Foundation
import NIOCore
import NIOHTTP1

/// The few calls of the Kinesis API that a producer needs.
struct KinesisClient: Sendable {
    private let http: HTTPClient
    private let endpoint: String

    /// Times that a refused request or record is sent before the feed gives up.
    private static let attemptsMax = 8
    private static let requestTimeout = TimeAmount.seconds(60)
    private static let responseBytesMax = 8 << 20

    init(http: HTTPClient, endpoint: String) {
        self.http = http
        self.endpoint = endpoint
    }

    /// Creates the stream and waits until it is active.
    func createStream(_ name: String, shardCount: Int) async throws {
        let body = try JSONEncoder().encode(CreateStreamRequest(streamName: name, shardCount: shardCount))
        _ = try await call("CreateStream", ByteBuffer(bytes: body))
        let question = try JSONEncoder().encode(StreamNameRequest(streamName: name))
        for _ in 0..<100 {
            let answer = try await call("DescribeStreamSummary", ByteBuffer(bytes: question))
            let summary = try JSONDecoder().decode(
                DescribeStreamSummaryResponse.self, from: Data(answer.readableBytesView))
            if summary.streamDescriptionSummary.streamStatus == "ACTIVE" { return }
            try await Task.sleep(for: .milliseconds(50))
        }
        throw DemonstrationError(.timeout, "stream \(name) did not become active")
    }

    /// Sends the records and returns the positions of those that the service refused for now.
    func putRecords(_ request: PutRecordsRequest) async throws -> [Int] {
        let answer = try await call("PutRecords", request.body)
        let response = try JSONDecoder().decode(PutRecordsResponse.self, from: Data(answer.readableBytesView))
        guard response.failedRecordCount > 0 else { return [] }
        return response.records.indices.filter { response.records[$0].errorCode != nil }
    }

    /// One call. It is repeated only where the service said that it took nothing: after a lost connection the
    /// records may be stored, and sending them again would store them twice.
    private func call(_ operation: String, _ body: ByteBuffer) async throws -> ByteBuffer {
        for attempt in 1... {
            var request = HTTPClientRequest(url: endpoint)
            request.method = .POST
            request.headers.add(name: "Content-Type", value: "application/x-amz-json-1.1")
            request.headers.add(name: "X-Amz-Target", value: "Kinesis_20131202." + operation)
            request.body = .bytes(body)
            let response = try await http.execute(request, timeout: Self.requestTimeout)
            let answer = try await response.body.collect(upTo: Self.responseBytesMax)
            if response.status == .ok { return answer }
            let text = String(buffer: answer)
            let isTemporary = response.status == .serviceUnavailable || text.contains("ThroughputExceeded")
            guard isTemporary, attempt < Self.attemptsMax else {
                throw DemonstrationError(
                    .service, "\(operation) failed with status \(response.status.code)", detail: text)
            }
            try await Task.sleep(for: .milliseconds(20 << attempt))
        }
        return ByteBuffer()
    }
}

private struct CreateStreamRequest: Encodable {
    let streamName: String
    let shardCount: Int

    enum CodingKeys: String, CodingKey {
        case streamName = "StreamName"
        case shardCount = "ShardCount"
    }
}

private struct StreamNameRequest: Encodable {
    let streamName: String

    enum CodingKeys: String, CodingKey {
        case streamName = "StreamName"
    }
}

private struct DescribeStreamSummaryResponse: Decodable {
    struct Summary: Decodable {
        let streamStatus: String

        enum CodingKeys: String, CodingKey {
            case streamStatus = "StreamStatus"
        }
    }

    let streamDescriptionSummary: Summary

    enum CodingKeys: String, CodingKey {
        case streamDescriptionSummary = "StreamDescriptionSummary"
    }
}

private struct PutRecordsResponse: Decodable {
    struct Entry: Decodable {
        let errorCode: String?

        enum CodingKeys: String, CodingKey {
            case errorCode = "ErrorCode"
        }
    }

    let failedRecordCount: Int
    let records: [Entry]

    enum CodingKeys: String, CodingKey {
        case failedRecordCount = "FailedRecordCount"
        case records = "Records"
    }
}
