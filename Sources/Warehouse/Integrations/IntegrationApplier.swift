internal import DuckDB
internal import Foundation
internal import Replication

/// Writes what a source delivers into the engine.
///
/// Rows, the schema changes between them and the source's position commit in ONE engine transaction, so a kill at any
/// instant leaves a state that the source was in, and the position that belongs to it. Row changes of many source
/// transactions are gathered by table and applied at once; a change of schema commits what was gathered before it, then
/// itself. A snapshot is one engine transaction: queries see the tables as they were until it is whole.
final class IntegrationApplier {
    private let integration: Integration
    private let target: String
    private let database: Database
    private let connection: Connection
    private let catalog: Catalog
    private let application: SchemaApplication

    /// The tables whose rows are applied, with the columns that the engine has.
    private var schemas: [TableName: TableSchema] = [:]
    private var transactionCount: Int64
    private var isInTransaction = false
    private var isInPartialTransaction = false
    private var gathered: [TableName: ChangeBatch] = [:]
    /// What the engine's transaction under way has brought so far.
    private var counts: [TableName: RowApplication.Counts] = [:]
    private var uncommitted: SourceTransaction?
    private var uncommittedCount: Int64 = 0
    /// Activity whose commit is done and that is not written yet.
    private var finishedActivities: [IntegrationActivity] = []
    private var lastContact: Int64 = 0
    private var lastCleaning: Int64 = 0
    /// Tables that changed since their rows were counted.
    private var uncounted: Set<TableName> = []
    private var lastCounting: Int64 = 0
    private var detectedAt: Int64 = 0
    private var snapshotFailures: Set<TableName> = []
    /// The relations that commits changed since this was last emptied.
    private(set) var changed: Set<EngineName> = []

    init(_ integration: Integration, target: String, database: Database, connection: Connection) throws {
        self.integration = integration
        self.target = target
        self.database = database
        self.connection = connection
        catalog = Catalog(connection)
        application = SchemaApplication(connection: connection, database: target)
        try catalog.ensureState(ofIntegration: integration.id)
        transactionCount = try catalog.transactionCount(ofIntegration: integration.id)
        for table in try catalog.replicatedTables(of: integration.id) where table.state == .synced {
            schemas[table.name] = table.schema
        }
    }

    static func now() -> Int64 { Int64(Date().timeIntervalSince1970 * 1e6) }

    /// Applies events that arrived together and commits all that is whole. After an error nothing of what was not
    /// committed remains, and the applier is of no further use.
    func apply(_ events: [ReplicationEvent]) throws {
        detectedAt = Self.now()
        do {
            for event in events { try apply(event) }
            try commitGathered()
        } catch {
            // The first error is the one to report; the engine may have rolled back by itself already.
            if isInTransaction { _ = try? connection.execute("ROLLBACK") }
            isInTransaction = false
            throw error
        }
    }

    /// Hands out which relations changed.
    func takeChanged() -> Set<EngineName> {
        defer { changed = [] }
        return changed
    }

    private func apply(_ event: ReplicationEvent) throws {
        switch event {
        case .snapshotStarted(let schemas): try startSnapshot(schemas)
        case .snapshotRows(let batch): try applyRows(batch)
        case .snapshotFinished(let end): try finishSnapshot(end)
        case .transaction(let transaction): try apply(transaction)
        case .heartbeat(let position): try noteContact(position)
        case .tableFailed(let name, let error):
            snapshotFailures.insert(name)
            try set(name, .failed, reason: error.description)
        case .disconnected(let error, _):
            guard !isInTransaction else { return }
            try commitGathered()
            try catalog.setPhase(.failed, reason: error.description, ofIntegration: integration.id)
        case .connected:
            guard !isInTransaction else { return }
            try catalog.setPhase(.following, reason: nil, ofIntegration: integration.id)
        }
    }

    // MARK: Transactions

