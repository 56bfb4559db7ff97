/// A column as a row of `information_schema.COLUMNS`.
struct CatalogColumn: Hashable, Sendable {
    var name: String
    var dataType: String
    /// With lengths, signs and the values of ENUM and SET.
    var columnType: String
    var isNullable: Bool
    var byteLength: Int?
    var precision: Int?
    var scale: Int?
    var fractionDigits: Int?
    var characterSet: String?
}

extension TableMap.Column {
    /// The column as a table map with full metadata would describe it, so that one mapping serves both.
    init(_ column: CatalogColumn) throws(ReplicationError) {
        let (type, metadata) = try Self.type(of: column)
        self.init(type: type, metadata: metadata, isNullable: column.isNullable)
        name = column.name
        isUnsigned = type.isNumeric && column.columnType.lowercased().contains("unsigned")
        if type == .enumeration || type == .set { members = Self.members(column.columnType) }
        if type.isText {
            let set = column.characterSet ?? "binary"
            guard let number = Self.collations[set] else {
                throw .unsupportedColumn(column.name, "character set \(set) is not supported")
            }
            collation = number
        }
        if column.columnType.contains("COMPRESSED") {
            throw .unsupportedColumn(column.name, "COMPRESSED columns are not supported")
        }
    }

    /// One collation of each set that is supported: here only the set matters.
    private static let collations = ["utf8mb4": 45, "utf8mb3": 33, "utf8": 33, "ascii": 11, "latin1": 8, "binary": 63]

    private static func type(of column: CatalogColumn) throws(ReplicationError) -> (MySQLType, UInt16) {
        let length = UInt16(clamping: column.byteLength ?? 0)
        let fractionDigits = UInt16(clamping: column.fractionDigits ?? 0)
        switch column.dataType.lowercased() {
        case "tinyint": return (.tiny, 0)
        case "smallint": return (.short, 0)
        case "mediumint": return (.medium, 0)
        case "int": return (.long, 0)
        case "bigint": return (.longLong, 0)
        case "float": return (.float, 4)
        case "double": return (.double, 8)
        case "decimal": return (.decimal, UInt16(clamping: (column.precision ?? 0) << 8 | (column.scale ?? 0)))
        case "bit":
            let bits = column.precision ?? 1
            return (.bit, UInt16(clamping: bits / 8 << 8 | bits % 8))
        case "year": return (.year, 0)
        case "date": return (.date, 0)
        case "time": return (.time, fractionDigits)
        case "datetime": return (.datetime, fractionDigits)
        case "timestamp": return (.timestamp, fractionDigits)
        case "char", "binary": return (.string, length)
        case "varchar", "varbinary": return (.varchar, length)
        case "tinytext", "tinyblob": return (.blob, 1)
        case "text", "blob": return (.blob, 2)
        case "mediumtext", "mediumblob": return (.blob, 3)
        case "longtext", "longblob": return (.blob, 4)
        case "enum": return (.enumeration, members(column.columnType).count > 255 ? 2 : 1)
        case "set":
            let bytes = (members(column.columnType).count + 7) / 8
            return (.set, UInt16(bytes > 4 ? 8 : max(bytes, 1)))
        case "json": return (.json, 4)
        default: throw .unsupportedColumn(column.name, "type \(column.dataType.uppercased()) is not supported")
        }
    }

    /// The values in `enum('a','it''s')`.
    private static func members(_ columnType: String) -> [String] {
        var members: [String] = []
        var rest = columnType.utf8.drop { $0 != UInt8(ascii: "'") }
        while rest.popFirst() == UInt8(ascii: "'") {
            var member: [UInt8] = []
            while let byte = rest.popFirst() {
                if byte == UInt8(ascii: "'") {
                    guard rest.first == UInt8(ascii: "'") else { break }
                    rest = rest.dropFirst()
                }
                member.append(byte)
            }
            members.append(String(decoding: member, as: UTF8.self))
            guard rest.popFirst() == UInt8(ascii: ",") else { break }
        }
        return members
    }
}
