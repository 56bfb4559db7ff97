/// A batch of rows as columns in the engine's memory. Borrowed: it is valid only inside the call that shows it.
package struct RowBatch {
    package let rowCount: Int
    package let columns: [ColumnView]

    /// A batch over columns that each hold at least `rowCount` values.
    package init(rowCount: Int, columns: [ColumnView]) {
        self.rowCount = rowCount
        self.columns = columns
    }
}

/// One column of a batch: where its values lie and how they are laid out.
///
/// The layouts are those of the engine's vectors (DuckDB's C header, `duckdb.h`): fixed-width values one after another,
/// text as 16-byte references that hold up to 12 bytes themselves, validity as one bit a row.
package struct ColumnView {
    /// How the values of a column are laid out.
    package indirect enum Layout {
        /// One byte a value, 0 or 1.
        case boolean
        case int8, int16, int32, int64, int128
        case uint8, uint16, uint32, uint64, uint128
        case float, double
        /// A scaled integer of `bytes` = 2, 4, 8 or 16.
        case decimal(bytes: Int, scale: Int)
        /// UTF-8 behind 16-byte references.
        case text
        /// Bytes behind 16-byte references.
        case bytes
        /// `Int32` days since 1970-01-01.
        case date
        /// `Int64` microseconds of the day.
        case time
        /// `UInt64`: microseconds in the upper 40 bits, 57,599 minus the offset in seconds in the lower 24.
        case timeTZ
        /// `Int64` since 1970-01-01 in the unit given.
        case timestamp(unitsPerSecond: Int64)
        /// `Int64` microseconds since 1970-01-01 UTC.
        case timestampTZ
        /// `Int32` months, `Int32` days, `Int64` microseconds.
        case interval
        /// `Int128` with the uppermost bit flipped.
        case uuid
        /// An index of `bytes` = 1, 2 or 4 into the values.
        case enumeration(bytes: Int, values: [String])
        /// `UInt64` offset and `UInt64` length into the child.
        case list(ColumnView)
        /// `count` values of the child for each row.
        case array(count: Int, ColumnView)
        case structure([(name: String, column: ColumnView)])
        /// A list of the keys and values.
        case map(key: ColumnView, value: ColumnView)
        /// Bits behind 16-byte references: the first byte counts the unused bits of the second.
        case bits
        /// Every value is null.
        case null
        /// A type of the engine that has no form on the wire.
        case unsupported(typeNumber: Int)
    }

    package let layout: Layout
    /// The first value. Layouts without values of their own (`structure`, `null`, `array`) do not read it.
    package let values: UnsafeRawPointer
    /// One bit a row, set where the value is not null; nil if no value is null.
    package let validity: UnsafePointer<UInt64>?

    /// A view of memory that the caller keeps alive and unchanged while the view is used.
    package init(layout: Layout, values: UnsafeRawPointer, validity: UnsafePointer<UInt64>?) {
        self.layout = layout
        self.values = values
        self.validity = validity
    }

    /// Whether the value of `row` is not null.
    @inline(__always)
    func isValid(_ row: Int) -> Bool {
        guard let validity else { return true }
        return validity[row &>> 6] &>> UInt64(truncatingIfNeeded: row & 63) & 1 != 0
    }
}
