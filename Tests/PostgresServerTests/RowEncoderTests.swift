import DuckDB
import NIOCore
import Testing

@testable import PostgresServer

/// What rows look like on the wire; the columns come from the engine itself.
struct RowEncoderTests {
    /// Encodes all rows of a query and returns them with the number of buffers they took.
    private static func encode(
        _ sql: String, format: FormatCode = .text, types: [TypeOID]? = nil, zone: String = "UTC",
        framing: RowEncoder.Framing = .dataRows, capacity: Int = 256 << 10, maximumRowBytes: Int = 1 << 20
    ) throws -> [ByteBuffer] {
        let result = try Database(path: nil, settings: ["threads": "1"]).connect().query(sql)
        var columns = result.columns.map { ResultColumn(name: $0.name, engineType: $0.type) }
        if let types { columns = zip(columns, types).map { ResultColumn(name: $0.name, type: $1) } }
        let encoder = RowEncoder(
            columns: columns, formats: [format], framing: framing, zone: ZoneOffsets(name: zone),
            maximumRowBytes: maximumRowBytes)
        let writer = RowWriter(encoder: encoder, buffer: ByteBuffer(), capacity: capacity, rowLimit: 0)
        var buffers: [ByteBuffer] = []
        while let chunk = try result.next() {
            var row = 0
            while row < chunk.rowCount {
                row += try writer.append(RowBatch(chunk), from: row)
                if row < chunk.rowCount { buffers.append(writer.takeBuffer()) }
            }
        }
        return buffers + [writer.takeBuffer()]
    }

    private static func rows(_ buffers: [ByteBuffer]) -> [[[UInt8]?]] {
        var rows: [[[UInt8]?]] = []
        for var buffer in buffers {
            while let type = buffer.readInteger(as: UInt8.self), let length = buffer.readInteger(as: Int32.self) {
                let payload = buffer.readBytes(length: Int(length) - 4) ?? []
                rows.append(ServerMessage(type: Character(Unicode.Scalar(type)), payload: payload).cells)
            }
        }
        return rows
    }

    /// Engine expressions and their text, as PostgreSQL 15 prints the same values (Redshift for VARBYTE and SUPER).
    @Test(arguments: [
        ("true", "t"), ("false", "f"), ("(-128)::tinyint", "-128"), ("255::utinyint", "255"),
        ("(-32768)::smallint", "-32768"), ("2147483647", "2147483647"),
        ("(-9223372036854775808)::bigint", "-9223372036854775808"),
        ("18446744073709551615::ubigint", "18446744073709551615"), ("4294967295::uinteger", "4294967295"),
        ("170141183460469231731687303715884105727::hugeint", "170141183460469231731687303715884105727"),
        ("(-170141183460469231731687303715884105728)::hugeint", "-170141183460469231731687303715884105728"),
        ("340282366920938463463374607431768211455::uhugeint", "340282366920938463463374607431768211455"),
        ("0::decimal(4,2)", "0.00"), ("(-0.05)::decimal(4,2)", "-0.05"), ("99.99::decimal(4,2)", "99.99"),
        ("12345.6789::decimal(9,4)", "12345.6789"), ("123456789012345.678::decimal(18,3)", "123456789012345.678"),
        ("(-1234567890123456789012345678.0123456789)::decimal(38,10)", "-1234567890123456789012345678.0123456789"),
        ("0.00000000000000000000000000000000000001::decimal(38,38)", "0.00000000000000000000000000000000000001"),
        ("5::decimal(38,0)", "5"),
        ("'text äöü'", "text äöü"), ("''", ""), ("repeat('long', 10)", "longlonglonglonglonglonglonglonglonglong"),
        ("'\\x00\\xFFab'::blob", "00ff6162"), ("'{\"a\": 1}'::json", "{\"a\": 1}"), ("'0101'::bit", "0101"),
        ("'00112233-4455-6677-8899-aabbccddeeff'::uuid", "00112233-4455-6677-8899-aabbccddeeff"),
        ("DATE '2024-02-29'", "2024-02-29"), ("DATE '0001-01-01'", "0001-01-01"),
        ("DATE '0044-03-15 (BC)'", "0044-03-15 BC"),
        ("DATE '12345-01-01'", "12345-01-01"), ("'infinity'::date", "infinity"), ("'-infinity'::date", "-infinity"),
        ("TIME '09:30:00'", "09:30:00"), ("TIME '23:59:59.999999'", "23:59:59.999999"),
        ("'12:00:00.5+02:30'::timetz", "12:00:00.5+02:30"),
        ("TIMESTAMP '2024-01-02 03:04:05'", "2024-01-02 03:04:05"),
        ("TIMESTAMP '1969-12-31 23:59:59.999999'", "1969-12-31 23:59:59.999999"),
        ("'2024-01-02 03:04:05.120'::timestamp_ms", "2024-01-02 03:04:05.12"),
        ("'2024-01-02 03:04:05'::timestamp_s", "2024-01-02 03:04:05"),
        ("'2024-01-02 03:04:05.123456789'::timestamp_ns", "2024-01-02 03:04:05.123456"),
        ("'infinity'::timestamp", "infinity"),
        ("TIMESTAMPTZ '2024-07-01 12:00:00+00'", "2024-07-01 12:00:00+00"),
        ("INTERVAL '1 year 2 months 3 days 04:05:06.7'", "1 year 2 mons 3 days 04:05:06.7"),
        ("INTERVAL '0 days'", "00:00:00"),
        ("INTERVAL '-1 month' + INTERVAL '1 day'", "-1 mons +1 day"), ("INTERVAL '-90 minutes'", "-01:30:00"),
        ("INTERVAL '100 hours'", "100:00:00"),
        ("INTERVAL '-1 day' + INTERVAL '1 hour'", "-1 days +01:00:00"),
        ("'b'::enum('a', 'b')", "b"), ("[1, NULL, 3]", "[1,null,3]"), ("[]::int[]", "[]"),
        ("[1.5, 2]::decimal(3,1)[2]", "[1.5,2.0]"),
        ("{'a': 1, 'b': 'x\"y', 'c': [DATE '2024-01-01']}", "{\"a\":1,\"b\":\"x\\\"y\",\"c\":[\"2024-01-01\"]}"),
        ("map {'k': 1, 'l': NULL}", "{\"k\":1,\"l\":null}"), ("map {1: true}", "{\"1\":true}"),
        ("['NaN'::double]", "[null]"),
    ])
    func writesText(expression: String, text: String) throws {
        let rows = Self.rows(try Self.encode("SELECT \(expression)"))
        #expect(rows.map { $0.map { $0.map { String(decoding: $0, as: UTF8.self) } } } == [[text]])
    }

