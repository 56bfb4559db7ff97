internal import DuckDB
internal import RedshiftSQL

/// What is kept of a user: never the password itself.
package struct Account: Sendable, Equatable {
    package var name: String
    package var isSuperuser: Bool
    /// The verifier of the password, where it is known.
    package var scram: ScramVerifier?
    /// 32 lower-case hexadecimal digits of md5(password + name).
    package var md5: String?

    /// What the user's password is checked against: the verifier before the weaker hash; nil without a password.
    package var credential: StoredCredential? {
        scram.map(StoredCredential.scram) ?? md5.map(StoredCredential.md5(hexadecimalHash:))
    }
}

extension Catalog {
    /// The account of this name.
    package func account(_ name: String) throws -> Account? {
        try connection.query(
            "SELECT name, is_superuser, scram, md5 FROM millrace.account WHERE name = $1", [.text(name)]
        )
        .rows().first.map { row in
            Account(
                name: name, isSuperuser: row[1] == .boolean(true), scram: row[2].text.flatMap(ScramVerifier.init),
                md5: row[3].text)
        }
    }

    func set(_ account: Account) throws {
        try connection.execute("DELETE FROM millrace.account WHERE name = $1", [.text(account.name)])
        try connection.execute(
            """
            INSERT INTO millrace.account (name, id, is_superuser, scram, md5)
            SELECT $1, coalesce(max(id), 100) + 1, $2, $3, $4 FROM millrace.account
            """,
            [
                .text(account.name), .boolean(account.isSuperuser), account.scram.map { .text($0.text) } ?? .null,
                account.md5.map(Value.text) ?? .null,
            ])
    }
}

extension Account {
    /// Takes over the password of a CREATE or ALTER USER.
    mutating func apply(_ password: UserDefinition.Password) throws {
        switch password {
        case .plain(let text):
            scram = ScramVerifier(password: text)
            md5 = StoredCredential.md5Hash(password: text, user: name)
        case .md5(let digest):
            md5 = digest.lowercased()
            scram = nil
        case .sha256:
            throw WarehouseError(
                .featureNotSupported, "passwords given as a sha256 digest are not supported",
                hint: "give the password itself; only digests of it are stored")
        case .disabled:
            scram = nil
            md5 = nil
        }
    }
}
