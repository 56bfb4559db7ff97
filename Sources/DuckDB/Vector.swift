internal import CDuckDB

/// The values of one column of a chunk, in the engine's own memory; valid while the chunk lives.
package struct Vector {
    /// The type of every value.
    package let type: ColumnType
    /// The values: an array of the type's physical form (`Int32` days for dates, `Int64` microseconds for timestamps,
    /// `Int16`/`Int32`/`Int64`/`Int128` by width for decimals, 16 bytes of `StringReference` for text and blobs).
    package let data: UnsafeRawPointer
    /// One bit a row, set where the value is not NULL; nil if none is NULL.
    package let validity: UnsafePointer<UInt64>?
    private let raw: duckdb_vector?

    init(_ raw: duckdb_vector?, type: ColumnType) {
        self.raw = raw
        self.type = type
        // Vectors without data (structs) have no buffer; an address that is never read stands in.
        data = duckdb_vector_get_data(raw).map { UnsafeRawPointer($0) } ?? UnsafeRawPointer(bitPattern: 16)!
        validity = duckdb_vector_get_validity(raw).map { UnsafePointer($0) }
    }

    /// Whether the value of a row is not NULL.
    @inline(__always)
    package func isValid(_ row: Int) -> Bool {
        guard let validity else { return true }
        return validity[row >> 6] & (1 << UInt64(row & 63)) != 0
    }

    /// The values as an array of `T`, which must be the type's physical form.
    @inline(__always)
    package func values<T: BitwiseCopyable>(as: T.Type = T.self) -> UnsafePointer<T> {
        data.assumingMemoryBound(to: T.self)
    }

    /// The bytes of a text or blob value, in the engine's memory; the row must be valid.
    @inline(__always)
    package func bytes(at row: Int) -> UnsafeRawBufferPointer {
        // The engine's string: 4 bytes of length, then up to 12 bytes in place, or a 4-byte prefix and a pointer.
        let entry = data + row * 16
        let length = Int(entry.load(as: UInt32.self))
        if length <= 12 { return UnsafeRawBufferPointer(start: entry + 4, count: length) }
        return UnsafeRawBufferPointer(start: entry.load(fromByteOffset: 8, as: UnsafeRawPointer.self), count: length)
    }

    /// The range of a list value's elements in `child`; the row must be valid.
    package func listRange(at row: Int) -> Range<Int> {
        let entry = values(as: duckdb_list_entry.self)[row]
        return Int(entry.offset)..<Int(entry.offset + entry.length)
    }

    /// The elements of all list, map or array values; for a map a structure of key and value.
    package var child: Vector {
        switch type {
        case .list(let element): Vector(duckdb_list_vector_get_child(raw), type: element)
        case .map(let key, let value):
            Vector(
                duckdb_list_vector_get_child(raw),
                type: .structure([Column(name: "key", type: key), Column(name: "value", type: value)]))
        case .array(let element, _): Vector(duckdb_array_vector_get_child(raw), type: element)
        default: preconditionFailure("type \(type) has no elements")
        }
    }

    /// A member of all structure values.
    package func member(_ index: Int) -> Vector {
        guard case .structure(let members) = type else { preconditionFailure("type \(type) has no members") }
        return Vector(duckdb_struct_vector_get_child(raw, idx_t(index)), type: members[index].type)
    }
}
