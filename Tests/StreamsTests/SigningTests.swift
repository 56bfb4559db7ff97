import Testing

@testable import Streams

/// The key, scope and expected signatures are those of AWS' published signature version 4 test suite.
@Suite("Request signing")
struct SigningTests {
    private static let scope = SignatureScope(timestamp: "20150830T123600Z", region: "us-east-1", service: "service")
    private static let secret = "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY"
    private static let base = [
        (name: "host", value: "example.amazonaws.com"), (name: "x-amz-date", value: "20150830T123600Z"),
    ]
    private static let emptyHash = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"

    @Test(
        "signatures are those of the published suite",
        arguments: [
            ("GET", "", [], "5fa00fa31553b73ebf1942676e86291e8372ff2a2260956d9b8aae1d763fbf31"),
            (
                "GET", "Param2=value2&Param1=value1", [],
                "b97d918cfa904a5beff61c982a1b6f458b799221646efd99d3219ec94cdf2500"
            ),
            ("POST", "", [], "5da7c1a2acd57cee7505fc6676e4e544621c30862966e37dddb68e92efbe5d6b"),
            (
                "POST", "", [("my-header1", "value1")],
                "c5410059b04c1ee005303aed430f6e6645f61f4dc9e1461ec8f8916fdf18852c"
            ),
        ] as [(String, String, [(String, String)], String)])
    func suite(method: String, query: String, headers: [(String, String)], signature: String) {
        let parts = SignedParts(
            method: method, path: "/", query: query, headers: Self.base + headers.map { (name: $0.0, value: $0.1) },
            bodyHash: Self.emptyHash)
        #expect(SignatureV4.signature(of: parts, scope: Self.scope, secret: Self.secret) == signature)
    }

    @Test("the canonical request collapses spaces, sorts names and encodes the path once more")
    func canonical() {
        let parts = SignedParts(
            method: "GET", path: "/a%20b/c", query: "b=2&a=&a=1&c", headers: [("x-z", "  a   b "), ("host", "h")],
            bodyHash: Self.emptyHash)
        #expect(
            SignatureV4.canonicalRequest(parts) == """
                GET
                /a%2520b/c
                a=&a=1&b=2&c=
                host:h
                x-z:a b

                host;x-z
                \(Self.emptyHash)
                """)
    }

    @Test("an empty body has its hash")
    func bodyHash() {
        #expect(SignatureV4.hash(of: []) == Self.emptyHash)
    }

    @Test(
        "times go both ways",
        arguments: [
            (0, "19700101T000000Z"), (951_782_399, "20000228T235959Z"), (951_782_400, "20000229T000000Z"),
            (1_440_938_160, "20150830T123600Z"), (4_107_542_400, "21000301T000000Z"),
            (253_402_300_799, "99991231T235959Z"),
        ])
    func times(seconds: Int64, text: String) {
        #expect(SigningTime.text(seconds) == text)
        #expect(SigningTime.seconds(text) == seconds)
    }

    @Test(
        "what is no time is refused",
        arguments: ["", "20150830", "20151330T123600Z", "2015083aT123600Z", "20150830 123600Z", "19690101T000000Z"])
    func badTimes(text: String) {
        #expect(SigningTime.seconds(text) == nil)
    }
}
