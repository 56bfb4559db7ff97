import Foundation
import NIOCore

/// One JSON object for a result:
///
///     {"columns":[{"name","type"}],"rows":[["1",null]],"rowCount":1,"truncated":false,"elapsedMilliseconds":1.5,
///      "completedAtMilliseconds":1760000000000,"command":"SELECT","notices":[]}
///
/// Every cell is a text or null, whatever its type: JavaScript's numbers would change large integers and decimals.
/// `completedAtMilliseconds` is the server's clock (Unix time), so that a page can place "now" on a time axis.
struct JSONResultEncoder: ResultEncoder {
    let contentType = "application/json; charset=utf-8"

    func encodeStart(_ columns: [ResultColumn], into buffer: inout ByteBuffer) {
        buffer.writeStaticString("{\"columns\":[")
        for (index, column) in columns.enumerated() {
            buffer.writeString(index > 0 ? ",{\"name\":" : "{\"name\":")
            Self.write(column.name, into: &buffer)
            buffer.writeStaticString(",\"type\":")
            Self.write(column.typeName, into: &buffer)
            buffer.writeStaticString("}")
        }
        buffer.writeStaticString("],\"rows\":[")
    }

    func encode(_ batch: RowBatch, rowLimit: Int, isFirst: Bool, into buffer: inout ByteBuffer) {
        var isFirst = isFirst
        batch.forEachCell(rowLimit: rowLimit) { column, utf8 in
            if column == 0 {
                buffer.writeString(isFirst ? "[" : ",[")
                isFirst = false
            } else {
                buffer.writeInteger(UInt8(ascii: ","))
            }
            if let utf8 {
                Self.write(utf8: utf8, into: &buffer)
            } else {
                buffer.writeStaticString("null")
            }
            if column == batch.columnCount - 1 { buffer.writeInteger(UInt8(ascii: "]")) }
        }
    }

    func encodeEnd(_ summary: ResultSummary, into buffer: inout ByteBuffer) {
        let milliseconds = summary.elapsed / .milliseconds(1)
        let now = Int(Date().timeIntervalSince1970 * 1000)
        buffer.writeString("],\"rowCount\":\(summary.rowCount),\"truncated\":\(summary.isTruncated)")
        buffer.writeString(",\"elapsedMilliseconds\":\(milliseconds),\"completedAtMilliseconds\":\(now),\"command\":")
        Self.write(summary.command, into: &buffer)
        buffer.writeStaticString(",\"notices\":[")
        for (index, notice) in summary.notices.enumerated() {
            if index > 0 { buffer.writeInteger(UInt8(ascii: ",")) }
            Self.write(notice, into: &buffer)
        }
        buffer.writeStaticString("]")
        if let failure = summary.failure {
            buffer.writeStaticString(",\"error\":")
            Self.write(failure, into: &buffer)
        }
        buffer.writeStaticString("}\n")
    }

    /// The object of a statement that failed before its first row.
    static func encodeError(_ failure: QueryFailure, into buffer: inout ByteBuffer) {
        buffer.writeStaticString("{\"error\":")
        write(failure, into: &buffer)
        buffer.writeStaticString("}\n")
    }

    private static func write(_ failure: QueryFailure, into buffer: inout ByteBuffer) {
        let members = [
            ("sqlState", failure.sqlState), ("message", failure.message), ("detail", failure.detail),
            ("hint", failure.hint),
        ]
        for (index, (name, value)) in members.enumerated() {
            buffer.writeString(index > 0 ? ",\"\(name)\":" : "{\"\(name)\":")
            if let value {
                write(value, into: &buffer)
            } else {
                buffer.writeStaticString("null")
            }
        }
        buffer.writeString(",\"position\":\(failure.position.map(String.init) ?? "null")}")
    }

    private static func write(_ text: String, into buffer: inout ByteBuffer) {
        write(utf8: Array(text.utf8)[...], into: &buffer)
    }

    /// A JSON string: runs of plain bytes are copied whole, quotes, backslashes and control characters are escaped.
    private static func write(utf8: ArraySlice<UInt8>, into buffer: inout ByteBuffer) {
        buffer.writeInteger(UInt8(ascii: "\""))
        var rest = utf8
        while let index = rest.firstIndex(where: { $0 < 0x20 || $0 == UInt8(ascii: "\"") || $0 == UInt8(ascii: "\\") })
        {
            buffer.writeBytes(rest[..<index])
            let byte = rest[index]
            buffer.writeInteger(UInt8(ascii: "\\"))
            if byte < 0x20 {
                buffer.writeString(byte < 0x10 ? "u000" : "u00")
                buffer.writeString(String(byte, radix: 16))
            } else {
                buffer.writeInteger(byte)
            }
            rest = rest[rest.index(after: index)...]
        }
        buffer.writeBytes(rest)
        buffer.writeInteger(UInt8(ascii: "\""))
    }
}
