/// Why the console cannot start or does not answer a request.
package struct ConsoleError: Error, Equatable, CustomStringConvertible {
    /// What kind of failure this is; callers may switch over it.
    package enum Code: Sendable, Equatable {
        case missingAsset
        case cannotListen
        case notLoopback
    }

    /// The kind of failure.
    package let code: Code
    /// The fact, in lower case.
    package let message: String
    /// What to do about it.
    package let hint: String?

    /// Fact and hint in one line.
    package var description: String { hint.map { "\(message); \($0)" } ?? message }

    static func missingAsset(_ path: String, hint: String) -> ConsoleError {
        ConsoleError(code: .missingAsset, message: "cannot read \(path), which the web console serves", hint: hint)
    }

    static func cannotListen(host: String, port: Int, reason: String) -> ConsoleError {
        ConsoleError(
            code: .cannotListen, message: "the web console cannot listen on \(host):\(port): \(reason)",
            hint: "choose another port, or 0 for a free one")
    }

    static func notLoopback(host: String) -> ConsoleError {
        ConsoleError(
            code: .notLoopback, message: "the web console has no passwords and does not listen on \(host)",
            hint: "listen on 127.0.0.1 and put a proxy with TLS and passwords in front")
    }
}
