internal import CDuckDB

/// One column of a chunk that is being filled.
package struct WritableVector {
    private let raw: duckdb_vector?
    private let data: UnsafeMutableRawPointer

    init(_ raw: duckdb_vector?) {
        self.raw = raw
        // Every type that can be written has a buffer.
        data = duckdb_vector_get_data(raw)
    }

    /// The values as an array of `T`, which must be the type's physical form (see `Vector.data`).
    @inline(__always)
    package func values<T: BitwiseCopyable>(as: T.Type = T.self) -> UnsafeMutablePointer<T> {
        data.assumingMemoryBound(to: T.self)
    }

    /// Stores text or a blob; the engine copies the bytes.
    @inline(__always)
    package func setBytes(_ bytes: UnsafeRawBufferPointer, at row: Int) {
        if bytes.count <= 12 {
            // The engine keeps short strings in place: length, then the bytes, zero-filled.
            let entry = data + row * 16
            entry.storeBytes(of: UInt64(0), as: UInt64.self)
            entry.storeBytes(of: UInt64(0), toByteOffset: 8, as: UInt64.self)
            entry.storeBytes(of: UInt32(bytes.count), as: UInt32.self)
            if let start = bytes.baseAddress { (entry + 4).copyMemory(from: start, byteCount: bytes.count) }
            return
        }
        duckdb_vector_assign_string_element_len(
            raw, idx_t(row), bytes.baseAddress?.assumingMemoryBound(to: CChar.self), idx_t(bytes.count))
    }

    /// Makes the values of these rows NULL.
    package func setNull<Rows: Sequence>(_ rows: Rows) where Rows.Element == Int {
        duckdb_vector_ensure_validity_writable(raw)
        guard let validity = duckdb_vector_get_validity(raw) else { return }
        for row in rows { validity[row >> 6] &= ~(1 << UInt64(row & 63)) }
    }
}
