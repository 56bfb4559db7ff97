/// A place in the binary log by file and byte; files are numbered, so places of one server have an order.
package struct BinlogCoordinates: Hashable, Comparable, Sendable {
    package var file: String
    package var offset: UInt64

    /// The place `offset` bytes into `file`.
    package init(file: String, offset: UInt64) {
        self.file = file
        self.offset = offset
    }

    package static func < (left: BinlogCoordinates, right: BinlogCoordinates) -> Bool {
        // The number grows from six digits to seven when it must, so length decides before the digits do.
        if left.file.utf8.count != right.file.utf8.count { return left.file.utf8.count < right.file.utf8.count }
        return (left.file, left.offset) < (right.file, right.offset)
    }
}

/// A global transaction identifier of MariaDB.
package struct MariaDBGTID: Hashable, Sendable, LosslessStringConvertible {
    package let domain: UInt32
    package let server: UInt32
    package let sequence: UInt64

    /// The transaction numbered `sequence` in `domain`, first executed on `server`.
    package init(domain: UInt32, server: UInt32, sequence: UInt64) {
        self.domain = domain
        self.server = server
        self.sequence = sequence
    }

    /// Reads `domain-server-sequence`.
    package init?(_ description: String) {
        let parts = description.split(separator: "-", omittingEmptySubsequences: false)
        guard parts.count == 3, let domain = UInt32(parts[0]), let server = UInt32(parts[1]),
            let sequence = UInt64(parts[2])
        else { return nil }
        self.init(domain: domain, server: server, sequence: sequence)
    }

    package var description: String { "\(domain)-\(server)-\(sequence)" }
}

/// How much of the binary log lies behind: by place, and on MariaDB also by the last transaction of every domain.
package struct BinlogPoint: Hashable, Sendable {
    package var coordinates: BinlogCoordinates
    /// By domain; empty on MySQL.
    package var gtids: [UInt32: MariaDBGTID]

    /// A point of the log.
    package init(coordinates: BinlogCoordinates, gtids: [UInt32: MariaDBGTID] = [:]) {
        self.coordinates = coordinates
        self.gtids = gtids
    }

    /// Whether a transaction that ends at `end` (and has `gtid`, on MariaDB) lies behind this point.
    func includes(gtid: MariaDBGTID?, end: BinlogCoordinates) -> Bool {
        guard let gtid, !gtids.isEmpty else { return end <= coordinates }
        return gtids[gtid.domain].map { gtid.sequence <= $0.sequence } ?? false
    }

    /// The state in the form of MariaDB's `gtid_slave_pos`.
    var gtidText: String {
        gtids.values.sorted { $0.domain < $1.domain }.map(\.description).joined(separator: ",")
    }

    /// Reads MariaDB's list of one GTID a domain; nil when one is malformed.
    static func gtids(from text: String) -> [UInt32: MariaDBGTID]? {
        var gtids: [UInt32: MariaDBGTID] = [:]
        for part in text.split(separator: ",") {
            guard let gtid = MariaDBGTID(part.filter { $0 != " " && $0 != "\n" }) else { return nil }
            gtids[gtid.domain] = gtid
        }
        return gtids
    }
}

/// How far a source has been delivered: a point of its log, and the tables that a later snapshot has taken further.
package struct SourcePosition: Hashable, Sendable {
    package var point: BinlogPoint
    /// Tables snapshotted on their own, later than `point`: their changes up to their own point are already in.
    package var tablesAhead: [TableName: BinlogPoint]

    /// A position.
    package init(point: BinlogPoint, tablesAhead: [TableName: BinlogPoint] = [:]) {
        self.point = point
        self.tablesAhead = tablesAhead
    }
}
