@testable import Replication

/// Binlog events, put together as the documentation of the format says, in the form that the target `binlog` takes.
enum BinlogSeeds {
    /// The next event of an input: its type, the end of the event in the log, its body's length, its body.
    static func event(from input: inout FuzzInput, hasChecksum: Bool) -> [UInt8] {
        let type = input.byte()
        let end = UInt32(input.short()) << 16 | UInt32(input.short())
        let body = input.bytes(input.short())
        let length = 19 + body.count + (hasChecksum ? 4 : 0)
        var bytes = little(1_700_000_000, 4) + [type] + little(7, 4) + little(UInt64(length), 4)
        bytes += little(UInt64(end), 4) + [0, 0] + body
        if hasChecksum { bytes += little(UInt64(Checksum.crc32(bytes, bytes.indices)), 4) }
        return bytes
    }

    static func little(_ value: UInt64, _ width: Int) -> [UInt8] {
        (0..<width).map { UInt8(truncatingIfNeeded: value >> UInt64(8 * $0)) }
    }

    private static func entry(_ type: UInt8, _ body: [UInt8]) -> [UInt8] {
        [type, 0, 0, 100, 0] + little(UInt64(body.count), 2) + body
    }

    private static func text(_ text: String) -> [UInt8] { [UInt8(text.utf8.count)] + Array(text.utf8) }

    private static func query(_ statement: String) -> [UInt8] {
        entry(2, [UInt8](repeating: 0, count: 8) + [1] + [0, 0, 0, 0] + [0x64, 0] + Array(statement.utf8))
    }

    /// A map of `d.t` with a column of each of the types, and full metadata.
    private static func tableMap(_ types: [UInt8], metadata: [UInt8], optional: [UInt8] = []) -> [UInt8] {
        var body = little(9, 6) + [1, 0] + text("d") + [0] + text("t") + [0]
        body += [UInt8(types.count)] + types + [UInt8(metadata.count)] + metadata
        body += [UInt8](repeating: 0xFF, count: (types.count + 7) / 8) + optional
        let names = types.indices.flatMap { text("c\($0)") }
        return entry(19, body + [4, UInt8(names.count)] + names)
    }

    private static func rows(_ type: UInt8, columnCount: Int, _ rows: [UInt8]) -> [UInt8] {
        let bitmap = [UInt8](repeating: 0xFF, count: (columnCount + 7) / 8)
        let bitmaps = type == 31 ? bitmap + bitmap : bitmap
        return entry(type, little(9, 6) + [1, 0, 2, 0] + [UInt8(columnCount)] + bitmaps + rows)
    }

    /// `{"a": 1}`.
    private static let document: [UInt8] = [0, 1, 0, 12, 0, 11, 0, 1, 0, 5, 1, 0, 0x61]

    /// Transactions of MySQL and of MariaDB, and one of each other event.
    static var logs: [[UInt8]] {
        let gtid = entry(33, [1] + Array(0..<16) + little(5, 8) + [2] + little(1, 8) + little(2, 8) + little(9, 7))
        let commit = entry(16, little(77, 8))
        // INT UNSIGNED, VARCHAR, ENUM, JSON, with signs, a character set, members and a key.
        let members: [UInt8] = [6, 5, 2] + text("s") + text("m")
        let textMap = tableMap(
            [3, 15, 254, 245], metadata: [80, 0, 247, 1, 4],
            optional: [1, 1, 0x80, 2, 1, 45] + members + [8, 1, 0, 11, 1, 45])
        let textRow = [0] + little(1, 4) + text("ann") + [1] + little(UInt64(document.count), 4) + document
        // The numbers and times: TINY, SHORT, INT24, LONG, BIGINT, FLOAT, DOUBLE, DECIMAL(10,2), BIT(9), YEAR, DATE,
        // TIME(3), DATETIME(6), TIMESTAMP.
        let numbers: [UInt8] = [1, 2, 9, 3, 8, 4, 5, 246, 16, 13, 10, 19, 18, 17]
        let numberMap = tableMap(numbers, metadata: [4, 8, 10, 2, 1, 1, 3, 6, 0], optional: [1, 1, 0])
        let values: [UInt8] =
            [0, 0] + [1] + [2, 0] + [3, 0, 0] + [4, 0, 0, 0] + little(5, 8) + little(0, 4) + little(0, 8)
            + [0x80, 0, 0, 1, 50] + [1, 255] + [124] + [0x41, 0xD0, 0x0F] + [0x80, 0x90, 0, 0, 0]
            + [0x99, 0xB2, 0x3E, 0x97, 0x80, 0, 0, 1] + [0x65, 0xBA, 0x10, 0]
        let mysql =
            gtid + query("BEGIN") + textMap + rows(30, columnCount: 4, textRow)
            + rows(31, columnCount: 4, textRow + textRow)
            + rows(32, columnCount: 4, textRow) + numberMap + rows(30, columnCount: 14, values) + commit
        let mariaDB =
            entry(162, little(12, 8) + little(0, 4) + [1] + [0, 0, 0, 0, 0, 0])
            + query("ALTER TABLE t ADD COLUMN x INT NULL")
            + entry(163, little(0, 4)) + entry(165, [UInt8](repeating: 0, count: 13) + [0] + compressed[0])
        let others =
            entry(4, little(4, 8) + Array("binlog.000002".utf8)) + entry(27, Array("binlog.000002".utf8))
            + entry(26, [1, 0] + text("lost")) + entry(40, [1]) + entry(34, [1] + [UInt8](repeating: 0, count: 24))
            + entry(38, [0] + little(1, 4) + little(2, 4) + little(1, 4) + [0x61, 0x62, 0x63])
            + entry(
                15,
                [4, 0] + Array("8.0.36".utf8) + [UInt8](repeating: 0, count: 48) + [19]
                    + [UInt8](repeating: 8, count: 40)
                    + [0, 0, 0, 0, 0])
        return [[0] + mysql, [1] + mysql, [2] + mariaDB + mysql, [0] + others]
    }

    static let documents: [[UInt8]] = [
        document, [2, 3, 0, 19, 0, 4, 1, 0, 5, 0xFF, 0xFF, 12, 16, 0, 2, 0x68, 0x69], [4, 2], [12, 2, 0x68, 0x69],
        [5, 1, 0],
        [9] + little(UInt64(bitPattern: -5), 8), [11] + little((1.5).bitPattern, 8),
        [15, 246, 6, 4, 2, 0x80, 1, 50, 0],
        [15, 12, 8] + little(0x19B2_3E97_8000_0000 >> 4, 8), [15, 11, 8] + little(UInt64(bitPattern: -(1 << 36)), 8),
    ]

    /// A field in a block of fixed codes, and one that is stored.
    static let compressed: [[UInt8]] = [
        [129, 23, 120, 1, 75, 203, 172, 72, 77, 81, 72, 67, 34, 147, 243, 83, 82, 139, 1, 103, 147, 8, 159],
        [129, 6, 120, 1, 1, 6, 0, 249, 255, 115, 116, 111, 114, 101, 100, 9, 60, 2, 146],
    ]

    static var values: [[UInt8]] {
        let texts = ["-9223372036854775808", "12345.678", "2024-01-31", "2024-01-31 09:30:00.123456", "1e10"]
        return (0..<9).flatMap { format in texts.map { [UInt8(format)] + Array($0.utf8) } }
    }
}
