extension TableMap {
    /// The fields that follow the null bitmap, each a type, a length and a value.
    private enum Field: UInt8 {
        case signedness = 1
        case defaultCollation = 2
        case collations = 3
        case names = 4
        case setMembers = 5
        case enumerationMembers = 6
        case primaryKey = 8
        case primaryKeyWithPrefixes = 9
        case memberDefaultCollation = 10
        case memberCollations = 11
    }

    mutating func readOptionalMetadata(_ reader: inout ByteReader, isMariaDB: Bool) throws(ReplicationError) {
        while !reader.isAtEnd {
            let code = try reader.byte()
            let length = try reader.packedLength()
            var field = ByteReader(reader.bytes, range: try reader.range(length))
            switch Field(rawValue: code) {
            case .signedness: try readSignedness(&field)
            case .defaultCollation: try readDefaultCollation(&field, columns: textColumns(isMariaDB: isMariaDB))
            case .collations: try readCollations(&field, columns: textColumns(isMariaDB: isMariaDB))
            case .memberDefaultCollation: try readDefaultCollation(&field, columns: memberColumns)
            case .memberCollations: try readCollations(&field, columns: memberColumns)
            case .names: try readNames(&field)
            case .setMembers: try readMembers(&field, of: .set)
            case .enumerationMembers: try readMembers(&field, of: .enumeration)
            case .primaryKey: try readPrimaryKey(&field, hasPrefixes: false)
            case .primaryKeyWithPrefixes: try readPrimaryKey(&field, hasPrefixes: true)
            case nil: break
            }
        }
    }

    /// MariaDB counts spatial columns among those of a character set.
    private func textColumns(isMariaDB: Bool) -> [Int] {
        columns.indices.filter { columns[$0].type.isText || (isMariaDB && columns[$0].type == .geometry) }
    }

    private var memberColumns: [Int] {
        columns.indices.filter { columns[$0].type == .enumeration || columns[$0].type == .set }
    }

    /// A bit for each numeric column, from the top bit of each byte down.
    private mutating func readSignedness(_ field: inout ByteReader) throws(ReplicationError) {
        let bits = try field.slice(field.remaining)
        let numeric = columns.indices.filter { columns[$0].type.isNumeric }
        guard bits.count * 8 >= numeric.count else { throw .malformed("signs of \(bits.count) bytes") }
        for (place, column) in numeric.enumerated() {
            columns[column].isUnsigned = bits[bits.startIndex + place >> 3] & (0x80 >> UInt8(place & 7)) != 0
        }
    }

    private mutating func readDefaultCollation(
        _ field: inout ByteReader, columns places: [Int]
    ) throws(ReplicationError) {
        let collation = try field.packedLength()
        for column in places { columns[column].collation = collation }
        while !field.isAtEnd {
            let place = try field.packedLength()
            let exception = try field.packedLength()
            guard places.indices.contains(place) else { throw .malformed("collation of text column \(place)") }
            columns[places[place]].collation = exception
        }
    }

    private mutating func readCollations(_ field: inout ByteReader, columns places: [Int]) throws(ReplicationError) {
        for column in places { columns[column].collation = try field.packedLength() }
    }

    private mutating func readNames(_ field: inout ByteReader) throws(ReplicationError) {
        for column in columns.indices {
            let length = try field.packedLength()
            columns[column].name = try field.text(length)
        }
    }

    private mutating func readMembers(_ field: inout ByteReader, of type: MySQLType) throws(ReplicationError) {
        for column in columns.indices where columns[column].type == type {
            let count = try field.packedLength()
            guard count <= field.remaining else { throw .malformed("\(count) members") }
            var members: [String] = []
            members.reserveCapacity(count)
            for _ in 0..<count {
                let length = try field.packedLength()
                members.append(try field.text(length))
            }
            columns[column].members = members
        }
    }

    private mutating func readPrimaryKey(_ field: inout ByteReader, hasPrefixes: Bool) throws(ReplicationError) {
        var key: [Int] = []
        while !field.isAtEnd {
            let column = try field.packedLength()
            if hasPrefixes { _ = try field.packedLength() }
            guard columns.indices.contains(column), !key.contains(column) else {
                throw .malformed("primary key column \(column)")
            }
            key.append(column)
        }
        primaryKey = key
    }
}
