import NIOCore
import Testing
import Warehouse

@testable import PostgresServer

struct AuthenticationTests {
    /// RFC 7677, section 3.
    private static let verifier = ScramVerifier(
        password: "pencil",
        salt: [
            0x5B, 0x6D, 0x99, 0x68, 0x9D, 0x12, 0x35, 0x8E, 0xEC, 0xA0, 0x4B, 0x14, 0x12, 0x36, 0xFA, 0x81,
        ], iterations: 4096)
    private static let serverNonce = "%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0"
    private static let clientFirst = "n,,n=user,r=rOprNGfwEbeRWgbNEkqO"
    private static let clientFinal =
        "c=biws,r=rOprNGfwEbeRWgbNEkqO%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0,p=dHzbZapWIk4jUhN+Ute9ytag9zjfMHgsqmmiz7AndVQ="

    @Test func followsTheExampleOfTheStandard() throws {
        var exchange = ScramExchange(verifier: Self.verifier, serverNonce: Self.serverNonce)
        #expect(
            try exchange.first(Self.clientFirst)
                == "r=rOprNGfwEbeRWgbNEkqO%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0,s=W22ZaJ0SNY7soEsUEjb6gQ==,i=4096")
        #expect(try exchange.final(Self.clientFinal) == "v=6rriTRBi23WpRR/wtup+mMhUZUn/dB5nLTJRsjl95G4=")
    }

    @Test func refusesAWrongProof() throws {
        var exchange = ScramExchange(
            verifier: ScramVerifier(password: "pen", salt: Self.verifier.salt), serverNonce: Self.serverNonce)
        _ = try exchange.first(Self.clientFirst)
        #expect(try exchange.final(Self.clientFinal) == nil)
    }

    @Test(arguments: [
        "", "n", "n,,", "n,,n=user", "n,,r=abc,n=user", "p=tls-unique,,n=user,r=abc", "n,a=other,n=user,r=abc",
        "x,,n=user,r=abc", "n,,n=user,r=",
    ])
    func refusesMalformedFirstMessages(message: String) {
        var exchange = ScramExchange(verifier: Self.verifier, serverNonce: Self.serverNonce)
        #expect(throws: PostgresError.self) { try exchange.first(message) }
    }

    @Test(arguments: [
        "", "c=biws", "c=biws,r=other,p=dHzbZapWIk4jUhN+Ute9ytag9zjfMHgsqmmiz7AndVQ=",
        "c=eSws,r=rOprNGfwEbeRWgbNEkqO%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0,p=dHzbZapWIk4jUhN+Ute9ytag9zjfMHgsqmmiz7AndVQ=",
        "c=biws,r=rOprNGfwEbeRWgbNEkqO%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0,p=AAAA",
        "c=biws,r=rOprNGfwEbeRWgbNEkqO%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0,p=%%%",
    ])
    func refusesMalformedFinalMessages(message: String) throws {
        var exchange = ScramExchange(verifier: Self.verifier, serverNonce: Self.serverNonce)
        _ = try exchange.first(Self.clientFirst)
        #expect(throws: PostgresError.self) { try exchange.final(message) }
    }

    @Test func storesVerifiersAsPostgreSQLDoes() throws {
        let text = Self.verifier.text
        #expect(
            text
                == "SCRAM-SHA-256$4096:W22ZaJ0SNY7soEsUEjb6gQ==$WG5d8oPm3OtcPnkdi4Uo7BkeZkBFzpcXkuLmtbsT4qY="
                + ":wfPLwcE6nTWhTAmQ7tl2KeoiWGPlZqQxSrmfPwDl2dU="
        )
        #expect(ScramVerifier(text) == Self.verifier)
        #expect(Self.verifier.matches(password: "pencil"))
        #expect(!Self.verifier.matches(password: "Pencil"))
        for broken in ["", "SCRAM-SHA-256$0:AA==$x:y", "md5abc", text + "x", String(text.dropLast(4))] {
            #expect(ScramVerifier(broken) == nil, "\(broken)")
        }
    }

    private func exchange(
        _ credential: StoredCredential?, isRedshiftDriver: Bool = false, isPrivate: Bool = false
    ) -> AuthenticationExchange {
        AuthenticationExchange(
            user: "u", credential: credential, isRedshiftDriver: isRedshiftDriver, isPrivate: isPrivate,
            randomness: .init(md5Salt: [1, 2, 3, 4], serverNonce: "nonce", decoySecret: [7]))
    }

    private func refusal(_ outcome: AuthenticationExchange.Outcome) -> PostgresError? {
        if case .refused(let error) = outcome { error } else { nil }
    }

    @Test func asksForMD5WhereThatIsStored() {
        // The digits are those of Python's hashlib.
        let credential = StoredCredential.md5(password: "pencil", user: "u")
        #expect(credential == .md5(hexadecimalHash: "ed89b5022f7767bef4ba6874e3000c1a"))
        var right = exchange(credential)
        #expect(right.start() == .ask(.md5Password(salt: [1, 2, 3, 4])))
        #expect(right.received(ByteBuffer(string: "md54567f87c27458471591fac9bc78f16f4\0")) == .accepted(nil))
        var exchange = exchange(credential)
        _ = exchange.start()
        #expect(refusal(exchange.received(ByteBuffer(string: "md5wrong\0")))?.state == .invalidPassword)
    }

    @Test func asksRedshiftDriversForThePasswordOnlyInPrivate() {
        var open = exchange(.scram(Self.verifier), isRedshiftDriver: true)
        #expect(refusal(open.start())?.state == .invalidAuthorization)
        var safe = exchange(.scram(Self.verifier), isRedshiftDriver: true, isPrivate: true)
        #expect(safe.start() == .ask(.cleartextPassword))
        #expect(safe.received(ByteBuffer(string: "pencil\0")) == .accepted(nil))
        var wrong = exchange(.scram(Self.verifier), isRedshiftDriver: true, isPrivate: true)
        _ = wrong.start()
        #expect(refusal(wrong.received(ByteBuffer(string: "pen\0")))?.state == .invalidPassword)
    }

    @Test func showsUnknownUsersTheSameExchange() {
        var unknown = exchange(nil)
        #expect(unknown.start() == .ask(.sasl(mechanisms: ["SCRAM-SHA-256"])))
        func first() -> ByteBuffer {
            var payload = ByteBuffer()
            payload.writeNullTerminatedString("SCRAM-SHA-256")
            payload.writeInteger(Int32(Self.clientFirst.utf8.count))
            payload.writeString(Self.clientFirst)
            return payload
        }
        let reply = unknown.received(first())
        var again = exchange(nil)
        _ = again.start()
        #expect(again.received(first()) == reply)
        let final = "c=biws,r=rOprNGfwEbeRWgbNEkqOnonce,p=dHzbZapWIk4jUhN+Ute9ytag9zjfMHgsqmmiz7AndVQ="
        #expect(refusal(unknown.received(ByteBuffer(string: final)))?.state == .invalidPassword)
    }

    @Test(arguments: ["", "pencil", "pen\0cil\0", "\u{7F}"])
    func refusesMalformedPasswordMessages(text: String) {
        var exchange = exchange(.scram(Self.verifier), isRedshiftDriver: true, isPrivate: true)
        _ = exchange.start()
        #expect(refusal(exchange.received(ByteBuffer(string: text)))?.severity == .fatal)
    }
}
