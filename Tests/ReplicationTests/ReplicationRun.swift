internal import Foundation
internal import Logging
internal import MillraceTesting
internal import Testing

@testable import Replication

/// A source and the replica that follows it.
struct ReplicationRun: ~Copyable {
    private(set) var replica = Replica()
    private var source: MySQLSource
    private let configuration: MySQLConfiguration
    private(set) var disconnections = 0

    init(
        _ server: MariaDBServer, database: String, filter: String = "",
        adjust: (inout MySQLConfiguration) -> Void = { _ in }
    )
        throws
    {
        var configuration = try MySQLConfiguration(url: server.url(database: database), filter: filter)
        configuration.heartbeatMilliseconds = 100
        adjust(&configuration)
        self.configuration = configuration
        source = MySQLSource(configuration, resuming: nil, logger: Self.logger)
    }

    private static var logger: Logger {
        var logger = Logger(label: "test")
        logger.logLevel = .error
        return logger
    }

    /// Stops the source and makes another that goes on where the replica stands.
    mutating func restart() {
        source.stop()
        source = MySQLSource(configuration, resuming: replica.resumption, logger: Self.logger)
    }

    /// Applies events until `condition` holds.
    mutating func follow(until condition: (Replica, ReplicationEvent) -> Bool) async throws {
        while true {
            let event = try await source.next()
            replica.apply(event)
            if case .disconnected = event { disconnections += 1 }
            if condition(replica, event) { return }
        }
    }

    /// Applies events until the snapshot is whole.
    mutating func snapshot() async throws {
        try await follow { _, event in if case .snapshotFinished = event { true } else { false } }
    }

    /// Applies events until everything the server has committed is in.
    mutating func catchUp(with server: MariaDBServer) async throws {
        let wanted = try await server.execute("SELECT @@gtid_binlog_pos").first ?? ""
        let status = try await server.execute("SHOW MASTER STATUS").first?.split(separator: "\t") ?? []
        let end = BinlogPoint(
            coordinates: BinlogCoordinates(file: String(status[0]), offset: UInt64(status[1]) ?? 0),
            gtids: BinlogPoint.gtids(from: wanted) ?? [:])
        try await follow { replica, event in
            guard let position = replica.position, replica.awaited.isEmpty else { return false }
            switch event {
            case .heartbeat, .transaction, .snapshotFinished: break
            default: return false
            }
            return position.point.gtids.isEmpty
                ? end.coordinates <= position.point.coordinates : position.point.covers(end)
        }
    }

    /// What the source holds now, read as a snapshot of its own.
    func contentsOfSource() async throws -> Replica {
        var fresh = Replica()
        let other = MySQLSource(configuration, resuming: nil, logger: Self.logger)
        while true {
            let event = try await other.next()
            fresh.apply(event)
            if case .snapshotFinished = event { return fresh }
        }
    }

    /// Records the first difference between replica and source.
    func expectSame(_ location: SourceLocation = #_sourceLocation) async throws {
        if let difference = try await difference() { Issue.record("\(difference)", sourceLocation: location) }
    }

    /// The first difference between replica and source; nil if there is none.
    func difference() async throws -> String? {
        let fresh = try await contentsOfSource()
        if let problem = replica.problems.first { return problem }
        guard Set(fresh.tables.keys) == Set(replica.tables.keys) else {
            return "tables \(replica.tables.keys.sorted()), source has \(fresh.tables.keys.sorted())"
        }
        for (name, table) in fresh.tables {
            guard let ours = replica.tables[name] else { continue }
            guard ours.schema == table.schema else {
                return "schema of \(name): \(ours.schema), source: \(table.schema)"
            }
            let left = ours.rows.map { "\($0)" }.sorted()
            let right = table.rows.map { "\($0)" }.sorted()
            guard left != right else { continue }
            let (only, missing) = (Set(left).subtracting(right), Set(right).subtracting(left))
            return
                "\(name): \(left.count) rows, source \(right.count); only here \(only.prefix(3)), missing \(missing.prefix(3))"
        }
        return nil
    }

    func requestSnapshot(of tables: Set<TableName>) { source.requestSnapshot(of: tables) }
    func stop() { source.stop() }
    func next() async throws -> ReplicationEvent { try await source.next() }
}