    @Test(
        arguments: [
            ("true", [1]), ("(-2)::smallint", [0xFF, 0xFE]), ("258", [0, 0, 1, 2]),
            ("258::bigint", [0, 0, 0, 0, 0, 0, 1, 2]),
            ("1::float", [0x3F, 0x80, 0, 0]), ("(-2)::double", [0xC0, 0, 0, 0, 0, 0, 0, 0]),
            ("0::decimal(4,2)", [0, 0, 0, 0, 0, 0, 0, 2]),
            ("12345.67::decimal(9,2)", [0, 3, 0, 1, 0, 0, 0, 2, 0, 1, 0x09, 0x29, 0x1A, 0x2C]),
            ("(-0.0001)::decimal(9,4)", [0, 1, 0xFF, 0xFF, 0x40, 0, 0, 4, 0, 1]),
            ("10000::decimal(9,0)", [0, 1, 0, 1, 0, 0, 0, 0, 0, 1]),
            ("0.5::decimal(38,38)", [0, 1, 0xFF, 0xFF, 0, 0, 0, 38, 0x13, 0x88]),
            (
                "18446744073709551615::ubigint",
                [0, 5, 0, 4, 0, 0, 0, 0, 0x07, 0x34, 0x1A, 0x58, 0x02, 0xE1, 0x03, 0xBB, 0x06, 0x4F]
            ),
            ("'ab'", [97, 98]), ("'\\xFF'::blob", [0xFF]), ("DATE '2000-01-02'", [0, 0, 0, 1]),
            ("'infinity'::date", [0x7F, 0xFF, 0xFF, 0xFF]),
            ("TIMESTAMP '2000-01-01 00:00:01'", [0, 0, 0, 0, 0, 0x0F, 0x42, 0x40]),
            ("TIME '00:00:01'", [0, 0, 0, 0, 0, 0x0F, 0x42, 0x40]),
            ("'00:00:01+01'::timetz", [0, 0, 0, 0, 0, 0x0F, 0x42, 0x40, 0xFF, 0xFF, 0xF1, 0xF0]),
            ("INTERVAL '1 month 2 days 1 second'", [0, 0, 0, 0, 0, 0x0F, 0x42, 0x40, 0, 0, 0, 2, 0, 0, 0, 1]),
            (
                "'00112233-4455-6677-8899-aabbccddeeff'::uuid",
                [0, 0x11, 0x22, 0x33, 0x44, 0x55, 0x66, 0x77, 0x88, 0x99, 0xAA, 0xBB, 0xCC, 0xDD, 0xEE, 0xFF]
            ),
            ("[1, 2]", Array("[1,2]".utf8)),
        ] as [(String, [UInt8])])
    func writesBinary(expression: String, bytes: [UInt8]) throws {
        #expect(Self.rows(try Self.encode("SELECT \(expression)", format: .binary)) == [[bytes]])
    }

