@testable import Replication

/// Binlog events put together byte by byte, as the documentation of the format says.
enum EventBytes {
    static func little(_ value: UInt64, _ width: Int) -> [UInt8] {
        (0..<width).map { UInt8(truncatingIfNeeded: value >> UInt64(8 * $0)) }
    }

    /// An event with its header and, if asked for, its checksum.
    static func event(
        _ type: UInt8, _ body: [UInt8], seconds: UInt32 = 1_700_000_000, end: UInt32 = 0, flags: UInt16 = 0,
        hasChecksum: Bool = false
    ) -> [UInt8] {
        let length = 19 + body.count + (hasChecksum ? 4 : 0)
        var bytes = little(UInt64(seconds), 4) + [type] + little(7, 4) + little(UInt64(length), 4)
        bytes += little(UInt64(end), 4) + little(UInt64(flags), 2) + body
        if hasChecksum { bytes += little(UInt64(Checksum.crc32(bytes, 0..<bytes.count)), 4) }
        return bytes
    }

    static func formatDescription(_ version: String, algorithm: UInt8) -> [UInt8] {
        var name = Array(version.utf8)
        name += [UInt8](repeating: 0, count: 50 - name.count)
        let body = little(4, 2) + name + little(0, 4) + [19] + [UInt8](repeating: 8, count: 40) + [algorithm]
        // There is room for a checksum whatever the algorithm.
        return algorithm == 1 ? event(15, body, hasChecksum: true) : event(15, body + [0, 0, 0, 0])
    }

    static func query(_ statement: String, database: String = "d") -> [UInt8] {
        event(
            2,
            little(1, 4) + little(0, 4) + [UInt8(database.utf8.count)] + [0, 0, 0, 0] + Array(database.utf8) + [0]
                + Array(statement.utf8))
    }

    static func text(_ text: String) -> [UInt8] { [UInt8(text.utf8.count)] + Array(text.utf8) }

    static func field(_ code: UInt8, _ value: [UInt8]) -> [UInt8] { [code, UInt8(value.count)] + value }

    /// `d.t (id INT UNSIGNED PRIMARY KEY, name VARCHAR(20) NULL, size ENUM('s','m'), doc JSON)` with full metadata.
    static func tableMap(id: UInt64 = 9) -> [UInt8] {
        var body = little(id, 6) + [1, 0] + text("d") + [0] + text("t") + [0]
        body += [4, 3, 15, 254, 245] + [5] + [80, 0] + [247, 1] + [4] + [0b1110]
        body += field(1, [0x80]) + field(2, [45]) + field(4, text("id") + text("name") + text("size") + text("doc"))
        body += field(6, [2] + text("s") + text("m")) + field(8, [0]) + field(11, [45]) + field(99, [1, 2, 3])
        return event(19, body)
    }

    /// A row of that table; nil fields are null.
    static func row(_ id: UInt64, _ name: String?, _ size: UInt8, _ document: [UInt8]?) -> [UInt8] {
        let nulls: UInt8 = (name == nil ? 2 : 0) | (document == nil ? 8 : 0)
        return [nulls] + little(id, 4) + (name.map(text) ?? []) + [size]
            + (document.map { little(UInt64($0.count), 4) + $0 } ?? [])
    }

    /// A rows event of version 2 with extra data, as MySQL 8 writes.
    static func rowsV2(_ type: UInt8, _ rows: [UInt8], id: UInt64 = 9) -> [UInt8] {
        let bitmaps: [UInt8] = type == 31 ? [0xFF, 0xFF] : [0xFF]
        return event(type, little(id, 6) + [1, 0] + [4, 0, 0xAA, 0xBB] + [4] + bitmaps + rows)
    }

    /// A rows event of version 1.
    static func rowsV1(_ type: UInt8, _ rows: [UInt8], id: UInt64 = 9) -> [UInt8] {
        event(type, little(id, 6) + [1, 0] + [4] + (type == 24 ? [0xFF, 0xFF] : [0xFF]) + rows)
    }

    static func mysqlGTID(committedAt: UInt64) -> [UInt8] {
        event(33, [1] + Array(0..<16) + little(5, 8) + [2] + little(1, 8) + little(2, 8) + little(committedAt, 7))
    }

