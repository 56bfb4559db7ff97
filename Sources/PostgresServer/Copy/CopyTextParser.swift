package import NIOCore
package import Warehouse

/// Cuts the data of `COPY ... FROM STDIN` into rows and fields, however its blocks are cut.
///
/// Reads PostgreSQL's text format (backslash escapes, `\N`, `\.`) and CSV (quotes, header). Lines may end in LF, CR LF
/// or CR. Rows come out in batches of columns; after an error the parser must not be used again.
package struct CopyTextParser {
    /// A batch is given out at the end of the row that reaches either bound.
    static let batchRows = 2048
    static let batchBytes = 1 << 20

    enum State {
        /// Before the first byte of a field.
        case fieldStart
        case unquoted
        /// After a backslash of the text format.
        case escape
        /// In `\nnn`, with the digits so far.
        case octal(UInt8, digits: Int)
        /// In `\xhh`.
        case hexadecimal(UInt8, digits: Int)
        /// After `\.` at the start of a line.
        case endMarker
        case quoted
        /// After the escape character inside quotes.
        case quotedEscape
        /// After a quote inside quotes: the end of the quotes, or the first of two.
        case quotedQuote
        /// All that follows is passed over.
        case ended
    }

    let format: CopyFormat
    private let columnCount: Int
    private let maximumRowBytes: Int
    var state = State.fieldStart
    private var batch: CopyBatch
    private var finished: [CopyBatch] = []
    private var batchBytes = 0
    /// The bytes of the field so far, unescaped.
    private var field: [UInt8] = []
    /// How many bytes of the null text the field has matched as written; -1 once it differs.
    private var nullMatch = 0
    private var wasQuoted = false
    private var fieldIndex = 0
    private var rowBytes = 0
    private var line = 1
    private var rowLine = 1
    private var isHeader: Bool
    private var sawCarriageReturn = false

    /// A parser for rows of `columnCount` columns.
    package init(format: CopyFormat, columnCount: Int, maximumRowBytes: Int = ServerLimits().maximumRowBytes) {
        self.format = format
        self.columnCount = columnCount
        self.maximumRowBytes = maximumRowBytes
        isHeader = format.hasHeader
        batch = CopyBatch(columnCount: columnCount)
    }

    /// Takes the next block and returns the batches that it completes.
    package mutating func consume(_ block: ByteBuffer) throws(PostgresError) -> [CopyBatch] {
        var failure: PostgresError?
        block.withUnsafeReadableBytes { bytes in
            do throws(PostgresError) {
                try scan(bytes)
            } catch {
                failure = error
            }
        }
        if let failure { throw failure }
        defer { finished = [] }
        return finished
    }

    /// Ends the data and returns the rows that are left; the last line need not end.
    package mutating func finish() throws(PostgresError) -> CopyBatch? {
        switch state {
        case .quoted, .quotedEscape:
            throw fail("unterminated CSV quoted field")
        case .octal(let value, _), .hexadecimal(let value, _):
            field.append(value)
            try endRow()
        case .escape:
            field.append(UInt8(ascii: "\\"))
            try endRow()
        case .unquoted where format.style == .csv && isCSVEndMarker: break
        case .unquoted, .quotedQuote: try endRow()
        case .fieldStart where fieldIndex > 0: try endRow()
        case .fieldStart, .endMarker, .ended: break
        }
        state = .ended
        defer { batch = CopyBatch(columnCount: columnCount) }
        return batch.rowCount > 0 ? batch : nil
    }

    private mutating func scan(_ bytes: UnsafeRawBufferPointer) throws(PostgresError) {
        var index = 0
        while index < bytes.count {
            let byte = bytes[index]
            if sawCarriageReturn {
                sawCarriageReturn = false
                if byte == UInt8(ascii: "\n") {
                    index += 1
                    continue
                }
            }
            let run = plainRun(bytes, from: index)
            if run > 0 {
                try appendRun(UnsafeRawBufferPointer(rebasing: bytes[index..<(index + run)]))
                index += run
                continue
            }
            if case .ended = state { return }
            switch format.style {
            case .text: try takeText(byte)
            case .csv: try takeCSV(byte)
            }
            index += 1
        }
    }

    /// How many bytes from `start` on are ordinary where the parser stands.
    private func plainRun(_ bytes: UnsafeRawBufferPointer, from start: Int) -> Int {
        var end = start
        switch state {
        case .fieldStart, .unquoted:
            let marker = format.style == .text ? UInt8(ascii: "\\") : format.quote
            while end < bytes.count {
                let byte = bytes[end]
                if byte == format.delimiter || byte == marker || byte == UInt8(ascii: "\n")
                    || byte == UInt8(ascii: "\r")
                {
                    break
                }
                end += 1
            }
        case .quoted:
            while end < bytes.count, bytes[end] != format.quote, bytes[end] != format.escape { end += 1 }
        case .escape, .octal, .hexadecimal, .endMarker, .quotedEscape, .quotedQuote, .ended: break
        }
        return end - start
    }

    private mutating func appendRun(_ run: UnsafeRawBufferPointer) throws(PostgresError) {
        if case .quoted = state {
            line += run.count { $0 == UInt8(ascii: "\n") }
        } else {
            for byte in run where nullMatch >= 0 { matchNull(byte) }
            state = .unquoted
        }
        field.append(contentsOf: run)
        try countBytes(run.count)
    }

    /// Follows the null text with a byte as written.
    mutating func matchNull(_ byte: UInt8) {
        let isNext = nullMatch >= 0 && nullMatch < format.null.count && format.null[nullMatch] == byte
        nullMatch = isNext ? nullMatch + 1 : -1
    }

    mutating func append(_ byte: UInt8) throws(PostgresError) {
        field.append(byte)
        try countBytes(1)
    }

    private mutating func countBytes(_ count: Int) throws(PostgresError) {
        rowBytes += count
        guard rowBytes <= maximumRowBytes else {
            throw fail("a row of the data is larger than \(maximumRowBytes) bytes", .programLimitExceeded)
        }
    }

    mutating func beginQuotes() {
        wasQuoted = true
        nullMatch = -1
    }

    /// Whether the line so far is `\.` and nothing else. psql sends it as the end of CSV data too, and servers up to
    /// PostgreSQL 17 take it for that; in quotes it is data.
    var isCSVEndMarker: Bool {
        fieldIndex == 0 && !wasQuoted && field.count == 2 && field[0] == UInt8(ascii: "\\")
            && field[1] == UInt8(ascii: ".")
    }

    func isAtLineStart() -> Bool { fieldIndex == 0 && field.isEmpty && nullMatch == 0 }

    mutating func countLine() { line += 1 }

    mutating func endField() throws(PostgresError) {
        if !isHeader {
            guard fieldIndex < columnCount else { throw fail("extra data after last expected column") }
            let isNull = !wasQuoted && nullMatch == format.null.count
            batch.columns[fieldIndex].append(field, isNull: isNull)
            batchBytes += field.count
        }
        field.removeAll(keepingCapacity: true)
        fieldIndex += 1
        nullMatch = 0
        wasQuoted = false
        state = .fieldStart
    }

    mutating func endRow(carriageReturn: Bool = false) throws(PostgresError) {
        try endField()
        if !isHeader {
            guard fieldIndex == columnCount else {
                throw fail("missing data for column \(fieldIndex + 1) of \(columnCount)")
            }
            if batch.rowCount == 0 { batch.firstLine = rowLine }
            batch.rowCount += 1
        }
        isHeader = false
        fieldIndex = 0
        rowBytes = 0
        line += 1
        rowLine = line
        sawCarriageReturn = carriageReturn
        guard batch.rowCount >= Self.batchRows || batchBytes >= Self.batchBytes else { return }
        finished.append(batch)
        batch = CopyBatch(columnCount: columnCount)
        batchBytes = 0
    }

    func fail(_ message: String, _ state: SQLState = .badCopyFileFormat) -> PostgresError {
        PostgresError(state, message, detail: "COPY line \(line)")
    }
}

extension CopyBatch.Column {
    fileprivate mutating func append(_ value: [UInt8], isNull null: Bool) {
        if !null { bytes.append(contentsOf: value) }
        ends.append(bytes.count)
        isNull.append(null)
    }
}
