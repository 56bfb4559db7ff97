internal import Crypto

/// What the catalog keeps of a password; never the password itself.
package enum StoredCredential: Sendable, Equatable {
    /// SCRAM-SHA-256 (RFC 5802, RFC 7677).
    case scram(ScramVerifier)
    /// PostgreSQL's MD5 form: 32 lower-case hexadecimal digits of md5(password + user), without the `md5` prefix.
    case md5(hexadecimalHash: String)

    /// The credential that PostgreSQL's MD5 form makes of a password.
    package static func md5(password: String, user: String) -> StoredCredential {
        .md5(hexadecimalHash: md5Hash(password: password, user: user))
    }

    static func md5Hash(password: String, user: String) -> String {
        Insecure.MD5.hash(data: Array((password + user).utf8)).hexadecimal
    }
}
