/// Which family a server belongs to, decided when we connect.
enum SourceDialect: Hashable, Sendable {
    case mariaDB
    case mySQL
}

/// What a source server is and how it logs.
struct SourceServer: Hashable, Sendable {
    let dialect: SourceDialect
    let version: String
    let hasChecksums: Bool
    /// Whether table maps carry names, keys and members.
    let hasFullMetadata: Bool

    /// Asks the server and throws `sourceSettings`, with a hint, if its log cannot be followed.
    init(_ connection: MySQLConnection, configuration: MySQLConfiguration) throws {
        let wanted = [
            "version", "log_bin", "binlog_format", "binlog_row_image", "binlog_row_metadata", "binlog_checksum",
            "binlog_row_value_options", "binlog_transaction_compression",
        ]
        let list = wanted.map { "'\($0)'" }.joined(separator: ",")
        let rows = try connection.rows("SHOW GLOBAL VARIABLES WHERE Variable_name IN (\(list))")
        var variables: [String: String] = [:]
        for row in rows where row.count == 2 { variables[row[0] ?? ""] = row[1] ?? "" }
        try Self.check(variables)
        version = variables["version"] ?? ""
        dialect = version.contains("MariaDB") && !configuration.ignoresMariaDBFeatures ? .mariaDB : .mySQL
        hasChecksums = variables["binlog_checksum"]?.uppercased() == "CRC32"
        hasFullMetadata = variables["binlog_row_metadata"]?.uppercased() == "FULL"
    }

    /// Whether the settings allow row replication.
    static func check(_ variables: [String: String]) throws(ReplicationError) {
        func require(_ name: String, _ value: String, hint: String) throws(ReplicationError) {
            let present = variables[name]?.uppercased() ?? "OFF"
            guard present != value else { return }
            throw ReplicationError(
                .sourceSettings, "the source cannot be replicated with \(name)=\(present)", hint: hint)
        }
        try require("log_bin", "ON", hint: "start the server with --log-bin and a server-id")
        try require("binlog_format", "ROW", hint: "set binlog_format=ROW on the source, for new connections too")
        try require("binlog_row_image", "FULL", hint: "set binlog_row_image=FULL on the source")
        guard variables["binlog_row_value_options", default: ""].isEmpty else {
            throw ReplicationError(
                .sourceSettings, "the source logs parts of JSON documents",
                hint: "set binlog_row_value_options='' on it")
        }
        guard variables["binlog_transaction_compression"]?.uppercased() != "ON" else {
            throw ReplicationError(
                .sourceSettings, "the source compresses transactions in its log",
                hint: "set binlog_transaction_compression=OFF on it")
        }
    }
}
