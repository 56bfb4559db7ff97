/// Turns events of the log into whole transactions of replicated tables: a pure state machine, events in, values out.
///
/// Why it is right: the position moves only with a delivered transaction, at its end, so whoever stores both together
/// can go on after any interruption. The schema of rows is the one that the log itself states in front of them (the
/// table map); statements only tell what a map cannot: renames, truncation, and whether rows that are already there
/// changed with the schema. Whenever that is in doubt the table is snapshotted again, later than this position, and its
/// changes up to that snapshot are left out here (`tablesAhead`).
struct TransactionAssembler {
    /// How much of a transaction is held before a part of it is delivered.
    struct Limits {
        var rows = 100_000
        var bytes = 64 << 20
    }

    let filter: TableFilter
    let limits: Limits
    /// Everything up to here has been delivered.
    var position: SourcePosition
    /// The replicated tables as the warehouse knows them.
    var schemas: [TableName: TableSchema]
    /// Tables whose rows are left out until they are snapshotted again.
    var failed: Set<TableName>
    /// Those of them whose snapshot is due.
    var awaitingSnapshot: Set<TableName>
    /// The tables that prepared XA transactions touched, which were left out when they were prepared.
    var prepared: [String: Set<TableName>] = [:]

    /// Where the last event ended.
    var coordinates: BinlogCoordinates
    var group = EventGroup()
    /// Row events of the current group that were delivered in parts before the connection was lost.
    var rowEventsToSkip = 0
    private var routes: [UInt64: Route] = [:]

    init(
        filter: TableFilter, position: SourcePosition, schemas: [TableSchema], failed: Set<TableName> = [],
        awaitingSnapshot: Set<TableName> = [], limits: Limits = Limits()
    ) {
        self.filter = filter
        self.position = position
        self.schemas = Dictionary(schemas.map { ($0.name, $0) }, uniquingKeysWith: { $1 })
        self.failed = failed.union(awaitingSnapshot)
        self.awaitingSnapshot = awaitingSnapshot
        self.limits = limits
        coordinates = position.point.coordinates
    }

    /// Whether no transaction is half read.
    var isAtBoundary: Bool { !group.isOpen }

    /// Forgets the half of a transaction that was read: the log is read again from `position`.
    mutating func restart() {
        rowEventsToSkip = group.rowEventsDelivered
        group = EventGroup()
        coordinates = position.point.coordinates
        routes = [:]
    }

    /// Takes one event; gives the transaction, or the part of one, that it completes.
    mutating func take(_ event: BinlogEvent, catalog: some TableCatalog) throws -> SourceTransaction? {
        advance(event.header)
        switch event.body {
        case .rotate(let place):
            coordinates = place
            if isAtBoundary { position.point.coordinates = place }
            routes = [:]
        case .formatDescription: routes = [:]
        case .mariaDBGTID(let start):
            group = EventGroup(gtid: start.gtid, isStandalone: start.isStandalone)
        case .mysqlGTID(let start):
            group = EventGroup(isStandalone: true, committedAtMicroseconds: start.committedAtMicroseconds)
        case .tableMap(let map):
            try resolve(map, catalog: catalog)
        case .rows(let rows): return try take(rows)
        case .query(let query):
            group.isOpen = true
            return try take(query, header: event.header, catalog: catalog)
        case .commit: return finish(event.header)
        case .xaPrepare(let isOnePhase, let xid):
            if !isOnePhase { leaveOutPrepared(xid: xid) }
            return finish(event.header)
        case .incident(let text):
            for table in schemas.keys { requestSnapshot(table, reason: "the source reports an incident: \(text)") }
            return finish(event.header)
        case .unsupported(let setting):
            throw ReplicationError(
                .sourceSettings, "the source writes its log in a form that is not supported",
                hint: "switch \(setting) off on the source")
        case .heartbeat, .skipped: break
        }
        return nil
    }

    /// Offsets in headers have 32 bits; files may be longer.
    private mutating func advance(_ header: BinlogEventHeader) {
        let isArtificial = header.flags & 0x20 != 0
        guard header.nextOffset != 0, !isArtificial, header.typeCode != BinlogEventType.heartbeat.rawValue else {
            return
        }
        coordinates.offset += UInt64(header.nextOffset &- UInt32(truncatingIfNeeded: coordinates.offset))
    }

    // MARK: Rows

    private enum Route {
        case ignored(generation: Int)
        case table(generation: Int, TableLayout)

        var generation: Int {
            switch self {
            case .ignored(let generation), .table(let generation, _): generation
            }
        }
    }

