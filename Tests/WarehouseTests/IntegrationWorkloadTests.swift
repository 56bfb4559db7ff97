import DuckDB
import MillraceTesting
import Testing

@testable import Warehouse

/// Statements drawn by a seeded generator: rows and schemas change at random, and so does when the service is stopped.
struct Workload {
    private var generator: SeededGenerator
    private var extraColumns: [String: [String]] = [:]
    private var columnNumber = 0

    init(seed: UInt64) { generator = SeededGenerator(seed: seed) }

    static let setUp = """
        CREATE TABLE keyed (id INT PRIMARY KEY, n INT, t VARCHAR(30), d DECIMAL(12,3));
        CREATE TABLE pair (a INT, b VARCHAR(5), day DATE, PRIMARY KEY (b, a));
        CREATE TABLE keyless (n INT, t VARCHAR(10));
        INSERT INTO keyed SELECT seq, seq % 10, CONCAT('row ', seq), seq / 8 FROM seq_1_to_200;
        INSERT INTO keyless SELECT seq % 5, NULLIF(CONCAT('x', seq % 3), 'x2') FROM seq_1_to_100;
        """

    private mutating func draw(_ bound: Int) -> Int { Int.random(in: 0..<bound, using: &generator) }

    private mutating func rowStatement() -> String {
        let id = draw(400)
        switch draw(12) {
        case 0, 1:
            return
                "INSERT IGNORE INTO keyed (id, n, t, d) VALUES (\(id), \(draw(100)), 'é \(draw(9))', \(draw(99)) / 7)"
        case 2: return "REPLACE INTO keyed (id, n) VALUES (\(id), NULL)"
        case 3: return "UPDATE keyed SET n = \(draw(50)), t = NULL WHERE id % 17 = \(draw(17))"
        case 4: return "UPDATE IGNORE keyed SET id = \(id) WHERE id = \(draw(400))"
        case 5: return "DELETE FROM keyed WHERE id % 29 = \(draw(29))"
        case 6:
            return "INSERT IGNORE INTO pair (a, b, day) VALUES (\(draw(20)), 'k\(draw(5))', '2024-01-\(10 + draw(19))')"
        case 7: return "UPDATE IGNORE pair SET a = a + \(draw(3)), day = NULL WHERE b = 'k\(draw(5))'"
        case 8: return "DELETE FROM pair WHERE a = \(draw(20))"
        case 9: return "INSERT INTO keyless (n, t) VALUES (\(draw(5)), 'x\(draw(3))'), (\(draw(5)), NULL), (1, 'x1')"
        case 10: return "DELETE FROM keyless WHERE n = \(draw(5)) LIMIT \(1 + draw(4))"
        default: return "UPDATE keyless SET n = \(draw(5)) WHERE t <=> NULLIF('x\(draw(4))', 'x3') LIMIT \(1 + draw(6))"
        }
    }

    private mutating func schemaStatement() -> String {
        let table = ["keyed", "pair", "keyless"][draw(3)]
        columnNumber += 1
        switch draw(5) {
        case 0:
            extraColumns[table, default: []].append("e\(columnNumber)")
            return "ALTER TABLE \(table) ADD COLUMN e\(columnNumber) INT"
        case 1:
            extraColumns[table, default: []].append("e\(columnNumber)")
            return "ALTER TABLE \(table) ADD COLUMN e\(columnNumber) VARCHAR(9) NOT NULL DEFAULT 'def' FIRST"
        case 2:
            guard let column = extraColumns[table]?.popLast() else { return "ALTER TABLE \(table) COMMENT = 'c'" }
            return "ALTER TABLE \(table) DROP COLUMN \(column)"
        case 3:
            guard let column = extraColumns[table]?.popLast() else { return "ANALYZE TABLE \(table)" }
            extraColumns[table]?.append("r\(columnNumber)")
            return "ALTER TABLE \(table) RENAME COLUMN \(column) TO r\(columnNumber)"
        default:
            guard draw(4) == 0 else { return "CREATE TABLE made\(columnNumber) AS SELECT * FROM keyless" }
            return "TRUNCATE TABLE pair"
        }
    }

    /// Some transactions, and now and then a change of schema.
    mutating func statements() -> String {
        var text = ""
        for _ in 0...draw(8) {
            let count = 1 + draw(6)
            let isTransaction = draw(2) == 0
            if isTransaction { text += "START TRANSACTION; " }
            for _ in 0..<count { text += rowStatement() + "; " }
            if isTransaction { text += draw(6) == 0 ? "ROLLBACK; " : "COMMIT; " }
        }
        if draw(4) == 0 { text += schemaStatement() + "; " }
        if draw(10) == 0 { text += "FLUSH BINARY LOGS; " }
        return text
    }

    /// How long the service runs before it is stopped again, in milliseconds.
    mutating func runMilliseconds() -> Int { draw(120) }
}

@Suite(.enabled(if: MariaDBServer.isAvailable, "skipped: no mariadbd"), .timeLimit(.minutes(5)))
struct IntegrationWorkloadTests {
    private static let server = Task { try await MariaDBServer() }

    @Test(arguments: [1, 2, 3, 4] as [UInt64]) func sourceEqualsReplicaAfterRandomStops(seed: UInt64) async throws {
        let server = try await Self.server.value
        let name = "work\(seed)"
        try await server.execute("CREATE DATABASE \(name)")
        try await server.execute(Workload.setUp, database: name)
        let fixture = try IntegrationFixture(server, source: name)
        var workload = Workload(seed: seed)
        for round in 0..<25 {
            try fixture.start()
            try await server.execute(workload.statements(), database: name)
            if round % 8 == 7 {
                try await fixture.catchUp()
                try await fixture.expectSame()
            } else {
                // The moment of the stop is what the test varies; nothing is waited for.
                try await Task.sleep(for: .milliseconds(workload.runMilliseconds()))
            }
            try await fixture.stop()
        }
        try fixture.start()
        try await fixture.catchUp()
        try await fixture.expectSame()
        try await fixture.stop()
    }
}
