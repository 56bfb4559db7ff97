/// The character sets whose text can be replicated.
enum CharacterSet: Hashable, Sendable {
    case utf8mb4
    case utf8mb3
    case ascii
    /// MySQL's latin1, which is Windows-1252 with its five holes filled by control characters.
    case latin1
    case binary

    /// The set of a collation, by MySQL's and MariaDB's numbers; nil for a set that is not supported.
    init?(collation number: Int) {
        // MariaDB numbers a collation without padding 1024 above its padded sibling, and the sets of its UCA 14.0.0
        // collations in steps of 256 from 2048 on.
        switch number {
        case 2048..<2304: self = .utf8mb3
        case 2304..<2560: self = .utf8mb4
        case 1024..<2048:
            guard let set = CharacterSet(collation: number - 1024) else { return nil }
            self = set
        case 45, 46, 224...247, 255...323, 576...607, 608...639: self = .utf8mb4
        case 33, 76, 83, 192...215, 223: self = .utf8mb3
        case 11, 65: self = .ascii
        case 5, 8, 15, 31, 47, 48, 49, 94: self = .latin1
        case 63: self = .binary
        default: return nil
        }
    }

    /// The set by its name in the server's catalog; nil for a set that is not supported.
    init?(name: String) {
        switch name {
        case "utf8mb4": self = .utf8mb4
        case "utf8mb3", "utf8": self = .utf8mb3
        case "ascii": self = .ascii
        case "latin1": self = .latin1
        case "binary": self = .binary
        default: return nil
        }
    }

    /// The most bytes that a character takes.
    var bytesPerCharacter: Int {
        switch self {
        case .utf8mb4: 4
        case .utf8mb3: 3
        case .ascii, .latin1, .binary: 1
        }
    }

    /// Appends text of this set as UTF-8; damaged UTF-8 is an error, since the engine would refuse it.
    func append(_ text: ArraySlice<UInt8>, to bytes: inout [UInt8]) throws(ReplicationError) {
        let isPlain = text.withUnsafeBytes { buffer in buffer.allSatisfy { $0 < 0x80 } }
        if isPlain || self == .binary {
            bytes.append(contentsOf: text)
            return
        }
        guard self == .latin1 else {
            guard String(validating: text, as: UTF8.self) != nil else {
                throw ReplicationError(.unsupportedTable, "a text value is not valid UTF-8")
            }
            bytes.append(contentsOf: text)
            return
        }
        for byte in text {
            let scalar = 0x80..<0xA0 ~= byte ? Self.windows1252[Int(byte) - 0x80] : UInt16(byte)
            switch scalar {
            case 0..<0x80: bytes.append(UInt8(scalar))
            case 0x80..<0x800: bytes += [0xC0 | UInt8(scalar >> 6), 0x80 | UInt8(scalar & 0x3F)]
            default:
                bytes += [0xE0 | UInt8(scalar >> 12), 0x80 | UInt8(scalar >> 6 & 0x3F), 0x80 | UInt8(scalar & 0x3F)]
            }
        }
    }

    /// The characters 0x80 to 0x9F of Windows-1252.
    private static let windows1252: [UInt16] = [
        0x20AC, 0x0081, 0x201A, 0x0192, 0x201E, 0x2026, 0x2020, 0x2021, 0x02C6, 0x2030, 0x0160, 0x2039, 0x0152, 0x008D,
        0x017D, 0x008F, 0x0090, 0x2018, 0x2019, 0x201C, 0x201D, 0x2022, 0x2013, 0x2014, 0x02DC, 0x2122, 0x0161, 0x203A,
        0x0153, 0x009D, 0x017E, 0x0178,
    ]
}
