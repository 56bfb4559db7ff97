import NIOCore

/// Turns column batches into rows on the wire: DataRow messages, or the lines of `COPY ... TO STDOUT`.
struct RowEncoder {
    enum Framing {
        case dataRows
        case copy(CopyFormat)
    }

    private let columns: [ResultColumn]
    private let formats: [FormatCode]
    private let framing: Framing
    private let maximumRowBytes: Int
    private var zone: ZoneOffsets
    /// Settled with the first batch; all batches of a result have the same layouts.
    private var forms: [CellForm]?

    /// An encoder for a result with these columns, each in its format.
    init(
        columns: [ResultColumn], formats: [FormatCode], framing: Framing, zone: ZoneOffsets, maximumRowBytes: Int
    ) {
        self.columns = columns
        self.formats = formats
        self.framing = framing
        self.zone = zone
        self.maximumRowBytes = maximumRowBytes
    }

    /// Appends rows while `buffer` holds no more than `capacity` bytes and returns how many; a row that is larger goes
    /// into an empty buffer alone.
    mutating func encode(
        _ batch: RowBatch, rows: Range<Int>, into buffer: inout ByteBuffer, capacity: Int
    ) throws(PostgresError) -> Int {
        let forms = try settleForms(batch)
        let cells = zip(batch.columns, forms).map { CellColumn(form: $1, values: $0.values, validity: $0.validity) }
        var first = rows.lowerBound
        var bound = capacity
        // A guess of 16 bytes a cell; what turns out larger grows below.
        var room = min(capacity, rows.count * (cells.count * 16 + 8) + 64)
        while first < rows.upperBound {
            let free = min(room, bound - buffer.readableBytes)
            let taken = free > 0 ? try write(batch, cells, first..<rows.upperBound, into: &buffer, room: free) : 0
            first += taken
            if first == rows.upperBound { break }
            if free < bound - buffer.readableBytes {
                room = max(room, buffer.readableBytes) * 2
            } else if taken > 0 || buffer.readableBytes > 0 {
                break
            } else {
                (bound, room) = try largerBound(bound)
            }
        }
        return first - rows.lowerBound
    }

    /// Room for one row that is larger than the buffer's usual bound.
    private func largerBound(_ bound: Int) throws(PostgresError) -> (bound: Int, room: Int) {
        guard bound < maximumRowBytes else {
            throw PostgresError(
                .programLimitExceeded, "a row of the result is larger than \(maximumRowBytes) bytes",
                hint: "select fewer columns, or parts of the long ones")
        }
        let larger = min(bound * 2, maximumRowBytes)
        return (larger, larger)
    }

    private mutating func settleForms(_ batch: RowBatch) throws(PostgresError) -> [CellForm] {
        if let forms { return forms }
        guard batch.columns.count == columns.count else {
            throw PostgresError(
                .internalError, "the result has \(batch.columns.count) columns where \(columns.count) were described")
        }
        var settled: [CellForm] = []
        for (index, view) in batch.columns.enumerated() {
            settled.append(
                try CellForm(layout: view.layout, column: columns[index], format: FormatCode.at(index, of: formats)))
        }
        forms = settled
        return settled
    }

    /// Writes whole rows into at most `room` bytes and returns how many fitted.
    private mutating func write(
        _ batch: RowBatch, _ cells: [CellColumn], _ rows: Range<Int>, into buffer: inout ByteBuffer, room: Int
    ) throws(PostgresError) -> Int {
        var taken = 0
        var failure: PostgresError?
        buffer.writeWithUnsafeMutableBytes(minimumWritableBytes: room) { memory in
            let target = UnsafeMutableRawBufferPointer(rebasing: memory[..<room])
            guard let start = target.baseAddress, var cursor = OutputCursor(target) else { return 0 }
            do throws(PostgresError) {
                taken = try putRows(batch, cells, rows, &cursor)
            } catch {
                failure = error
            }
            return failure == nil ? cursor.next - start : 0
        }
        if let failure { throw failure }
        return taken
    }

    private mutating func putRows(
        _ batch: RowBatch, _ cells: [CellColumn], _ rows: Range<Int>, _ cursor: inout OutputCursor
    ) throws(PostgresError) -> Int {
        for row in rows {
            let start = cursor.next
            switch framing {
            case .dataRows: try putDataRow(batch, cells, row, &cursor)
            case .copy(let format): try putCopyRow(batch, cells, row, format, &cursor)
            }
            if cursor.hasOverflowed {
                cursor.rewind(to: start)
                return row - rows.lowerBound
            }
        }
        return rows.count
    }

    private mutating func putDataRow(
        _ batch: RowBatch, _ cells: [CellColumn], _ row: Int, _ cursor: inout OutputCursor
    ) throws(PostgresError) {
        cursor.put(UInt8(ascii: "D"))
        guard let length = cursor.takeLength() else { return }
        cursor.putBigEndian(Int16(truncatingIfNeeded: cells.count))
        for index in cells.indices {
            let cell = cells[index]
            guard cell.isValid(row), !cell.isNull else {
                cursor.putBigEndian(Int32(-1))
                continue
            }
            guard let cellLength = cursor.takeLength() else { return }
            if case .nested = cell.form {
                try cursor.putNested(batch.columns[index], row, zone: &zone)
            } else {
                try cursor.putCell(cell, row, zone: &zone)
            }
            cursor.setCellLength(at: cellLength)
        }
        cursor.setMessageLength(at: length)
    }

    private mutating func putCopyRow(
        _ batch: RowBatch, _ cells: [CellColumn], _ row: Int, _ format: CopyFormat, _ cursor: inout OutputCursor
    ) throws(PostgresError) {
        cursor.put(UInt8(ascii: "d"))
        guard let length = cursor.takeLength() else { return }
        for index in cells.indices {
            if index > 0 { cursor.put(format.delimiter) }
            let cell = cells[index]
            guard cell.isValid(row), !cell.isNull else {
                format.null.withUnsafeBytes { cursor.put($0) }
                continue
            }
            let start = cursor.next
            if case .nested = cell.form {
                try cursor.putNested(batch.columns[index], row, zone: &zone)
            } else {
                try cursor.putCell(cell, row, zone: &zone)
            }
            cursor.escapeCopyField(from: start, format, isOnlyColumn: cells.count == 1)
        }
        cursor.put(UInt8(ascii: "\n"))
        cursor.setMessageLength(at: length)
    }
}

extension CellColumn {
    @inline(__always)
    fileprivate var isNull: Bool { if case .null = form { true } else { false } }
}