    /// `{"a": 1}`.
    static let document: [UInt8] = [0, 1, 0, 12, 0, 11, 0, 1, 0, 5, 1, 0, 0x61]

    /// One of each, with the table's map before its rows.
    static let all: [[UInt8]] = [
        formatDescription("8.0.36", algorithm: 0), event(4, little(4, 8) + Array("binlog.000002".utf8)), query("BEGIN"),
        tableMap(),
        rowsV2(30, row(1, "ann", 1, document) + row(2, nil, 2, nil)),
        rowsV2(31, row(1, "ann", 1, nil) + row(1, "bob", 0, document)),
        rowsV2(32, row(2, nil, 2, nil)), rowsV1(23, row(3, "", 1, nil)),
        rowsV1(24, row(3, "", 1, nil) + row(4, "x", 1, nil)),
        rowsV1(25, row(4, "x", 1, nil)), event(16, little(77, 8)), mysqlGTID(committedAt: 1_700_000_000_123_456),
        event(34, [1] + [UInt8](repeating: 0, count: 24)),
        event(162, little(12, 8) + little(3, 4) + [1, 0, 0, 0, 0, 0, 0]),
        event(163, little(0, 4)), event(27, Array("binlog.000002".utf8)), event(26, [1, 0] + text("lost")),
        event(38, [0] + little(1, 4) + little(2, 4) + little(1, 4) + [0x61, 0x62, 0x63]), event(40, [1, 2, 3]),
        event(160, [1]),
        event(250, [9, 9]), event(165, little(1, 4) + little(0, 4) + [1, 0, 0, 0, 0, 0x64, 0] + Inflated.dynamic),
    ]

    /// Compressed fields as a server writes them: length header, then a stream of zlib.
    enum Inflated {
        static let dynamic: [UInt8] = [
            130, 2, 74, 120, 218, 93, 145, 185, 14, 194, 48, 12, 134, 95, 37, 27, 32, 49, 148, 196, 78, 156, 145, 129,
            1, 9, 129, 196, 181, 7, 81, 193, 208, 138, 67, 129, 231, 135, 218, 65, 88, 25, 251, 213, 254, 15, 103, 185,
            222, 45, 182, 123, 179, 92, 239, 55, 38, 155, 227, 124, 117, 88, 236, 204, 120, 116, 106, 115, 50, 143, 215,
            45,
            183, 136, 97, 52, 153, 22, 114, 73, 125, 159, 162, 19, 194, 191, 205, 185, 237, 114, 242, 208, 40, 148, 186,
            251,
            53, 121, 43, 136, 63, 204, 251, 214, 189, 250, 22, 72, 24, 203, 136, 188, 117, 241, 47, 159, 159, 233, 252,
            29,
            154, 41, 45, 89, 68, 111, 153, 177, 89, 177, 68, 96, 36, 3, 102, 216, 183, 37, 24, 203, 48, 33, 162, 58,
            106, 192, 168, 114, 241, 104, 136, 168, 208, 176, 23, 130, 175, 251, 184, 134, 180, 31, 51, 2, 167, 25, 215,
            2,
            2, 181, 202, 250, 17, 116, 122, 70, 212, 132, 186, 80, 0, 212, 98, 188, 15, 136, 245, 241, 99, 21, 21, 27,
            95, 143, 148, 210, 114, 6, 209, 142, 250, 50, 226, 240, 43, 36, 17, 216, 142, 208, 213, 200, 149, 115, 73,
            29,
            9, 53, 211, 239, 63, 248, 70, 251, 141, 249, 1, 210, 59, 175, 137,
        ]
        static let fixed: [UInt8] = [
            129, 23, 120, 1, 75, 203, 172, 72, 77, 81, 72, 67, 34, 147, 243, 83, 82, 139, 1, 103, 147, 8, 159,
        ]
        static let stored: [UInt8] = [
            129, 6, 120, 1, 1, 6, 0, 249, 255, 115, 116, 111, 114, 101, 100, 9, 60, 2, 146,
        ]
        static let dynamicChecksum: UInt32 = 4294061242
    }
}
