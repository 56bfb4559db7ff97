package import Logging

/// How the endpoint for AWS clients is served.
package struct AWSEndpointConfiguration: Sendable {
    /// The address to listen on: a loopback address or name.
    package var host = "127.0.0.1"
    /// The port to listen on; 0 takes a free one.
    package var port = 4_566
    /// Secrets by access key id. Where there is none, requests need no signature.
    package var accessKeys: [String: String] = [:]
    /// Names besides the loopback ones that a request's `Host` may have.
    package var hostNames: [String] = []
    /// The region that ARNs name.
    package var region = "us-east-1"
    /// The account that ARNs name: twelve digits.
    package var account = "000000000000"
    /// Tells the time, in microseconds since 1970 UTC.
    package var clock: @Sendable () -> Int64
    /// Takes notices of failed requests.
    package var logger = Logger(label: "millrace.aws")

    /// A configuration of defaults that tells the time by `clock`.
    package init(clock: @escaping @Sendable () -> Int64) {
        self.clock = clock
    }
}

/// Every bound of this module.
package enum AWSLimits {
    /// Bytes of a request's body: ten megabytes of records in base64, and their keys.
    package static let bodyBytes = 16 << 20
    /// Records of one PutRecords (Kinesis).
    package static let putRecords = 500
    /// Bytes of payloads and keys of one PutRecords (Kinesis' bound since 2025).
    package static let putBytes = 10 << 20
    /// Records of one GetRecords (Kinesis).
    package static let getRecords = 10_000
    /// Bytes of payloads and keys of one GetRecords (Kinesis).
    package static let getBytes = 10 << 20
    /// Seconds after which a shard iterator or a page token is void (Kinesis).
    package static let tokenSeconds: Int64 = 300
    /// Seconds that a signature's time may differ from ours (AWS).
    package static let signatureSeconds: Int64 = 900
    /// Shards of one page unless asked for less (Kinesis).
    package static let shardsPerPage = 1_000
    /// Streams of one page unless asked for less (Kinesis).
    package static let streamsPerPage = 100
    /// Shards of a stream created on demand (Kinesis).
    package static let onDemandShards = 4
}