    private func apply(_ transaction: SourceTransaction) throws {
        let hasOnlyRows = transaction.changes.allSatisfy { if case .rows = $0 { true } else { false } }
        let startsPart = !transaction.isLast && !isInPartialTransaction
        if !hasOnlyRows || startsPart { try commitGathered() }
        for change in transaction.changes {
            if case .rows(let batch) = change, hasOnlyRows { try gather(batch) } else { try apply(change) }
        }
        isInPartialTransaction = !transaction.isLast
        guard transaction.isLast else { return try applyGathered() }
        uncommitted = transaction
        uncommittedCount += 1
        if !hasOnlyRows { try commitGathered() }
    }

    private func gather(_ batch: ChangeBatch) throws {
        let name = batch.schema.name
        guard schemas[name] != nil else { return }
        guard let open = gathered[name], open.schema == batch.schema else {
            if gathered[name] != nil { try applyGathered() }
            gathered[name] = batch
            return
        }
        // Taken out before it grows, so that the arrays have one owner and grow in place.
        gathered[name] = nil
        var joined = open
        joined.append(contentsOf: batch)
        gathered[name] = joined
    }

    private func apply(_ change: SourceChange) throws {
        try begin()
        switch change {
        case .rows(let batch): try applyRows(batch)
        case .alter(let schema, let renamedColumns):
            guard let known = schemas[schema.name] else { return }
            try application.alter(known, to: schema, renamedColumns: renamedColumns)
            try set(schema.name, .synced, schema: schema)
        case .truncate(let name):
            guard schemas[name] != nil else { return }
            try application.truncate(name)
            note(name)
        case .rename(let name, let newName):
            guard let schema = schemas.removeValue(forKey: name) else { return }
            try application.rename(name, to: newName)
            try catalog.removeReplicatedTable(name, ofIntegration: integration.id)
            try set(newName, .synced, schema: schema.renamed(to: newName))
            note(name)
        case .drop(let name):
            try application.drop(name)
            try set(name, .deleted, reason: "the source dropped the table")
        case .fail(let name, let error): try set(name, .failed, reason: error.description)
        case .resnapshot(let name, let reason): try set(name, .resyncInitiated, reason: reason)
        }
    }

    // MARK: Snapshots

    private func startSnapshot(_ tables: [TableSchema]) throws {
        try commitGathered()
        snapshotFailures = []
        if schemas.isEmpty { try catalog.setPhase(.copying, reason: nil, ofIntegration: integration.id) }
        try begin()
        for schema in tables {
            // The engine's names do not differ by case alone.
            let other = schemas.keys.first {
                $0 != schema.name && "\($0)".lowercased() == "\(schema.name)".lowercased()
            }
            if let other {
                snapshotFailures.insert(schema.name)
                try set(schema.name, .failed, reason: "table \(other) has the same name but for case")
                continue
            }
            try application.create(schema)
            try set(schema.name, .synced, schema: schema)
        }
    }

    private func finishSnapshot(_ end: SnapshotEnd) throws {
        try begin()
        if end.isComplete {
            let whole = Set(end.tables).union(snapshotFailures)
            for table in try catalog.replicatedTables(of: integration.id)
            where !whole.contains(table.name) && table.state != .deleted {
                try application.drop(table.name)
                try set(table.name, .deleted, reason: "the source has the table no more")
            }
        }
        try commit(at: end.position, kind: .snapshot, sourceCommit: detectedAt)
    }

    // MARK: Commits

    private func begin() throws {
        guard !isInTransaction else { return }
        try connection.execute("BEGIN TRANSACTION")
        isInTransaction = true
        guard try catalog.readOnlyKind(ofDatabase: target) == "integration" else {
            throw WarehouseError(.invalidCatalogName, "database \"\(target)\" was dropped")
        }
    }

