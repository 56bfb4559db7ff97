import Crypto
import DuckDB
import Foundation
import MillraceTesting
import Testing

@testable import Warehouse

/// Versions that are damaged, forged or replayed are refused by name, and the last good one stays.
@Suite struct DataShareRefusalTests {
    /// A fixture whose consumer has version 1 mounted while version 2, with one more row, is published.
    private func makeFixture() throws -> ShareFixture {
        let fixture = try ShareFixture()
        try fixture.publish()
        try fixture.mount()
        try fixture.addSymbol("MSFT")
        try fixture.publish()
        return fixture
    }

    private func expectRefusal(_ fixture: ShareFixture, _ part: String, state: String = "refused") async throws {
        try await fixture.service().reconcile()
        #expect(try fixture.symbols() == ["AAPL"])
        let found = try fixture.state()
        #expect(found.state == state)
        #expect(found.version == 1)
        #expect(found.reason?.contains(part) == true, "\(found.reason ?? "no reason") does not contain \"\(part)\"")
    }

    @Test(arguments: ["1.parquet", "2.parquet", "manifest.json", "signature.json"])
    func aFlippedByteAnywhereIsRefused(file: String) async throws {
        let fixture = try makeFixture()
        let url = try fixture.folder().appending(path: "versions/2/\(file)")
        let good = try Data(contentsOf: url)
        let service = try fixture.service()
        for place in stride(from: 0, to: good.count, by: max(1, good.count / 12)) {
            var bytes = good
            bytes[place] ^= 1
            try bytes.write(to: url)
            // A fresh service each time: the same one would wait before it looks again.
            try await fixture.service().reconcile()
            #expect(try fixture.symbols() == ["AAPL"], "byte \(place) of \(file)")
            #expect(try fixture.state().state == "refused")
        }
        try good.write(to: url)
        try await service.reconcile()
        #expect(try fixture.symbols() == ["AAPL", "MSFT"])
        #expect(try fixture.state().state == "current")
    }

    @Test func aFlippedByteInCurrentIsNeverTaken() async throws {
        let fixture = try makeFixture()
        let url = try fixture.folder().appending(path: "current")
        let good = try Data(contentsOf: url)
        for place in good.indices {
            var bytes = good
            bytes[place] ^= 1
            try bytes.write(to: url)
            try await fixture.service().reconcile()
            #expect(try fixture.symbols() == ["AAPL"], "byte \(place)")
            #expect(try fixture.state().state == "refused", "byte \(place)")
        }
    }

    @Test(arguments: [
        ("1.parquet", "bytes of the manifest", "missing"), ("manifest.json", "checksum", "lacks"),
        ("signature.json", "cannot be read", "lacks"),
    ])
    func aTruncatedOrMissingFileIsRefused(file: String, reason: String, missing: String) async throws {
        let fixture = try makeFixture()
        let url = try fixture.folder().appending(path: "versions/2/\(file)")
        let good = try Data(contentsOf: url)
        try good.dropLast().write(to: url)
        try await expectRefusal(fixture, reason)
        try (good + [0]).write(to: url)
        try await expectRefusal(fixture, reason)
        try FileManager.default.removeItem(at: url)
        try await expectRefusal(fixture, missing)
    }

    @Test func anotherKeyIsRefused() async throws {
        let fixture = try makeFixture()
        try forge(fixture, version: 2, key: Curve25519.Signing.PrivateKey()) { $0 }
        try await expectRefusal(fixture, "another key")
    }

