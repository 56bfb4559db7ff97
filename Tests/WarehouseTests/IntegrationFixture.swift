import DuckDB
import Foundation
import Logging
import MillraceTesting
import Testing

@testable import Warehouse

/// A warehouse's engine with one integration of a real server, and the service that keeps it up.
final class IntegrationFixture {
    let server: MariaDBServer
    let database: Database
    let connection: Connection
    let commits = CommitLog()
    private let source: String
    private let seal: SecretSeal
    private var task: Task<Void, any Error>?
    private(set) var supervisor: IntegrationSupervisor?

    init(_ server: MariaDBServer, source: String, filter: String = "") throws {
        self.server = server
        self.source = source
        database = try Database(path: TemporaryFolder.make().appending(path: "dev.duckdb").path)
        connection = try database.connect()
        seal = try SecretSeal(folder: nil)
        try connection.execute("SET GLOBAL TimeZone = 'UTC'")
        try Catalog(connection).bootstrap()
        let catalog = Catalog(connection)
        try catalog.addIntegration(name: "orders", sourceURL: server.url(database: source), filter: filter, seal: seal)
        try catalog.addDatabase("trading", fromIntegration: "orders")
    }

    deinit { task?.cancel() }

    func start() throws {
        var logger = Logger(label: "test")
        logger.logLevel = .critical
        let supervisor = try IntegrationSupervisor(database: database, seal: seal, commits: commits, logger: logger)
        self.supervisor = supervisor
        task = Task { try await supervisor.run() }
    }

    /// Stops the service in whatever it does.
    func stop() async throws {
        task?.cancel()
        try await task?.value
        task = nil
    }

    /// Waits until a query gives a true first value.
    func wait(until query: String, _ location: SourceLocation = #_sourceLocation) async throws {
        let deadline = ContinuousClock.now + .seconds(60)
        while try connection.query(query).rows().first?.first != .boolean(true) {
            guard ContinuousClock.now < deadline else {
                let state = try connection.query("SELECT COLUMNS(*)::VARCHAR FROM millrace.svv_integration").rows()
                let tables = try connection.query(
                    "SELECT table_name, table_state, reason FROM millrace.svv_integration_table_state"
                ).rows()
                Issue.record("never true: \(query); \(state); \(tables)", sourceLocation: location)
                throw CancellationError()
            }
            try await Task.sleep(for: .milliseconds(10))
        }
    }

    /// Writes a mark at the source and waits until it is here, so that everything before it is too.
    func catchUp(_ location: SourceLocation = #_sourceLocation) async throws {
        let mark = UUID().uuidString
        try await server.execute(
            "CREATE TABLE IF NOT EXISTS marks (mark VARCHAR(40) PRIMARY KEY); INSERT INTO marks VALUES ('\(mark)')",
            database: source)
        try await wait(
            until: """
                SELECT count(*) > 0 FROM duckdb_tables()
                WHERE schema_name = 'trading.\(source)' AND table_name = 'marks'
                """, location)
        try await wait(
            until: "SELECT count(*) > 0 FROM \"trading.\(source)\".marks WHERE mark = '\(mark)'", location)
        // A table that is copied again is not there until it is whole.
        try await wait(
            until: """
                SELECT count(*) = 0 FROM millrace.svv_integration_table_state
                WHERE table_state IN ('ResyncRequired', 'ResyncInitiated')
                """, location)
    }

    /// The rows of a table here, as the server's client prints them.
    func rows(_ table: String) throws -> [String] {
        try connection.query("SELECT COLUMNS(*)::VARCHAR FROM \"trading.\(source)\".\"\(table)\"").rows()
            .map { row in row.map { $0.text ?? "NULL" }.joined(separator: "\t") }.sorted()
    }

    func text(_ query: String) throws -> [[String?]] { try connection.query(query).rows().map { $0.map(\.text) } }

    /// Records the first difference between source and replica, tables and rows, all of them.
    func expectSame(_ location: SourceLocation = #_sourceLocation) async throws {
        let there = try await server.execute(
            "SELECT table_name FROM information_schema.TABLES WHERE table_schema = '\(source)' ORDER BY 1")
        let here = try connection.query(
            "SELECT table_name FROM duckdb_tables() WHERE schema_name = 'trading.\(source)' ORDER BY 1"
        ).rows().compactMap { $0[0].text }
        #expect(Set(here) == Set(there), sourceLocation: location)
        for table in there where here.contains(table) {
            let columns = try connection.query(
                "SELECT column_name FROM duckdb_columns() WHERE schema_name = 'trading.\(source)' AND table_name = '\(table)' ORDER BY column_index"
            ).rows().compactMap { $0[0].text }
            let list = columns.map { "`\($0)`" }.joined(separator: ", ")
            let theirs = try await server.execute("SELECT \(list) FROM `\(table)`", database: source).sorted()
            let ours = try rows(table)
            guard ours != theirs else { continue }
            let (only, missing) = (Set(ours).subtracting(theirs).sorted(), Set(theirs).subtracting(ours).sorted())
            Issue.record(
                "\(table): \(ours.count) rows, source \(theirs.count); only here \(Array(only.prefix(3))), missing \(Array(missing.prefix(3)))",
                sourceLocation: location)
        }
    }
}
