import Foundation
import MillraceTesting
import Testing

@testable import Streams

@Suite("Local log", .timeLimit(.minutes(2)))
struct LocalStreamStoreTests {
    let folder: TemporaryFolder
    let name: StreamName

    init() throws {
        folder = try TemporaryFolder()
        name = try StreamName("quotes")
    }

    @Test(
        "records come back in order, with their keys and times, also after reopening",
        arguments: [StreamLimits.segmentBytes, 200])
    func appendAndRead(segmentBytes: Int) async throws {
        let clock = TestClock()
        let texts = (0..<50).map { "payload \($0)" }
        let stream = try await LocalStreamStore.with(folder, segmentBytes: segmentBytes, clock: clock) {
            store async throws in
            let stream = try await store.createStream(name).identity
            for (index, text) in texts.enumerated() {
                #expect(try await store.put([text], key: "key \(index)", to: name) == [UInt64(index + 1)])
                clock.advance(microseconds: 10)
            }
            #expect(try await store.payloads(name) == texts)
            return stream
        }
        try await LocalStreamStore.with(folder, segmentBytes: segmentBytes, clock: clock) { store async throws in
            #expect(try await store.describe(name).identity == stream)
            let batch = try await store.read(
                stream, shard: ShardID(index: 0), from: .trimHorizon, upTo: ReadBounds())
            #expect(batch.payloads.texts == texts)
            #expect(batch.partitionKeys.texts == (0..<50).map { "key \($0)" })
            #expect(batch.sequenceNumbers == (1...50).map { SequenceNumber($0) })
            #expect(batch.arrivalTimes == (0..<50).map { 1_700_000_000_000_000 + $0 * 10 })
            #expect(try await store.put(["more"], to: name) == [51])
            #expect(try await store.payloads(name, from: .after(SequenceNumber(49))) == [texts[49], "more"])
        }
        if segmentBytes == 200 { #expect(folder.files(endingIn: ".segment").count > 8) }
    }

    @Test("every kind of position begins where it says")
    func positions() async throws {
        let clock = TestClock()
        try await LocalStreamStore.with(folder, segmentBytes: 300, clock: clock) { store async throws in
            _ = try await store.createStream(name)
            for index in 1...40 {
                try await store.put(["\(index)"], to: name)
                clock.advance(microseconds: index % 2 == 0 ? 1_000 : 0)  // Two records share each time.
            }
            let start: Int64 = 1_700_000_000_000_000
            let expected: [(ReadPosition, Int)] = [
                (.trimHorizon, 1), (.after(SequenceNumber(0)), 1), (.at(SequenceNumber(1)), 1),
                (.at(SequenceNumber(17)), 17), (.after(SequenceNumber(17)), 18), (.after(SequenceNumber(40)), 41),
                (.latest, 41), (.atTime(0), 1), (.atTime(start), 1), (.atTime(start + 1), 3),
                (.atTime(start + 9_000), 19),
                (.atTime(start + 19_000), 39), (.atTime(start + 19_001), 41),
            ]
            for (position, first) in expected {
                let texts = try await store.payloads(name, from: position)
                #expect(texts == (first..<41).map { "\($0)" }, "\(position)")
            }
            await expectError(.positionUnknown) { _ = try await store.payloads(name, from: .after(SequenceNumber(41))) }
        }
    }

    @Test("a read is bounded by records and by bytes, but gives at least one record")
    func bounds() async throws {
        try await LocalStreamStore.with(folder) { store async throws in
            let stream = try await store.createStream(name).identity
            try await store.put((0..<10).map { _ in String(repeating: "x", count: 99) }, to: name)
            for (records, bytes, expected) in [(3, 10_000, 3), (100, 350, 3), (100, 1, 1), (100, 10_000, 10)] {
                let batch = try await store.read(
                    stream, shard: ShardID(index: 0), from: .trimHorizon,
                    upTo: ReadBounds(records: records, bytes: bytes))
                #expect(batch.count == expected)
            }
        }
    }

    @Test("records go to the shard of their key or explicit hash key, in order within it")
    func shards() async throws {
        try await LocalStreamStore.with(folder) { store async throws in
            let stream = try await store.createStream(name, shardCount: 4)
            var batch = AppendBatch()
            for index in 0..<200 { batch.append(payload: "\(index)".utf8, partitionKey: "key \(index % 20)") }
            for index in 0..<4 {
                batch.append(
                    payload: "explicit \(index)".utf8, partitionKey: "same",
                    explicitHashKey: stream.shards[index].hashKeys.start)
            }
            let receipt = try await store.append(batch, to: name)
            try receipt.requireSuccess()
            #expect(Array(receipt.shardIndexes.suffix(4)) == [0, 1, 2, 3])
            var seen: [String] = []
            for index in 0..<4 {
                let texts = try await store.payloads(name, shard: index)
                #expect(
                    texts
                        == texts.indices.map { position in
                            batch.payloads.text(
                                at: receipt.shardIndexes.indices.filter { receipt.shardIndexes[$0] == index }[position])
                        })
                seen += texts
            }
            #expect(Set(seen) == Set(batch.payloads.texts) && seen.count == 204)
        }
    }

