/// Users and their passwords.
extension StatementParser {
    mutating func createUser() throws(SQLError) -> Statement {
        try cursor.expect("user")
        return .createUser(try userDefinition())
    }

    mutating func alterUser() throws(SQLError) -> Statement {
        try cursor.expect("user")
        return .alterUser(try userDefinition())
    }

    private mutating func userDefinition() throws(SQLError) -> UserDefinition {
        var user = UserDefinition(name: try cursor.identifier())
        _ = cursor.accept("with")
        while !cursor.isAtEnd {
            if cursor.accept("password") {
                user.password = cursor.accept("disable") ? .disabled : Self.password(try cursor.string())
            } else if cursor.accept("createuser") {
                user.isSuperuser = true
            } else if cursor.accept("nocreateuser") {
                user.isSuperuser = false
            } else if cursor.accept("createdb") {
                user.createsDatabases = true
            } else if cursor.accept("nocreatedb") {
                user.createsDatabases = false
            } else if cursor.accept("rename", "to") {
                user.renamedTo = try cursor.identifier()
            } else if cursor.accept("connection", "limit") {
                user.connectionLimit = cursor.accept("unlimited") ? nil : try cursor.integer()
            } else if cursor.accept("valid", "until") {
                user.validUntil = try cursor.string()
            } else if cursor.acceptAny(["syslog", "session", "in", "externalid", "set", "reset"]) != nil {
                _ = try cursor.rest()
            } else {
                throw cursor.unexpected()
            }
        }
        return user
    }

    private static func password(_ text: String) -> UserDefinition.Password {
        let bytes = Array(text.utf8)
        let isHexadecimal = bytes.dropFirst(3).allSatisfy {
            Tokenizer.isDigit($0) || ($0 | 0x20 >= 0x61 && $0 | 0x20 <= 0x66)
        }
        if bytes.count == 35, text.hasPrefix("md5"), isHexadecimal { return .md5(text) }
        return text.hasPrefix("sha256|") ? .sha256(text) : .plain(text)
    }
}
