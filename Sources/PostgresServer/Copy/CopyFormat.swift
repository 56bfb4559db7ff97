/// The options of `COPY ... FROM STDIN` and `TO STDOUT`, as PostgreSQL's manual names them.
package struct CopyFormat: Sendable, Equatable {
    package enum Style: Sendable, Equatable {
        /// Tab-separated with backslash escapes.
        case text
        /// Comma-separated with quotes.
        case csv
    }

    package var style: Style
    /// One byte between fields.
    package var delimiter: UInt8
    /// What stands for null, unquoted.
    package var null: [UInt8]
    /// Whether the first line names the columns.
    package var hasHeader: Bool
    /// The quote character of CSV.
    package var quote: UInt8
    /// What escapes a quote inside quotes; the quote itself unless set.
    package var escape: UInt8

    /// The format with PostgreSQL's defaults for its style: tab and `\N`, or comma, empty and `"`.
    package init(
        style: Style = .text, delimiter: UInt8? = nil, null: [UInt8]? = nil, hasHeader: Bool = false,
        quote: UInt8 = UInt8(ascii: "\""), escape: UInt8? = nil
    ) {
        self.style = style
        self.delimiter = delimiter ?? (style == .csv ? UInt8(ascii: ",") : UInt8(ascii: "\t"))
        self.null = null ?? (style == .csv ? [] : [UInt8(ascii: "\\"), UInt8(ascii: "N")])
        self.hasHeader = hasHeader
        self.quote = quote
        self.escape = escape ?? quote
    }
}

/// Rows of a load, column by column, as text.
package struct CopyBatch: Sendable, Equatable {
    /// One column: all its values in one array of bytes.
    package struct Column: Sendable, Equatable {
        /// The values, one after another, unescaped.
        package internal(set) var bytes: [UInt8] = []
        /// Where each value ends in `bytes`; it starts where the one before it ends.
        package internal(set) var ends: [Int] = []
        /// Whether each value is null; a null's bytes are empty.
        package internal(set) var isNull: [Bool] = []

        /// The bytes of one value; empty for null.
        package func value(_ row: Int) -> ArraySlice<UInt8> {
            bytes[(row == 0 ? 0 : ends[row - 1])..<ends[row]]
        }
    }

    package internal(set) var columns: [Column]
    package internal(set) var rowCount = 0
    /// The line of the input that the first row stands on, from 1.
    package internal(set) var firstLine = 1

    /// An empty batch.
    package init(columnCount: Int) {
        columns = Array(repeating: Column(), count: columnCount)
    }
}