    @Test("many appenders at once lose nothing and get every number once")
    func concurrentAppends() async throws {
        try await LocalStreamStore.with(folder, segmentBytes: 5_000) { store async throws in
            _ = try await store.createStream(name)
            let numbers = try await withThrowingTaskGroup(of: [UInt64].self) { group in
                for task in 0..<16 {
                    group.addTask {
                        var numbers: [UInt64] = []
                        for index in 0..<25 { numbers += try await store.put(["\(task)/\(index)", "+"], to: name) }
                        return numbers
                    }
                }
                return try await group.reduce(into: []) { $0 += $1 }
            }
            #expect(numbers.sorted() == Array(1...800))
            let texts = try await store.payloads(name)
            for task in 0..<16 {
                #expect(texts.filter { $0.hasPrefix("\(task)/") } == (0..<25).map { "\(task)/\($0)" })
            }
        }
    }

    @Test("waiting ends with the next record, at once where there is one, and on cancel")
    func waiting() async throws {
        try await LocalStreamStore.with(folder) { store async throws in
            let stream = try await store.createStream(name).identity
            let shard = ShardID(index: 0)
            let waiter = Task { try await store.waitForRecords(stream, shard: shard, after: .latest) }
            let cancelled = Task { try await store.waitForRecords(stream, shard: shard, after: .trimHorizon) }
            cancelled.cancel()
            await #expect(throws: CancellationError.self) { try await cancelled.value }
            try await store.put(["a", "b"], to: name)
            try await store.waitForRecords(stream, shard: shard, after: .after(SequenceNumber(1)))
            try await store.waitForRecords(stream, shard: shard, after: .atTime(0))
            waiter.cancel()  // It may have begun to wait behind the records.
            _ = await waiter.result
            let woken = Task { try await store.waitForRecords(stream, shard: shard, after: .after(SequenceNumber(2))) }
            try await store.put(["c"], to: name)
            try await woken.value
            let ended = Task { try await store.waitForRecords(stream, shard: shard, after: .after(SequenceNumber(3))) }
            try await store.deleteStream(name)
            await expectError(.streamNotFound) { try await ended.value }
        }
    }

