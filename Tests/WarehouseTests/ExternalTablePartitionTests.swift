import DuckDB
import Foundation
import Testing

@testable import Warehouse

/// ADD, DROP and SET LOCATION of partitions, MSCK REPAIR TABLE and SHOW PARTITIONS.
@Suite struct ExternalTablePartitionTests {
    let fixture: ExternalTableFixture

    init() throws { fixture = try ExternalTableFixture() }

    private func state(_ body: () throws -> Void) -> String? {
        #expect(throws: WarehouseError.self) { try body() }?.sqlState
    }

    @Test func partitionsAreAddedOnceAndDropped() throws {
        try fixture.createPartitioned(dayType: "INTEGER")
        try fixture.add("1")
        #expect(state { try fixture.add("01") } == WarehouseError.State.duplicateObject.rawValue)
        try fixture.add("01", ifNotExists: true)
        try fixture.add("2")
        #expect(try fixture.tables.describePartitions(of: fixture.name) == ["day=1", "day=2"])
        try fixture.tables.dropPartitions([PartitionChange(values: [("day", "01")])], of: fixture.name)
        #expect(try fixture.tables.describePartitions(of: fixture.name) == ["day=2"])
        let gone = [PartitionChange(values: [("day", "1")])]
        #expect(
            state { try fixture.tables.dropPartitions(gone, of: fixture.name) }
                == WarehouseError.State.undefinedObject.rawValue)
        try fixture.tables.dropPartitions(gone, of: fixture.name, ifExists: true)
    }

    @Test func wrongKeysAndValuesAreNamed() throws {
        try fixture.createPartitioned()
        #expect(state { try fixture.add("yesterday") } == WarehouseError.State.invalidText.rawValue)
        let unknown = PartitionChange(values: [("day", "2024-01-01"), ("hour", "1")])
        #expect(
            state { _ = try fixture.tables.addPartitions([unknown], to: fixture.name) }
                == WarehouseError.State.undefinedColumn.rawValue)
        let missing = PartitionChange(values: [])
        #expect(
            state { _ = try fixture.tables.addPartitions([missing], to: fixture.name) }
                == WarehouseError.State.syntaxError.rawValue)
        #expect(
            state { try fixture.add("2024-01-01", location: "s3://lake/../secret") }
                == WarehouseError.State.invalidParameter.rawValue)
    }

    @Test func aPartitionMovesToAnotherLocation() throws {
        try fixture.write("t/day=2024-01-01/f.parquet", "SELECT 1::BIGINT AS a, 'x' AS b")
        try fixture.write("moved/f.parquet", "SELECT 2::BIGINT AS a, 'x' AS b")
        try fixture.createPartitioned()
        try fixture.add("2024-01-01")
        let change = PartitionChange(values: [("day", "2024-01-01")])
        try fixture.tables.setLocation("s3://lake/moved/", of: change, in: fixture.name)
        #expect(try fixture.rows("SELECT a, day FROM hist.t") == [[.integer(2), .date(days: 19723)]])
        #expect(
            try fixture.rows("SELECT location FROM millrace.svv_external_partitions") == [[.text("s3://lake/moved")]])
    }

    @Test func repairFindsFoldersAtAllLevelsAndOnlyAdds() throws {
        let name = EngineName(schema: "hist", name: "m")
        try fixture.write("m/Year=2024/month=01/f.parquet", "SELECT 1::BIGINT AS a")
        try fixture.write("m/year=2024/month=02/f.parquet", "SELECT 2::BIGINT AS a")
        try fixture.write("m/year=2024/month=x%3Ay%2Fz/f.parquet", "SELECT 3::BIGINT AS a")
        try fixture.write("m/year=2025/month=__HIVE_DEFAULT_PARTITION__/f.parquet", "SELECT 4::BIGINT AS a")
        try fixture.write("m/year=none/month=03/f.parquet", "SELECT 5::BIGINT AS a")
        try fixture.write("m/year=2024/other/f.parquet", "SELECT 6::BIGINT AS a")
        try fixture.write("m/f.parquet", "SELECT 7::BIGINT AS a")
        try fixture.tables.create(
            ExternalTable(
                name: name, columns: [.init(name: "a", type: "BIGINT")],
                partitionColumns: [.init(name: "year", type: "INTEGER"), .init(name: "month", type: "VARCHAR")],
                location: "s3://lake/m/"))
        #expect(try fixture.tables.repair(name).count == 4)
        #expect(try fixture.tables.repair(name).isEmpty)
        #expect(
            try fixture.rows("SELECT a, year, month FROM hist.m ORDER BY a") == [
                [.integer(1), .integer(2024), .text("01")], [.integer(2), .integer(2024), .text("02")],
                [.integer(3), .integer(2024), .text("x:y/z")], [.integer(4), .integer(2025), .null],
            ])
        try FileManager.default.removeItem(at: fixture.lake.appending(path: "m/year=2024"))
        #expect(try fixture.tables.repair(name).isEmpty)
        #expect(try fixture.tables.describePartitions(of: name).count == 4)
        #expect(try fixture.rows("SELECT count(*) FROM hist.m WHERE month = '02'") == [[.integer(0)]])
    }

    @Test func valuesThatNoPathCanHoldGoWhereHivePutsThem() throws {
        try fixture.write("t/day=a%2Fb%3D1/f.parquet", "SELECT 1::BIGINT AS a, 'x' AS b")
        try fixture.createPartitioned(dayType: "VARCHAR")
        try fixture.add("a/b=1")
        #expect(try fixture.rows("SELECT a, day FROM hist.t") == [[.integer(1), .text("a/b=1")]])
    }

    @Test(arguments: ["", "plain", "%", "%4", "%zz", "a%3Ab", "é/ü", "\u{7}\"#%'*/:=?\\{[]^"])
    func escapedValuesComeBack(value: String) {
        #expect(ExternalTables.unescape(ExternalTables.escape(value)) == value)
    }

    @Test func systemViewsShowTablesColumnsAndPartitions() throws {
        try fixture.createPartitioned(columns: [
            .init(name: "a", type: "BIGINT"), .init(name: "b", type: "VARCHAR", declaredType: "character varying(10)"),
        ])
        try fixture.add("2024-01-01")
        #expect(
            try fixture.rows(
                "SELECT redshift_database_name, schemaname, tablename, location FROM millrace.svv_external_tables")
                == [[.text("dev"), .text("hist"), .text("t"), .text("s3://lake/t")]])
        #expect(
            try fixture.rows(
                """
                SELECT columnname, external_type, columnnum, part_key FROM millrace.svv_external_columns
                ORDER BY columnnum
                """
            )
                == [
                    [.text("a"), .text("bigint"), .integer(1), .integer(0)],
                    [.text("b"), .text("character varying(10)"), .integer(2), .integer(0)],
                    [.text("day"), .text("date"), .integer(3), .integer(1)],
                ])
        #expect(
            try fixture.rows("SELECT \"values\", location FROM millrace.svv_external_partitions")
                == [[.text("[\"2024-01-01\"]"), .text("s3://lake/t/day=2024-01-01")]])
        #expect(try fixture.rows("SELECT * FROM millrace.svv_external_databases").isEmpty)
    }
}
