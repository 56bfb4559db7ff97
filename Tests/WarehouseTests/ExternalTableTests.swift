import DuckDB
import Foundation
import Testing

@testable import Warehouse

/// External tables over Parquet: what is seen, by which names and types, and what is read.
@Suite struct ExternalTableTests {
    let fixture: ExternalTableFixture

    init() throws { fixture = try ExternalTableFixture() }

    @Test func onlyRegisteredPartitionsAreSeen() throws {
        for day in 1...3 {
            try fixture.write("t/day=2024-01-0\(day)/f.parquet", "SELECT \(day)::BIGINT AS a, 'x' AS b")
        }
        try fixture.createPartitioned()
        #expect(try fixture.rows("SELECT * FROM hist.t").isEmpty)
        try fixture.add("2024-01-02")
        #expect(try fixture.rows("SELECT * FROM hist.t") == [[.integer(2), .text("x"), .date(days: 19724)]])
        try fixture.add("2024-01-01")
        #expect(
            try fixture.rows("SELECT sum(a)::INTEGER, count(DISTINCT day) FROM hist.t") == [[.integer(3), .integer(2)]])
    }

    @Test func hiddenAndEmptyFilesAndMissingFoldersAreNoError() throws {
        try fixture.write("t/day=2024-01-01/deeper/f.parquet", "SELECT 1::BIGINT AS a, 'x' AS b")
        for name in ["_SUCCESS", ".f.parquet.crc", "#f.parquet#", "f.parquet~", "_temporary/0/f.parquet"] {
            try fixture.write("t/day=2024-01-01/\(name)", text: "no Parquet")
        }
        try fixture.write("t/day=2024-01-01/empty.parquet", text: "")
        try fixture.createPartitioned()
        try fixture.add("2024-01-01")
        try fixture.add("2024-01-02")
        #expect(try fixture.rows("SELECT a FROM hist.t") == [[.integer(1)]])
    }

    @Test func columnsAreFoundByNameAndHaveTheDeclaredType() throws {
        try fixture.write(
            "t/day=1/f.parquet", "SELECT 'x' AS B, 1::SMALLINT AS A, 5 AS more, 9 AS day, 'f' AS filename")
        try fixture.write("t/day=2/f.parquet", "SELECT 2::INTEGER AS a, '{\"k\":[1]}' AS n")
        try fixture.createPartitioned(
            dayType: "VARCHAR",
            columns: [
                .init(name: "a", type: "DECIMAL(12,2)"), .init(name: "b", type: "VARCHAR"),
                .init(name: "n", type: "JSON"), .init(name: "filename", type: "VARCHAR"),
                .init(name: "it's", type: "DATE"),
            ])
        try fixture.add("1")
        try fixture.add("2")
        #expect(
            try fixture.rows("SELECT *, typeof(day) FROM hist.t ORDER BY day") == [
                [
                    .decimal(unscaled: 100, width: 12, scale: 2), .text("x"), .null, .text("f"), .null, .text("1"),
                    .text("VARCHAR"),
                ],
                [
                    .decimal(unscaled: 200, width: 12, scale: 2), .null, .text("{\"k\":[1]}"), .null, .null, .text("2"),
                    .text("VARCHAR"),
                ],
            ])
        #expect(
            try Catalog(fixture.connection).columns(of: fixture.name)?.map(\.type) == [
                .decimal(width: 12, scale: 2), .varchar, .json, .varchar, .date, .varchar,
            ])
    }

    @Test func anEmptyTableHasItsTypes() throws {
        try fixture.createPartitioned()
        #expect(
            try Catalog(fixture.connection).columns(of: fixture.name) == [
                Column(name: "a", type: .bigInteger), Column(name: "b", type: .varchar),
                Column(name: "day", type: .date),
            ])
    }

    @Test func partitionsAreLeftOutBeforeTheirFilesAreOpened() throws {
        for day in 1...9 {
            try fixture.write("t/day=2024-01-0\(day)/f.parquet", "SELECT \(day)::BIGINT AS a, 'x' AS b")
        }
        try fixture.write("elsewhere/f.parquet", "SELECT 10::BIGINT AS a, 'y' AS b")
        try fixture.createPartitioned()
        try fixture.tables.repair(fixture.name)
        try fixture.add("2024-01-10", location: "s3://lake/elsewhere")
        #expect(try fixture.filesRead("SELECT * FROM hist.t") == 10)
        #expect(try fixture.filesRead("SELECT * FROM hist.t WHERE day = '2024-01-03'") == 1)
        #expect(try fixture.filesRead("SELECT * FROM hist.t WHERE day BETWEEN '2024-01-03' AND '2024-01-05'") == 3)
        #expect(try fixture.filesRead("SELECT * FROM hist.t WHERE day IN ('2024-01-03', '2024-01-10')") == 2)
        #expect(try fixture.filesRead("SELECT * FROM hist.t WHERE date_trunc('month', day) > '2024-01-01'") == 0)
        #expect(try fixture.rows("SELECT a FROM hist.t WHERE day = '2024-01-10'") == [[.integer(10)]])
    }

    @Test(.timeLimit(.minutes(1))) func aThousandPartitionsStayFast() throws {
        try fixture.write("t/day=0/f.parquet", "SELECT 1::BIGINT AS a, 'x' AS b")
        let first = try Data(contentsOf: fixture.lake.appending(path: "t/day=0/f.parquet"))
        for day in 1..<1500 {
            let folder = fixture.lake.appending(path: "t/day=\(day)")
            try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
            try first.write(to: folder.appending(path: "f.parquet"))
        }
        try fixture.createPartitioned(dayType: "INTEGER")
        #expect(try fixture.tables.repair(fixture.name).count == 1500)
        #expect(
            try fixture.rows("SELECT count(*), sum(a)::BIGINT, max(day) FROM hist.t") == [
                [.integer(1500), .integer(1500), .integer(1499)]
            ])
        #expect(try fixture.filesRead("SELECT * FROM hist.t WHERE day = 700") == 1)
        let clock = ContinuousClock()
        let took = try clock.measure { _ = try fixture.rows("SELECT * FROM hist.t WHERE day = 700") }
        #expect(took < .seconds(2))
        #expect(try !fixture.tables.refresh(fixture.name))
    }

    @Test func anotherFileIsSeenAfterARefresh() throws {
        try fixture.write("t/day=2024-01-01/f.parquet", "SELECT 1::BIGINT AS a, 'x' AS b")
        try fixture.createPartitioned()
        try fixture.add("2024-01-01")
        try fixture.write("t/day=2024-01-01/g.parquet", "SELECT 2::BIGINT AS a, 'x' AS b")
        #expect(try fixture.tables.refresh(fixture.name))
        #expect(try !fixture.tables.refresh(fixture.name))
        #expect(try fixture.rows("SELECT sum(a)::INTEGER FROM hist.t") == [[.integer(3)]])
        try FileManager.default.removeItem(at: fixture.lake.appending(path: "t"))
        #expect(try fixture.tables.refresh(fixture.name))
        #expect(try fixture.rows("SELECT * FROM hist.t").isEmpty)
    }

    @Test func pseudoColumnsAreThereWhenAskedFor() throws {
        try fixture.write("t/day=2024-01-01/f.parquet", "SELECT 1::BIGINT AS a, 'x' AS b")
        try fixture.write("élsewhere/g.parquet", "SELECT 2::BIGINT AS a, 'x' AS b")
        try fixture.createPartitioned()
        try fixture.add("2024-01-01")
        try fixture.add("2024-01-02", location: "s3://lake/élsewhere")
        let table = try fixture.tables.require(fixture.name)
        let bytes = try Data(contentsOf: fixture.lake.appending(path: "élsewhere/g.parquet")).count
        let sql = "SELECT a, \"$path\", \"$size\" FROM \(table.withPseudoColumns.quoted) WHERE day = '2024-01-02'"
        #expect(
            try fixture.rows(sql) == [[.integer(2), .text("s3://lake/élsewhere/g.parquet"), .integer(Int64(bytes))]])
        #expect(try fixture.filesRead(sql) == 1)
        #expect(try Catalog(fixture.connection).columns(of: fixture.name)?.map(\.name) == ["a", "b", "day"])
    }

    @Test func anUnpartitionedTableReadsAllBelowItsLocationOrOneFile() throws {
        try fixture.write("u/f.parquet", "SELECT 1::BIGINT AS a")
        try fixture.write("u/x=1/[g]*?.parquet", "SELECT 2::BIGINT AS a")
        let name = EngineName(schema: "hist", name: "u")
        try fixture.tables.create(
            ExternalTable(name: name, columns: [.init(name: "a", type: "BIGINT")], location: "s3://lake/u"))
        #expect(try fixture.rows("SELECT a FROM hist.u ORDER BY a") == [[.integer(1)], [.integer(2)]])
        try fixture.tables.setLocation(fixture.lake.path + "/u/f.parquet", of: name)
        #expect(try fixture.rows("SELECT a FROM hist.u") == [[.integer(1)]])
    }

    @Test func droppingATableLeavesNothingButItsFiles() throws {
        try fixture.write("t/day=2024-01-01/f.parquet", "SELECT 1::BIGINT AS a, 'x' AS b")
        try fixture.createPartitioned()
        try fixture.add("2024-01-01")
        try fixture.tables.dropAll(inEngineSchema: "hist")
        for table in ["external_table", "external_partition", "external_file"] {
            #expect(try fixture.rows("SELECT * FROM millrace.\(table)").isEmpty)
        }
        #expect(
            try fixture.rows("SELECT * FROM duckdb_views() WHERE view_name LIKE 'external:%' OR view_name = 't'")
                .isEmpty)
        #expect(FileManager.default.fileExists(atPath: fixture.lake.appending(path: "t/day=2024-01-01/f.parquet").path))
        try fixture.createPartitioned()
    }

    @Test func aTableThatCannotBeIsNamed() throws {
        try fixture.createPartitioned()
        let error = #expect(throws: WarehouseError.self) { try fixture.createPartitioned() }
        #expect(error?.sqlState == WarehouseError.State.duplicateTable.rawValue)
        let twice = ExternalTable(
            name: EngineName(schema: "hist", name: "u"), columns: [.init(name: "day", type: "DATE")],
            partitionColumns: [.init(name: "Day", type: "DATE")], location: "s3://lake/u")
        #expect(throws: WarehouseError.self) { try fixture.tables.create(twice) }
        #expect(throws: WarehouseError.self) { try fixture.tables.drop(EngineName(schema: "hist", name: "v")) }
    }
}
