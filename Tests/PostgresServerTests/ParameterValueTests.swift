import DuckDB
import MillraceTesting
import NIOCore
import Testing

@testable import PostgresServer

struct ParameterValueTests {
    @Test(
        arguments: [
            ("t", .boolean, .boolean(true)), ("OFF", .boolean, .boolean(false)), (" 12 ", .smallint, .smallint(12)),
            ("-2147483648", .integer, .integer(.min)), ("9223372036854775807", .bigint, .bigint(.max)),
            ("1.5", .real, .real(1.5)), ("1e3", .double, .double(1000)), ("Infinity", .double, .double(.infinity)),
            ("-12.50", .numeric, .decimal(digits: -1250, scale: 2)),
            ("1e3", .numeric, .decimal(digits: 1000, scale: 0)),
            (".5", .numeric, .decimal(digits: 5, scale: 1)), ("x", .varchar, .text("x")),
            ("x", .unspecified, .text("x")),
            ("00fF", .varbyte, .bytes([0, 255])), ("\\x61", .bytea, .bytes([97])),
            ("a\\\\\\000\\377", .bytea, .bytes([97, 92, 0, 255])),
            ("1970-01-02", .date, .date(daysSinceEpoch: 1)), ("2000-02-29", .date, .date(daysSinceEpoch: 11_016)),
            ("2023-02-29", .date, .text("2023-02-29")), ("Jan 2, 2024", .date, .text("Jan 2, 2024")),
            ("09:30:00.25", .time, .time(microseconds: 34_200_250_000)),
            ("1970-01-01 00:00:01", .timestamp, .timestamp(microsecondsSinceEpoch: 1_000_000)),
            ("1969-12-31T23:59:59.999999", .timestamp, .timestamp(microsecondsSinceEpoch: -1)),
            ("1970-01-01 02:00:00+02", .timestampTZ, .timestampTZ(microsecondsSinceEpoch: 0)),
            ("1970-01-01T00:00:00Z", .timestampTZ, .timestampTZ(microsecondsSinceEpoch: 0)),
            ("1970-01-01 00:00:00", .timestampTZ, .text("1970-01-01 00:00:00")), ("1 day", .interval, .text("1 day")),
            ("[1]", .super, .text("[1]")),
        ] as [(String, TypeOID, ParameterValue)])
    func readsText(text: String, type: TypeOID, value: ParameterValue) throws {
        #expect(try ParameterValue(ByteBuffer(string: text), type: type, format: .text) == value)
    }

