import Streams
import Testing

@testable import AWSServer

@Suite("Protection of the endpoint")
struct ProtectionTests {
    @Test(
        "a request for another host or from another site is refused",
        arguments: [
            ("localhost", nil, true), ("localhost:4566", nil, true), ("LOCALHOST:1", nil, true),
            ("127.0.0.1:4566", nil, true),
            ("[::1]:4566", nil, true), ("[::1]", nil, true), ("millrace.example:4566", nil, true), (nil, nil, false),
            ("", nil, false), ("evil.example", nil, false), ("localhost.evil.example:4566", nil, false),
            ("[::2]:4566", nil, false),
            ("localhost:4566", "http://localhost:4566", true), ("localhost:4566", "https://LOCALHOST:4566", true),
            ("localhost:4566", "http://localhost:8080", false), ("localhost:4566", "http://evil.example", false),
            ("localhost:4566", "null", false), ("localhost:4566", "file://localhost:4566", false),
        ] as [(String?, String?, Bool)])
    func sites(host: String?, origin: String?, isAllowed: Bool) {
        let refusal = SiteCheck(hostNames: ["millrace.example"]).refusal(host: host, origin: origin)
        #expect((refusal == nil) == isAllowed)
    }

    private static let now: Int64 = 1_440_938_160
    private static let body = Array("{}".utf8)

    /// A request that our own client signed, with changes.
    private func verify(
        keyID: String = "client", secret: String = "secret", now: Int64 = Self.now, body: [UInt8] = Self.body,
        path: String = "/",
        change: (inout [String: String]) -> Void = { _ in }
    ) -> String? {
        let scope = SignatureScope(timestamp: SigningTime.text(Self.now), region: "eu-west-1", service: "kinesis")
        var headers = [
            "host": "localhost:4566", "x-amz-date": scope.timestamp, "x-amz-target": "Kinesis_20131202.ListStreams",
        ]
        let parts = SignedParts(
            method: "POST", path: "/", query: "", headers: headers.map { (name: $0.key, value: $0.value) },
            bodyHash: SignatureV4.hash(of: Self.body))
        headers["authorization"] = SignatureV4.authorization(of: parts, scope: scope, keyID: keyID, secret: secret)
        change(&headers)
        let sent = headers
        do {
            try SignatureCheck(accessKeys: ["client": "secret"]).verify(
                method: "POST", path: path, query: "", body: body, now: now
            ) { sent[$0] }
            return nil
        } catch {
            return error.type
        }
    }

    @Test("a signed request passes, and no change to it does")
    func signatures() {
        #expect(verify() == nil)
        #expect(verify(now: Self.now + 899) == nil)
        #expect(verify(now: Self.now + 901) == "InvalidSignatureException")
        #expect(verify(now: Self.now - 901) == "InvalidSignatureException")
        #expect(verify(keyID: "other") == "UnrecognizedClientException")
        #expect(verify(secret: "Secret") == "InvalidSignatureException")
        #expect(verify(body: [1]) == "InvalidSignatureException")
        #expect(verify(path: "/x") == "InvalidSignatureException")
        #expect(verify { $0["x-amz-target"] = "Kinesis_20131202.DeleteStream" } == "InvalidSignatureException")
        #expect(verify { $0["authorization"] = nil } == "MissingAuthenticationTokenException")
        #expect(verify { $0["x-amz-date"] = nil } == "IncompleteSignatureException")
        #expect(verify { $0["x-amz-date"] = "20150831T000000Z" } == "IncompleteSignatureException")
        #expect(verify { $0["x-amz-target"] = nil } == "IncompleteSignatureException")
        for text in [
            "", "Basic x", "AWS4-HMAC-SHA256", "AWS4-HMAC-SHA256 Credential=,SignedHeaders=,Signature=",
            "AWS4-HMAC-SHA256 Credential=client/a/b/c/d, SignedHeaders=host, Signature=0",
        ] {
            #expect(verify { $0["authorization"] = text } == "IncompleteSignatureException", "\(text)")
        }
        #expect(verify { $0["authorization"]?.replace("host;", with: "") } == "IncompleteSignatureException")
    }

    @Test("without keys nothing has to be signed")
    func noKeys() throws {
        try SignatureCheck(accessKeys: [:]).verify(method: "POST", path: "/", query: "", body: [], now: 0) { _ in nil }
    }
}

@Suite struct AccessKeyFileTests {
    @Test func keysAreRead() throws {
        let text = "# ours\n\nAKIA_1:se:cret/+=\r\n  B2:x  \n"
        #expect(try AccessKeyFile.parse(text) == ["AKIA_1": "se:cret/+=", "B2": "x"])
        #expect(try AccessKeyFile.parse("").isEmpty)
    }

    @Test(arguments: ["secret", ":x", "A:", "A/B:x", "A:x\nA:y", "É:x"])
    func badLinesAreNamedWithoutTheirContent(text: String) {
        let error = #expect(throws: AWSError.self) { try AccessKeyFile.parse(text) }
        #expect(error?.message.contains("line") == true)
        #expect(error?.message.contains("secret") == false)
    }
}
