package import DuckDB
internal import Foundation

/// How buckets are reached over the S3 API.
package struct RemoteStorage: Sendable {
    /// The name of the key that signs requests.
    package var accessKey: String
    /// The key itself.
    package var secretKey: String
    /// What temporary keys need besides.
    package var sessionToken: String?
    /// The region that requests are signed for.
    package var region = "us-east-1"
    /// The address of an S3 API that is not AWS's, such as `http://127.0.0.1:9000`.
    package var endpoint: String?

    /// Storage reached with these keys.
    package init(accessKey: String, secretKey: String) {
        self.accessKey = accessKey
        self.secretKey = secretKey
    }

    /// Storage by the variables that AWS's own tools read; nil without keys.
    package init?(environment: [String: String]) {
        guard let accessKey = environment["AWS_ACCESS_KEY_ID"], let secretKey = environment["AWS_SECRET_ACCESS_KEY"]
        else { return nil }
        self.init(accessKey: accessKey, secretKey: secretKey)
        sessionToken = environment["AWS_SESSION_TOKEN"]
        region = environment["AWS_REGION"] ?? environment["AWS_DEFAULT_REGION"] ?? region
        endpoint = environment["AWS_ENDPOINT_URL_S3"] ?? environment["AWS_ENDPOINT_URL"]
    }

    /// Makes the keys known to all connections of the engine; its S3 client must be loaded.
    ///
    /// The engine keeps them in memory alone and never shows the secret ones.
    package func register(on connection: Connection) throws {
        let loaded = try connection.query(
            "SELECT 1 FROM duckdb_extensions() WHERE extension_name = 'httpfs' AND loaded"
        ).rows()
        guard !loaded.isEmpty else {
            throw WarehouseError(
                .objectNotReady, "the engine's S3 client is not loaded",
                hint: "run ./run setup, which fetches the httpfs extension")
        }
        var options = [
            ("TYPE", "s3"), ("PROVIDER", "config"), ("KEY_ID", accessKey), ("SECRET", secretKey), ("REGION", region),
        ]
        if let sessionToken { options.append(("SESSION_TOKEN", sessionToken)) }
        if let endpoint {
            guard let url = URL(string: endpoint), let host = url.host() else {
                throw WarehouseError(.invalidParameter, "S3 endpoint \"\(endpoint)\" is not an address")
            }
            options.append(("ENDPOINT", url.port.map { "\(host):\($0)" } ?? host))
            // An endpoint of one's own rarely has a name for each bucket.
            options.append(("URL_STYLE", "path"))
            options.append(("USE_SSL", url.scheme == "http" ? "false" : "true"))
        }
        let list = options.map { "\($0.0) \(EngineName.literal($0.1))" }.joined(separator: ", ")
        try connection.execute("CREATE OR REPLACE SECRET millrace_s3 (\(list))")
    }
}
