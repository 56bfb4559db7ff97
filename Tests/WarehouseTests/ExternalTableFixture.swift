import DuckDB
import Foundation
import MillraceTesting

@testable import Warehouse

/// A warehouse with schema `hist`, and a bucket `lake` that is a local folder.
struct ExternalTableFixture {
    let warehouse: BareWarehouse
    let lake = TemporaryFolder.make()
    var connection: Connection { warehouse.connection }
    var tables: ExternalTables { ExternalTables(connection, storage: ObjectStorage(buckets: ["lake": lake])) }
    let name = EngineName(schema: "hist", name: "t")

    init() throws {
        warehouse = try BareWarehouse()
        try connection.execute("CREATE SCHEMA hist")
    }

    func rows(_ sql: String) throws -> [[Value]] { try warehouse.rows(sql) }

    /// Writes the rows of a query as a Parquet file of the bucket.
    func write(_ path: String, _ query: String) throws {
        let file = try makeFolder(for: path)
        try connection.execute("COPY (\(query)) TO \(EngineName.literal(file.path)) (FORMAT PARQUET)")
    }

    /// Writes text as a file of the bucket.
    func write(_ path: String, text: String) throws {
        try Data(text.utf8).write(to: try makeFolder(for: path))
    }

    private func makeFolder(for path: String) throws -> URL {
        let file = lake.appending(path: path)
        try FileManager.default.createDirectory(at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
        return file
    }

    /// `hist.t (a bigint, b varchar)` by `day`, of the type given, below `s3://lake/t`.
    func createPartitioned(dayType: String = "DATE", columns: [ExternalTable.Column]? = nil) throws {
        try tables.create(
            ExternalTable(
                name: name, columns: columns ?? [.init(name: "a", type: "BIGINT"), .init(name: "b", type: "VARCHAR")],
                partitionColumns: [.init(name: "day", type: dayType)], location: "s3://lake/t/"))
    }

    func add(_ day: String, location: String? = nil, ifNotExists: Bool = false) throws {
        try tables.addPartitions(
            [PartitionChange(values: [("day", day)], location: location)], to: name, ifNotExists: ifNotExists)
    }

    /// How many files the engine opened for a query.
    func filesRead(_ sql: String) throws -> Int {
        let plan = try rows("EXPLAIN ANALYZE \(sql)").map { $0[1].text ?? "" }.joined()
        return plan.matches(of: /Total Files Read:\s*(\d+)/).reduce(0) { $0 + (Int($1.output.1) ?? 0) }
    }
}
