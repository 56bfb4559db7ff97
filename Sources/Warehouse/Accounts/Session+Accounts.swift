internal import RedshiftSQL

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
