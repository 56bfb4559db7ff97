/// Refuses requests that a web page of another site could have caused: a browser always tells the truth in `Host` and
/// `Origin`.
///
/// Without the look at `Host`, a page could let its own name point to this machine (DNS rebinding) and talk to us as
/// its own site.
package struct SiteCheck: Sendable {
    private let hostNames: Set<String>

    /// Allows the loopback names and `hostNames`.
    package init(hostNames: [String]) {
        self.hostNames = Set(["localhost", "127.0.0.1", "[::1]"] + hostNames.map { $0.lowercased() })
    }

    /// Why a request is refused; nil where it is allowed.
    package func refusal(host: String?, origin: String?) -> String? {
        guard let host, hostNames.contains(Self.name(ofHost: host)) else {
            return "the request is for the host \"\(host ?? "")\", which this endpoint does not answer to"
        }
        if let origin, Self.host(ofOrigin: origin)?.lowercased() != host.lowercased() {
            return "the request comes from the site \"\(origin)\", which may not use this endpoint"
        }
        return nil
    }

    /// The host without its port, lowercase.
    private static func name(ofHost host: String) -> String {
        let end =
            host.hasPrefix("[") ? host.firstIndex(of: "]").map { host.index(after: $0) } : host.firstIndex(of: ":")
        return host[..<(end ?? host.endIndex)].lowercased()
    }

    /// The host with its port of an origin such as `http://localhost:4566`.
    private static func host(ofOrigin origin: String) -> Substring? {
        guard let scheme = ["http://", "https://"].first(where: { origin.hasPrefix($0) }) else { return nil }
        return origin.dropFirst(scheme.count)
    }
}