    private mutating func resolve(_ map: TableMap, catalog: some TableCatalog) throws {
        group.isOpen = true
        if let route = routes[map.id], route.generation == map.generation, !failed.contains(map.name) { return }
        guard filter.includes(map.name), !failed.contains(map.name) else {
            routes[map.id] = .ignored(generation: map.generation)
            return
        }
        routes[map.id] = nil
        // Its changes are in a later snapshot already; the schema may be an older one that nobody needs.
        guard !isBehindSnapshot(map.name) else { return }
        let layout: TableLayout
        do {
            layout = try TableLayout(naming: map, catalog: catalog)
        } catch {
            switch error.code {
            case .unsupportedTable: fail(map.name, error)
            case .schemaMismatch: requestSnapshot(map.name, reason: error.message)
            default: throw error
            }
            return
        }
        guard let known = schemas[map.name], known.holdsRows(of: layout.schema) else {
            requestSnapshot(map.name, reason: "its columns changed in a way that the log does not explain")
            return
        }
        if known != layout.schema {
            schemas[map.name] = layout.schema
            group.add(.alter(layout.schema, renamedColumns: [:]))
        }
        routes[map.id] = .table(generation: map.generation, layout)
    }

    private mutating func take(_ rows: RowsEvent) throws -> SourceTransaction? {
        group.rowEventsSeen += 1
        if group.rowEventsSeen <= rowEventsToSkip { return nil }
        guard case .table(_, let layout) = routes[rows.tableID] else { return nil }
        let name = layout.schema.name
        guard !failed.contains(name), !isBehindSnapshot(name) else { return nil }
        do {
            try group.append(rows, layout: layout)
        } catch {
            guard error.failsTable else { throw error }
            fail(name, error)
        }
        guard group.rowCount >= limits.rows || group.byteCount >= limits.bytes else { return nil }
        return SourceTransaction(
            changes: group.takePart(), position: position,
            committedAtMicroseconds: group.committedAtMicroseconds ?? 0, isLast: false)
    }

    func isBehindSnapshot(_ name: TableName) -> Bool {
        position.tablesAhead[name]?.includes(gtid: group.gtid, end: coordinates) ?? false
    }

    // MARK: Ends of transactions

    /// Closes the group and moves the position behind it; nil if nothing that is replicated was in it.
    mutating func finish(_ header: BinlogEventHeader) -> SourceTransaction? {
        defer {
            group = EventGroup()
            rowEventsToSkip = 0
        }
        position.point.coordinates = coordinates
        if let gtid = group.gtid { position.point.gtids[gtid.domain] = gtid }
        let point = position.point
        position.tablesAhead = position.tablesAhead.filter { !point.covers($0.value) }
        let isContinued = group.rowEventsDelivered > 0 || rowEventsToSkip > 0
        let changes = group.takePart()
        guard !changes.isEmpty || isContinued else { return nil }
        let committedAt = group.committedAtMicroseconds ?? Int64(header.timestampSeconds) * 1_000_000
        return SourceTransaction(changes: changes, position: position, committedAtMicroseconds: committedAt)
    }

    mutating func fail(_ name: TableName, _ error: ReplicationError) {
        failed.insert(name)
        schemas[name] = nil
        group.add(.fail(name, error))
    }

    mutating func requestSnapshot(_ name: TableName, reason: String) {
        failed.insert(name)
        awaitingSnapshot.insert(name)
        schemas[name] = nil
        group.add(.resnapshot(name, reason: reason))
    }

    /// A prepared transaction may still be rolled back, so its rows are dropped; its tables are read anew if it
    /// commits.
    private mutating func leaveOutPrepared(xid: String) {
        prepared[xid] = group.tables
        group.discard()
    }

    // MARK: Snapshots

    /// Takes over tables that were snapshotted at `point`, which is not before the position.
    mutating func tablesSnapshotted(_ tables: [TableSchema], at point: BinlogPoint) {
        for table in tables {
            schemas[table.name] = table
            failed.remove(table.name)
            awaitingSnapshot.remove(table.name)
            position.tablesAhead[table.name] = position.point.covers(point) ? nil : point
        }
        routes = [:]
    }

    /// Notes that a table could not be snapshotted, or was not there any more.
    mutating func snapshotFailed(_ table: TableName) {
        awaitingSnapshot.remove(table)
        failed.insert(table)
    }
}

extension BinlogPoint {
    /// Whether everything behind `other` lies behind this point too.
    func covers(_ other: BinlogPoint) -> Bool {
        if other.gtids.isEmpty { return other.coordinates <= coordinates }
        return other.gtids.values.allSatisfy { gtid in
            gtids[gtid.domain].map { gtid.sequence <= $0.sequence } ?? false
        }
    }
}

extension TableSchema {
    /// Whether rows of `other` fit this table after nothing more than a change of key, order, nullability or length.
    func holdsRows(of other: TableSchema) -> Bool {
        guard columns.count == other.columns.count else { return false }
        let types = Dictionary(columns.map { ($0.name, $0.type) }, uniquingKeysWith: { $1 })
        return other.columns.allSatisfy { column in
            switch (types[column.name], column.type) {
            case (.varchar, .varchar), (.varbyte, .varbyte): true
            case (let type, let otherType): type == otherType
            }
        }
    }
}
