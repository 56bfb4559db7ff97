import DuckDB
import Foundation
import MillraceTesting
import Testing

@Suite struct EngineTests {
    let connection: Connection

    init() throws { connection = try Database(path: nil).connect() }

    @Test func valuesOfEveryScalarTypeComeBack() throws {
        let rows = try connection.query(
            """
            SELECT true, 1::SMALLINT, 2::INTEGER, 3::BIGINT, 1.5::REAL, 2.5::DOUBLE, 12.34::DECIMAL(9,2), 'text',
                   'a text longer than twelve bytes', '\\x01\\xFF'::BLOB, DATE '2024-01-02', TIME '01:02:03',
                   TIMESTAMP '2024-01-02 03:04:05.000006', INTERVAL 1 MONTH, NULL, '{"a":1}'::JSON,
                   170141183460469231731687303715884105727::HUGEINT
            """
        ).rows()
        #expect(
            rows == [
                [
                    .boolean(true), .integer(1), .integer(2), .integer(3), .double(1.5), .double(2.5),
                    .decimal(unscaled: 1234, width: 9, scale: 2), .text("text"),
                    .text("a text longer than twelve bytes"),
                    .blob([1, 255]), .date(days: 19724), .time(microseconds: 3_723_000_000),
                    .timestamp(microseconds: 1_704_164_645_000_006), .interval(months: 1, days: 0, microseconds: 0),
                    .null, .text("{\"a\":1}"), .hugeInteger(Int128.max),
                ]
            ])
    }

    @Test func parametersOfEveryKindAreBound() throws {
        let values: [Value] = [
            .null, .boolean(true), .integer(-7), .hugeInteger(1 << 100), .double(0.1),
            .decimal(unscaled: -12345, width: 12, scale: 4), .text("tëxt"), .blob([0, 1]), .date(days: -1),
            .time(microseconds: 1), .timestamp(microseconds: 2), .interval(months: 1, days: 2, microseconds: 3),
        ]
        let places = (1...values.count).map { "$\($0)" }.joined(separator: ", ")
        #expect(try connection.query("SELECT \(places)", values).rows() == [values])
    }

    @Test func aPreparedStatementDescribesItself() throws {
        try connection.execute("CREATE TABLE t (a INTEGER, b DECIMAL(12,4), c JSON)")
        let statement = try connection.prepare("SELECT a, b, c FROM t WHERE a = $1")
        #expect(statement.parameterTypes == [.integer])
        #expect(
            statement.columns == [
                Column(name: "a", type: .integer), Column(name: "b", type: .decimal(width: 12, scale: 4)),
                Column(name: "c", type: .json),
            ])
        #expect(throws: EngineError.self) { try statement.run([]) }
    }

    @Test func rowsStreamChunkByChunk() throws {
        let result = try connection.query("SELECT range FROM range(100000)")
        var sum: Int64 = 0
        var chunks = 0
        while let chunk = try result.next() {
            chunks += 1
            for row in 0..<chunk.rowCount { sum += chunk.vector(0).values(as: Int64.self)[row] }
        }
        #expect(chunks > 40 && sum == 4_999_950_000)
    }

    @Test func changedRowsAreCounted() throws {
        try connection.execute("CREATE TABLE t (a INTEGER)")
        #expect(try connection.execute("INSERT INTO t SELECT * FROM range(10)") == 10)
        #expect(try connection.execute("DELETE FROM t WHERE a >= $1", [.integer(7)]) == 3)
    }

    @Test func errorsKeepKindMessageAndSQL() throws {
        let error = try #require(throws: EngineError.self) { try connection.query("SELECT * FROM absent") }
        #expect(error.kind == .catalog && error.message.contains("absent") && error.sql == "SELECT * FROM absent")
        #expect(throws: EngineError.self) { try connection.query("SELECT 'x'::INTEGER").next() }
    }

    @Test func aFailedTransactionLeavesNothing() throws {
        try connection.execute("CREATE TABLE t (a INTEGER)")
        #expect(throws: EngineError.self) {
            try connection.transaction {
                try connection.execute("INSERT INTO t VALUES (1)")
                try connection.execute("INSERT INTO t VALUES ('x')")
            }
        }
        #expect(try connection.query("SELECT count(*) FROM t").rows() == [[.integer(0)]])
    }

    @Test func aChunkWriterLoadsColumns() throws {
        try connection.execute("CREATE TABLE t (a BIGINT, b VARCHAR)")
        let writer = try ChunkWriter(connection: connection, schema: nil, table: "t")
        let long = Array("a text longer than twelve bytes".utf8)
        for _ in 0..<3 {
            try writer.write(rowCount: 2) { column, vector in
                switch column {
                case 0:
                    vector.values(as: Int64.self)[0] = 5
                    vector.setNull([1])
                default:
                    Array("short".utf8).withUnsafeBytes { vector.setBytes($0, at: 0) }
                    long.withUnsafeBytes { vector.setBytes($0, at: 1) }
                }
            }
        }
        try writer.close()
        #expect(
            try connection.query("SELECT count(*), count(a), sum(a), min(b), max(b) FROM t").rows() == [
                [.integer(6), .integer(3), .hugeInteger(15), .text("a text longer than twelve bytes"), .text("short")]
            ])
    }

    @Test func aBatchIsReadAsATable() throws {
        final class Numbers: BatchSource {
            let columns = [Column(name: "n", type: .bigInteger), Column(name: "t", type: .blob)]
            let rowCount = 100_000
            func fill(column: Int, rows: Range<Int>, into vector: WritableVector) {
                for (place, row) in rows.enumerated() {
                    if column == 0 {
                        vector.values(as: Int64.self)[place] = Int64(row)
                    } else {
                        withUnsafeBytes(of: row) { vector.setBytes($0, at: place) }
                    }
                }
            }
        }
        let database = connection.database
        try database.withBatch(Numbers()) { (id: Int64) throws in
            #expect(
                try connection.query("SELECT sum(n), count(DISTINCT t) FROM millrace_batch(\(id))").rows() == [
                    [.hugeInteger(4_999_950_000), .integer(100_000)]
                ])
            // Columns that a statement does not read are not filled.
            #expect(try connection.query("SELECT count(*) FROM millrace_batch(\(id))").rows() == [[.integer(100_000)]])
        }
        #expect(throws: EngineError.self) { try connection.query("SELECT * FROM millrace_batch(1)") }
    }

    @Test(.timeLimit(.minutes(1))) func aRunningStatementIsInterrupted() async throws {
        let interrupter = connection.interrupter
        async let stop: Void = {
            // Until the statement below ends, which only an interrupt makes it do.
            for _ in 0..<200 {
                try await Task.sleep(for: .milliseconds(5))
                interrupter.interrupt()
            }
        }()
        let connection = connection
        let error = try #require(throws: EngineError.self) {
            try connection.query("SELECT sum(a.range * b.range) FROM range(1000000) a, range(1000000) b").rows()
        }
        #expect(error.kind == .interrupt)
        try? await stop
    }

    @Test func aFileKeepsWhatWasCommitted() throws {
        let path = "\(TemporaryFolder.make().path)/engine.duckdb"
        do {
            let database = try Database(path: path)
            try database.connect().execute("CREATE TABLE t AS SELECT 42 AS a")
        }
        #expect(try Database(path: path).connect().query("SELECT a FROM t").rows() == [[.integer(42)]])
    }
}
