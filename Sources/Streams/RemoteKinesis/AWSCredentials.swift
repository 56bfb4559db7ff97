import FoundationEssentials

/// What requests are signed with. Never logged.
package struct AWSCredentials: Sendable {
    /// The access key id.
    package var keyID: String
    /// The secret access key.
    package var secret: String
    /// The token of temporary credentials.
    package var sessionToken: String?

    /// Joins the parts.
    package init(keyID: String, secret: String, sessionToken: String? = nil) {
        self.keyID = keyID
        self.secret = secret
        self.sessionToken = sessionToken
    }

    /// Credentials of the usual environment variables (`AWS_ACCESS_KEY_ID` and its companions).
    package static func environment() throws(StreamError) -> AWSCredentials {
        let variables = ProcessInfo.processInfo.environment
        guard let keyID = variables["AWS_ACCESS_KEY_ID"], let secret = variables["AWS_SECRET_ACCESS_KEY"] else {
            throw StreamError(
                .accessDenied, "there are no AWS credentials",
                hint: "set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, and AWS_SESSION_TOKEN for temporary ones")
        }
        return AWSCredentials(keyID: keyID, secret: secret, sessionToken: variables["AWS_SESSION_TOKEN"])
    }
}
