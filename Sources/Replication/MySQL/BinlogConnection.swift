internal import CMariaDB

/// A connection over which the server sends its log, event by event.
final class BinlogConnection {
    private let connection: MySQLConnection
    private let replication: UnsafeMutablePointer<MARIADB_RPL>
    private var event: UnsafeMutablePointer<MARIADB_RPL_EVENT>?

    /// Asks for the log after `point`; throws `lostBinlog` if the server does not have it any more.
    init(
        _ configuration: MySQLConfiguration, server: SourceServer, from point: BinlogPoint, replicaID: UInt32,
        connection: MySQLConnection
    ) throws {
        self.connection = connection
        let checksum = server.hasChecksums ? "CRC32" : "NONE"
        let period = configuration.heartbeatMilliseconds * 1_000_000
        for prefix in ["master", "source"] {
            try connection.execute("SET @\(prefix)_binlog_checksum = '\(checksum)'")
            try connection.execute("SET @\(prefix)_heartbeat_period = \(period)")
        }
        let usesGTID = server.dialect == .mariaDB && !point.gtids.isEmpty
        if server.version.contains("MariaDB") {
            // 4: we understand GTIDs, and events that a server without them never wrote.
            try connection.execute("SET @mariadb_slave_capability = 4")
        }
        if usesGTID {
            try connection.execute("SET @slave_gtid_strict_mode = 0, @slave_gtid_ignore_duplicates = 0")
            try connection.execute("SET @slave_connect_state = '\(point.gtidText)'")
        }
        guard let replication = mariadb_rpl_init_ex(connection.handle, UInt32(MARIADB_RPL_VERSION)) else {
            throw connection.failure(doing: "preparing to read the log")
        }
        self.replication = replication
        let file = usesGTID ? "" : point.coordinates.file
        _ = millrace_rpl_set_server_id(replication, replicaID)
        _ = millrace_rpl_set_flags(replication, 0)
        _ = millrace_rpl_set_start(replication, file, file.utf8.count, UInt(usesGTID ? 4 : point.coordinates.offset))
        guard mariadb_rpl_open(replication) == 0 else { throw failure() }
    }

    deinit {
        mariadb_free_rpl_event(event)
        mariadb_rpl_close(replication)
    }

    /// Waits for an event and returns its bytes; throws `connectionFailed` when the server ends the log.
    func next() throws -> [UInt8] {
        event = mariadb_rpl_fetch(replication, event)
        guard let event, let raw = event.pointee.raw_data else { throw failure() }
        // The packet begins with a status byte (and two of semi-synchronous replication, if that is on).
        let packet = UnsafeRawBufferPointer(start: raw, count: Int(event.pointee.raw_data_size))
        return Array(packet.dropFirst(Int(event.pointee.raw_data_ofs)))
    }

    private func failure() -> ReplicationError {
        if mysql_errno(connection.handle) != 0 { return connection.failure(doing: "reading the log") }
        let number = mariadb_rpl_errno(replication)
        guard number == 0 else {
            return MySQLConnection.error(
                number: number, text: String(cString: mariadb_rpl_error(replication)), doing: "reading the log")
        }
        return ReplicationError(.connectionFailed, "the source ended its log")
    }
}
