import DuckDB
import Foundation
import Testing

@testable import Warehouse

/// Files that come and go between queries.
@Suite struct ExternalTableRefreshTests {
    let fixture: ExternalTableFixture
    let refresher: ExternalTableRefresher

    init() throws {
        fixture = try ExternalTableFixture()
        refresher = try ExternalTableRefresher(
            database: fixture.warehouse.database, storage: ObjectStorage(buckets: ["lake": fixture.lake]))
        try fixture.createPartitioned()
        try fixture.add("2024-01-01")
    }

    @Test func filesThatArriveAreSeen() throws {
        #expect(try refresher.refresh([fixture.name, EngineName(schema: "public", name: "none")]).isEmpty)
        try fixture.write("t/day=2024-01-01/f.parquet", "SELECT 1::BIGINT AS a, 'x' AS b")
        #expect(try refresher.refresh([fixture.name]) == [fixture.name])
        #expect(try refresher.refresh([fixture.name]).isEmpty)
        #expect(try fixture.rows("SELECT a FROM hist.t") == [[.integer(1)]])
    }

    @Test func anOpenTransactionHoldsNobodyBack() throws {
        let reader = try fixture.warehouse.database.connect()
        try reader.execute("BEGIN TRANSACTION")
        #expect(try reader.query("SELECT * FROM hist.t").rows().isEmpty)
        try fixture.write("t/day=2024-01-01/f.parquet", "SELECT 1::BIGINT AS a, 'x' AS b")
        #expect(try refresher.refresh([fixture.name]) == [fixture.name])
        #expect(try reader.query("SELECT * FROM hist.t").rows().isEmpty)
        #expect(try fixture.rows("SELECT a FROM hist.t") == [[.integer(1)]])
        try reader.execute("COMMIT")
    }

    @Test func aTableThatIsBeingChangedIsLeftToItsTransaction() throws {
        try fixture.connection.execute("BEGIN TRANSACTION")
        try fixture.write("t/day=2024-01-01/f.parquet", "SELECT 1::BIGINT AS a, 'x' AS b")
        try fixture.add("2024-01-02")
        #expect(try refresher.refresh([fixture.name]).isEmpty)
        #expect(try fixture.rows("SELECT a FROM hist.t") == [[.integer(1)]])
        try fixture.connection.execute("COMMIT")
        #expect(try fixture.rows("SELECT a FROM hist.t") == [[.integer(1)]])
    }

    @Test(.timeLimit(.minutes(1))) func manySessionsRefreshAtOnce() async throws {
        let lake = fixture.lake
        let name = fixture.name
        let database = fixture.warehouse.database
        let refresher = refresher
        try fixture.write("t/day=2024-01-01/f.parquet", "SELECT 1::BIGINT AS a, 'x' AS b")
        let file = try Data(contentsOf: lake.appending(path: "t/day=2024-01-01/f.parquet"))
        try await withThrowingTaskGroup(of: Void.self) { group in
            for session in 0..<4 {
                group.addTask {
                    let connection = try database.connect()
                    for round in 0..<25 {
                        try file.write(
                            to: lake.appending(path: "t/day=2024-01-01/\(session)-\(round).parquet"), options: .atomic)
                        try refresher.refresh([name])
                        _ = try connection.query("SELECT count(*) FROM hist.t").rows()
                    }
                }
            }
            try await group.waitForAll()
        }
        try refresher.refresh([name])
        #expect(try fixture.rows("SELECT count(*) FROM hist.t") == [[.integer(101)]])
    }
}
