import DuckDB
import Foundation
import Testing

@testable import Warehouse

/// Text and JSON files, the formats' names, and addresses.
@Suite struct ExternalTableFormatTests {
    let fixture: ExternalTableFixture
    private let columns: [ExternalTable.Column] = [
        .init(name: "a", type: "INTEGER"), .init(name: "b", type: "VARCHAR"), .init(name: "c", type: "DATE"),
    ]

    init() throws { fixture = try ExternalTableFixture() }

    private func rows(_ format: ExternalFormat, _ text: String, _ properties: [String: String] = [:]) throws
        -> [[Value]]
    {
        try fixture.write("x/f", text: text)
        try fixture.tables.create(
            ExternalTable(
                name: fixture.name, columns: columns, location: "s3://lake/x", format: format, properties: properties))
        return try fixture.rows("SELECT * FROM hist.t")
    }

    private let day = Value.date(days: 19723)

    @Test func hiveTextHasControlCharactersBetweenFields() throws {
        let found = try rows(.delimited, "1\u{1}x \"y\"\u{1}2024-01-01\n\\N\u{1}\\N\u{1}never\n3\n")
        #expect(found == [[.integer(1), .text("x \"y\""), day], [.null, .null, .null], [.integer(3), .null, .null]])
    }

    @Test func delimitersAndHeadersAreAsDeclared() throws {
        let found = try rows(
            .delimited, "a|b|c\n1||2024-01-01\n2|NA|NA\n",
            ["field.delim": "|", "skip.header.line.count": "1", "serialization.null.format": "NA"])
        #expect(found == [[.integer(1), .text(""), day], [.integer(2), .null, .null]])
    }

    @Test(arguments: ["\\t", "\\011", "9", "\t"])
    func aTabIsATabHoweverWritten(delimiter: String) throws {
        #expect(
            try rows(.delimited, "1\tx\t2024-01-01\n", ["field.delim": delimiter]) == [[.integer(1), .text("x"), day]])
    }

    @Test func quotedFieldsHoldDelimiters() throws {
        let found = try rows(.csv, "1,\"x, \"\"y\"\"\",2024-01-01\n\"2\",z,\n")
        #expect(found == [[.integer(1), .text("x, \"y\""), day], [.integer(2), .text("z"), .null]])
    }

    @Test func jsonIsReadByKey() throws {
        let found = try rows(
            .json, "{\"b\":\"x\",\"a\":1,\"c\":\"2024-01-01\",\"more\":[1]}\n{\"A\":\"no\",\"B\":{\"k\":1}}\n{}\n")
        #expect(
            found == [[.integer(1), .text("x"), day], [.null, .text("{\"k\":1}"), .null], [.null, .null, .null]])
    }

    @Test(
        arguments: [
            ("PARQUET", nil, ExternalFormat.parquet), (nil, nil, .delimited), ("textfile", nil, .delimited),
            ("TEXTFILE", "org.apache.hadoop.hive.serde2.OpenCSVSerde", .csv),
            (nil, "org.apache.hive.hcatalog.data.JsonSerDe", .json), (nil, "org.openx.data.jsonserde.JsonSerDe", .json),
            ("parquet", "org.apache.hadoop.hive.ql.io.parquet.serde.ParquetHiveSerDe", .parquet),
        ] as [(String?, String?, ExternalFormat)])
    func formatsAreKnownByHivesNames(format: String?, serializer: String?, expected: ExternalFormat) throws {
        #expect(try ExternalFormat(storedAs: format, serializer: serializer) == expected)
    }

    @Test(arguments: ["ORC", "AVRO", "RCFILE", "SEQUENCEFILE"])
    func formatsThatAreNotReadAreNamed(format: String) throws {
        let error = #expect(throws: WarehouseError.self) { try ExternalFormat(storedAs: format) }
        #expect(error?.sqlState == WarehouseError.State.featureNotSupported.rawValue)
        #expect(error?.message.contains(format) == true)
    }

    @Test func addressesBecomePlaces() throws {
        let storage = ObjectStorage(
            buckets: ["lake": URL(filePath: "/data/lake")], remote: RemoteStorage(accessKey: "k", secretKey: "s"))
        let cases = [
            ("s3://lake/a/b/", "s3://lake/a/b", "/data/lake/a/b"), ("S3://lake", "s3://lake", "/data/lake"),
            ("s3a://lake//a", "s3://lake/a", "/data/lake/a"), ("s3://other/a/", "s3://other/a", "s3://other/a"),
            ("file:///x/y/", "/x/y", "/x/y"), ("/x/y", "/x/y", "/x/y"),
            ("s3://lake/..a/b..", "s3://lake/..a/b..", "/data/lake/..a/b.."),
        ]
        for (address, shown, path) in cases {
            #expect(try storage.locate(address) == StorageLocation(address: shown, enginePath: path))
        }
        for address in [
            "s3://lake/../x", "s3://", "s3:///x", "x/y", "", "/x/../y", "file://x", "s3://lake/a/..", "/a\0b",
        ] {
            let error = #expect(throws: WarehouseError.self, "\(address)") { try storage.locate(address) }
            #expect(error?.sqlState == WarehouseError.State.invalidParameter.rawValue)
        }
        let local = ObjectStorage()
        let error = #expect(throws: WarehouseError.self) { try local.locate("s3://other/a") }
        #expect(error?.sqlState == WarehouseError.State.objectNotReady.rawValue)
    }
}
