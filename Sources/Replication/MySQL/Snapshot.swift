internal import CMariaDB

/// A consistent copy of tables at one point of the log.
///
/// MariaDB starts a consistent snapshot together with its log position and needs no lock. MySQL does not, so the tables
/// are locked for reading while the transaction starts and the position is read, which takes milliseconds; the rows are
/// read after the lock is gone, all from the one transaction. A table whose definition changes meanwhile makes the
/// server fail our read, and the whole snapshot is tried again.
struct Snapshot {
    let configuration: MySQLConfiguration
    let interrupter: SocketInterrupter
    /// Where what is read goes, in order; it may block, and throws to give up.
    let deliver: (ReplicationEvent) throws -> Void

    /// What a snapshot found.
    struct Outcome {
        var point: BinlogPoint
        var schemas: [TableSchema] = []
        var failures: [(name: TableName, error: ReplicationError)] = []
        /// Tables that were asked for and do not exist.
        var missing: [TableName] = []
    }

    /// Rows that a batch has at most.
    static let batchRows = 16_384
    /// Bytes of text after which a batch is full.
    static let batchBytes = 8 << 20

    /// Reads the tables named, or all that the filter includes, and delivers everything but the snapshot's end.
    func take(only names: Set<TableName>?) throws -> Outcome {
        let connection = try MySQLConnection(configuration, interrupter: interrupter)
        let server = try SourceServer(connection, configuration: configuration)
        try connection.execute("SET SESSION time_zone = '+00:00', sql_mode = '', net_write_timeout = 86400")
        var outcome = Outcome(point: try begin(connection, server))
        let catalog = MySQLCatalog(connection: connection)
        var entries = try catalog.tables(configuration.filter)
        if let names {
            entries.removeAll { !names.contains($0.name) }
            outcome.missing = names.subtracting(entries.map(\.name)).sorted()
        }
        var tables: [CatalogTable] = []
        for entry in entries {
            switch entry.table {
            case .success(let table): tables.append(table)
            case .failure(let error): outcome.failures.append((entry.name, error))
            }
        }
        outcome.schemas = tables.map(\.layout.schema)
        try deliver(.snapshotStarted(outcome.schemas))
        for failure in outcome.failures { try deliver(.tableFailed(failure.name, failure.error)) }
        for table in tables { try read(table, connection) }
        try connection.execute("COMMIT")
        return outcome
    }

    private func begin(_ connection: MySQLConnection, _ server: SourceServer) throws -> BinlogPoint {
        try connection.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
        switch server.dialect {
        case .mariaDB:
            try connection.execute("START TRANSACTION WITH CONSISTENT SNAPSHOT")
            var status: [String: String] = [:]
            for row in try connection.rows("SHOW STATUS LIKE 'binlog_snapshot_%'") {
                status[row[0]?.lowercased() ?? ""] = row[1]
            }
            guard let file = status["binlog_snapshot_file"], let place = status["binlog_snapshot_position"],
                let offset = UInt64(place), !file.isEmpty
            else { throw ReplicationError(.sourceSettings, "the source does not tell the log position of a snapshot") }
            let text = try connection.rows("SELECT BINLOG_GTID_POS(\(MySQLCatalog.literal(file)), \(offset))").first?[0]
            guard let gtids = BinlogPoint.gtids(from: text ?? "") else {
                throw ReplicationError(.sourceSettings, "the source names a GTID that cannot be read", detail: text)
            }
            return BinlogPoint(coordinates: BinlogCoordinates(file: file, offset: offset), gtids: gtids)
        case .mySQL:
            try connection.execute("FLUSH TABLES WITH READ LOCK")
            try connection.execute("START TRANSACTION WITH CONSISTENT SNAPSHOT")
            let status = try masterStatus(connection)
            try connection.execute("UNLOCK TABLES")
            return BinlogPoint(coordinates: status)
        }
    }

    private func masterStatus(_ connection: MySQLConnection) throws -> BinlogCoordinates {
        let rows: [[String?]]
        do {
            rows = try connection.rows("SHOW MASTER STATUS")
        } catch let error as ReplicationError where error.code == .statementFailed {
            // MySQL 8.4 knows the statement only by its other name.
            rows = try connection.rows("SHOW BINARY LOG STATUS")
        }
        guard let row = rows.first, row.count >= 2, let file = row[0], let offset = row[1].flatMap({ UInt64($0) })
        else {
            throw ReplicationError(.sourceSettings, "the source tells no log position")
        }
        return BinlogCoordinates(file: file, offset: offset)
    }

    private func read(_ table: CatalogTable, _ connection: MySQLConnection) throws {
        let formats = table.layout.formats
        let schema = table.layout.schema
        let list = zip(schema.columns, formats).map { column, format in
            let name = MySQLCatalog.identifier(column.name)
            // As text a FLOAT has six digits; as a double it has all of them.
            if case .float = format { return "\(name) + 0e0" }
            return name
        }.joined(separator: ", ")
        let place = "\(MySQLCatalog.identifier(table.name.database)).\(MySQLCatalog.identifier(table.name.table))"
        var batch = ChangeBatch(schema: schema)
        var byteCount = 0
        try connection.stream("SELECT \(list) FROM \(place)") { row, lengths in
            for index in formats.indices {
                if let text = row[index] {
                    try SnapshotText.append(
                        text, length: Int(lengths[index]), format: formats[index], to: &batch.columns[index])
                    byteCount += Int(lengths[index])
                } else {
                    batch.columns[index].appendNull()
                }
            }
            batch.operations.append(.insert)
            guard batch.count >= Self.batchRows || byteCount >= Self.batchBytes else { return }
            try deliver(.snapshotRows(batch))
            batch = ChangeBatch(schema: schema)
            byteCount = 0
        }
        if batch.count > 0 { try deliver(.snapshotRows(batch)) }
    }
}
