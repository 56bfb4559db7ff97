import Testing

@testable import Replication

@Suite struct DecoderTests {
    private func decode(_ events: [[UInt8]]) throws -> [BinlogEvent.Body] {
        var decoder = BinlogDecoder(hasChecksums: false, isMariaDB: false)
        return try events.map { try decoder.decode($0).body }
    }

    @Test func everyEventIsRead() throws {
        let bodies = try decode(EventBytes.all)
        #expect(bodies[0] == .formatDescription(serverVersion: "8.0.36"))
        #expect(bodies[1] == .rotate(BinlogCoordinates(file: "binlog.000002", offset: 4)))
        #expect(bodies[2] == .query(QueryEvent(database: "d", statement: "BEGIN")))
        #expect(bodies[10] == .commit)
        #expect(
            bodies[11]
                == .mysqlGTID(
                    MySQLGTIDEvent(
                        gtid: "00010203-0405-0607-0809-0a0b0c0d0e0f:5", committedAtMicroseconds: 1_700_000_000_123_456))
        )
        #expect(bodies[12] == .mysqlGTID(MySQLGTIDEvent(gtid: nil, committedAtMicroseconds: nil)))
        #expect(
            bodies[13]
                == .mariaDBGTID(
                    MariaDBGTIDEvent(gtid: MariaDBGTID(domain: 3, server: 7, sequence: 12), isStandalone: true)))
        #expect(bodies[15] == .heartbeat)
        #expect(bodies[16] == .incident("lost"))
        #expect(bodies[17] == .xaPrepare(isOnePhase: false, xid: "X'6162',X'63',1"))
        #expect(bodies[18] == .unsupported("binlog_transaction_compression"))
        #expect([bodies[14], bodies[19], bodies[20]].allSatisfy { $0 == .skipped })
    }

    @Test func rowsBecomeColumns() throws {
        let bodies = try decode(EventBytes.all)
        guard case .tableMap(let map) = bodies[3] else { return #expect(Bool(false), "no table map") }
        let layout = try TableLayout(map.name, columns: map.columns, primaryKey: map.primaryKey ?? [])
        #expect(
            layout.schema
                == TableSchema(
                    name: TableName(database: "d", table: "t"),
                    columns: [
                        ColumnSchema(name: "id", type: .bigint, isNullable: false),
                        ColumnSchema(name: "name", type: .varchar(length: 20)),
                        ColumnSchema(name: "size", type: .varchar(length: 1020)),
                        ColumnSchema(name: "doc", type: .json),
                    ], primaryKey: [0]))
        var batch = ChangeBatch(schema: layout.schema)
        for body in bodies[4...9] {
            guard case .rows(let rows) = body else { return #expect(Bool(false), "no rows") }
            try RowDecoder.append(rows, layout: layout, to: &batch)
        }
        #expect(
            batch.operations == [
                .insert, .insert, .updateBefore, .updateAfter, .delete, .insert, .updateBefore, .updateAfter, .delete,
            ])
        #expect(Replica.row(batch, 0) == ["1", "ann", "s", "{\"a\": 1}"])
        #expect(Replica.row(batch, 1) == ["2", nil, "m", nil])
        #expect(Replica.row(batch, 3) == ["1", "bob", "", "{\"a\": 1}"])
        #expect(Replica.row(batch, 8) == ["4", "x", "s", nil])
    }

    @Test func checksumsAreCheckedBeforeAnythingElse() throws {
        #expect(Checksum.crc32(Array("123456789".utf8), 0..<9) == 0xCBF4_3926)
        var decoder = BinlogDecoder(hasChecksums: false, isMariaDB: false)
        _ = try decoder.decode(EventBytes.formatDescription("8.0.36", algorithm: 1))
        #expect(decoder.hasChecksums)
        let event = EventBytes.event(16, EventBytes.little(1, 8), hasChecksum: true)
        #expect(try decoder.decode(event).body == .commit)
        for place in event.indices where !(9..<13).contains(place) {
            var damaged = event
            damaged[place] ^= 0x40
            let error = #expect(throws: ReplicationError.self) { try decoder.decode(damaged) }
            #expect(error?.code == .checksumMismatch, "byte \(place)")
        }
    }

    @Test func compressedFieldsAreInflated() throws {
        let dynamic = try Inflate.compressedField(EventBytes.Inflated.dynamic, EventBytes.Inflated.dynamic.indices)
        #expect(Checksum.crc32(dynamic, dynamic.indices) == EventBytes.Inflated.dynamicChecksum)
        let fixed = try Inflate.compressedField(EventBytes.Inflated.fixed, EventBytes.Inflated.fixed.indices)
        #expect(String(decoding: fixed, as: UTF8.self) == "fixed fixed fixed codes")
        let stored = try Inflate.compressedField(EventBytes.Inflated.stored, EventBytes.Inflated.stored.indices)
        #expect(String(decoding: stored, as: UTF8.self) == "stored")
    }

    static let documents: [(bytes: [UInt8], text: String)] = [
        ([], "null"), (EventBytes.document, "{\"a\": 1}"),
        ([2, 2, 0, 12, 0, 5, 1, 0, 12, 10, 0, 1, 0x78], "[1, \"x\"]"),
        ([4, 0], "null"), ([4, 1], "true"), ([4, 2], "false"), ([5, 0xFF, 0xFF], "-1"), ([6, 0xFF, 0xFF], "65535"),
        ([7, 0, 0, 0, 0x80], "-2147483648"), ([0x0A] + [UInt8](repeating: 0xFF, count: 8), "18446744073709551615"),
        ([0x0B] + EventBytes.little((1.5).bitPattern, 8), "1.5"), ([0x0C, 3, 0x22, 0x0A, 0x01], "\"\\\"\\n\\u0001\""),
        ([0x0F, 246, 4, 2, 1, 0x81, 0x05], "1.5"), ([2, 0, 0, 4, 0], "[]"),
    ]

    @Test(arguments: documents) func binaryJSONBecomesText(bytes: [UInt8], text: String) throws {
        var written: [UInt8] = []
        try BinaryJSON.append(bytes, bytes.indices, to: &written)
        #expect(String(decoding: written, as: UTF8.self) == text)
    }

    @Test func documentsThatNoServerWritesAreRefused() throws {
        // A hundred elements that are all the same hundred bytes.
        let entries = Array(repeating: [0x0C, 48, 1] as [UInt8], count: 100).flatMap { $0 }
        let shared = [2, 100, 0] + EventBytes.little(405, 2) + entries + [100] + [UInt8](repeating: 0x78, count: 100)
        let controls = [0x0C, 100] + [UInt8](repeating: 1, count: 100)
        var text: [UInt8] = []
        try BinaryJSON.append(controls, controls.indices, to: &text)
        #expect(text.count == 602)
        let numbers = [Double.nan, .infinity, -.infinity].map { [0x0B] + EventBytes.little($0.bitPattern, 8) }
        // Containers that are smaller than their own head.
        let small: [[UInt8]] = [[0, 0, 0, 0, 0, 1, 14], [2, 0, 0, 3, 0], [1] + [UInt8](repeating: 0, count: 8)]
        for document in numbers + small + [shared] {
            let error = #expect(throws: ReplicationError.self) {
                try BinaryJSON.append(document, document.indices, to: &text)
            }
            #expect(error?.code == .malformedEvent)
        }
    }

    @Test func aLogCannotGoOnBehindItsLargestOffset() throws {
        var decoder = BinlogDecoder(hasChecksums: false, isMariaDB: false)
        let error = #expect(throws: ReplicationError.self) {
            try decoder.decode(EventBytes.event(4, EventBytes.little(.max, 8) + Array("binlog.000002".utf8)))
        }
        #expect(error?.code == .malformedEvent)
    }

    @Test(arguments: [
        "2024-01-01 00:00:00.1234567", "2024-01-01 00:00:00.99999999999999999999", "2024-01-01 00:00:00.x",
        "2024-01-01",
    ]) func brokenTimesOfASnapshotAreRefused(text: String) {
        var column = ColumnBuffer(type: .timestamp)
        let error = #expect(throws: ReplicationError.self) {
            try SnapshotText.append(text, length: text.utf8.count, format: .datetime(fractionDigits: 6), to: &column)
        }
        #expect(error?.code == .schemaMismatch)
    }

    @Test func decimalsKeepEveryDigit() throws {
        // The example of MySQL's source: 1234567890.1234 as DECIMAL(14,4).
        let bytes: [UInt8] = [0x81, 0x0D, 0xFB, 0x38, 0xD2, 0x04, 0xD2]
        var reader = ByteReader(bytes)
        #expect(try NumberDecoding.decimal(&reader, precision: 14, scale: 4) == 12_345_678_901_234)
        reader = ByteReader(bytes.map { ~$0 })
        #expect(try NumberDecoding.decimal(&reader, precision: 14, scale: 4) == -12_345_678_901_234)
    }

    @Test func daysFollowTheCalendar() {
        #expect(Calendar.days(year: 1970, month: 1, day: 1) == 0)
        #expect(Calendar.days(year: 2000, month: 3, day: 1) == 11_017)
        #expect(Calendar.days(year: 1, month: 1, day: 1) == -719_162)
        for (year, month, day) in [(2023, 2, 29), (1900, 2, 29), (2024, 0, 1), (2024, 13, 1), (2024, 4, 31), (0, 1, 1)]
        {
            #expect(Calendar.days(year: year, month: month, day: day) == nil)
        }
    }
}
