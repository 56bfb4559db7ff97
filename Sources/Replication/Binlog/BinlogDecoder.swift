/// Binlog events of MySQL 5.6 to 8 and MariaDB 10: bytes in, values out.
///
/// Sources of the format: MySQL's "Binary Log Event" pages of the source documentation and MariaDB's "Binlog Event
/// Headers" pages. The state is what later events need of earlier ones: whether events carry checksums, which server
/// writes, and the table maps seen last (which a server repeats with every statement, so unchanged ones are not read
/// twice).
package struct BinlogDecoder: Sendable {
    /// Whether events end with a CRC-32.
    package private(set) var hasChecksums: Bool
    private var isMariaDB: Bool
    private var tableMaps: [UInt64: TableMap] = [:]
    private var generation = 0

    /// More maps than any server keeps open at a time; a log that has more is forgotten and read again.
    private static let maximumTableMaps = 4096

    /// A decoder for events that carry checksums (or not) until a format description says otherwise.
    package init(hasChecksums: Bool, isMariaDB: Bool) {
        self.hasChecksums = hasChecksums
        self.isMariaDB = isMariaDB
    }

    /// Decodes one whole event.
    package mutating func decode(_ bytes: [UInt8]) throws(ReplicationError) -> BinlogEvent {
        var reader = ByteReader(bytes)
        let header = BinlogEventHeader(
            timestampSeconds: try reader.uint32(), typeCode: try reader.byte(), serverID: try reader.uint32(),
            length: try reader.uint32(), nextOffset: try reader.uint32(), flags: try reader.uint16())
        guard Int(header.length) == bytes.count else {
            throw .malformed("\(bytes.count) bytes of an event of \(header.length)")
        }
        let type = BinlogEventType(rawValue: header.typeCode)
        if type == .formatDescription {
            return BinlogEvent(header: header, body: try decodeFormatDescription(bytes))
        }
        let body = try checkedBody(bytes)
        guard let type else { return BinlogEvent(header: header, body: .skipped) }
        return BinlogEvent(header: header, body: try decodeBody(type, &reader, body))
    }

    /// Where the event's body lies, after its checksum was found right.
    private func checkedBody(_ bytes: [UInt8]) throws(ReplicationError) -> Range<Int> {
        guard hasChecksums else { return BinlogEventHeader.length..<bytes.count }
        let end = bytes.count - 4
        guard end >= BinlogEventHeader.length else { throw .malformed("no room for the checksum") }
        try Self.verify(bytes, end: end)
        return BinlogEventHeader.length..<end
    }

    private static func verify(_ bytes: [UInt8], end: Int) throws(ReplicationError) {
        var reader = ByteReader(bytes, range: end..<bytes.count)
        let stored = try reader.uint32()
        let computed = Checksum.crc32(bytes, 0..<end)
        guard stored == computed else {
            throw ReplicationError(
                .checksumMismatch, "a binlog event is damaged",
                detail: "its checksum is \(String(stored, radix: 16)), its bytes give \(String(computed, radix: 16))")
        }
    }

    private mutating func decodeFormatDescription(_ bytes: [UInt8]) throws(ReplicationError) -> BinlogEvent.Body {
        var reader = ByteReader(bytes, range: BinlogEventHeader.length..<bytes.count)
        let version = try reader.uint16()
        guard version == 4 else {
            throw ReplicationError(.unsupportedEvent, "binlog version \(version) is not supported")
        }
        let server = String(decoding: try reader.slice(50).prefix { $0 != 0 }, as: UTF8.self)
        // Creation time, header length, one length a type, then the checksum algorithm and room for a checksum.
        try reader.skip(4)
        let headerLength = try reader.byte()
        guard headerLength == BinlogEventHeader.length else {
            throw ReplicationError(.unsupportedEvent, "event headers of \(headerLength) bytes are not supported")
        }
        guard reader.remaining >= 5 else { throw .malformed("no checksum algorithm in the format description") }
        try reader.skip(reader.remaining - 5)
        let algorithm = try reader.byte()
        guard algorithm <= 1 else {
            throw ReplicationError(.unsupportedEvent, "checksum algorithm \(algorithm) is not supported")
        }
        if algorithm == 1 {
            // The server flags the file that it has open after it computed the checksum.
            var unflagged = bytes
            unflagged[17] &= ~1
            try Self.verify(unflagged, end: bytes.count - 4)
        }
        hasChecksums = algorithm == 1
        isMariaDB = server.contains("MariaDB")
        tableMaps = [:]
        return .formatDescription(serverVersion: server)
    }

    private mutating func decodeBody(
        _ type: BinlogEventType, _ header: inout ByteReader, _ range: Range<Int>
    ) throws(ReplicationError) -> BinlogEvent.Body {
        var reader = ByteReader(header.bytes, range: range)
        switch type {
        case .rotate:
            tableMaps = [:]
            let offset = try reader.littleEndian(8)
            // No file is that long; the offsets of later events are added to this one.
            guard offset <= UInt64(Int64.max) else { throw .malformed("a log that goes on at \(offset)") }
            return .rotate(BinlogCoordinates(file: try reader.restAsText(), offset: offset))
        case .query: return .query(try EventBodies.query(&reader, isCompressed: false))
        case .queryCompressed: return .query(try EventBodies.query(&reader, isCompressed: true))
        case .tableMap: return .tableMap(try tableMap(&reader))
        case .xid: return .commit
        case .xaPrepare: return try EventBodies.xaPrepare(&reader)
        case .mariaDBGTID: return .mariaDBGTID(try EventBodies.mariaDBGTID(&reader, headerOf: header.bytes))
        case .mysqlGTID: return .mysqlGTID(try EventBodies.mysqlGTID(&reader, isAnonymous: false))
        case .anonymousGTID: return .mysqlGTID(try EventBodies.mysqlGTID(&reader, isAnonymous: true))
        case .heartbeat, .heartbeatV2: return .heartbeat
        case .incident: return .incident(try EventBodies.incident(&reader))
        case .transactionPayload: return .unsupported("binlog_transaction_compression")
        case .partialUpdateRows: return .unsupported("binlog_row_value_options")
        case .startEncryption: return .skipped
        case .formatDescription: return .skipped
        default:
            guard let kind = type.rows else { return .skipped }
            return .rows(try EventBodies.rows(&reader, kind))
        }
    }

    private mutating func tableMap(_ reader: inout ByteReader) throws(ReplicationError) -> TableMap {
        let body = reader.bytes[reader.offset..<reader.end]
        let id = try reader.littleEndian(6)
        if let known = tableMaps[id], known.body[...] == body { return known }
        generation += 1
        let map = try TableMap(id: id, generation: generation, body: Array(body), isMariaDB: isMariaDB)
        if tableMaps.count >= Self.maximumTableMaps { tableMaps = [:] }
        tableMaps[id] = map
        return map
    }
}
