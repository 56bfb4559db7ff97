import NIOCore
import Warehouse

@testable import PostgresServer

/// The data of `COPY ... FROM STDIN`.
enum CopyTargets {
    static let all = [
        FuzzTarget("copy-text", words: ["\\N", "\\.", "\\x4", "\\101", "\r\n"], seeds: { texts }) { read($0, .text) },
        FuzzTarget("copy-csv", words: ["\"\"", "\\.", "\r\n", "NULL"], seeds: { tables }) { read($0, .csv) },
    ]

    private struct Outcome: Equatable {
        var rows: [[ArraySlice<UInt8>?]] = []
        var error: PostgresError?

        mutating func take(_ batch: CopyBatch) {
            for column in batch.columns {
                check(
                    column.ends.count == batch.rowCount && column.isNull.count == batch.rowCount
                        && column.bytes.count == column.ends.last ?? 0, "columns are as long as their batch")
            }
            for row in 0..<batch.rowCount { rows.append(batch.columns.map { $0.isNull[row] ? nil : $0.value(row) }) }
        }
    }

    /// The rows, and the error, are the same however their bytes are cut.
    private static func read(_ bytes: [UInt8], _ style: CopyFormat.Style) {
        var input = FuzzInput(bytes)
        let choice = input.byte()
        let format = CopyFormat(
            style: style, delimiter: choice & 1 == 0 ? nil : UInt8(ascii: "|"),
            null: choice & 2 == 0 ? nil : Array("NULL".utf8), hasHeader: choice & 4 != 0,
            escape: choice & 8 == 0 ? nil : UInt8(ascii: "\\"))
        let columnCount = 1 + Int(choice >> 4 & 3)
        func parse(_ pieces: [ArraySlice<UInt8>]) -> Outcome {
            var parser = CopyTextParser(format: format, columnCount: columnCount, maximumRowBytes: 1 << 14)
            var outcome = Outcome()
            do throws(PostgresError) {
                for piece in pieces {
                    for batch in try parser.consume(ByteBuffer(bytes: piece)) { outcome.take(batch) }
                }
                if let batch = try parser.finish() { outcome.take(batch) }
            } catch {
                check(error.severity == .error, "bad data does not end the connection")
                // How many rows came before an error is a matter of how the bytes were cut.
                outcome = Outcome(error: error)
            }
            return outcome
        }
        check(parse([input.rest]) == parse(input.pieces), "rows do not depend on how their bytes are cut")
    }

    private static var texts: [[UInt8]] {
        ["1\ttwo\n3\t\\N\n", "a\\tb\\nc\\\\d\t\\x41\\101\\b\n", "a\r\nb\rc\n", "1\n\\.\nrest", "1|\\||NULL\n"].flatMap {
            text in
            [0x00, 0x13, 0x20].map { [$0] + Array(text.utf8) }
        }
    }

    private static var tables: [[UInt8]] {
        [
            "1,\"two, \"\"2\"\"\nlines\",\n", "\"\",x\r\n,\"y\"\r\n", "\"a\\\"b\\\\c\\d\"\n", "NULL|\"NULL\"|\n",
            "1\n\\.\n",
        ]
        .flatMap { text in [0x00, 0x08, 0x13, 0x20].map { [$0] + Array(text.utf8) } }
    }
}
