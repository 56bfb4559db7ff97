import DuckDB
import Foundation
import Testing

@testable import Warehouse

/// The folder of real market data, where this machine has it.
enum MarketData {
    static let folder: URL? = {
        let shared = ProcessInfo.processInfo.environment["MILLRACE_SHARED"] ?? "../shared"
        let folder = URL(filePath: shared).appending(path: "data/market").standardizedFileURL
        return FileManager.default.fileExists(atPath: folder.path) ? folder : nil
    }()
}

/// The shared market data as external tables.
@Suite(.enabled(if: MarketData.folder != nil, "skipped: no shared data; set MILLRACE_SHARED to its folder"))
struct ExternalTableRealDataTests {
    let fixture: ExternalTableFixture

    init() throws { fixture = try ExternalTableFixture() }

    @Test func monthsOfMinuteBarsArePartitions() throws {
        let market = try #require(MarketData.folder)
        let file = market.appending(path: "etf-minute/SPY/2008-01.parquet").path
        let columns = try fixture.connection.prepare("SELECT * FROM \(EngineName.literal(file))").columns
        let types = try fixture.rows("DESCRIBE SELECT * FROM \(EngineName.literal(file))").compactMap { $0[1].text }
        try fixture.tables.create(
            ExternalTable(
                name: fixture.name, columns: zip(columns, types).map { .init(name: $0.name, type: $1) },
                partitionColumns: [.init(name: "month", type: "VARCHAR")], location: market.path + "/etf-minute/SPY"))
        let months = (1...12).map { $0 < 10 ? "2008-0\($0)" : "2008-\($0)" }
        try fixture.tables.addPartitions(
            months.map { .init(values: [("month", $0)], location: "\(market.path)/etf-minute/SPY/\($0).parquet") },
            to: fixture.name)
        let expected = try fixture.rows(
            "SELECT count(*) FROM \(EngineName.literal(market.path + "/etf-minute/SPY/*.parquet"))")
        #expect(try fixture.rows("SELECT count(*) FROM hist.t") == expected)
        #expect(
            try fixture.rows("SELECT count(*) FROM hist.t WHERE month = '2008-01'")
                == fixture.rows("SELECT count(*) FROM \(EngineName.literal(file))"))
        #expect(try fixture.filesRead("SELECT * FROM hist.t WHERE month >= '2008-11'") == 2)
        let names = columns.map { EngineName.quote($0.name) }.joined(separator: ", ")
        #expect(
            try fixture.rows("SELECT \(names) FROM hist.t WHERE month = '2008-01' LIMIT 100")
                == fixture.rows("SELECT \(names) FROM \(EngineName.literal(file)) LIMIT 100"))
    }

    @Test func aQuarterOfDailyBarsIsOneFile() throws {
        let path = try #require(MarketData.folder).appending(path: "us_daily_2024q1.parquet").path
        let described = try fixture.rows("DESCRIBE SELECT * FROM \(EngineName.literal(path))")
        let columns = described.compactMap { row in
            row[0].text.map { ExternalTable.Column(name: $0, type: row[1].text ?? "") }
        }
        try fixture.tables.create(ExternalTable(name: fixture.name, columns: columns, location: path))
        let counts = "SELECT count(*), count(DISTINCT \(EngineName.quote(columns[0].name))) FROM"
        #expect(try fixture.rows("\(counts) hist.t") == fixture.rows("\(counts) \(EngineName.literal(path))"))
    }
}
