import NIOCore

/// The body of one PutRecords request, filled record by record.
struct PutRecordsRequest {
    /// The service takes at most this many records in one request.
    static let maximumRecordCount = 500

    private(set) var recordCount = 0
    /// Complete but for its end, which `body` adds.
    private var text: [UInt8]

    init(streamName: String) {
        text = Array(#"{"StreamName":"#.utf8) + QuoteRecordEncoder.quoted(streamName) + Array(#","Records":["#.utf8)
        text.reserveCapacity(Self.maximumRecordCount * 400)
    }

    var isFull: Bool { recordCount == Self.maximumRecordCount }

    /// Appends a record. `partitionKey` is JSON text with its quotation marks.
    mutating func append(data: [UInt8], partitionKey: [UInt8]) {
        if recordCount > 0 { text.append(UInt8(ascii: ",")) }
        text += #"{"Data":""#.utf8
        Base64.append(data, to: &text)
        text += #"","PartitionKey":"#.utf8
        text += partitionKey
        text.append(UInt8(ascii: "}"))
        recordCount += 1
    }

    var body: ByteBuffer {
        var buffer = ByteBuffer(bytes: text)
        buffer.writeStaticString("]}")
        return buffer
    }
}

/// Base64 with the standard alphabet and padding (RFC 4648, section 4).
enum Base64 {
    private static let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)

    static func append(_ data: [UInt8], to text: inout [UInt8]) {
        var index = 0
        while index + 2 < data.count {
            let group = Int(data[index]) << 16 | Int(data[index + 1]) << 8 | Int(data[index + 2])
            text.append(alphabet[group >> 18])
            text.append(alphabet[group >> 12 & 63])
            text.append(alphabet[group >> 6 & 63])
            text.append(alphabet[group & 63])
            index += 3
        }
        appendRest(data[index...], to: &text)
    }

    private static func appendRest(_ rest: ArraySlice<UInt8>, to text: inout [UInt8]) {
        guard let first = rest.first else { return }
        let second = rest.count > 1 ? rest[rest.startIndex + 1] : 0
        let group = Int(first) << 16 | Int(second) << 8
        text.append(alphabet[group >> 18])
        text.append(alphabet[group >> 12 & 63])
        text.append(rest.count > 1 ? alphabet[group >> 6 & 63] : UInt8(ascii: "="))
        text.append(UInt8(ascii: "="))
    }
}
