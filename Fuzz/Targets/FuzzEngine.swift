import DuckDB
import Synchronization

@testable import RedshiftSQL

/// An engine in memory that reads and writes parse trees, and a few tables to name.
final class FuzzEngine: ParseTreeEngine, NameResolver {
    private static let shared = Mutex<FuzzEngine?>(nil)

    private let connection: Connection

    private init() throws { connection = try Database(path: nil).connect() }

    /// Gives `body` the one engine of the process, which is opened for the first input.
    static func with(_ body: (FuzzEngine) throws -> Void) throws {
        try shared.withLock { shared in
            if shared == nil { shared = try FuzzEngine() }
            if let shared { try body(shared) }
        }
    }

    func serialize(_ text: String) throws -> String {
        try value("SELECT CAST(json_serialize_sql(CAST($1 AS VARCHAR)) AS VARCHAR)", text)
    }

    func deserialize(_ json: String) throws -> String {
        try value("SELECT json_deserialize_sql(CAST($1 AS JSON))", json)
    }

    func relation(named name: ObjectName) -> ResolvedRelation? {
        let columns =
            switch name.object.text {
            case "t":
                [
                    RelationColumn("id", .integer), RelationColumn("name", .varchar(length: 10)),
                    RelationColumn("payload", .super), RelationColumn("ts", .timestamp), RelationColumn("day", .date),
                    RelationColumn("d", .decimal(precision: 18, scale: 4)),
                ]
            case "u": [RelationColumn("id", .integer), RelationColumn("d", .double)]
            default: [RelationColumn]()
            }
        guard !columns.isEmpty else { return nil }
        return ResolvedRelation(engineSchema: "public", engineName: name.object.text, columns: columns)
    }

    func engineSchema(for name: ObjectName) -> String? { name.schema?.text }

    private func value(_ sql: String, _ argument: String) throws -> String {
        try connection.query(sql, [.text(argument)]).rows().first?.first?.text ?? ""
    }
}