    @Test(
        arguments: [
            ("maybe", .boolean), ("40000", .smallint), ("", .integer), ("1.0", .bigint), ("x", .double),
            ("1..2", .numeric),
            ("", .numeric), ("-", .numeric), ("1e9999999999", .numeric), ("123", .varbyte), ("\\xzz", .bytea),
            ("\\400", .bytea), ("\\12", .bytea), ("zz", .varbyte),
            (String(repeating: "9", count: 39), .numeric),
        ] as [(String, TypeOID)])
    func refusesTextOfAnotherType(text: String, type: TypeOID) {
        #expect(throws: PostgresError.self) {
            try ParameterValue(ByteBuffer(string: text), type: type, format: .text)
        }
    }

    @Test(
        arguments: [
            ([1], .boolean, .boolean(true)), ([0xFF, 0xFE], .smallint, .smallint(-2)),
            ([0, 0, 1, 0], .integer, .integer(256)),
            ([0, 0, 0, 0, 0, 0, 1, 0], .bigint, .bigint(256)), ([0x3F, 0x80, 0, 0], .real, .real(1)),
            ([0x3F, 0xF0, 0, 0, 0, 0, 0, 0], .double, .double(1)), ([97], .text, .text("a")),
            ([1, 2], .bytea, .bytes([1, 2])),
            ([0, 0, 0, 1], .date, .date(daysSinceEpoch: 10_958)),
            ([0x7F, 0xFF, 0xFF, 0xFF], .date, .date(daysSinceEpoch: .max)),
            ([0x80, 0, 0, 0], .date, .date(daysSinceEpoch: -.max)),
            ([0, 0, 0, 0, 0, 0, 0, 1], .timestamp, .timestamp(microsecondsSinceEpoch: 946_684_800_000_001)),
            ([0, 0, 0, 0, 0, 0, 0, 1], .time, .time(microseconds: 1)),
            (
                [0, 0, 0, 0, 0, 0, 0, 1, 0, 0, 0, 2, 0, 0, 0, 3], .interval,
                .interval(months: 3, days: 2, microseconds: 1)
            ),
            ([0, 0, 0, 3], .intervalYearToMonth, .interval(months: 3, days: 0, microseconds: 0)),
            ([0, 3, 0, 1, 0, 0, 0, 2, 0, 1, 0x09, 0x29, 0x1A, 0x2C], .numeric, .decimal(digits: 1_234_567, scale: 2)),
            ([0, 1, 0, 1, 0x40, 0, 0, 0, 0, 1], .numeric, .decimal(digits: -10_000, scale: 0)),
            ([0, 0, 0, 0, 0, 0, 0, 3], .numeric, .decimal(digits: 0, scale: 3)),
            ([0, 1, 0xFF, 0xFF, 0, 0, 0, 4, 0, 1], .numeric, .decimal(digits: 1, scale: 4)),
            ([1, 123, 125], .jsonb, .text("{}")),
        ] as [([UInt8], TypeOID, ParameterValue)])
    func readsBinary(bytes: [UInt8], type: TypeOID, value: ParameterValue) throws {
        #expect(try ParameterValue(ByteBuffer(bytes: bytes), type: type, format: .binary) == value)
    }

    @Test(
        arguments: [
            ([], .boolean), ([1, 2], .boolean), ([1], .smallint), ([0, 0, 0], .integer), ([0xFF], .text),
            ([0, 1, 0, 0, 0, 0, 0, 0], .numeric), ([0, 1, 0, 0, 0xC0, 0, 0, 0, 0, 1], .numeric),
            ([0, 1, 0, 0, 0, 0, 0, 0, 0x27, 0x10], .numeric), ([0, 1, 0x7F, 0xFF, 0, 0, 0, 0, 0, 1], .numeric),
            ([0, 0, 0, 20, 0x1D, 0xD7, 0x60, 1], .time), ([UInt8](repeating: 0xFF, count: 8), .time),
            ([UInt8](repeating: 0xFF, count: 8) + [0, 0, 0, 0], .timeTZ),
            ([0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xE1, 0], .timeTZ),
            ([2, 123, 125], .jsonb), ([0, 0, 0, 1], TypeOID(rawValue: 600)), ([97], .unspecified),
        ] as [([UInt8], TypeOID)])
    func refusesBrokenBinary(bytes: [UInt8], type: TypeOID) {
        #expect(throws: PostgresError.self) {
            try ParameterValue(ByteBuffer(bytes: bytes), type: type, format: .binary)
        }
    }

    @Test func survivesMutations() {
        let types: [TypeOID] = [
            .boolean, .smallint, .integer, .bigint, .real, .double, .numeric, .text, .bytea, .date, .time, .timeTZ,
            .timestamp, .timestampTZ, .interval, .intervalYearToMonth, .intervalDayToSecond, .uuid, .jsonb,
            .unspecified,
        ]
        let seeds: [[UInt8]] = [
            [0, 3, 0, 1, 0, 0, 0, 2, 0, 1, 0x09, 0x29, 0x1A, 0x2C], [0, 0, 0, 0, 0, 0, 0, 1, 0, 0, 0, 2, 0, 0, 0, 3],
            Array("2024-01-31 09:30:00.25+02:30".utf8), Array("-12345.678e5".utf8),
        ]
        var generator = SeededGenerator(seed: 3)
        var accepted = 0
        for _ in 0..<4_000 {
            let bytes = seeds[Int.random(in: seeds.indices, using: &generator)].mutated(using: &generator)
            let type = types[Int.random(in: types.indices, using: &generator)]
            for format in [FormatCode.text, .binary] {
                // Either a value or an error: it must not trap.
                if (try? ParameterValue(ByteBuffer(bytes: bytes), type: type, format: format)) != nil { accepted += 1 }
            }
        }
        #expect(accepted > 200)
    }

    @Test func passesAllTypesOnToTheEngine() throws {
        let time = ParameterValue.timeTZ(microseconds: 3_600_000_000, offsetSeconds: 7200)
        #expect(Value(time) == .text("01:00:00+02"))
        #expect(
            Value(ParameterValue.uuid(0x0011_2233_4455_6677_8899_AABB_CCDD_EEFF))
                == .text("00112233-4455-6677-8899-aabbccddeeff"))
    }
}
