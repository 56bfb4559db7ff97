@testable import Replication

/// Replication: what a source server, or someone in its place, may send.
enum ReplicationTargets {
    static let all = [
        FuzzTarget("binlog", words: ["BEGIN", "COMMIT", "binlog.000002"], seeds: { BinlogSeeds.logs }, run: follow),
        FuzzTarget("binlog-json", seeds: { BinlogSeeds.documents }, run: readDocument),
        FuzzTarget("binlog-inflate", seeds: { BinlogSeeds.compressed }, run: inflate),
        FuzzTarget("source-statements", words: words, seeds: { statements.map { Array($0.utf8) } }, run: readStatement),
        FuzzTarget("source-values", words: ["0000-00-00", "-", "."], seeds: { BinlogSeeds.values }, run: readValue),
        FuzzTarget(
            "source-positions", words: ["@0-1-2", "%2F", " d/t=", "include:", "exclude:", "/.*/", "`a`.*"],
            seeds: { positions.map { Array($0.utf8) } }, run: readPosition),
    ]

    // MARK: - Events

    private struct Catalog: TableCatalog {
        func table(_ name: TableName) throws -> CatalogTable? { nil }
    }

    /// A log of events whose headers tell the truth; after an error the log is read again, as after a lost connection.
    private static func follow(_ bytes: [UInt8]) {
        var input = FuzzInput(bytes)
        let choice = input.byte()
        let hasChecksums = choice & 1 != 0
        let start = BinlogPoint(coordinates: BinlogCoordinates(file: "binlog.000001", offset: 4))
        var assembler = TransactionAssembler(
            filter: .all, position: SourcePosition(point: start), schemas: [], limits: .init(rows: 100, bytes: 4096))
        var decoder = BinlogDecoder(hasChecksums: hasChecksums, isMariaDB: choice & 2 != 0)
        while !input.isAtEnd {
            let event = BinlogSeeds.event(from: &input, hasChecksum: decoder.hasChecksums)
            do {
                guard let transaction = try assembler.take(decoder.decode(event), catalog: Catalog()) else { continue }
                for case .rows(let batch) in transaction.changes {
                    check(batch.columns.allSatisfy { $0.count == batch.count }, "columns are as long as their batch")
                }
                let position = transaction.position
                check(SourcePosition(position.description) == position, "a position reads as what it was")
            } catch {
                check(error is ReplicationError, "an error of another kind: \(error)")
                assembler.restart()
                decoder = BinlogDecoder(hasChecksums: hasChecksums, isMariaDB: choice & 2 != 0)
            }
        }
    }

    private static func readDocument(_ bytes: [UInt8]) {
        var text: [UInt8] = []
        do throws(ReplicationError) {
            try BinaryJSON.append(bytes, bytes.indices, to: &text)
        } catch { return }
        check(String(validating: text, as: UTF8.self) != nil, "JSON is UTF-8")
        check(!text.contains { $0 < 0x20 }, "JSON strings hold no bare control characters")
    }

    private static func inflate(_ bytes: [UInt8]) {
        // What is no field that the server compressed has an error of its own.
        guard let output = try? Inflate.compressedField(bytes, bytes.indices) else { return }
        let width = Int(bytes[0] & 7)
        let announced = bytes[1...width].reduce(0) { $0 << 8 | Int($1) }
        check(output.count == announced, "a field has as many bytes as announced")
    }

    // MARK: - Statements

    private static let words = [
        "create table ", "alter table ", "add column ", "drop column ", "rename to ", "change ", "modify ", "truncate ",
        "drop table ", "if exists ", "if not exists ", "/*!50000 ", "*/", "/*M! ", "xa commit ", "`", " after ",
        " null",
    ]

    private static let statements = [
        "CREATE TABLE IF NOT EXISTS `d`.`t` (id INT PRIMARY KEY) /*!50100 PARTITION BY HASH(id) */",
        "XA COMMIT X'01',X'',1",
        "ALTER TABLE t ADD COLUMN a INT NULL, DROP COLUMN b, RENAME COLUMN c TO e, CHANGE f g TEXT, ADD INDEX (a)",
        "ALTER TABLE d.t RENAME TO d.u", "RENAME TABLE a TO b, c TO d.e",
        "DROP TABLE IF EXISTS a, `b c`.d /* generated */",
        "TRUNCATE TABLE t", "DROP DATABASE d", "INSERT INTO t VALUES ('it''s', \"x\\\"\")", "ROLLBACK TO SAVEPOINT `s`",
    ]

    private static func readStatement(_ bytes: [UInt8]) {
        let text = FuzzInput(bytes).text
        let statement = SourceStatement(text, database: "d")
        check(SourceStatement(" " + text, database: "d") == statement, "a blank in front means nothing")
    }

    // MARK: - Values of a snapshot

    private static let formats: [CellFormat] = [
        .integer(width: 8, isSigned: true), .unsignedBigint, .decimal(precision: 38, scale: 10), .double, .date,
        .datetime(fractionDigits: 6), .timestamp(fractionDigits: 0), .bits(byteCount: 2), .json,
    ]

    private static func readValue(_ bytes: [UInt8]) {
        var input = FuzzInput(bytes)
        let format = formats[Int(input.byte()) % formats.count]
        let column = TableMap.Column(type: .long, metadata: 4, isNullable: true)
        var buffer = ColumnBuffer(type: format.columnType(column))
        let text = input.rest.map { CChar(bitPattern: $0) } + [0]
        do throws(ReplicationError) {
            try SnapshotText.append(text, length: input.rest.count, format: format, to: &buffer)
            check(buffer.count == 1, "a value is one row")
        } catch {
            check(error.code == .schemaMismatch, "a value that cannot be read is called one")
        }
    }

    // MARK: - Positions and filters

    private static let positions = [
        "binlog.000001:4", "a%20b:7@0-1-2,1-2-3 d/t=binlog.000002:9@0-1-5", "include: sales.*, exclude: sales./tmp_.*/",
        "exclude:`a`.`b`",
    ]

    private static func readPosition(_ bytes: [UInt8]) {
        let text = FuzzInput(bytes).text
        if let position = SourcePosition(text) {
            check(SourcePosition(position.description) == position, "a position reads as what it was")
        }
        // A filter that cannot be read has an error of its own.
        guard let filter = try? TableFilter(text) else { return }
        _ = filter.includes(TableName(database: "sales", table: "tmp_1"))
    }
}
