import Foundation
import NIOCore
import Testing

@testable import WebConsole

@Suite struct ResultEncoderTests {
    private func text(_ encoder: any ResultEncoder, _ columns: [String], _ table: [[String?]], rowLimit: Int = .max)
        -> String
    {
        var buffer = ByteBuffer()
        encoder.encodeStart(columns.map { ResultColumn(name: $0, typeName: "varchar") }, into: &buffer)
        if !table.isEmpty { encoder.encode(rows(table), rowLimit: rowLimit, isFirst: true, into: &buffer) }
        encoder.encodeEnd(ResultSummary(), into: &buffer)
        return String(buffer: buffer)
    }

    @Test(arguments: [
        ("plain", "plain"), ("", "\"\""), (nil, ""), ("a,b", "\"a,b\""), ("say \"hi\"", "\"say \"\"hi\"\"\""),
        ("\"", "\"\"\"\""), ("\"\"", "\"\"\"\"\"\""), ("two\nlines", "\"two\nlines\""), ("cr\r", "\"cr\r\""),
        ("Zürich 🌊", "Zürich 🌊"), (" spaces ", " spaces "),
    ])
    func quotesCSVFieldsWhereNeeded(cell: String?, field: String) {
        #expect(text(CSVResultEncoder(), ["x"], [[cell]]) == "x\r\n\(field)\r\n")
    }

    @Test func writesCSVLines() {
        let csv = text(CSVResultEncoder(), ["a", "b,c"], [["1", nil], [nil, "2"]])
        #expect(csv == "a,\"b,c\"\r\n1,\r\n,2\r\n")
        #expect(text(CSVResultEncoder(), ["a"], []) == "a\r\n")
        #expect(text(CSVResultEncoder(), ["a"], [["1"], ["2"], ["3"]], rowLimit: 2) == "a\r\n1\r\n2\r\n")
    }

    @Test func writesEveryCharacterIntoJSON() throws {
        let every =
            (0..<0x100).compactMap { UnicodeScalar($0) }.map { String($0) } + ["\u{2028}", "🌊", "\"\\\"", "\\n"]
        let json = text(JSONResultEncoder(), ["quote\"d"], every.map { [$0] } + [[nil]])
        let object = try #require(try JSONSerialization.jsonObject(with: Data(json.utf8)) as? [String: Any])
        let table = try #require(object["rows"] as? [[Any]])
        #expect(table.dropLast().map { $0[0] as? String } == every)
        #expect(table.last?[0] is NSNull)
        #expect((object["columns"] as? [[String: String]])?.first == ["name": "quote\"d", "type": "varchar"])
    }

    @Test func joinsBatchesWithCommas() throws {
        var buffer = ByteBuffer()
        let encoder = JSONResultEncoder()
        encoder.encodeStart([ResultColumn(name: "x", typeName: "bigint")], into: &buffer)
        encoder.encode(rows([["1"], ["2"]]), rowLimit: 9, isFirst: true, into: &buffer)
        encoder.encode(rows([["3"], ["4"]]), rowLimit: 1, isFirst: false, into: &buffer)
        encoder.encodeEnd(ResultSummary(), into: &buffer)
        let object = try #require(
            try JSONSerialization.jsonObject(with: Data(buffer.readableBytesView)) as? [String: Any])
        #expect(object["rows"] as? [[String]] == [["1"], ["2"], ["3"]])
    }

    @Test func keepsNullsApartFromEmptyTexts() {
        let batch = rows([[nil, "", "a"], ["b", nil, nil]])
        var cells: [String?] = []
        batch.forEachCell(rowLimit: .max) { _, utf8 in cells.append(utf8.map { String(decoding: $0, as: UTF8.self) }) }
        #expect(cells == [nil, "", "a", "b", nil, nil])
        #expect(batch.rowCount == 2)
    }
}
