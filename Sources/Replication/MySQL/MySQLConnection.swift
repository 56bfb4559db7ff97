internal import CMariaDB

/// A connection to the source server. It blocks, and belongs to the thread that made it.
final class MySQLConnection {
    let handle: UnsafeMutablePointer<MYSQL>
    private let interrupter: SocketInterrupter
    private let socket: Int32

    /// Connects; throws `connectionFailed`, `accessDenied` or `stopped`.
    init(_ configuration: MySQLConfiguration, interrupter: SocketInterrupter) throws {
        guard let handle = mysql_init(nil) else {
            throw ReplicationError(.connectionFailed, "no memory for a connection")
        }
        Self.set(configuration, on: handle)
        guard
            mysql_real_connect(
                handle, configuration.host, configuration.user, configuration.password, nil,
                UInt32(clamping: configuration.port), configuration.socketPath, 0) != nil
        else {
            let error = Self.error(of: handle, doing: "connecting to \(configuration.host):\(configuration.port)")
            mysql_close(handle)
            throw error
        }
        self.handle = handle
        self.interrupter = interrupter
        socket = Int32(mysql_get_socket(handle))
        guard interrupter.watch(socket) else { throw ReplicationError(.stopped, "the source was stopped") }
    }

    deinit {
        interrupter.release(socket)
        mysql_close(handle)
    }

    private static func set(_ configuration: MySQLConfiguration, on handle: UnsafeMutablePointer<MYSQL>) {
        var connectTimeout: UInt32 = 10
        var readTimeout = UInt32(clamping: configuration.readTimeoutSeconds)
        mysql_options(handle, MYSQL_OPT_CONNECT_TIMEOUT, &connectTimeout)
        mysql_options(handle, MYSQL_OPT_READ_TIMEOUT, &readTimeout)
        mysql_options(handle, MYSQL_OPT_WRITE_TIMEOUT, &readTimeout)
        mysql_options(handle, MYSQL_SET_CHARSET_NAME, "utf8mb4")
        var enforced: my_bool = configuration.tls == .required || configuration.tls == .verified ? 1 : 0
        var verified: my_bool = configuration.tls == .verified ? 1 : 0
        mysql_options(handle, MYSQL_OPT_SSL_ENFORCE, &enforced)
        mysql_options(handle, MYSQL_OPT_SSL_VERIFY_SERVER_CERT, &verified)
        if let path = configuration.certificateAuthorityPath { mysql_options(handle, MYSQL_OPT_SSL_CA, path) }
        var transport = MYSQL_PROTOCOL_TCP.rawValue
        // "localhost" alone would mean a socket file to the library.
        if configuration.socketPath == nil { mysql_options(handle, MYSQL_OPT_PROTOCOL, &transport) }
    }

    /// Runs a statement and drops its result.
    func execute(_ sql: String) throws { _ = try rows(sql) }

    /// Runs a statement with a small result and returns it as text, null as nil.
    func rows(_ sql: String) throws -> [[String?]] {
        try send(sql)
        guard let result = mysql_store_result(handle) else {
            guard mysql_errno(handle) == 0 else { throw failure(doing: sql) }
            return []
        }
        defer { mysql_free_result(result) }
        let width = Int(mysql_num_fields(result))
        var rows: [[String?]] = []
        while let row = mysql_fetch_row(result), let lengths = mysql_fetch_lengths(result) {
            rows.append(
                (0..<width).map { column in
                    row[column].map { value in
                        String(
                            decoding: UnsafeRawBufferPointer(start: value, count: Int(lengths[column])), as: UTF8.self)
                    }
                })
        }
        return rows
    }

    /// Runs a query of any size and hands over one row at a time, as the server sends them.
    func stream(_ sql: String, row body: (MYSQL_ROW, UnsafeMutablePointer<UInt>) throws -> Void) throws {
        try send(sql)
        guard let result = mysql_use_result(handle) else { throw failure(doing: sql) }
        // Freeing reads what is left, so a caller who gives up closes the connection soon after.
        defer { mysql_free_result(result) }
        while let row = mysql_fetch_row(result), let lengths = mysql_fetch_lengths(result) { try body(row, lengths) }
        guard mysql_errno(handle) == 0 else { throw failure(doing: sql) }
    }

    private func send(_ sql: String) throws {
        guard mysql_real_query(handle, sql, UInt(sql.utf8.count)) == 0 else { throw failure(doing: sql) }
    }

    /// What went wrong last.
    func failure(doing action: String) -> ReplicationError {
        if interrupter.isInterrupted { return ReplicationError(.stopped, "the source was stopped") }
        return Self.error(of: handle, doing: action)
    }

    private static func error(of handle: UnsafeMutablePointer<MYSQL>, doing action: String) -> ReplicationError {
        error(number: mysql_errno(handle), text: String(cString: mysql_error(handle)), doing: action)
    }

    static func error(number: UInt32, text: String, doing action: String) -> ReplicationError {
        let detail = "\(text) (\(number)), while \(action.prefix(200))"
        switch number {
        case 1044, 1045, 1142, 1227, 1698:
            return ReplicationError(
                .accessDenied, "the source refuses the user", detail: detail,
                hint: "the user needs SELECT, REPLICATION SLAVE and REPLICATION CLIENT; on MySQL also RELOAD")
        case 1236:
            return ReplicationError(
                .lostBinlog, "the source no longer has the changes after our position", detail: detail)
        // Too many connections, shutdown, broken packets, lock waits, deadlock, killed; the client's own; and what only
        // happens when a table changes between our reading its columns and its rows.
        case 1040, 1053, 1054, 1077, 1146, 1079, 1152...1161, 1184, 1205, 1213, 1317, 1412, 1927, 2000...2053,
            2055...2057:
            return ReplicationError(.connectionFailed, "the connection to the source failed", detail: detail)
        default:
            return ReplicationError(.statementFailed, "a statement failed on the source", detail: detail)
        }
    }
}
