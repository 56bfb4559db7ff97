import Testing

@testable import Replication

/// The flow of events as MySQL 8 writes it, without a server.
@Suite struct AssemblerTests {
    private struct NoCatalog: TableCatalog {
        func table(_ name: TableName) throws -> CatalogTable? { nil }
    }

    private struct Follower {
        var decoder = BinlogDecoder(hasChecksums: false, isMariaDB: false)
        var assembler: TransactionAssembler

        init(schemas: [TableSchema], limits: TransactionAssembler.Limits = .init()) {
            let start = BinlogPoint(coordinates: BinlogCoordinates(file: "binlog.000001", offset: 4))
            assembler = TransactionAssembler(
                filter: .all, position: SourcePosition(point: start), schemas: schemas, limits: limits)
        }

        mutating func take(_ events: [[UInt8]]) throws -> [SourceTransaction] {
            try events.compactMap { try assembler.take(decoder.decode($0), catalog: NoCatalog()) }
        }
    }

    private static let schema = TableSchema(
        name: TableName(database: "d", table: "t"),
        columns: [
            ColumnSchema(name: "id", type: .bigint, isNullable: false),
            ColumnSchema(name: "name", type: .varchar(length: 20)),
            ColumnSchema(name: "size", type: .varchar(length: 1020)), ColumnSchema(name: "doc", type: .json),
        ], primaryKey: [0])

    private static func transaction(_ rows: [[UInt8]], end: UInt32) -> [[UInt8]] {
        [EventBytes.mysqlGTID(committedAt: 1_700_000_000_123_456), EventBytes.query("BEGIN"), EventBytes.tableMap()]
            + rows
            + [EventBytes.event(16, EventBytes.little(7, 8), end: end)]
    }

    private static let insert = EventBytes.rowsV2(30, EventBytes.row(1, "ann", 1, nil))

    @Test func aTransactionComesWholeWithItsPositionAndTime() throws {
        var follower = Follower(schemas: [Self.schema])
        let transactions = try follower.take(Self.transaction([Self.insert, Self.insert], end: 500))
        #expect(transactions.count == 1)
        #expect(transactions.first?.committedAtMicroseconds == 1_700_000_000_123_456)
        #expect(transactions.first?.position.description == "binlog.000001:500")
        #expect(transactions.first?.rowCount == 2)
        #expect(follower.assembler.isAtBoundary)
    }

    @Test func offsetsGoOnBeyond32Bits() throws {
        var follower = Follower(schemas: [Self.schema])
        _ = try follower.take(Self.transaction([Self.insert], end: 4_000_000_000))
        let transactions = try follower.take(Self.transaction([Self.insert], end: 100))
        #expect(transactions.first?.position.point.coordinates.offset == 1 << 32 + 100)
        let rotation = EventBytes.event(4, EventBytes.little(4, 8) + Array("binlog.000002".utf8), end: 200)
        _ = try follower.take([rotation])
        #expect(follower.assembler.position.description == "binlog.000002:4")
    }

    @Test func whatIsCutOffIsNeitherLostNorDoubled() throws {
        let events = Self.transaction([Self.insert, Self.insert, Self.insert], end: 500)
        for cut in 0..<events.count {
            // Parts of two rows, so that a part has been delivered when the connection is cut late.
            var follower = Follower(schemas: [Self.schema], limits: .init(rows: 2, bytes: 1 << 20))
            var rows = try follower.take(Array(events[..<cut])).reduce(0) { $0 + $1.rowCount }
            follower.assembler.restart()
            follower.decoder = BinlogDecoder(hasChecksums: false, isMariaDB: false)
            let rest = try follower.take(events)
            rows += rest.reduce(0) { $0 + $1.rowCount }
            #expect(rows == 3, "cut before event \(cut)")
            #expect(rest.last?.isLast == true)
        }
    }

    @Test func aRolledBackTransactionLeavesNothing() throws {
        var follower = Follower(schemas: [Self.schema])
        var events = Self.transaction([Self.insert], end: 500)
        events[events.count - 1] = EventBytes.query("ROLLBACK")
        #expect(try follower.take(events).isEmpty)
    }

    @Test func aTableAheadIsLeftOutUntilTheLogReachesIt() throws {
        var follower = Follower(schemas: [])
        let ahead = BinlogPoint(coordinates: BinlogCoordinates(file: "binlog.000001", offset: 700))
        follower.assembler.tablesSnapshotted([Self.schema], at: ahead)
        #expect(follower.assembler.position.tablesAhead.count == 1)
        #expect(try follower.take(Self.transaction([Self.insert], end: 700)).isEmpty)
        #expect(follower.assembler.position.tablesAhead.isEmpty)
        #expect(try follower.take(Self.transaction([Self.insert], end: 900)).count == 1)
    }

    @Test func anUnknownTableIsCopied() throws {
        var follower = Follower(schemas: [])
        let transactions = try follower.take(Self.transaction([Self.insert], end: 500))
        guard case .resnapshot(let name, _)? = transactions.first?.changes.first else {
            return #expect(Bool(false), "no copy")
        }
        #expect(name == Self.schema.name)
        #expect(follower.assembler.awaitingSnapshot == [name])
    }

    @Test func settingsThatHideRowsAreErrors() throws {
        var follower = Follower(schemas: [])
        let error = #expect(throws: ReplicationError.self) { try follower.take([EventBytes.event(40, [1])]) }
        #expect(error?.code == .sourceSettings)
    }
}
