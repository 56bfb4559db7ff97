@testable import AWSServer
@testable import WebConsole

/// What the HTTP services read of a request's head by themselves.
enum HTTPTargets {
    static let all = [
        FuzzTarget(
            "http-gates", words: ["localhost", "127.0.0.1", "[::1]", "http://", "https://", ":8080"],
            seeds: {
                ["localhost:8080\nhttp://localhost:8080", "[::1]:1\n", "127.0.0.1\nhttps://x"].map { Array($0.utf8) }
            },
            run: pass)
    ]

    /// A request that may come in names this machine, and comes from no other site.
    private static func pass(_ bytes: [UInt8]) {
        let lines = FuzzInput(bytes).text.split(separator: "\n", maxSplits: 1, omittingEmptySubsequences: false)
        let host = String(lines[0])
        let origin = lines.count > 1 ? String(lines[1]) : nil
        let refusals = [
            SiteCheck(hostNames: []).refusal(host: host, origin: origin),
            RequestGate(allowedHosts: []).refusal(authority: host, origin: origin),
        ]
        guard refusals.contains(nil) else { return }
        let isOurs = ["localhost", "127.", "[::1]"].contains { host.lowercased().hasPrefix($0) }
        check(isOurs, "\(host) is not this machine")
        check(origin.map { $0.lowercased().hasSuffix("//" + host.lowercased()) } ?? true, "another site comes in")
    }
}
