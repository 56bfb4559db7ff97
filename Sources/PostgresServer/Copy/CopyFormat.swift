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