    @Test func followsTheTypeThatWasDescribed() throws {
        let wide = try Self.encode("SELECT 7, 7, 7", format: .binary, types: [.smallint, .bigint, .varchar])
        #expect(Self.rows(wide) == [[[0, 7], [0, 0, 0, 0, 0, 0, 0, 7], [55]]])
        let intervals = try Self.encode(
            "SELECT INTERVAL '14 months', INTERVAL '1 day'", format: .binary,
            types: [.intervalYearToMonth, .intervalDayToSecond])
        #expect(Self.rows(intervals) == [[[0, 0, 0, 14], [0, 0, 0, 0x14, 0x1D, 0xD7, 0x60, 0x00]]])
        #expect(throws: PostgresError.self) {
            try Self.encode("SELECT DATE '2024-01-01'", format: .binary, types: [.integer])
        }
        #expect(throws: PostgresError.self) { try Self.encode("SELECT 70000", format: .binary, types: [.smallint]) }
    }

    @Test func showsInstantsInTheSessionsZone() throws {
        let sql = """
            SELECT TIMESTAMPTZ '2024-07-01 12:00:00+00' UNION ALL SELECT TIMESTAMPTZ '2024-01-01 12:00:00+00'
            UNION ALL SELECT TIMESTAMPTZ '2024-03-10 06:59:59+00' UNION ALL SELECT TIMESTAMPTZ '2024-03-10 07:00:00+00'
            """
        let rows = Self.rows(try Self.encode(sql, zone: "America/New_York"))
        #expect(
            Set(rows.map { String(decoding: $0[0] ?? [], as: UTF8.self) }) == [
                "2024-07-01 08:00:00-04", "2024-01-01 07:00:00-05", "2024-03-10 01:59:59-05", "2024-03-10 03:00:00-04",
            ])
    }

    @Test func cutsResultsIntoBuffersOfBoundedSize() throws {
        let sql = "SELECT range, repeat('x', (range % 50)::int), NULL FROM range(10000)"
        let buffers = try Self.encode(sql, capacity: 4096)
        #expect(buffers.count > 50)
        #expect(buffers.allSatisfy { $0.readableBytes <= 4096 })
        let rows = Self.rows(buffers)
        #expect(rows.count == 10_000)
        for (index, row) in rows.enumerated() {
            #expect(row == [Array("\(index)".utf8), Array(repeating: 120, count: index % 50), nil])
        }
    }

    @Test func sendsALargeRowAloneUpToABound() throws {
        let buffers = try Self.encode(
            "SELECT repeat('y', 100000) FROM range(3)", capacity: 4096, maximumRowBytes: 200_000)
        #expect(Self.rows(buffers).map { $0[0]?.count } == [100_000, 100_000, 100_000])
        let error = #expect(throws: PostgresError.self) {
            try Self.encode("SELECT repeat('y', 100000)", capacity: 4096, maximumRowBytes: 50_000)
        }
        #expect(error?.state == .programLimitExceeded)
    }

    @Test func stopsAtTheRowLimit() throws {
        let result = try Database(path: nil).connect().query("SELECT * FROM range(100)")
        let encoder = RowEncoder(
            columns: [ResultColumn(name: "range", type: .bigint)], formats: [], framing: .dataRows,
            zone: ZoneOffsets(name: "UTC"), maximumRowBytes: 1000)
        let writer = RowWriter(encoder: encoder, buffer: ByteBuffer(), capacity: 1 << 20, rowLimit: 7)
        let chunk = try #require(try result.next())
        #expect(try writer.append(RowBatch(chunk)) == 7)
        #expect(writer.isFull)
        #expect(try writer.append(RowBatch(chunk), from: 7) == 0)
        #expect(Self.rows([writer.takeBuffer()]).count == 7)
    }

    @Test(arguments: [
        (CopyFormat(), "1\ta\\tb\\\\\\n\t\\N\n"), (CopyFormat(style: .csv), "1,\"a\tb\\\n\",\n"),
        (CopyFormat(style: .csv, delimiter: UInt8(ascii: "|"), null: Array("1".utf8)), "\"1\"|\"a\tb\\\n\"|1\n"),
    ])
    func writesCopyLines(format: CopyFormat, line: String) throws {
        let buffers = try Self.encode("SELECT 1, 'a' || chr(9) || 'b\\' || chr(10), NULL", framing: .copy(format))
        var buffer = try #require(buffers.first)
        #expect(buffer.readInteger(as: UInt8.self) == UInt8(ascii: "d"))
        #expect(buffer.readInteger(as: Int32.self) == Int32(line.utf8.count + 4))
        #expect(buffer.readString(length: buffer.readableBytes) == line)
    }
}
