/// How a remote Kinesis is reached.
package struct RemoteKinesisConfiguration: Sendable {
    /// The region, which is signed.
    package var region: String
    /// The endpoint's URL, without a path.
    package var endpoint: String
    /// Gives the credentials for a request.
    package var credentials: @Sendable () async throws -> AWSCredentials
    /// Milliseconds from one GetRecords of a shard to the next (Kinesis allows five a second).
    package var readIntervalMilliseconds: Int64 = 200
    /// Milliseconds after which a request is given up.
    package var timeoutMilliseconds: Int64 = 30_000
    /// Tries of a request that is throttled or fails on the other side.
    package var attempts = 6
    /// Milliseconds before the second try; doubled with each further one.
    package var backOffMilliseconds: Int64 = 100

    /// Reaches the Kinesis of a region, or an endpoint that speaks its API.
    package init(
        region: String, endpoint: String? = nil, credentials: @escaping @Sendable () async throws -> AWSCredentials
    ) {
        self.region = region
        self.endpoint = endpoint ?? "https://kinesis.\(region).amazonaws.com"
        self.credentials = credentials
    }
}
