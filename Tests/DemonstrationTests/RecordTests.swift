import Foundation
import NIOCore
import Testing

@testable import Demonstration

@Suite struct RecordTests {
    @Test func aQuoteBecomesOneJSONObject() throws {
        let names = MarketNames(symbols: ["BRK.B"], venues: [#"A "quoted" \ name"#], sectorCodes: ["4800"])
        var batch = QuoteBatch()
        for sector in [0, noSector] {
            batch.timeMicroseconds.append(1_381_118_400_547_000)
            batch.symbol.append(0)
            batch.venue.append(0)
            batch.sector.append(sector)
            batch.bidPriceMillionths.append(49_180_000)
            batch.bidVolume.append(300)
            batch.askPriceMillionths.append(100)
            batch.askVolume.append(0)
        }
        let encoder = QuoteRecordEncoder(names: names)
        for row in 0..<2 {
            var bytes: [UInt8] = []
            encoder.append(batch, row: row, sentAtMicroseconds: 0, to: &bytes)
            let object = try #require(try JSONSerialization.jsonObject(with: Data(bytes)) as? [String: Any])
            #expect(object.count == 9)
            #expect(object["date_dt"] as? String == "2013-10-07 04:00:00.547000")
            #expect(object["symbol"] as? String == "BRK.B")
            #expect(object["exchange_name"] as? String == names.venues[0])
            #expect(object["sector_code"] as? String == (row == 0 ? "4800" : nil))
            #expect(object["bid_price"] as? Double == 49.18)
            #expect(object["bid_volume"] as? Int == 300)
            #expect(object["ask_price"] as? Double == 0.0001)
            #expect(object["ask_volume"] as? Int == 0)
            #expect(object["sent_at"] as? String == "1970-01-01 00:00:00.000000")
        }
    }

    @Test(
        arguments: [
            (0, "0"), (1, "0.000001"), (49_180_000, "49.18"), (1_000_000, "1"), (-2_500_000, "-2.5"),
            (Int64.max, "9223372036854.775807"), (Int64.min, "-9223372036854.775808"),
        ] as [(Int64, String)])
    func millionthsHaveTheDecimalsTheyNeed(value: Int64, text: String) {
        var bytes: [UInt8] = []
        DecimalText.append(millionths: value, to: &bytes)
        #expect(String(decoding: bytes, as: UTF8.self) == text)
    }

    @Test(arguments: [0, 9, 10, 99, 100, 1_000_000_007, Int64.max, Int64.min, -1] as [Int64])
    func integersAreWrittenAsSwiftWritesThem(value: Int64) {
        var bytes: [UInt8] = []
        DecimalText.append(integer: value, to: &bytes)
        #expect(String(decoding: bytes, as: UTF8.self) == String(value))
    }

    @Test func base64IsTheStandards() {
        for length in 0..<40 {
            let data = (0..<length).map { UInt8(truncatingIfNeeded: $0 * 37 + 200) }
            var text: [UInt8] = []
            Base64.append(data, to: &text)
            #expect(String(decoding: text, as: UTF8.self) == Data(data).base64EncodedString())
        }
    }

    @Test func aRequestIsJSONAtEverySize() throws {
        var request = PutRecordsRequest(streamName: "quotes")
        for count in 1...3 {
            request.append(data: [1, 2, 3], partitionKey: Array("\"K\"".utf8))
            let object = try #require(
                try JSONSerialization.jsonObject(with: Data(request.body.readableBytesView)) as? [String: Any])
            #expect((object["Records"] as? [[String: String]])?.count == count)
            #expect(object["StreamName"] as? String == "quotes")
        }
    }

    @Test func daysAreThoseOfTheCalendar() throws {
        var calendar = Calendar(identifier: .gregorian)
        calendar.timeZone = try #require(TimeZone(secondsFromGMT: 0))
        for number in stride(from: -40_000, to: 60_000, by: 13) {
            let date = Date(timeIntervalSince1970: Double(number) * 86_400)
            let parts = calendar.dateComponents([.year, .month, .day, .weekday], from: date)
            let day = MarketDay(number: number)
            #expect(day.parts == (parts.year, parts.month, parts.day))
            #expect(MarketDay(year: day.parts.year, month: day.parts.month, day: day.parts.day) == day)
            #expect(day.isWeekday == (2...6).contains(parts.weekday ?? 0))
        }
    }
}
