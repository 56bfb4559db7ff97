import DuckDB
import Foundation
import Testing

@testable import Warehouse

/// COPY from files and UNLOAD to them, run by the engine.
@Suite struct ExternalTableStorageCopyTests {
    let fixture: ExternalTableFixture
    private let table = EngineName(schema: "hist", name: "loaded")
    private let day = Value.date(days: 19723)

    init() throws {
        fixture = try ExternalTableFixture()
        try fixture.connection.execute("CREATE TABLE hist.loaded (a INTEGER, b VARCHAR, c DATE)")
    }

    private func load(_ load: StorageLoad, _ source: String, isManifest: Bool = false) throws -> [[Value]] {
        let columns = try #require(try Catalog(fixture.connection).columns(of: table))
        let files = try fixture.tables.files(ofSource: source, isManifest: isManifest)
        try fixture.connection.execute(try load.insert(into: table, columns: columns, files: files))
        return try fixture.rows("SELECT * FROM hist.loaded ORDER BY a")
    }

    @Test func delimitedFilesOfAPrefixAreLoaded() throws {
        try fixture.write("x/part-1", text: "1|it's \"x\"|2024-01-01\n")
        try fixture.write("x/part-2", text: "2||\n3|\\N|\n")
        try fixture.write("x/other", text: "never")
        #expect(
            try load(StorageLoad(), "s3://lake/x/part") == [
                [.integer(1), .text("it's \"x\""), day], [.integer(2), .text(""), .null], [.integer(3), .null, .null],
            ])
    }

    @Test func csvOptionsAreFollowed() throws {
        try fixture.write("x.csv", text: "a,b,c\n1,\"x, \"\"y\"\"\",2024-01-01\n2,  \n")
        var options = StorageLoad()
        options.format = .csv
        options.delimiter = ","
        options.ignoredHeaderLines = 1
        options.blankIsNull = true
        options.fillsRecords = true
        #expect(
            try load(options, "s3://lake/x.csv")
                == [[.integer(1), .text("x, \"y\""), day], [.integer(2), .null, .null]])
    }

    @Test(arguments: [(false, Value.null), (true, Value.integer(1))])
    func jsonIsLoadedByKey(ignoresCase: Bool, expected: Value) throws {
        try fixture.write("x.json", text: "{\"A\":1,\"b\":{\"k\":[1]}}\n{\"a\":2,\n\"c\":\"2024-01-01\"}")
        var options = StorageLoad()
        options.format = .json(ignoresCase: ignoresCase)
        let rows = try load(options, "s3://lake/x.json")
        #expect(rows.contains([expected, .text("{\"k\":[1]}"), .null]))
        #expect(rows.contains([.integer(2), .null, day]))
    }

    @Test func aManifestNamesTheFiles() throws {
        try fixture.write("x/f.parquet", "SELECT 1 AS p, 'x' AS q, DATE '2024-01-01' AS r")
        try fixture.write("m", text: "{\"entries\":[{\"url\":\"s3://lake/x/f.parquet\",\"mandatory\":true}]}")
        try fixture.write("n", text: "{\"entries\":[{\"url\":\"s3://lake/x/g.parquet\",\"mandatory\":true}]}")
        try fixture.write("o", text: "{\"entries\":")
        var options = StorageLoad()
        options.format = .parquet
        #expect(try load(options, "s3://lake/m", isManifest: true) == [[.integer(1), .text("x"), day]])
        for bad in ["n", "o"] {
            #expect(throws: WarehouseError.self) { try load(options, "s3://lake/\(bad)", isManifest: true) }
        }
    }

    @Test func whatCannotBeLoadedFailsWhole() throws {
        try fixture.write("x", text: "1|x|2024-01-01\nno|x|2024-01-01\n")
        #expect(throws: EngineError.self) { try load(StorageLoad(), "s3://lake/x") }
        #expect(try fixture.rows("SELECT * FROM hist.loaded").isEmpty)
        #expect(throws: WarehouseError.self) { try load(StorageLoad(), "s3://lake/nothing") }
    }

    @Test(arguments: [StorageUnload.Format.delimited, .csv, .json, .parquet])
    func unloadedRowsComeBack(format: StorageUnload.Format) throws {
        var unload = StorageUnload()
        unload.format = format
        unload.null = "\\N"
        let storage = fixture.tables.storage
        try FileManager.default.createDirectory(
            at: fixture.lake.appending(path: "u"), withIntermediateDirectories: true)
        let target = try unload.target("s3://lake/u/", storage: storage)
        #expect(target.hasPrefix(fixture.lake.path + "/u/0000_part_00"))
        let query = "SELECT 1 AS a, 'it''s' AS b, DATE '2024-01-01' AS c UNION ALL SELECT 2, NULL, NULL"
        try fixture.connection.execute(try unload.copy(query: query, to: target))
        var back = StorageLoad()
        back.null = "\\N"
        back.delimiter = format == .csv ? "," : "|"
        back.format =
            switch format {
            case .delimited: .delimited
            case .csv: .csv
            case .json: .json(ignoresCase: false)
            case .parquet: .parquet
            }
        #expect(
            try load(back, "s3://lake/u/") == [[.integer(1), .text("it's"), day], [.integer(2), .null, .null]])
    }

    @Test func partitionedUnloadsAreRepairedIntoATable() throws {
        var unload = StorageUnload()
        unload.format = .parquet
        unload.partitionColumns = ["day"]
        let target = try unload.target("s3://lake/t/", storage: fixture.tables.storage)
        let query = "SELECT range AS a, 'x' AS b, DATE '2024-01-01' + (range % 3)::INTEGER AS day FROM range(9)"
        try fixture.connection.execute(try unload.copy(query: query, to: target))
        try fixture.createPartitioned()
        #expect(try fixture.tables.repair(fixture.name).count == 3)
        #expect(
            try fixture.rows("SELECT count(*), sum(a)::INTEGER FROM hist.t WHERE day = '2024-01-02'") == [
                [.integer(3), .integer(12)]
            ])
    }

    @Test(arguments: [ExternalFormat.parquet, .delimited])
    func aQueryBecomesAnExternalTable(format: ExternalFormat) throws {
        let query = "SELECT range::BIGINT AS a, NULL::VARCHAR AS b, 'd' || range % 3 AS day FROM range(9)"
        let rows = try fixture.tables.create(
            fixture.name, partitionedBy: ["day"], location: "s3://lake/made", format: format, as: query)
        #expect(rows == 9)
        #expect(
            try fixture.rows("SELECT a, b, day FROM hist.t ORDER BY a")
                == fixture.rows("SELECT * FROM (\(query)) ORDER BY a"))
        #expect(try fixture.filesRead("SELECT * FROM hist.t WHERE day = 'd1'") == 1)
        let again = EngineName(schema: "hist", name: "again")
        #expect(throws: WarehouseError.self) {
            try fixture.tables.create(again, partitionedBy: ["day"], location: "s3://lake/made", as: query)
        }
        #expect(throws: WarehouseError.self) {
            try fixture.tables.create(again, partitionedBy: ["a"], location: "s3://lake/other", as: query)
        }
    }
}
