/// The text form, kept in the warehouse: `file:offset[@gtids]`, then ` database/table=file:offset[@gtids]` for each
/// table that is ahead. Names are percent-encoded, so a blank, slash or equals sign in one does no harm.
extension SourcePosition: LosslessStringConvertible {
    package var description: String {
        var text = Self.text(point)
        for (table, ahead) in tablesAhead.sorted(by: { $0.key < $1.key }) {
            text += " \(Self.encode(table.database))/\(Self.encode(table.table))=\(Self.text(ahead))"
        }
        return text
    }

    /// Reads what `description` wrote; nil for anything else.
    package init?(_ description: String) {
        let words = description.split(separator: " ", omittingEmptySubsequences: false)
        guard let first = words.first, let point = Self.point(first) else { return nil }
        var tablesAhead: [TableName: BinlogPoint] = [:]
        for word in words.dropFirst() {
            let sides = word.split(separator: "=", maxSplits: 1)
            guard sides.count == 2, let ahead = Self.point(sides[1]) else { return nil }
            let names = sides[0].split(separator: "/").map(Self.decode)
            guard names.count == 2, let database = names[0], let table = names[1] else { return nil }
            tablesAhead[TableName(database: database, table: table)] = ahead
        }
        self.init(point: point, tablesAhead: tablesAhead)
    }

    private static func text(_ point: BinlogPoint) -> String {
        let place = "\(encode(point.coordinates.file)):\(point.coordinates.offset)"
        return point.gtids.isEmpty ? place : "\(place)@\(point.gtidText)"
    }

    private static func point(_ text: Substring) -> BinlogPoint? {
        let sides = text.split(separator: "@", maxSplits: 1, omittingEmptySubsequences: false)
        let place = sides[0].split(separator: ":", omittingEmptySubsequences: false)
        guard place.count == 2, let file = decode(place[0]), let offset = UInt64(place[1]) else { return nil }
        let gtids = sides.count == 2 ? BinlogPoint.gtids(from: String(sides[1])) : [:]
        guard let gtids, sides.count == 1 || !gtids.isEmpty else { return nil }
        return BinlogPoint(coordinates: BinlogCoordinates(file: file, offset: offset), gtids: gtids)
    }

    private static func encode(_ name: String) -> String {
        var bytes: [UInt8] = []
        let digits = Array("0123456789ABCDEF".utf8)
        for byte in name.utf8 {
            switch byte {
            case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "_"), UInt8(ascii: "-"), UInt8(ascii: "."):
                bytes.append(byte)
            default:
                bytes += [UInt8(ascii: "%"), digits[Int(byte >> 4)], digits[Int(byte & 15)]]
            }
        }
        return String(decoding: bytes, as: UTF8.self)
    }

    private static func decode(_ name: Substring) -> String? {
        var bytes: [UInt8] = []
        var rest = name.utf8[...]
        while let byte = rest.popFirst() {
            guard byte == UInt8(ascii: "%") else {
                bytes.append(byte)
                continue
            }
            guard let high = rest.popFirst(), let low = rest.popFirst(),
                let code = UInt8(String(decoding: [high, low], as: UTF8.self), radix: 16)
            else { return nil }
            bytes.append(code)
        }
        return String(validating: bytes, as: UTF8.self)
    }
}
