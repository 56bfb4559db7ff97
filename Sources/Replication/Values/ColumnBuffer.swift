/// The values of one column for a run of rows: one typed buffer (chosen by `type.storage`) and a validity bitmap.
///
/// A null takes a slot in its buffer too (zero, or no bytes), so row `i` is element `i` of every buffer in use.
package struct ColumnBuffer: Hashable, Sendable {
    package let type: ColumnType
    package private(set) var count = 0
    /// Bit `i % 64` of word `i / 64` is set when row `i` has a value.
    package private(set) var validity: [UInt64] = []
    /// SMALLINT, INTEGER, BIGINT; DATE as days and TIMESTAMP as microseconds since 1970-01-01.
    package private(set) var integers: [Int64] = []
    /// DECIMAL, scaled: 1.50 of scale 2 is 150.
    package private(set) var decimals: [Int128] = []
    package private(set) var floats: [Float] = []
    package private(set) var doubles: [Double] = []
    /// VARCHAR and SUPER as UTF-8, VARBYTE as it is: row `i` is `bytes[offsets[i]..<offsets[i + 1]]`.
    package private(set) var bytes: [UInt8] = []
    package private(set) var offsets: [Int] = []

    /// An empty column of `type`.
    package init(type: ColumnType) {
        self.type = type
        if type.storage == .bytes { offsets.append(0) }
    }

    /// Makes room for `rows` more rows.
    package mutating func reserve(_ rows: Int) {
        switch type.storage {
        case .integers: integers.reserveCapacity(count + rows)
        case .decimals: decimals.reserveCapacity(count + rows)
        case .floats: floats.reserveCapacity(count + rows)
        case .doubles: doubles.reserveCapacity(count + rows)
        case .bytes: offsets.reserveCapacity(count + rows + 1)
        }
    }

    /// Whether row `row` is null.
    package func isNull(_ row: Int) -> Bool { validity[row >> 6] & (1 << UInt64(row & 63)) == 0 }

    /// Appends a null.
    package mutating func appendNull() {
        switch type.storage {
        case .integers: integers.append(0)
        case .decimals: decimals.append(0)
        case .floats: floats.append(0)
        case .doubles: doubles.append(0)
        case .bytes: offsets.append(bytes.count)
        }
        advance(isValid: false)
    }

    /// Appends a value of an integer, date or timestamp column.
    package mutating func append(_ value: Int64) {
        integers.append(value)
        advance(isValid: true)
    }

    /// Appends a scaled decimal.
    package mutating func append(decimal value: Int128) {
        decimals.append(value)
        advance(isValid: true)
    }

    /// Appends a REAL.
    package mutating func append(_ value: Float) {
        floats.append(value)
        advance(isValid: true)
    }

    /// Appends a DOUBLE PRECISION.
    package mutating func append(_ value: Double) {
        doubles.append(value)
        advance(isValid: true)
    }

    /// Appends text or bytes.
    package mutating func append(bytes value: some Collection<UInt8>) {
        bytes.append(contentsOf: value)
        offsets.append(bytes.count)
        advance(isValid: true)
    }

    /// Appends bytes that `write` adds to the end of the buffer; bytes added before it throws are taken back.
    mutating func append(writing write: (inout [UInt8]) throws(ReplicationError) -> Void) throws(ReplicationError) {
        let start = bytes.count
        do {
            try write(&bytes)
        } catch {
            bytes.removeSubrange(start...)
            throw error
        }
        offsets.append(bytes.count)
        advance(isValid: true)
    }

    /// Adds the rows of another column of the same storage.
    package mutating func append(contentsOf other: ColumnBuffer) {
        integers += other.integers
        decimals += other.decimals
        floats += other.floats
        doubles += other.doubles
        if type.storage == .bytes {
            let shift = bytes.count
            bytes += other.bytes
            offsets.reserveCapacity(offsets.count + other.count)
            for offset in other.offsets.dropFirst() { offsets.append(shift + offset) }
        }
        for row in 0..<other.count { advance(isValid: !other.isNull(row)) }
    }

    /// Takes back every row after the first `rows`.
    mutating func truncate(to rows: Int) {
        guard rows < count else { return }
        count = rows
        validity.removeSubrange(((rows + 63) >> 6)...)
        if rows & 63 != 0 { validity[rows >> 6] &= (1 << UInt64(rows & 63)) - 1 }
        switch type.storage {
        case .integers: integers.removeSubrange(rows...)
        case .decimals: decimals.removeSubrange(rows...)
        case .floats: floats.removeSubrange(rows...)
        case .doubles: doubles.removeSubrange(rows...)
        case .bytes:
            offsets.removeSubrange((rows + 1)...)
            bytes.removeSubrange(offsets[rows]...)
        }
    }

    private mutating func advance(isValid: Bool) {
        if count & 63 == 0 { validity.append(0) }
        if isValid { validity[count >> 6] |= 1 << UInt64(count & 63) }
        count += 1
    }
}
