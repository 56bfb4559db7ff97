/// Writes quotes as the JSON records of the stream, without an allocation for each row.
struct QuoteRecordEncoder {
    /// Each name of the batch as the JSON text with quotation marks.
    private let symbols: [[UInt8]]
    private let venues: [[UInt8]]
    private let sectorCodes: [[UInt8]]

    init(names: MarketNames) {
        symbols = names.symbols.map(Self.quoted)
        venues = names.venues.map(Self.quoted)
        sectorCodes = names.sectorCodes.map(Self.quoted)
    }

    /// Appends row `row` of `batch` as one JSON object; `sentAtMicroseconds` (UTC) goes into the record too.
    func append(_ batch: QuoteBatch, row: Int, sentAtMicroseconds: Int64, to bytes: inout [UInt8]) {
        bytes += #"{"date_dt":""#.utf8
        TimestampText.append(batch.timeMicroseconds[row], to: &bytes)
        bytes += #"","symbol":"#.utf8
        bytes += symbols[Int(batch.symbol[row])]
        bytes += #","exchange_name":"#.utf8
        bytes += venues[Int(batch.venue[row])]
        bytes += #","sector_code":"#.utf8
        if batch.sector[row] == noSector { bytes += "null".utf8 } else { bytes += sectorCodes[Int(batch.sector[row])] }
        bytes += #","bid_price":"#.utf8
        DecimalText.append(millionths: batch.bidPriceMillionths[row], to: &bytes)
        bytes += #","bid_volume":"#.utf8
        DecimalText.append(integer: batch.bidVolume[row], to: &bytes)
        bytes += #","ask_price":"#.utf8
        DecimalText.append(millionths: batch.askPriceMillionths[row], to: &bytes)
        bytes += #","ask_volume":"#.utf8
        DecimalText.append(integer: batch.askVolume[row], to: &bytes)
        bytes += #","sent_at":""#.utf8
        TimestampText.append(sentAtMicroseconds, to: &bytes)
        bytes += #""}"#.utf8
    }

    /// The row's partition key, its symbol, as JSON text.
    func partitionKey(_ batch: QuoteBatch, row: Int) -> [UInt8] { symbols[Int(batch.symbol[row])] }

    /// The text as a JSON string. Control characters do not come up in names of venues and symbols; they are escaped
    /// all the same.
    static func quoted(_ text: String) -> [UInt8] {
        var bytes: [UInt8] = [UInt8(ascii: "\"")]
        for byte in text.utf8 {
            switch byte {
            case UInt8(ascii: "\""), UInt8(ascii: "\\"): bytes += [UInt8(ascii: "\\"), byte]
            case 0..<0x20: bytes += Array("\\u00".utf8) + [hexDigit(byte >> 4), hexDigit(byte & 15)]
            default: bytes.append(byte)
            }
        }
        bytes.append(UInt8(ascii: "\""))
        return bytes
    }

    private static func hexDigit(_ value: UInt8) -> UInt8 {
        value < 10 ? UInt8(ascii: "0") + value : UInt8(ascii: "a") + value - 10
    }
}

/// Decimal numbers as text.
enum DecimalText {
    /// Appends a whole number.
    static func append(integer: Int64, to bytes: inout [UInt8]) {
        if integer < 0 { bytes.append(UInt8(ascii: "-")) }
        appendDigits(integer.magnitude, minimumCount: 1, to: &bytes)
    }

    /// Appends a number of millionths with as many decimals as it needs, at most six.
    static func append(millionths: Int64, to bytes: inout [UInt8]) {
        if millionths < 0 { bytes.append(UInt8(ascii: "-")) }
        let (whole, fraction) = millionths.magnitude.quotientAndRemainder(dividingBy: 1_000_000)
        appendDigits(whole, minimumCount: 1, to: &bytes)
        guard fraction > 0 else { return }
        bytes.append(UInt8(ascii: "."))
        appendDigits(fraction, minimumCount: 6, to: &bytes)
        while bytes.last == UInt8(ascii: "0") { bytes.removeLast() }
    }

    /// Appends the digits, with zeros before them up to the minimum.
    static func appendDigits(_ value: UInt64, minimumCount: Int, to bytes: inout [UInt8]) {
        var count = 1
        var limit: UInt64 = 10
        while count < 20, value >= limit {
            count += 1
            let (next, overflow) = limit.multipliedReportingOverflow(by: 10)
            if overflow { break }
            limit = next
        }
        count = max(count, minimumCount)
        let end = bytes.count + count
        bytes.append(contentsOf: repeatElement(UInt8(ascii: "0"), count: count))
        var rest = value
        var position = end - 1
        while rest > 0 {
            let (quotient, digit) = rest.quotientAndRemainder(dividingBy: 10)
            bytes[position] = UInt8(ascii: "0") + UInt8(digit)
            rest = quotient
            position -= 1
        }
    }
}

/// Timestamps as text.
enum TimestampText {
    /// Appends `YYYY-MM-DD HH:MM:SS.ffffff`, the form that SQL reads.
    static func append(_ microseconds: Int64, to bytes: inout [UInt8]) {
        let dayLength: Int64 = 86_400_000_000
        var time = microseconds % dayLength
        if time < 0 { time += dayLength }
        bytes += MarketDay(number: Int((microseconds - time) / dayLength)).text.utf8
        let (seconds, fraction) = UInt64(time).quotientAndRemainder(dividingBy: 1_000_000)
        bytes.append(UInt8(ascii: " "))
        DecimalText.appendDigits(seconds / 3600, minimumCount: 2, to: &bytes)
        bytes.append(UInt8(ascii: ":"))
        DecimalText.appendDigits(seconds / 60 % 60, minimumCount: 2, to: &bytes)
        bytes.append(UInt8(ascii: ":"))
        DecimalText.appendDigits(seconds % 60, minimumCount: 2, to: &bytes)
        bytes.append(UInt8(ascii: "."))
        DecimalText.appendDigits(fraction, minimumCount: 6, to: &bytes)
    }
}
