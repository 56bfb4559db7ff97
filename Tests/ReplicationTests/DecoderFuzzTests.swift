import Testing

@testable import Replication

/// Hostile bytes: every event cut at every byte, and events with random damage. Nothing may trap; errors are typed.
@Suite struct DecoderFuzzTests {
    /// Reads an event and, where it has rows, those, with the table map read before.
    private struct Reader {
        var decoder = BinlogDecoder(hasChecksums: false, isMariaDB: true)
        var layout: TableLayout?
        var rowCount = 0

        mutating func read(_ bytes: [UInt8]) throws(ReplicationError) {
            switch try decoder.decode(bytes).body {
            case .tableMap(let map):
                layout = try TableLayout(map.name, columns: map.columns, primaryKey: map.primaryKey ?? [])
            case .rows(let rows):
                guard let layout else { return }
                var batch = ChangeBatch(schema: layout.schema)
                defer {
                    rowCount += batch.count
                    for column in batch.columns {
                        precondition(column.count == batch.count, "columns of different lengths")
                    }
                }
                try RowDecoder.append(rows, layout: layout, to: &batch)
            case .query(let query): _ = SourceStatement(query.statement, database: query.database)
            default: break
            }
        }
    }

    /// The event with the length in its header made right.
    private func relabelled(_ bytes: [UInt8]) -> [UInt8] {
        guard bytes.count >= 13 else { return bytes }
        var bytes = bytes
        bytes.replaceSubrange(9..<13, with: EventBytes.little(UInt64(bytes.count), 4))
        return bytes
    }

    @Test func cutAtEveryByte() throws {
        for (index, event) in EventBytes.all.enumerated() {
            for length in 0..<event.count {
                var reader = Reader()
                for known in EventBytes.all[..<index] { try reader.read(known) }
                let cut = Array(event[..<length])
                #expect(throws: ReplicationError.self) { try reader.read(cut) }
                // With a header that agrees, what is missing is found by the body, or is nothing that was needed.
                do { try reader.read(relabelled(cut)) } catch {
                    #expect(
                        [.malformedEvent, .unsupportedTable, .unsupportedEvent, .schemaMismatch].contains(error.code))
                }
            }
        }
    }

    @Test func damageOfAnyKind() throws {
        var state: UInt64 = 42
        func draw(_ bound: Int) -> Int {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return Int((state >> 33) % UInt64(bound))
        }
        let deadline = ContinuousClock.now + .seconds(2)
        var (rounds, accepted, refused) = (0, 0, 0)
        while ContinuousClock.now < deadline || rounds < 200 {
            rounds += 1
            var reader = Reader()
            for event in EventBytes.all {
                var bytes = event
                for _ in 0..<draw(4) where !bytes.isEmpty {
                    let place = draw(bytes.count)
                    switch draw(5) {
                    case 0: bytes[place] = UInt8(draw(256))
                    case 1: bytes[place] ^= 1 << UInt8(draw(8))
                    case 2: bytes.remove(at: place)
                    case 3: bytes.insert([0, 0xFF, 0xFE, 0xFD, 0xFC, UInt8(draw(256))][draw(6)], at: place)
                    default: bytes[place] = 0xFF
                    }
                }
                do {
                    try reader.read(relabelled(bytes))
                    accepted += 1
                } catch { refused += 1 }
            }
        }
        // Damage that is never noticed, or always, would mean that the damage does not reach the decoder.
        #expect(accepted > rounds && refused > rounds)
    }

    @Test func damagedDocumentsAndStreams() {
        var state: UInt64 = 7
        func draw(_ bound: Int) -> Int {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return Int((state >> 33) % UInt64(bound))
        }
        let streams = [EventBytes.Inflated.dynamic, EventBytes.Inflated.fixed, EventBytes.Inflated.stored]
        var refused = 0
        for _ in 0..<3000 {
            var document = DecoderTests.documents[draw(DecoderTests.documents.count)].bytes
            var stream = streams[draw(3)]
            for _ in 0...draw(3) {
                if !document.isEmpty { document[draw(document.count)] = UInt8(draw(256)) }
                stream[draw(stream.count)] = UInt8(draw(256))
            }
            var text: [UInt8] = []
            do { try BinaryJSON.append(document, document.indices, to: &text) } catch { refused += 1 }
            do { _ = try Inflate.compressedField(stream, 0..<draw(stream.count + 1)) } catch { refused += 1 }
        }
        #expect(refused > 1000)
    }
}
