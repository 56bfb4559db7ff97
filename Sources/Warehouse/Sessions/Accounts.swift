internal import Crypto
internal import DuckDB
internal import Foundation
internal import RedshiftSQL

/// What is kept of a user: never the password itself.
package struct Account: Sendable, Equatable {
    package var name: String
    package var isSuperuser: Bool
    /// SCRAM-SHA-256 in PostgreSQL's form `SCRAM-SHA-256$iterations:salt$StoredKey:ServerKey`.
    package var scram: String?
    /// 32 hexadecimal digits of md5(password + name).
    package var md5: String?
}

extension Catalog {
    /// The account of this name.
    package func account(_ name: String) throws -> Account? {
        try connection.query(
            "SELECT name, is_superuser, scram, md5 FROM millrace.account WHERE name = $1", [.text(name)]
        )
        .rows().first.map { row in
            Account(name: name, isSuperuser: row[1] == .boolean(true), scram: row[2].text, md5: row[3].text)
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
                .text(account.name), .boolean(account.isSuperuser), account.scram.map(Value.text) ?? .null,
                account.md5.map(Value.text) ?? .null,
            ])
    }
}

extension Account {
    /// Takes over the password of a CREATE or ALTER USER.
    mutating func apply(_ password: UserDefinition.Password) throws {
        switch password {
        case .plain(let text):
            scram = Self.scram(of: text)
            md5 = Self.md5(of: text, user: name)
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

    private static func md5(of password: String, user: String) -> String {
        Insecure.MD5.hash(data: Data((password + user).utf8)).map { byte in
            (byte < 16 ? "0" : "") + String(byte, radix: 16)
        }.joined()
    }

    /// RFC 5802 with SHA-256: keys from 4,096 rounds over a random salt.
    private static func scram(of password: String) -> String {
        let iterations = 4096
        let salt = Data((0..<16).map { _ in UInt8.random(in: .min ... .max) })
        let salted = SymmetricKey(data: hi(password: Data(password.utf8), salt: salt, iterations: iterations))
        let clientKey = Data(HMAC<SHA256>.authenticationCode(for: Data("Client Key".utf8), using: salted))
        let storedKey = Data(SHA256.hash(data: clientKey))
        let serverKey = Data(HMAC<SHA256>.authenticationCode(for: Data("Server Key".utf8), using: salted))
        return "SCRAM-SHA-256$\(iterations):\(salt.base64EncodedString())$"
            + "\(storedKey.base64EncodedString()):\(serverKey.base64EncodedString())"
    }

    private static func hi(password: Data, salt: Data, iterations: Int) -> Data {
        let key = SymmetricKey(data: password)
        var block = Array(HMAC<SHA256>.authenticationCode(for: salt + [0, 0, 0, 1], using: key))
        var result = block
        for _ in 1..<iterations {
            block = Array(HMAC<SHA256>.authenticationCode(for: block, using: key))
            for index in result.indices { result[index] ^= block[index] }
        }
        return Data(result)
    }
}

extension Session {
    func createUser(_ definition: UserDefinition) throws -> Outcome {
        try checkSuperuser("create users")
        return try define {
            let catalog = Catalog(connection)
            guard try catalog.account(definition.name.text) == nil else {
                throw WarehouseError(.duplicateObject, "user \"\(definition.name)\" already exists")
            }
            var account = Account(name: definition.name.text, isSuperuser: definition.isSuperuser ?? false)
            if let password = definition.password { try account.apply(password) }
            try catalog.set(account)
            return .done(tag: "CREATE USER", rowCount: nil)
        }
    }

    func alterUser(_ definition: UserDefinition) throws -> Outcome {
        if definition.name.text != user || definition.isSuperuser != nil { try checkSuperuser("alter other users") }
        return try define {
            let catalog = Catalog(connection)
            guard var account = try catalog.account(definition.name.text) else {
                throw WarehouseError(.undefinedObject, "user \"\(definition.name)\" does not exist")
            }
            if let isSuperuser = definition.isSuperuser { account.isSuperuser = isSuperuser }
            if let password = definition.password { try account.apply(password) }
            try catalog.set(account)
            return .done(tag: "ALTER USER", rowCount: nil)
        }
    }

    /// Throws unless the session's user may do everything: one who has no account connected by trust, and may.
    func checkSuperuser(_ what: String) throws {
        if let account = try Catalog(connection).account(user), !account.isSuperuser {
            throw WarehouseError(.insufficientPrivilege, "permission denied: only a superuser may \(what)")
        }
    }
}
