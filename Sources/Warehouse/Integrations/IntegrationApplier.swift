internal import DuckDB
internal import Replication

/// Writes what a source delivers into the engine.
///
/// Rows, the schema changes between them and the source's position commit in ONE engine transaction, so a kill at any
/// instant leaves a state that the source was in, and the position that belongs to it. Row changes of many source
/// transactions are gathered by table and applied at once; a change of schema commits what was gathered before it, then
/// itself. A snapshot is one engine transaction: queries see the tables as they were until it is whole.
final class IntegrationApplier {
    private let integration: Integration
    private let database: Database
    private let connection: Connection
    private let catalog: Catalog
    private let application: SchemaApplication
    private let engineTransactions: IntegrationTransactions

    /// The tables whose rows are applied, with the columns that the engine has.
    private var schemas: [TableName: TableSchema] = [:]
    private var isInPartialTransaction = false
    private var gathered: [TableName: ChangeBatch] = [:]
    private var uncommitted: SourceTransaction?
    private var uncommittedCount: Int64 = 0
    private var detectedAt: Int64 = 0
    private var snapshotFailures: Set<TableName> = []
    /// The relations that commits changed since this was last emptied.
    private(set) var changed: Set<EngineName> = []

    init(_ integration: Integration, target: String, database: Database, connection: Connection) throws {
        self.integration = integration
        self.database = database
        self.connection = connection
        catalog = Catalog(connection)
        application = SchemaApplication(connection: connection, database: target)
        engineTransactions = try IntegrationTransactions(integration, target: target, connection: connection)
        for table in try catalog.replicatedTables(of: integration.id) where table.state == .synced {
            schemas[table.name] = table.schema
        }
    }

    /// Applies events that arrived together and commits all that is whole. After an error nothing of what was not
    /// committed remains, and the applier is of no further use.
    func apply(_ events: [ReplicationEvent]) throws {
        detectedAt = IntegrationTransactions.now()
        do {
            for event in events { try apply(event) }
            try commitGathered()
        } catch {
            engineTransactions.rollBack()
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
        case .heartbeat(let position):
            guard !engineTransactions.isOpen else { return }
            try commitGathered()
            try engineTransactions.noteContact(position)
        case .tableFailed(let name, let error):
            snapshotFailures.insert(name)
            try set(name, .failed, reason: error.description)
        case .disconnected(let error, _):
            guard !engineTransactions.isOpen else { return }
            try commitGathered()
            try catalog.setPhase(.failed, reason: error.description, ofIntegration: integration.id)
        case .connected:
            guard !engineTransactions.isOpen else { return }
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
        try engineTransactions.begin()
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
        try engineTransactions.begin()
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
        try engineTransactions.begin()
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

    /// Applies rows at once.
    private func applyRows(_ batch: ChangeBatch) throws {
        guard schemas[batch.schema.name] != nil, batch.count > 0 else { return }
        try engineTransactions.begin()
        let table = application.engineName(of: batch.schema.name)
        try RowApplication(database: database, connection: connection, table: table, batch: batch).apply()
        engineTransactions.add(.init(batch), of: batch.schema.name)
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
        try engineTransactions.begin()
        try commit(at: last.position, kind: .changes, sourceCommit: last.committedAtMicroseconds)
    }

    private func commit(at position: SourcePosition, kind: IntegrationActivity.Kind, sourceCommit: Int64) throws {
        try engineTransactions.commit(
            at: position, kind: kind, sourceTransactions: max(uncommittedCount, 1), sourceCommit: sourceCommit,
            detected: detectedAt)
        uncommitted = nil
        uncommittedCount = 0
    }

    // MARK: States

    private func set(
        _ name: TableName, _ state: ReplicatedTableState, schema: TableSchema? = nil, reason: String? = nil
    ) throws {
        schemas[name] = state == .synced ? schema : nil
        if state != .synced { gathered[name] = nil }
        let table = ReplicatedTable(name: name, state: state, reason: reason, schema: schema)
        try catalog.set(
            table, ofIntegration: integration.id, checkpoint: engineTransactions.checkpoint,
            at: IntegrationTransactions.now())
        note(name)
    }

    private func note(_ name: TableName) {
        let relation = application.engineName(of: name)
        changed.insert(relation)
        engineTransactions.recount(name, in: schemas[name] == nil ? nil : relation)
    }
}
