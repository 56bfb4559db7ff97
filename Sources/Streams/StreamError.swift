/// Why a stream could not be used: a lowercase fact, with the detail and a hint where there is one.
package struct StreamError: Error, Sendable, Equatable, CustomStringConvertible {
    /// The kind of failure, to be told apart by callers.
    package enum Code: String, Sendable, CaseIterable {
        /// No stream of this name, or this life of it has ended.
        case streamNotFound
        /// The stream has no such shard.
        case shardNotFound
        /// A stream of this name exists.
        case streamExists
        /// Retention removed records after the position.
        case positionExpired
        /// The position lies beyond the end of the shard: it belongs to another log.
        case positionUnknown
        /// An argument is malformed or out of its range.
        case invalidArgument
        /// A record, key or request is larger than allowed.
        case tooLarge
        /// A count bound (streams, shards, waiting requests) is reached.
        case limitExceeded
        /// Too much at once; the same request can succeed a little later.
        case throttled
        /// The disk took no more, or failed.
        case storageFailure
        /// Stored records are damaged.
        case damagedLog
        /// The folder is in use by another process.
        case storeInUse
        /// The store or reader is shut down.
        case closed
        /// The remote endpoint could not be reached or failed on its side.
        case unavailable
        /// The remote endpoint refused the credentials.
        case accessDenied
        /// The remote endpoint answered something that cannot be understood.
        case invalidResponse
    }

    /// The kind of failure.
    package let code: Code
    /// The fact, lowercase.
    package let message: String
    /// What exactly was wrong.
    package let detail: String?
    /// What can be done.
    package let hint: String?

    /// Joins the parts.
    package init(_ code: Code, _ message: String, detail: String? = nil, hint: String? = nil) {
        self.code = code
        self.message = message
        self.detail = detail
        self.hint = hint
    }

    /// Whether the same call can succeed later without a change; all other failures stay until somebody acts.
    package var isTransient: Bool {
        switch code {
        case .throttled, .unavailable, .storageFailure: true
        case .streamNotFound, .shardNotFound, .streamExists, .positionExpired, .positionUnknown, .invalidArgument,
            .tooLarge, .limitExceeded, .damagedLog, .storeInUse, .closed, .accessDenied, .invalidResponse:
            false
        }
    }

    /// The fact, the detail and the hint in one line.
    package var description: String {
        [message, detail, hint.map { "hint: \($0)" }].compactMap(\.self).joined(separator: "; ")
    }
}
