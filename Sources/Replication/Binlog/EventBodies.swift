/// The bodies of the simpler events.
enum EventBodies {
    static func query(_ reader: inout ByteReader, isCompressed: Bool) throws(ReplicationError) -> QueryEvent {
        // Thread, seconds of execution.
        try reader.skip(8)
        let databaseLength = Int(try reader.byte())
        // The error code that the statement had.
        try reader.skip(2)
        let statusLength = Int(try reader.uint16())
        try reader.skip(statusLength)
        let database = try reader.text(databaseLength)
        try reader.skip(1)
        guard isCompressed else { return QueryEvent(database: database, statement: try reader.restAsText()) }
        let statement = try Inflate.compressedField(reader.bytes, reader.offset..<reader.end)
        return QueryEvent(database: database, statement: String(decoding: statement, as: UTF8.self))
    }

    static func mariaDBGTID(
        _ reader: inout ByteReader, headerOf event: [UInt8]
    ) throws(ReplicationError) -> MariaDBGTIDEvent {
        let sequence = try reader.littleEndian(8)
        let domain = try reader.uint32()
        let flags = try reader.byte()
        var header = ByteReader(event, range: 5..<9)
        let server = try header.uint32()
        return MariaDBGTIDEvent(
            gtid: MariaDBGTID(domain: domain, server: server, sequence: sequence), isStandalone: flags & 1 != 0)
    }

    /// Flags, source UUID, number; then, from MySQL 5.7 on, two logical times, and from 8.0 on the time of commit.
    static func mysqlGTID(_ reader: inout ByteReader, isAnonymous: Bool) throws(ReplicationError) -> MySQLGTIDEvent {
        try reader.skip(1)
        let source = try reader.slice(16)
        let number = try reader.littleEndian(8)
        var committedAt: Int64?
        if !reader.isAtEnd, try reader.byte() == 2 {
            try reader.skip(16)
            // The top bit says that the time of the original commit, on another server, follows.
            if reader.remaining >= 7 { committedAt = Int64(try reader.littleEndian(7) & 0x007F_FFFF_FFFF_FFFF) }
        }
        guard !isAnonymous else { return MySQLGTIDEvent(gtid: nil, committedAtMicroseconds: committedAt) }
        let digits = Array("0123456789abcdef".utf8)
        var text: [UInt8] = []
        for (index, byte) in source.enumerated() {
            if [4, 6, 8, 10].contains(index) { text.append(UInt8(ascii: "-")) }
            text += [digits[Int(byte >> 4)], digits[Int(byte & 15)]]
        }
        let gtid = String(decoding: text, as: UTF8.self) + ":\(number)"
        return MySQLGTIDEvent(gtid: gtid, committedAtMicroseconds: committedAt)
    }

    static func xaPrepare(_ reader: inout ByteReader) throws(ReplicationError) -> BinlogEvent.Body {
        let isOnePhase = try reader.byte() != 0
        let format = try reader.uint32()
        let globalLength = Int(try reader.uint32())
        let branchLength = Int(try reader.uint32())
        guard globalLength <= 64, branchLength <= 64 else { throw .malformed("an XA identifier over 64 bytes") }
        let global = try reader.slice(globalLength)
        let branch = try reader.slice(branchLength)
        return .xaPrepare(isOnePhase: isOnePhase, xid: "X'\(hexadecimal(global))',X'\(hexadecimal(branch))',\(format)")
    }

    static func incident(_ reader: inout ByteReader) throws(ReplicationError) -> String {
        try reader.skip(2)
        let length = Int(try reader.byte())
        return try reader.text(length)
    }

    static func rows(_ reader: inout ByteReader, _ kind: BinlogEventType.Rows) throws(ReplicationError) -> RowsEvent {
        let tableID = try reader.littleEndian(6)
        try reader.skip(2)
        if kind.version == 2 {
            let extraLength = Int(try reader.uint16())
            guard extraLength >= 2 else { throw .malformed("extra data of \(extraLength) bytes") }
            try reader.skip(extraLength - 2)
        }
        let columnCount = try reader.packedLength()
        guard columnCount <= TableMap.maximumColumns else { throw .malformed("\(columnCount) columns") }
        let bitmapLength = (columnCount + 7) / 8
        let present = Array(try reader.slice(bitmapLength))
        let presentAfter = kind.action == .update ? Array(try reader.slice(bitmapLength)) : present
        var bytes = reader.bytes
        var range = reader.offset..<reader.end
        if kind.isCompressed {
            bytes = try Inflate.compressedField(bytes, range)
            range = 0..<bytes.count
        }
        return RowsEvent(
            action: kind.action, tableID: tableID, columnCount: columnCount, presentColumns: present,
            presentColumnsAfter: presentAfter, bytes: bytes, rows: range)
    }

    private static func hexadecimal(_ bytes: ArraySlice<UInt8>) -> String {
        bytes.map { String($0 >> 4, radix: 16) + String($0 & 15, radix: 16) }.joined()
    }
}
