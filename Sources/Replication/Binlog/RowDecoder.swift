/// Rows of a rows event into the columns of a batch.
enum RowDecoder {
    /// Appends every row of `event` to `batch`. A row that cannot be read throws and leaves no part of itself behind.
    static func append(
        _ event: RowsEvent, layout: TableLayout, to batch: inout ChangeBatch
    ) throws(ReplicationError) {
        guard event.columnCount == layout.formats.count else {
            throw ReplicationError(
                .schemaMismatch, "rows of \(layout.schema.name) have \(event.columnCount) columns",
                detail: "their table map has \(layout.formats.count)")
        }
        let before = try Image(event.presentColumns, layout)
        let after = event.action == .update ? try Image(event.presentColumnsAfter, layout) : before
        var reader = ByteReader(event.bytes, range: event.rows)
        while !reader.isAtEnd {
            let start = batch.count
            do {
                switch event.action {
                case .write: try append(.insert, before, &reader, layout, to: &batch)
                case .delete: try append(.delete, before, &reader, layout, to: &batch)
                case .update:
                    try append(.updateBefore, before, &reader, layout, to: &batch)
                    try append(.updateAfter, after, &reader, layout, to: &batch)
                }
            } catch {
                batch.truncate(to: start)
                throw error
            }
        }
    }

    /// Which columns a row image has. Only whole rows can be applied.
    private struct Image {
        let nullBitmapLength: Int

        init(_ present: [UInt8], _ layout: TableLayout) throws(ReplicationError) {
            let count = layout.formats.count
            for (index, column) in layout.schema.columns.enumerated()
            where present[index >> 3] & (1 << UInt8(index & 7)) == 0 {
                throw ReplicationError(
                    .schemaMismatch, "a row of \(layout.schema.name) comes without column \(column.name)",
                    hint: "set binlog_row_image=FULL on the source")
            }
            guard count > 0 else { throw .malformed("a row without columns") }
            nullBitmapLength = (count + 7) / 8
        }
    }

    private static func append(
        _ operation: ChangeBatch.Operation, _ image: Image, _ reader: inout ByteReader, _ layout: TableLayout,
        to batch: inout ChangeBatch
    ) throws(ReplicationError) {
        let nulls = try reader.range(image.nullBitmapLength).lowerBound
        for index in layout.formats.indices {
            if reader.bytes[nulls + index >> 3] & (1 << UInt8(index & 7)) != 0 {
                batch.columns[index].appendNull()
            } else {
                try append(layout.formats[index], &reader, to: &batch.columns[index])
            }
        }
        batch.operations.append(operation)
    }

    private static func append(
        _ format: CellFormat, _ reader: inout ByteReader, to column: inout ColumnBuffer
    ) throws(ReplicationError) {
        switch format {
        case .integer(let width, let isSigned):
            let value = try reader.littleEndian(width)
            let shift = UInt64(64 - 8 * width)
            column.append(isSigned ? Int64(bitPattern: value << shift) >> Int64(shift) : Int64(bitPattern: value))
        case .unsignedBigint: column.append(decimal: Int128(try reader.littleEndian(8)))
        case .float: column.append(Float(bitPattern: try reader.uint32()))
        case .double: column.append(Double(bitPattern: try reader.littleEndian(8)))
        case .decimal(let precision, let scale):
            column.append(decimal: try NumberDecoding.decimal(&reader, precision: precision, scale: scale))
        case .bits(let count): column.append(bytes: try reader.slice(count))
        case .year:
            let year = try reader.byte()
            column.append(bytes: (year == 0 ? "0000" : String(1900 + Int(year))).utf8)
        case .text(let lengthWidth, let set):
            let text = try reader.slice(Int(try reader.littleEndian(lengthWidth)))
            try column.append { bytes throws(ReplicationError) in try set.append(text, to: &bytes) }
        case .bytes(let lengthWidth, let paddedTo):
            let value = try reader.slice(Int(try reader.littleEndian(lengthWidth)))
            try column.append { bytes throws(ReplicationError) in
                bytes.append(contentsOf: value)
                if value.count < paddedTo { bytes.append(contentsOf: repeatElement(0, count: paddedTo - value.count)) }
            }
        case .enumeration(let width, let members):
            let number = Int(try reader.littleEndian(width))
            guard number <= members.count else { throw .malformed("ENUM value \(number) of \(members.count)") }
            column.append(bytes: number == 0 ? [] : members[number - 1])
        case .set(let width, let members):
            column.append(bytes: try setText(try reader.littleEndian(width), members))
        case .json:
            let document = try reader.range(Int(try reader.littleEndian(4)))
            let bytes = reader.bytes
            try column.append { text throws(ReplicationError) in try BinaryJSON.append(bytes, document, to: &text) }
        case .date, .time, .datetime, .timestamp, .timeOld, .datetimeOld, .timestampOld:
            try TimeDecoding.append(format, &reader, to: &column)
        }
    }

    private static func setText(_ bits: UInt64, _ members: [[UInt8]]) throws(ReplicationError) -> [UInt8] {
        guard members.count == 64 || bits >> UInt64(min(members.count, 63)) == 0 || members.count > 64 else {
            throw .malformed("SET value \(bits) of \(members.count)")
        }
        var text: [UInt8] = []
        var isFirst = true
        for (index, member) in members.prefix(64).enumerated() where bits & (1 << UInt64(index)) != 0 {
            if !isFirst { text.append(UInt8(ascii: ",")) }
            text += member
            isFirst = false
        }
        return text
    }
}
