/// What can go wrong in the demonstration.
package struct DemonstrationError: Error, Sendable, CustomStringConvertible {
    /// Kinds of failure.
    package enum Code: String, Sendable {
        /// A file of the market data is not there.
        case missingData
        /// A program could not be started or ended early.
        case program
        /// A service answered with an error, or not at all.
        case service
        /// Something did not come about in time.
        case timeout
        /// The user or the system asked the program to end.
        case interrupted
    }

    /// The kind.
    package let code: Code
    /// The fact, in lower case.
    package let message: String
    /// What the other side said, where it said anything.
    package let detail: String?
    /// What the user can do.
    package let hint: String?

    /// Makes an error.
    package init(_ code: Code, _ message: String, detail: String? = nil, hint: String? = nil) {
        self.code = code
        self.message = message
        self.detail = detail
        self.hint = hint
    }

    package var description: String {
        [message, detail.map { "detail: " + $0 }, hint.map { "hint: " + $0 }].compactMap { $0 }.joined(separator: "\n")
    }
}