    /// Applies rows at once.
    private func applyRows(_ batch: ChangeBatch) throws {
        guard schemas[batch.schema.name] != nil, batch.count > 0 else { return }
        try begin()
        let table = application.engineName(of: batch.schema.name)
        try RowApplication(database: database, connection: connection, table: table, batch: batch).apply()
        counts[batch.schema.name, default: .init()] += .init(batch)
        note(batch.schema.name)
    }

    private func applyGathered() throws {
        let batches = gathered
        gathered = [:]
        for (_, batch) in batches.sorted(by: { $0.key < $1.key }) { try applyRows(batch) }
    }

    private func commitGathered() throws {
        try applyGathered()
        guard let last = uncommitted, !isInPartialTransaction else { return }
        try begin()
        try commit(at: last.position, kind: .changes, sourceCommit: last.committedAtMicroseconds)
    }

    private func commit(at position: SourcePosition, kind: IntegrationActivity.Kind, sourceCommit: Int64) throws {
        let count = transactionCount + max(uncommittedCount, 1)
        let transactionID = try catalog.transactionID()
        let times = IntegrationTimes(sourceCommit: sourceCommit, detected: detectedAt, applied: Self.now())
        try catalog.setPosition(position, transactionCount: count, times: times, ofIntegration: integration.id)
        try catalog.add(finishedActivities, ofIntegration: integration.id)
        if times.applied - lastCounting >= IntegrationLimits.countingInterval.microseconds { try countRows() }
        try connection.execute("COMMIT")
        isInTransaction = false
        lastContact = times.applied
        finishedActivities = [
            IntegrationActivity(
                kind: kind, checkpoint: "\(integration.id)-\(count)", transactionID: transactionID, counts: counts,
                sourceCommit: sourceCommit, start: detectedAt, end: Self.now())
        ]
        transactionCount = count
        counts = [:]
        uncommitted = nil
        uncommittedCount = 0
    }

    /// Notes that the source has nothing more; writes what waits for a quiet moment.
    private func noteContact(_ position: SourcePosition) throws {
        guard !isInTransaction else { return }
        try commitGathered()
        let time = Self.now()
        guard time - lastContact >= IntegrationLimits.contactInterval.microseconds || !finishedActivities.isEmpty else {
            return
        }
        try begin()
        try catalog.setPosition(position, transactionCount: transactionCount, times: nil, ofIntegration: integration.id)
        try catalog.setContact(at: time, ofIntegration: integration.id)
        try catalog.add(finishedActivities, ofIntegration: integration.id)
        try countRows()
        if time - lastCleaning > IntegrationLimits.cleaningInterval.microseconds {
            try catalog.removeActivity(
                ofIntegration: integration.id, before: time - IntegrationLimits.activityKeptMicroseconds)
            lastCleaning = time
        }
        try connection.execute("COMMIT")
        isInTransaction = false
        finishedActivities = []
        lastContact = time
    }

    /// Counts the rows of the tables that changed; cheap, but not so cheap as to do it in every commit.
    private func countRows() throws {
        let time = Self.now()
        for name in uncounted where schemas[name] != nil {
            try catalog.setRowCount(
                of: name, in: application.engineName(of: name), ofIntegration: integration.id, at: time)
        }
        uncounted = []
        lastCounting = time
    }

    // MARK: States

    private func set(
        _ name: TableName, _ state: ReplicatedTableState, schema: TableSchema? = nil, reason: String? = nil
    ) throws {
        schemas[name] = state == .synced ? schema : nil
        if state != .synced { gathered[name] = nil }
        let table = ReplicatedTable(name: name, state: state, reason: reason, schema: schema)
        try catalog.set(
            table, ofIntegration: integration.id, checkpoint: "\(integration.id)-\(transactionCount)", at: Self.now())
        note(name)
    }

    private func note(_ name: TableName) {
        changed.insert(application.engineName(of: name))
        uncounted.insert(name)
    }
}

extension Duration {
    fileprivate var microseconds: Int64 {
        components.seconds * 1_000_000 + components.attoseconds / 1_000_000_000_000
    }
}
