import Testing

@testable import WebConsole

@Suite struct RequestGateTests {
    @Test(arguments: [
        "localhost", "localhost:8080", "LOCALHOST:8080", "127.0.0.1", "127.0.0.1:1", "127.255.0.9:65535", "[::1]",
        "[::1]:8080", "warehouse.example", "Warehouse.Example:443",
    ])
    func letsInItsOwnNames(authority: String) {
        let gate = RequestGate(allowedHosts: ["warehouse.example"])
        #expect(gate.refusal(authority: authority, origin: nil) == nil)
    }

    @Test(arguments: [
        nil, "", ":8080", "evil.example", "evil.example:8080", "localhost.evil.example", "127.0.0.1.evil.example",
        "127.evil.example.com", "127.0.0", "127.0.0.256", "127.0.0.+1", "128.0.0.1", "10.0.0.1:8080", "[::2]:8080",
        "[::1", "[::1]x", "[127.0.0.1]", "[localhost]", "[::1]:", "localhost:", "localhost:99999", "localhost:80:80",
        "0.0.0.0",
    ])
    func refusesOtherNames(authority: String?) {
        #expect(RequestGate(allowedHosts: []).refusal(authority: authority, origin: nil) != nil)
    }

    @Test(arguments: [
        ("localhost:8080", "http://localhost:8080", true),
        ("localhost:8080", "HTTP://LocalHost:8080", true),
        ("warehouse.example", "https://warehouse.example", true),
        ("localhost:8080", "http://localhost:3000", false),
        ("localhost:8080", "http://127.0.0.1:8080", false),
        ("localhost:8080", "http://evil.example", false),
        ("localhost:8080", "http://localhost:8080.evil.example", false),
        ("localhost:8080", "null", false),
        ("localhost:8080", "", false),
    ])
    func letsInPagesOfItsOwnOrigin(authority: String, origin: String, isAllowed: Bool) {
        let gate = RequestGate(allowedHosts: ["warehouse.example"])
        #expect((gate.refusal(authority: authority, origin: origin) == nil) == isAllowed)
    }
}
