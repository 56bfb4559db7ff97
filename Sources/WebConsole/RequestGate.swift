/// Decides from a request's head alone whether it may come in.
///
/// The console asks for no password on loopback, so it must not be a tool of other web sites: a page of another
/// origin may not send statements (Origin), and a foreign name that was made to resolve to this machine may not read
/// the answers (Host).
struct RequestGate: Sendable {
    private let allowedHosts: Set<String>

    init(allowedHosts: [String]) {
        self.allowedHosts = Set(allowedHosts.map { $0.lowercased() })
    }

    /// The reason to refuse the request, or nil when it may come in. `authority` is the Host header.
    func refusal(authority: String?, origin: String?) -> String? {
        guard let authority, let host = Self.host(ofAuthority: authority) else {
            return "the request names no host"
        }
        guard isAllowed(host) else {
            return "this console does not answer to the name \"\(host)\"; open it as localhost or configure the name"
        }
        guard let origin else { return nil }
        let sameOrigins = ["http://\(authority)", "https://\(authority)"].map { $0.lowercased() }
        guard sameOrigins.contains(origin.lowercased()) else {
            return "requests from the pages of another site are refused (origin \"\(origin)\")"
        }
        return nil
    }

    private func isAllowed(_ host: String) -> Bool {
        Self.isLoopback(host) || allowedHosts.contains(host)
    }

    /// Whether `host` is this machine under a name or address that no other machine can have.
    static func isLoopback(_ host: String) -> Bool {
        host == "localhost" || host == "::1" || isLoopbackAddress(host)
    }

    /// Whether `host` is an address of 127.0.0.0/8. Its four numbers are checked: `127.evil.example` is a name.
    private static func isLoopbackAddress(_ host: String) -> Bool {
        let parts = host.split(separator: ".", omittingEmptySubsequences: false)
        guard parts.count == 4, parts[0] == "127" else { return false }
        return parts.allSatisfy { part in
            part.count <= 3 && part.utf8.allSatisfy { (48...57).contains($0) } && UInt8(part) != nil
        }
    }

    /// The host of `host`, `host:port` or `[v6]:port`, in lower case; nil when it is none of these.
    static func host(ofAuthority authority: String) -> String? {
        if authority.hasPrefix("[") {
            guard let end = authority.firstIndex(of: "]") else { return nil }
            let rest = authority[authority.index(after: end)...]
            guard rest.isEmpty || isPort(rest) else { return nil }
            let address = authority[authority.index(after: authority.startIndex)..<end]
            return address.contains(":") ? address.lowercased() : nil
        }
        guard let colon = authority.firstIndex(of: ":") else { return authority.isEmpty ? nil : authority.lowercased() }
        guard colon != authority.startIndex, isPort(authority[colon...]) else { return nil }
        return authority[..<colon].lowercased()
    }

    /// Whether `text` is a colon and a number that fits a port.
    private static func isPort(_ text: Substring) -> Bool {
        text.first == ":" && UInt16(text.dropFirst()) != nil
    }
}