    @Test func anotherConfiguredKeyIsRefusedOnFirstUse() throws {
        let fixture = try ShareFixture()
        try fixture.publish()
        var settings = fixture.consumerSettings
        settings.trustedKeys[try fixture.namespace()] = Curve25519.Signing.PrivateKey().publicKey.rawRepresentation
            .base64EncodedString()
        let error = #expect(throws: WarehouseError.self) {
            try ShareMounts(fixture.consumer.connection, settings: settings)
                .mount(database: "shared", share: "fundamentals", namespace: try fixture.namespace())
        }
        #expect(error?.detail?.contains("another key") == true)
    }

    @Test func anOlderVersionIsRefused() async throws {
        let fixture = try makeFixture()
        let current = try fixture.folder().appending(path: "current")
        try fixture.addSymbol("IBM")
        let second = try Data(contentsOf: current)
        try fixture.publish()
        try await fixture.service().reconcile()
        #expect(try fixture.symbols() == ["AAPL", "IBM", "MSFT"])
        try second.write(to: current)
        try await fixture.service().reconcile()
        #expect(try fixture.symbols() == ["AAPL", "IBM", "MSFT"])
        #expect(try fixture.state().reason?.contains("older") == true)
        try fixture.consumer.connection.transaction {
            try ShareMounts(fixture.consumer.connection, settings: fixture.consumerSettings).unmount(database: "shared")
        }
        let error = #expect(throws: WarehouseError.self) { try fixture.mount() }
        #expect(error?.detail?.contains("older") == true)
    }

    /// Signed by the right key, so that only the manifest's own checks can refuse it.
    @Test(arguments: [
        ("\"path\" : \"1.parquet\"", "\"path\" : \"../1/1.parquet\"", "no plain name"),
        ("\"path\" : \"1.parquet\"", "\"path\" : \"/etc/1.parquet\"", "no plain name"),
        ("\"path\" : \"1.parquet\"", "\"path\" : \"*.parquet\"", "no plain name"),
        ("\"path\" : \"1.parquet\"", "\"path\" : \"2.parquet\"", "twice"),
        ("\"type\" : \"smallint\"", "\"type\" : \"INTEGER) FROM millrace.account; --\"", "unknown type"),
        ("\"type\" : \"smallint\"", "\"type\" : \"numeric(99,1)\"", "unknown type"),
        ("\"name\" : \"code\"", "\"name\" : \"other\"", "cannot be read"),
        ("\"version\" : 2", "\"version\" : 3", "of version 3"),
        ("\"share\" : \"fundamentals\"", "\"share\" : \"others\"", "of share others"),
        ("\"format\" : 1", "\"format\" : 2", "format 2"),
        ("\"rows\" : 2", "\"rows\" : 3", "rows"),
    ])
    func aManifestThatSaysWrongThingsIsRefused(text: String, replacement: String, reason: String) async throws {
        let fixture = try makeFixture()
        let key = try SigningKey.open(in: fixture.publisher.folder, fixture.publisher.connection)
        try forge(fixture, version: 2, key: key) { manifest in
            #expect(manifest.contains(text))
            return manifest.replacing(text, with: replacement, maxReplacements: 1)
        }
        try await expectRefusal(fixture, reason)
    }

    @Test func aManifestIsReadOrRefusedWhateverItHolds() throws {
        let fixture = try makeFixture()
        let good = try Data(contentsOf: try fixture.folder().appending(path: "versions/2/manifest.json"))
        var random = SeededGenerator(seed: 7)
        for length in 0..<good.count { expectReadOrRefused(good.prefix(length)) }
        for _ in 0..<2000 {
            var bytes = good
            for _ in 0...Int.random(in: 0..<4, using: &random) {
                bytes[Int.random(in: bytes.indices, using: &random)] = UInt8.random(in: 0...255, using: &random)
            }
            expectReadOrRefused(bytes)
        }
    }

    private func expectReadOrRefused(_ bytes: Data) {
        do {
            _ = try ShareManifest(json: bytes)
        } catch {
            #expect(error is ShareProblem)
        }
    }

    @Test func aVanishedPublisherLeavesTheLastVersion() async throws {
        let fixture = try makeFixture()
        try FileManager.default.removeItem(at: fixture.root)
        try await expectRefusal(fixture, "no valid version", state: "unreachable")
    }

    @Test func aCopyThatCannotBeWrittenLeavesTheLastVersion() async throws {
        let fixture = try makeFixture()
        // A file where the folder of copies' drafts should be made stands for a disk that takes no more.
        let copies = fixture.consumer.folder.appending(path: "shares")
        let aside = fixture.consumer.folder.appending(path: "aside")
        let service = try fixture.service()
        try FileManager.default.moveItem(at: copies, to: aside)
        try Data().write(to: copies)
        await #expect(throws: (any Error).self) { try await service.reconcile() }
        #expect(try fixture.state().state == "unreachable")
        try FileManager.default.removeItem(at: copies)
        try FileManager.default.moveItem(at: aside, to: copies)
        try await service.reconcile()
        #expect(try fixture.symbols() == ["AAPL", "MSFT"])
        #expect(try fixture.state().state == "current")
    }

    @Test func aPublicationThatStopsHalfwayLeavesCurrentValid() async throws {
        let fixture = try makeFixture()
        let service = try fixture.service()
        try await service.reconcile()
        let folder = try fixture.folder()
        let before = try Data(contentsOf: folder.appending(path: "current"))
        // The table with the files is gone by the time the second relation is written.
        try fixture.publisher.connection.execute("ALTER TABLE reference.sector RENAME code TO number")
        #expect(throws: (any Error).self) { try fixture.publish() }
        #expect(try Data(contentsOf: folder.appending(path: "current")) == before)
        #expect(
            try FileManager.default.contentsOfDirectory(atPath: folder.appending(path: "versions").path).sorted() == [
                "1", "2",
            ])
        try await service.reconcile()
        #expect(try fixture.state().state == "current")
        // What a kill leaves: a draft, and a whole version that nothing names yet.
        try FileManager.default.createDirectory(
            at: folder.appending(path: "versions/.draft-1"), withIntermediateDirectories: true)
        try FileManager.default.createDirectory(
            at: folder.appending(path: "versions/3"), withIntermediateDirectories: true)
        try fixture.publisher.connection.execute("ALTER TABLE reference.sector RENAME number TO code")
        #expect(try fixture.publish().version == 4)
        try await service.reconcile()
        #expect(try fixture.state() == ("current", nil, 4))
    }

    /// Rewrites a version's manifest, signs it with `key` and makes it current, as an attacker with write access could.
    private func forge(
        _ fixture: ShareFixture, version: Int, key: Curve25519.Signing.PrivateKey, _ change: (String) -> String
    ) throws {
        let folder = try fixture.folder()
        let url = folder.appending(path: "versions/\(version)/manifest.json")
        let manifest = Data(change(try String(contentsOf: url, encoding: .utf8)).utf8)
        try manifest.write(to: url)
        let encoder = JSONEncoder()
        try encoder.encode(ShareSignature(of: manifest, key: key))
            .write(to: folder.appending(path: "versions/\(version)/signature.json"))
        let current = CurrentVersion(version: Int64(version), manifestSHA256: SHA256.hexadecimal(of: manifest))
        try encoder.encode(current).write(to: folder.appending(path: "current"))
    }
}
