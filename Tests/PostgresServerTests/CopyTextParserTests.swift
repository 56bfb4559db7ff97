import MillraceTesting
import NIOCore
import Testing
import Warehouse

@testable import PostgresServer

struct CopyTextParserTests {
    private typealias Rows = [[String?]]

    private static func parse(
        _ pieces: [[UInt8]], _ format: CopyFormat, columns: Int
    ) throws -> [[String?]] {
        var parser = CopyTextParser(format: format, columnCount: columns)
        var batches: [CopyBatch] = []
        for piece in pieces { batches += try parser.consume(ByteBuffer(bytes: piece)) }
        if let last = try parser.finish() { batches.append(last) }
        return batches.flatMap { batch in
            (0..<batch.rowCount).map { row in
                batch.columns.map { $0.isNull[row] ? nil : String(decoding: $0.value(row), as: UTF8.self) }
            }
        }
    }

    private static let quoteByBackslash = CopyFormat(style: .csv, escape: UInt8(ascii: "\\"))

    private static let cases: [(input: String, format: CopyFormat, columns: Int, rows: [[String?]])] = [
        ("1\ttwo\n3\t\\N\n", CopyFormat(), 2, [["1", "two"], ["3", nil]]),
        ("no end", CopyFormat(), 1, [["no end"]]),
        ("", CopyFormat(), 2, []), ("\n", CopyFormat(), 1, [[""]]), ("\t\n", CopyFormat(), 2, [["", ""]]),
        ("a\\tb\\nc\\\\d\t\\x41\\101\\b\\v\\f\\r\n", CopyFormat(), 2, [["a\tb\nc\\d", "AA\u{8}\u{B}\u{C}\r"]]),
        ("\\x4\tx\\xg\t\\7\t\\1234\n", CopyFormat(), 4, [["\u{4}", "xxg", "\u{7}", "S4"]]),
        ("a\r\nb\rc\n", CopyFormat(), 1, [["a"], ["b"], ["c"]]),
        ("a\\\nb\t1\n", CopyFormat(), 2, [["a\nb", "1"]]),
        ("1\n\\.\nrest is passed over", CopyFormat(), 1, [["1"]]),
        ("1|\\||null\n", CopyFormat(delimiter: UInt8(ascii: "|"), null: Array("null".utf8)), 3, [["1", "|", nil]]),
        ("\\Nx\tN\n", CopyFormat(), 2, [["Nx", "N"]]),
        ("head\tline\n1\t2\n", CopyFormat(hasHeader: true), 2, [["1", "2"]]),
        ("1,\"two, \"\"2\"\"\nlines\",\n", CopyFormat(style: .csv), 3, [["1", "two, \"2\"\nlines", nil]]),
        ("\"\",x\r\n,\"y\"\r\n", CopyFormat(style: .csv), 2, [["", "x"], [nil, "y"]]),
        ("a,b,c,d\n1,2\n", CopyFormat(style: .csv, hasHeader: true), 2, [["1", "2"]]),
        ("\"a\\\"b\\\\c\\d\"\n", quoteByBackslash, 1, [["a\"b\\c\\d"]]),
        ("ab\"c,d\"e,f\n", CopyFormat(style: .csv), 2, [["abc,de", "f"]]),
        ("NULL,\"NULL\",\n", CopyFormat(style: .csv, null: Array("NULL".utf8)), 3, [[nil, "NULL", ""]]),
        ("ä,ö", CopyFormat(style: .csv), 2, [["ä", "ö"]]),
        ("1,2\n\\.\nrest\n", CopyFormat(style: .csv), 2, [["1", "2"]]),
        ("1\n\\.", CopyFormat(style: .csv), 1, [["1"]]),
        ("\"\\.\"\n\\.x\n", CopyFormat(style: .csv), 1, [["\\."], ["\\.x"]]),
    ]

    @Test(arguments: cases.indices)
    func readsRowsHoweverTheBytesAreCut(index: Int) throws {
        let (input, format, columns, rows) = Self.cases[index]
        let bytes = Array(input.utf8)
        #expect(try Self.parse([bytes], format, columns: columns) == rows)
        #expect(try Self.parse(bytes.map { [$0] }, format, columns: columns) == rows)
        for cut in 0...bytes.count {
            let pieces = [Array(bytes[..<cut]), Array(bytes[cut...])]
            #expect(try Self.parse(pieces, format, columns: columns) == rows, "cut at \(cut)")
        }
    }

    @Test(arguments: [
        ("1\t2\t3\n", CopyFormat(), "extra data after last expected column", 1),
        ("1\t2\n1\n", CopyFormat(), "missing data for column 2 of 2", 2),
        ("\\.x\n", CopyFormat(), "end-of-copy marker corrupt", 1),
        ("1,2\n\"open\n\n", CopyFormat(style: .csv), "unterminated CSV quoted field", 4),
        ("1,2,3\n", CopyFormat(style: .csv), "extra data after last expected column", 1),
    ])
    func namesWhatIsWrongAndWhere(input: String, format: CopyFormat, message: String, line: Int) {
        let error = #expect(throws: PostgresError.self) {
            try Self.parse([Array(input.utf8)], format, columns: 2)
        }
        #expect(error?.message == message)
        #expect(error?.detail == "COPY line \(line)")
        #expect(error?.state == .badCopyFileFormat)
    }

    @Test func givesBatchesOfBoundedSize() throws {
        var parser = CopyTextParser(format: CopyFormat(style: .csv), columnCount: 1)
        let rows = (0..<5000).map { "\($0)\n" }.joined()
        let batches = try parser.consume(ByteBuffer(string: rows))
        #expect(batches.map { $0.rowCount } == [2048, 2048])
        #expect(batches.map { $0.firstLine } == [1, 2049])
        let rest = try parser.finish()
        #expect(rest?.rowCount == 904)
        #expect(rest.map { String(decoding: $0.columns[0].value(903), as: UTF8.self) } == "4999")
    }

    @Test func boundsARow() {
        var parser = CopyTextParser(format: CopyFormat(style: .csv), columnCount: 1, maximumRowBytes: 1000)
        let error = #expect(throws: PostgresError.self) {
            for _ in 0..<11 { _ = try parser.consume(ByteBuffer(string: "\"" + String(repeating: "x", count: 100))) }
        }
        #expect(error?.state == .programLimitExceeded)
    }

    @Test func survivesMutations() {
        var generator = SeededGenerator(seed: 22)
        for (input, format, columns, _) in Self.cases {
            for _ in 0..<500 {
                let bytes = Array(input.utf8).mutated(using: &generator)
                let whole = Result { try Self.parse([bytes], format, columns: columns) }
                let cut = Int.random(in: 0...bytes.count, using: &generator)
                let pieces = Result {
                    try Self.parse([Array(bytes[..<cut]), Array(bytes[cut...])], format, columns: columns)
                }
                // Whatever it means, it means the same in one piece and in two.
                #expect((try? whole.get()) == (try? pieces.get()), "\(bytes) cut at \(cut)")
            }
        }
    }
}
