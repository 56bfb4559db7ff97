/// The column types of the binary log, by their code.
package enum MySQLType: UInt8, Hashable, Sendable {
    case decimalText = 0
    case tiny = 1
    case short = 2
    case long = 3
    case float = 4
    case double = 5
    case null = 6
    /// TIMESTAMP, TIME and DATETIME as servers before 5.6 stored them, without fractions.
    case timestampOld = 7
    case longLong = 8
    case medium = 9
    case date = 10
    case timeOld = 11
    case datetimeOld = 12
    case year = 13
    case dateInternal = 14
    case varchar = 15
    case bit = 16
    case timestamp = 17
    case datetime = 18
    case time = 19
    case blobCompressed = 140
    case varcharCompressed = 141
    case vector = 242
    case json = 245
    case decimal = 246
    case enumeration = 247
    case set = 248
    case tinyBlob = 249
    case mediumBlob = 250
    case longBlob = 251
    case blob = 252
    case varString = 253
    case string = 254
    case geometry = 255

    /// Bytes that a table map spends on the type's metadata.
    var metadataWidth: Int {
        switch self {
        case .float, .double, .timestamp, .datetime, .time, .json, .geometry, .vector, .tinyBlob, .blob, .mediumBlob,
            .longBlob, .blobCompressed:
            1
        case .varchar, .varString, .string, .decimal, .bit, .enumeration, .set, .varcharCompressed: 2
        default: 0
        }
    }

    /// Whether the table map has a sign for the column.
    var isNumeric: Bool {
        switch self {
        case .tiny, .short, .medium, .long, .longLong, .float, .double, .decimal: true
        default: false
        }
    }

    /// Whether the table map has a collation for the column (bytes have one too).
    var isText: Bool {
        switch self {
        case .varchar, .varString, .string, .blob, .blobCompressed, .varcharCompressed: true
        default: false
        }
    }
}