    @Test("the status tells how far behind a position is")
    func status() async throws {
        let clock = TestClock()
        try await LocalStreamStore.with(folder, clock: clock) { store async throws in
            let stream = try await store.createStream(name).identity
            let shard = ShardID(index: 0)
            #expect(
                try await store.status(stream, shard: shard, at: .trimHorizon)
                    == ShardStatus(oldest: nil, latest: nil, recordsBehind: 0, millisecondsBehind: 0))
            try await store.put(["a"], to: name)
            clock.advance(microseconds: 5_000)
            try await store.put(["b", "c"], to: name)
            clock.advance(microseconds: 7_000)
            #expect(
                try await store.status(stream, shard: shard, at: .trimHorizon)
                    == ShardStatus(
                        oldest: SequenceNumber(1), latest: SequenceNumber(3), recordsBehind: 3, millisecondsBehind: 12))
            let tail = try await store.status(stream, shard: shard, at: .after(SequenceNumber(3)))
            #expect(tail.recordsBehind == 0 && tail.millisecondsBehind == 0)
        }
    }

    @Test("a stream made again under its old name is another one")
    func recreated() async throws {
        try await LocalStreamStore.with(folder) { store async throws in
            let first = try await store.createStream(name).identity
            try await store.put(["old"], to: name)
            await expectError(.streamExists) { _ = try await store.createStream(name) }
            try await store.deleteStream(name)
            await expectError(.streamNotFound) { _ = try await store.describe(name) }
            await expectError(.streamNotFound) { try await store.put(["x"], to: name) }
            let second = try await store.createStream(name).identity
            #expect(first != second)
            await expectError(.streamNotFound) {
                _ = try await store.read(first, shard: ShardID(index: 0), from: .trimHorizon, upTo: ReadBounds())
            }
            #expect(try await store.payloads(name) == [])
        }
        try await LocalStreamStore.with(folder) { store async throws in
            #expect(try await store.streamNames() == [name])
            #expect(try await store.payloads(name) == [])
        }
        #expect(folder.files(endingIn: ".deleted") == [])
    }

    @Test("retention removes whole segments, positions in them expire, and numbers go on")
    func retention() async throws {
        let clock = TestClock()
        try await LocalStreamStore.with(folder, segmentBytes: 100, clock: clock) { store async throws in
            let stream = try await store.createStream(name).identity
            for index in 1...6 {
                try await store.put(["record \(index) " + String(repeating: "x", count: 90)], to: name)
                clock.advance(hours: 5)
            }
            try await store.removeExpired()  // 30 hours later: what is older than 24 hours may go.
            let kept = try await store.payloads(name)
            #expect(kept.count == 5 && kept[0].hasPrefix("record 2 "))
            await expectError(.positionExpired) { _ = try await store.payloads(name, from: .at(SequenceNumber(1))) }
            #expect(try await store.payloads(name, from: .after(SequenceNumber(1))).count == 5)
            try await store.setRetention(name, hours: 48)
            clock.advance(hours: 10)
            try await store.removeExpired()
            #expect(try await store.payloads(name).count == 5)
            clock.advance(hours: 100)
            try await store.removeExpired()
            #expect(try await store.payloads(name) == [])
            let status = try await store.status(stream, shard: ShardID(index: 0), at: .trimHorizon)
            #expect(status.oldest == nil && status.latest == SequenceNumber(6))
        }
        #expect(folder.files(endingIn: ".segment").count == 1)
        try await LocalStreamStore.with(folder, clock: clock) { store async throws in
            #expect(try await store.describe(name).retentionHours == 48)
            #expect(try await store.put(["next"], to: name) == [7])
            await expectError(.positionExpired) { _ = try await store.payloads(name, from: .after(SequenceNumber(5))) }
            #expect(try await store.payloads(name, from: .after(SequenceNumber(6))) == ["next"])
        }
    }

    @Test("bounds are named errors")
    func limits() async throws {
        try await LocalStreamStore.with(folder, change: { $0.recordBytes = 100 }) { store async throws in
            _ = try await store.createStream(name)
            try await store.put([String(repeating: "x", count: 99)], to: name)
            let cases: [(payload: Int, key: String, StreamError.Code?)] = [
                (100, "k", .tooLarge), (1, "", .invalidArgument), (1, String(repeating: "é", count: 257), .tooLarge),
                (0, String(repeating: "k", count: 100), nil),
            ]
            for (payload, key, code) in cases {
                await expectError(code) {
                    try await store.put([String(repeating: "x", count: payload)], key: key, to: name)
                }
            }
            await expectError(.invalidArgument) { _ = try await store.createStream(StreamName("b"), shardCount: 0) }
            await expectError(.invalidArgument) { _ = try await store.createStream(StreamName("b"), retentionHours: 1) }
            #expect(try await store.put([], to: name) == [])
        }
    }

    @Test("an append that finds the queue full is refused as throttled, and later ones pass")
    func queueBound() async throws {
        try await LocalStreamStore.with(folder, change: { $0.queueBytes = 1 }) { store async throws in
            _ = try await store.createStream(name)
            let payload = [String(repeating: "x", count: 100_000)]
            let codes = try await withThrowingTaskGroup(of: StreamError.Code?.self) { group in
                for _ in 0..<64 { group.addTask { await errorCode { try await store.put(payload, to: name) } } }
                return try await group.reduce(into: []) { $0.append($1) }
            }
            #expect(
                codes.contains(.throttled) && codes.contains(nil) && codes.allSatisfy { $0 == nil || $0 == .throttled })
            #expect(try await store.payloads(name).count == codes.count { $0 == nil })
            try await store.put(payload, to: name)
        }
    }

    @Test("one process has a folder; a closed store refuses everything")
    func lockAndClose() async throws {
        let closed = try await LocalStreamStore.with(folder) { store async throws in
            _ = try await store.createStream(name)
            await expectError(.storeInUse) { _ = try await LocalStreamStore.open(store.configuration) }
            return store
        }
        await expectError(.closed) { try await closed.put(["x"], to: name) }
        await expectError(.closed) { _ = try await closed.payloads(name) }
        await expectError(.closed) { _ = try await closed.createStream(StreamName("b")) }
        await closed.shutdown()
    }

    @Test("tags are kept, bounded, and survive reopening")
    func tags() async throws {
        try await LocalStreamStore.with(folder) { store async throws in
            _ = try await store.createStream(name)
            try await store.changeTags(of: name, set: ["a": "1", "b": "2"])
            try await store.changeTags(of: name, set: ["b": "3"], remove: ["a"])
            let many = Dictionary(uniqueKeysWithValues: (0..<50).map { ("\($0)", "") })
            await expectError(.limitExceeded) { try await store.changeTags(of: name, set: many) }
        }
        try await LocalStreamStore.with(folder) { store async throws in
            #expect(try store.tags(of: name) == ["b": "3"])
        }
    }
}
