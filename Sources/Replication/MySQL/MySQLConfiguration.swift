internal import Foundation

/// How to reach a MySQL or MariaDB server and which of its tables to replicate.
package struct MySQLConfiguration: Hashable, Sendable {
    /// How the connection is protected.
    package enum TLSMode: String, Hashable, Sendable {
        case disabled = "DISABLED"
        case preferred = "PREFERRED"
        case required = "REQUIRED"
        case verified = "VERIFY_IDENTITY"
    }

    package var host: String
    package var port: Int
    package var user: String
    package var password: String
    /// A local socket instead of host and port.
    package var socketPath: String?
    package var tls: TLSMode = .preferred
    /// Certificates to check the server's against, in PEM form.
    package var certificateAuthorityPath: String?
    package var filter: TableFilter
    /// The number under which the server knows this replica; nil draws one.
    package var replicaID: UInt32?
    /// How often an idle server says that it lives.
    package var heartbeatMilliseconds = 500
    /// Silence after which the connection counts as lost; heartbeats keep it from being silent.
    package var readTimeoutSeconds = 15
    /// Takes MariaDB for MySQL, so that snapshots lock briefly and following goes by file position.
    package var ignoresMariaDBFeatures = false

    /// A server by its parts.
    package init(host: String, port: Int = 3306, user: String, password: String = "", filter: TableFilter = .all) {
        self.host = host
        self.port = port
        self.user = user
        self.password = password
        self.filter = filter
    }

    /// Reads `mysql://user:password@host:port/database?ssl-mode=REQUIRED&ssl-ca=path&socket=path`. A database includes
    /// its tables alone; `filter` (if not empty) says more. Throws `invalidConfiguration`.
    package init(url: String, filter: String = "") throws(ReplicationError) {
        guard let parts = URLComponents(string: url), parts.scheme == "mysql" || parts.scheme == "mariadb",
            let host = parts.host, !host.isEmpty, let user = parts.user, !user.isEmpty
        else {
            throw ReplicationError(
                .invalidConfiguration, "the source address cannot be read",
                hint: "write it like mysql://user:password@host:3306/database")
        }
        self.init(host: host, port: parts.port ?? 3306, user: user, password: parts.password ?? "")
        let database = String(parts.path.drop { $0 == "/" })
        if !filter.isEmpty {
            self.filter = try TableFilter(filter)
        } else if !database.isEmpty {
            self.filter = TableFilter(database: database)
        }
        for item in parts.queryItems ?? [] {
            switch (item.name, item.value ?? "") {
            case ("ssl-mode", let value):
                guard let mode = TLSMode(rawValue: value.uppercased()) else {
                    throw ReplicationError(.invalidConfiguration, "ssl-mode \(value) is not known")
                }
                tls = mode
            case ("ssl-ca", let value): certificateAuthorityPath = value
            case ("socket", let value): socketPath = value
            default:
                throw ReplicationError(.invalidConfiguration, "option \(item.name) of the source address is not known")
            }
        }
    }
}
