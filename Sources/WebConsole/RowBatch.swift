/// Some rows of a result as text, row after row, in one block of bytes: no allocation per cell.
///
/// Every cell is the UTF-8 text that a client would see, or null.
package struct RowBatch: Sendable {
    /// Cells in each row; at least one.
    package let columnCount: Int
    /// The texts of all cells, one after the other.
    private var text: [UInt8] = []
    /// Where each cell's text ends in `text`. A null has the complement (`~`) of the end, which is negative.
    private var ends: [Int] = []

    /// Makes an empty batch of rows with `columnCount` cells each and room for `rowCapacity` rows.
    package init(columnCount: Int, rowCapacity: Int = 0) {
        precondition(columnCount > 0, "a row has at least one cell")
        self.columnCount = columnCount
        ends.reserveCapacity(columnCount * rowCapacity)
    }

    /// Complete rows appended so far.
    package var rowCount: Int { ends.count / columnCount }

    /// Appends the next cell of the current row.
    package mutating func append(_ cell: String?) {
        guard let cell else { return appendNull() }
        append(utf8: cell.utf8)
    }

    /// Appends the next cell of the current row from its UTF-8 bytes.
    package mutating func append(utf8 bytes: some Sequence<UInt8>) {
        text.append(contentsOf: bytes)
        ends.append(text.count)
    }

    /// Appends a null as the next cell of the current row.
    package mutating func appendNull() {
        ends.append(~text.count)
    }

    /// Hands each cell of the rows before `rowLimit` to `body`: its column, and its bytes or nil for null.
    func forEachCell(rowLimit: Int, _ body: (_ column: Int, _ utf8: ArraySlice<UInt8>?) -> Void) {
        let cellCount = min(rowCount, rowLimit) * columnCount
        var start = 0
        var column = 0
        for index in 0..<cellCount {
            let end = ends[index]
            if end < 0 {
                body(column, nil)
            } else {
                body(column, text[start..<end])
                start = end
            }
            column += 1
            if column == columnCount { column = 0 }
        }
    }
}
