/// What the catalog keeps of a password; never the password itself.
package enum StoredCredential: Sendable, Equatable {
    /// SCRAM-SHA-256 (RFC 5802, RFC 7677).
    case scram(ScramVerifier)
    /// PostgreSQL's MD5 form: 32 lower-case hexadecimal digits of md5(password + user), without the `md5` prefix.
    case md5(hexadecimalHash: String)
}
