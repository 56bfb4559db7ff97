import NIOCore

/// What is known of a result at its end.
struct ResultSummary {
    /// Rows that were sent.
    var rowCount = 0
    /// Whether the statement had more rows than were wanted.
    var isTruncated = false
    /// From the request to the last row.
    var elapsed = Duration.zero
    /// The tag of the statement, as `CREATE TABLE`; empty when it was stopped early.
    var command = ""
    var notices: [String] = []
    /// What ended the result early.
    var failure: QueryFailure?
}

/// Turns the parts of a result into the bytes of one format.
protocol ResultEncoder {
    /// The media type of the whole.
    var contentType: String { get }
    /// What comes before the first row; a statement without a result has no columns.
    func encodeStart(_ columns: [ResultColumn], into buffer: inout ByteBuffer)
    /// The first `rowLimit` rows of a batch.
    func encode(_ batch: RowBatch, rowLimit: Int, isFirst: Bool, into buffer: inout ByteBuffer)
    /// What comes after the last row.
    func encodeEnd(_ summary: ResultSummary, into buffer: inout ByteBuffer)
}

/// Comma-separated values by RFC 4180: a line of names, CR LF, quotes where needed. A null is an empty field, an empty
/// text is a quoted one.
struct CSVResultEncoder: ResultEncoder {
    let contentType = "text/csv; charset=utf-8"

    func encodeStart(_ columns: [ResultColumn], into buffer: inout ByteBuffer) {
        for (index, column) in columns.enumerated() {
            if index > 0 { buffer.writeInteger(UInt8(ascii: ",")) }
            writeField(Array(column.name.utf8)[...], into: &buffer)
        }
        if !columns.isEmpty { buffer.writeStaticString("\r\n") }
    }

    func encode(_ batch: RowBatch, rowLimit: Int, isFirst: Bool, into buffer: inout ByteBuffer) {
        batch.forEachCell(rowLimit: rowLimit) { column, utf8 in
            if column > 0 { buffer.writeInteger(UInt8(ascii: ",")) }
            if let utf8 { writeField(utf8, into: &buffer) }
            if column == batch.columnCount - 1 { buffer.writeStaticString("\r\n") }
        }
    }

    func encodeEnd(_ summary: ResultSummary, into buffer: inout ByteBuffer) {}

    private func writeField(_ utf8: ArraySlice<UInt8>, into buffer: inout ByteBuffer) {
        let quote = UInt8(ascii: "\"")
        let needsQuotes =
            utf8.isEmpty || utf8.contains { $0 == quote || $0 == UInt8(ascii: ",") || $0 == 10 || $0 == 13 }
        guard needsQuotes else {
            buffer.writeBytes(utf8)
            return
        }
        buffer.writeInteger(quote)
        for piece in utf8.split(separator: quote, omittingEmptySubsequences: false) {
            if piece.startIndex > utf8.startIndex { buffer.writeRepeatingByte(quote, count: 2) }
            buffer.writeBytes(piece)
        }
        buffer.writeInteger(quote)
    }
}
