internal import DuckDB
internal import Foundation
internal import Replication

/// The engine's transactions of one integration, and what commits with each: the position, the times, the activity of
/// the one before, and now and then the counts of rows.
final class IntegrationTransactions {
    private let integration: Integration
    private let target: String
    private let connection: Connection
    private let catalog: Catalog

    /// How many transactions of the source are in.
    private(set) var count: Int64
    private(set) var isOpen = false
    /// What the transaction under way has brought so far.
    private var rowCounts: [TableName: RowApplication.Counts] = [:]
    /// Activity whose commit is done and that is not written yet.
    private var finishedActivities: [IntegrationActivity] = []
    /// Tables that changed since their rows were counted, with where they lie.
    private var uncounted: [TableName: EngineName] = [:]
    private var lastContact: Int64 = 0
    private var lastCleaning: Int64 = 0
    private var lastCounting: Int64 = 0

    init(_ integration: Integration, target: String, connection: Connection) throws {
        self.integration = integration
        self.target = target
        self.connection = connection
        catalog = Catalog(connection)
        try catalog.ensureState(ofIntegration: integration.id)
        count = try catalog.transactionCount(ofIntegration: integration.id)
    }

    /// Microseconds since 1970 UTC.
    static func now() -> Int64 { Int64(Date().timeIntervalSince1970 * 1e6) }

    /// What names the last commit to users.
    var checkpoint: String { "\(integration.id)-\(count)" }

    /// Begins a transaction unless one is open.
    func begin() throws {
        guard !isOpen else { return }
        try connection.execute("BEGIN TRANSACTION")
        isOpen = true
        guard try catalog.readOnlyKind(ofDatabase: target) == "integration" else {
            throw WarehouseError(.invalidCatalogName, "database \"\(target)\" was dropped")
        }
    }

    /// Gives up the transaction under way, if there is one.
    func rollBack() {
        // What led here is the error to report; the engine may have rolled back by itself already.
        if isOpen { _ = try? connection.execute("ROLLBACK") }
        isOpen = false
    }

    /// Commits what stands at `position` of the source after `sourceTransactions` more of its transactions.
    func commit(
        at position: SourcePosition, kind: IntegrationActivity.Kind, sourceTransactions: Int64, sourceCommit: Int64,
        detected: Int64
    ) throws {
        let newCount = count + sourceTransactions
        let transactionID = try catalog.transactionID()
        let times = IntegrationTimes(sourceCommit: sourceCommit, detected: detected, applied: Self.now())
        try catalog.setPosition(position, transactionCount: newCount, times: times, ofIntegration: integration.id)
        try catalog.add(finishedActivities, ofIntegration: integration.id)
        if times.applied - lastCounting >= IntegrationLimits.countingInterval.microseconds { try countRows() }
        try end()
        count = newCount
        lastContact = times.applied
        finishedActivities = [
            IntegrationActivity(
                kind: kind, checkpoint: checkpoint, transactionID: transactionID, counts: rowCounts,
                sourceCommit: sourceCommit, start: detected, end: Self.now())
        ]
        rowCounts = [:]
    }

    /// Notes that the source has nothing more; writes what waits for a quiet moment. No transaction is open.
    func noteContact(_ position: SourcePosition) throws {
        let time = Self.now()
        guard time - lastContact >= IntegrationLimits.contactInterval.microseconds || !finishedActivities.isEmpty else {
            return
        }
        try begin()
        try catalog.setPosition(position, transactionCount: count, times: nil, ofIntegration: integration.id)
        try catalog.setContact(at: time, ofIntegration: integration.id)
        try catalog.add(finishedActivities, ofIntegration: integration.id)
        try countRows()
        if time - lastCleaning > IntegrationLimits.cleaningInterval.microseconds {
            try catalog.removeActivity(
                ofIntegration: integration.id, before: time - IntegrationLimits.activityKeptMicroseconds)
            lastCleaning = time
        }
        try end()
        finishedActivities = []
        lastContact = time
    }

    /// Notes rows that the transaction under way has brought.
    func add(_ counts: RowApplication.Counts, of table: TableName) { rowCounts[table, default: .init()] += counts }

    /// Notes that a table's rows are to be counted again; nil where the table is no longer kept up.
    func recount(_ table: TableName, in relation: EngineName?) { uncounted[table] = relation }

    private func end() throws {
        try connection.execute("COMMIT")
        isOpen = false
    }

    /// Counts the rows of the tables that changed; cheap, but not so cheap as to do it in every commit.
    private func countRows() throws {
        let time = Self.now()
        for (table, relation) in uncounted {
            try catalog.setRowCount(of: table, in: relation, ofIntegration: integration.id, at: time)
        }
        uncounted = [:]
        lastCounting = time
    }
}

extension Duration {
    fileprivate var microseconds: Int64 {
        components.seconds * 1_000_000 + components.attoseconds / 1_000_000_000_000
    }
}
