import Foundation
import Logging
import Testing

@testable import Streams

@Suite("Recovery of the local log", .timeLimit(.minutes(3)))
struct RecoveryTests {
    let folder: TemporaryFolder
    let name: StreamName
    private let texts = (1...5).map { "record \($0) " + String(repeating: "x", count: $0) }

    init() throws {
        folder = try TemporaryFolder()
        name = try StreamName("quotes")
    }

    /// Writes the records, one append each, and gives the bytes of the only segment file.
    private func written(segmentBytes: Int = StreamLimits.segmentBytes) async throws -> [UInt8] {
        try await LocalStreamStore.with(folder, segmentBytes: segmentBytes) { store async throws in
            _ = try await store.createStream(name)
            for text in texts { try await store.put([text], to: name) }
        }
        return Array(try Data(contentsOf: URL(fileURLWithPath: try segmentPath())))
    }

    private func segmentPath() throws -> String { try #require(folder.files(endingIn: ".segment").last) }

    /// Where each record's frame ends in the file.
    private func frameEnds(_ bytes: [UInt8]) -> [Int] {
        var ends: [Int] = []
        var offset = SegmentFormat.headerBytes
        while case .frame(let frame) = SegmentFormat.scan(bytes.span.bytes, at: offset) {
            ends.append(frame.end)
            offset = frame.end
        }
        return ends
    }

    /// Puts `bytes` in place of the log, and opens it.
    private func reopened(with bytes: [UInt8], _ body: (LocalStreamStore) async throws -> Void) async throws {
        let files = folder.files(endingIn: ".segment")
        for file in files.dropFirst() { try FileManager.default.removeItem(atPath: file) }
        try Data(bytes).write(to: URL(fileURLWithPath: files[0]))
        try await LocalStreamStore.with(folder, change: { $0.logger.logLevel = .critical }, body)
    }

    @Test("cut at any byte, the log has the records that are whole, and goes on behind them")
    func cutAtEveryByte() async throws {
        let bytes = try await written()
        let ends = frameEnds(bytes)
        #expect(ends.count == texts.count && ends.last == bytes.count)
        for length in 0...bytes.count {
            let whole = ends.count { $0 <= length }
            try await reopened(with: Array(bytes[..<length])) { store async throws in
                #expect(try await store.payloads(name) == Array(texts[..<whole]), "cut at \(length)")
                let number = try await store.put(["later"], to: name)[0]
                #expect(number > whole)
                #expect(try await store.payloads(name) == texts[..<whole] + ["later"], "cut at \(length)")
                #expect(try await store.payloads(name, from: .after(SequenceNumber(UInt64(whole)))) == ["later"])
            }
            try await LocalStreamStore.with(folder) { store async throws in
                #expect(try await store.payloads(name) == texts[..<whole] + ["later"], "cut at \(length), opened again")
            }
        }
    }

    @Test("with any byte changed, nothing false is read, and what is before it stays")
    func flipEveryByte() async throws {
        let bytes = try await written()
        let ends = frameEnds(bytes)
        for offset in SegmentFormat.headerBytes..<bytes.count {
            var damaged = bytes
            damaged[offset] ^= 0x41
            let whole = ends.count { $0 <= offset }
            try await reopened(with: damaged) { store async throws in
                #expect(try await store.payloads(name) == Array(texts[..<whole]), "byte \(offset)")
                // No number that a reader of the whole log may have seen is given out again.
                #expect(try await store.put(["later"], to: name)[0] > texts.count, "byte \(offset)")
                #expect(try await store.payloads(name, from: .after(SequenceNumber(UInt64(texts.count)))) == ["later"])
            }
        }
        // Cut bytes that hold whole records are kept aside; only in the last record there are none behind.
        #expect(!folder.files(endingIn: ".damaged-\(ends[2])").isEmpty)
        #expect(folder.files(endingIn: ".damaged-\(ends[3])").isEmpty)
    }

    @Test("a damaged header is written again", arguments: [0, 7, 8, 15, 16, 23])
    func header(offset: Int) async throws {
        var bytes = try await written()
        bytes[offset] ^= 1
        try await reopened(with: bytes) { store async throws in #expect(try await store.payloads(name) == texts) }
    }

    @Test("damage in a segment that is no longer written is an error at its place, not a silent gap")
    func damagedSealedSegment() async throws {
        _ = try await written(segmentBytes: 80)
        let files = folder.files(endingIn: ".segment")
        #expect(files.count > 2)
        var bytes = Array(try Data(contentsOf: URL(fileURLWithPath: files[1])))
        bytes[bytes.count - 1] ^= 1
        try Data(bytes).write(to: URL(fileURLWithPath: files[1]))
        try await LocalStreamStore.with(folder) { store async throws in
            let stream = try await store.describe(name).identity
            let first = try await store.read(stream, shard: ShardID(index: 0), from: .trimHorizon, upTo: ReadBounds())
            #expect(!first.isEmpty && first.payloads.texts == Array(texts[..<first.count]))
            await expectError(.damagedLog) {
                _ = try await store.read(
                    stream, shard: ShardID(index: 0), from: try #require(first.nextPosition), upTo: ReadBounds())
            }
            #expect(try await store.put(["later"], to: name) == [6])
        }
    }

    @Test("what is left of a half-made or half-deleted stream is removed")
    func leftovers() async throws {
        _ = try await written()
        let store = folder.path + "/store"
        for leftover in ["a.draft", "b.deleted"] {
            try FileManager.default.createDirectory(
                atPath: "\(store)/\(leftover)/shardId-000000000000", withIntermediateDirectories: true)
        }
        try await LocalStreamStore.with(folder) { store async throws in #expect(try await store.streamNames() == [name])
        }
        #expect(try FileManager.default.contentsOfDirectory(atPath: store).count == 2)
    }

    @Test("damaged metadata is an error that names the file")
    func damagedMetadata() async throws {
        _ = try await written()
        let path = try #require(folder.files(endingIn: "stream.json").first)
        for text in ["", "{", "{\"formatVersion\": 2}", "null"] {
            try Data(text.utf8).write(to: URL(fileURLWithPath: path))
            await expectError(.damagedLog) { try await LocalStreamStore.with(folder) { _ in } }
        }
    }
}
