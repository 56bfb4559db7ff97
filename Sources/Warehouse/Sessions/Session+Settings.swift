internal import DuckDB
internal import RedshiftSQL

extension Session {
    /// SET: keeps the value, and does what it means.
    func set(_ name: String, to values: [String]) throws -> Outcome {
        switch name {
        case "search_path":
            let path = values.isEmpty ? ["public"] : values
            try Self.setSearchPath(path, database: database, on: connection)
            settings.searchPath = path
        case "timezone":
            let zone = values.first ?? "UTC"
            try connection.execute("SET TimeZone = \(EngineName.literal(zone))")
        default: break
        }
        try assign(values.isEmpty ? nil : values.joined(separator: ", "), to: name)
        return .done(tag: "SET", rowCount: nil)
    }

    /// RESET of one setting, or of all.
    func reset(_ name: String?) throws -> Outcome {
        if name == nil || name == "search_path" {
            try Self.setSearchPath(["public"], database: database, on: connection)
            settings.searchPath = ["public"]
        }
        if name == nil || name == "timezone" { try connection.execute("SET TimeZone = 'UTC'") }
        if let name {
            try assign(nil, to: name)
        } else {
            settings.resetAll()
            try publishSettings()
        }
        return .done(tag: "RESET", rowCount: nil)
    }

    private func assign(_ value: String?, to name: String) throws {
        guard let known = SessionParameter.named(name) else {
            guard name.contains(".") else {
                throw WarehouseError(.undefinedObject, "unrecognized configuration parameter \"\(name)\"")
            }
            settings[name] = value
            return try publishSettings()
        }
        settings[name] = try value.map(known.normalized)
        try publishSettings()
        if known.isReported {
            add(.parameter(name: known.reportedName, value: settings[name] ?? known.defaultValue))
        }
    }

    /// Lets SQL see the settings.
    private func publishSettings() throws {
        try connection.execute(SessionContext.settingsStatement(settings.values))
    }

    /// The value that SHOW answers with.
    func value(ofSetting name: String) throws -> String {
        if name == "search_path" { return settings.searchPath.joined(separator: ", ") }
        if let value = settings[name] { return value }
        guard let known = SessionParameter.named(name) else {
            throw WarehouseError(.undefinedObject, "unrecognized configuration parameter \"\(name)\"")
        }
        return known.defaultValue
    }

    /// Makes the engine look names up in these schemas of a database, then among our own views and functions.
    static func setSearchPath(_ path: [String], database: String, on connection: Connection) throws {
        let existing = Set(
            try connection.query(
                "SELECT schema_name FROM duckdb_schemas() WHERE database_name = current_database()"
            ).rows().compactMap { $0[0].text })
        // Like PostgreSQL, a path may name schemas that do not exist: they are passed over.
        let schemas = path.map { EngineName.engineSchema(database: database, schema: $0) }
            .filter { existing.contains($0) && $0 != EngineName.systemSchema }
        let list = (schemas + [EngineName.systemSchema]).map(EngineName.quote).joined(separator: ",")
        try connection.execute("SET search_path = \(EngineName.literal(list))")
    }
}
