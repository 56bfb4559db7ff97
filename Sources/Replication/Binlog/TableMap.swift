/// The columns of a table as the server had them when it wrote the rows that follow.
package struct TableMap: Hashable, Sendable {
    /// One column in the server's terms.
    package struct Column: Hashable, Sendable {
        /// The stored type: ENUM and SET are told from CHAR.
        package var type: MySQLType
        /// Length, precision or fraction digits; what it is depends on the type.
        package var metadata: UInt16
        package var isNullable: Bool
        package var isUnsigned = false
        /// The collation number of text, 63 for bytes; nil where the log does not say.
        package var collation: Int?
        /// Nil unless the server logs full metadata.
        package var name: String?
        /// The values of an ENUM or SET in their order; nil unless the server logs full metadata.
        package var members: [String]?
    }

    package let id: UInt64
    /// Differs whenever a map differs from the last one of the same number.
    package let generation: Int
    package let name: TableName
    package var columns: [Column]
    /// Indexes of the key's columns; nil unless the server logs full metadata.
    package var primaryKey: [Int]?
    /// The bytes it was read from, to tell a repetition at little cost.
    let body: [UInt8]

    /// MySQL's bound.
    static let maximumColumns = 4096

    /// Whether the server logged names; without it they come from its catalog.
    package var hasNames: Bool { columns.allSatisfy { $0.name != nil } }

    init(id: UInt64, generation: Int, body: [UInt8], isMariaDB: Bool) throws(ReplicationError) {
        var reader = ByteReader(body)
        try reader.skip(8)
        let databaseLength = Int(try reader.byte())
        let database = try reader.text(databaseLength)
        try reader.skip(1)
        let tableLength = Int(try reader.byte())
        let table = try reader.text(tableLength)
        try reader.skip(1)
        let columnCount = try reader.packedLength()
        guard columnCount <= Self.maximumColumns else { throw .malformed("\(columnCount) columns") }
        let types = try reader.slice(columnCount)
        let metadataLength = try reader.packedLength()
        let metadataRange = try reader.range(metadataLength)
        let nulls = Array(try reader.slice((columnCount + 7) / 8))

        var metadata = ByteReader(body, range: metadataRange)
        var columns: [Column] = []
        columns.reserveCapacity(columnCount)
        for (index, code) in types.enumerated() {
            let isNullable = nulls[index >> 3] & (1 << UInt8(index & 7)) != 0
            columns.append(try Column(code: code, &metadata, isNullable: isNullable))
        }
        self.id = id
        self.generation = generation
        self.name = TableName(database: database, table: table)
        self.columns = columns
        self.body = body
        try readOptionalMetadata(&reader, isMariaDB: isMariaDB)
    }
}

extension TableMap.Column {
    init(code: UInt8, _ metadata: inout ByteReader, isNullable: Bool) throws(ReplicationError) {
        guard var type = MySQLType(rawValue: code) else { throw .malformed("column type \(code)") }
        var value: UInt16 = 0
        switch type.metadataWidth {
        case 1:
            value = UInt16(try metadata.byte())
        case 2 where type == .varchar || type == .varString || type == .bit || type == .varcharCompressed:
            value = try metadata.uint16()
        case 2:
            value = UInt16(try metadata.bigEndian(2))
        default:
            break
        }
        if type == .string {
            (type, value) = try Self.stringType(value)
        }
        self.init(type: type, metadata: value, isNullable: isNullable)
    }

    /// CHAR, BINARY, ENUM and SET share a code: the first byte of the metadata tells them apart, and lends two inverted
    /// bits to a CHAR's length when that is over 255.
    private static func stringType(_ metadata: UInt16) throws(ReplicationError) -> (MySQLType, UInt16) {
        let first = UInt8(metadata >> 8)
        let second = metadata & 0xFF
        if first & 0x30 != 0x30 {
            return (.string, second | UInt16((first & 0x30) ^ 0x30) << 4)
        }
        switch MySQLType(rawValue: first) {
        case .enumeration: return (.enumeration, second)
        case .set: return (.set, second)
        case .string, .varString: return (.string, second)
        default: throw .malformed("string column of type \(first)")
        }
    }
}
