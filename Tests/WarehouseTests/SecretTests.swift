import DuckDB
import Foundation
import MillraceTesting
import Testing

@testable import Warehouse

@Suite struct SecretTests {
    private func permissions(_ url: URL) throws -> Int? {
        try FileManager.default.attributesOfItem(atPath: url.path)[.posixPermissions] as? Int
    }

    @Test func opensWhatItSealed() throws {
        let folder = TemporaryFolder.make()
        let sealed = try SecretSeal(folder: folder).seal("mysql://reader:pencil@db", of: "integration orders")
        #expect(!sealed.contains("pencil") && !sealed.contains(Data("pencil".utf8).base64EncodedString()))
        // The key is read again by the next run.
        #expect(try SecretSeal(folder: folder).open(sealed, of: "integration orders") == "mysql://reader:pencil@db")
        #expect(try permissions(folder.appending(path: SecretSeal.fileName)) == 0o600)
    }

    @Test func namesASecretThatItCannotOpen() throws {
        let seal = try SecretSeal(folder: nil)
        let sealed = try seal.seal("pencil", of: "integration orders")
        let another = try SecretSeal(folder: nil)
        #expect(throws: WarehouseError.self) { try another.open(sealed, of: "integration orders") }
        #expect(throws: WarehouseError.self) { try seal.open(sealed, of: "integration trades") }
        for broken in ["", "pencil", "AAAA", String(sealed.dropLast(8))] {
            let error = #expect(throws: WarehouseError.self) { try seal.open(broken, of: "integration orders") }
            #expect(error?.sqlState == WarehouseError.State.objectNotReady.rawValue)
        }
    }

    @Test(arguments: ["", "not base64!", "AAAA"])
    func refusesADamagedKey(text: String) throws {
        let folder = TemporaryFolder.make()
        try Data(text.utf8).write(to: folder.appending(path: SecretSeal.fileName))
        #expect(throws: WarehouseError.self) { try SecretSeal(folder: folder) }
    }

    @Test func keepsAnEmptyFolderToItsOwner() throws {
        let parent = TemporaryFolder.make()
        let made = parent.appending(path: "made")
        #expect(try !DataFolder.prepare(made))
        #expect(try permissions(made) == 0o700)
        try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: made.path)
        #expect(try !DataFolder.prepare(made))
        try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: made.path)
        try Data().write(to: made.appending(path: "file"))
        #expect(try DataFolder.prepare(made))
        #expect(try permissions(made) == 0o755)
    }

    @Test func addressesDoNotReachTheDataFolder() throws {
        let parent = TemporaryFolder.make()
        let data = parent.appending(path: "data")
        try FileManager.default.createDirectory(at: data, withIntermediateDirectories: true)
        let link = parent.appending(path: "link")
        try FileManager.default.createSymbolicLink(at: link, withDestinationURL: data)
        let storage = ObjectStorage(dataFolder: data)
        for place in [data.path, data.path + "/streams", "file://\(data.path)/", parent.path, "/", link.path] {
            let error = #expect(throws: WarehouseError.self) { try storage.locate(place) }
            #expect(error?.sqlState == WarehouseError.State.insufficientPrivilege.rawValue, "\(place)")
        }
        #expect(try storage.locate(parent.path + "/lake").enginePath == parent.path + "/lake")
        #expect(try storage.locate(data.path + "base").enginePath == data.path + "base")
    }

    @Test func theEnginesFileHoldsNoPassword() async throws {
        let folder = TemporaryFolder.make()
        let fixture = try await SessionFixture(folder: folder)
        try await fixture.run(
            """
            CREATE INTEGRATION orders SOURCE 'mysql://reader@127.0.0.1:9/trading' PASSWORD 'blue pencil 4711';
            CREATE INTEGRATION trades SOURCE 'mysql://reader:greenpencil0815@127.0.0.1:9/trading';
            """)
        try expectNoPassword(in: "dev.duckdb.wal", of: folder)
        try fixture.warehouse.database.connect().execute("CHECKPOINT")
        try expectNoPassword(in: "dev.duckdb", of: folder)
        #expect(try permissions(folder.appending(path: "dev.duckdb")) == 0o600)
        let integration = try #require(try Catalog(fixture.warehouse.database.connect()).integration("orders"))
        let source = try SecretSeal(folder: folder).open(integration.sealedSource, of: "integration orders")
        #expect(source == "mysql://reader:blue%20pencil%204711@127.0.0.1:9/trading")
    }

    private func expectNoPassword(in file: String, of folder: URL) throws {
        let bytes = try Data(contentsOf: folder.appending(path: file))
        #expect(bytes.range(of: Data("orders".utf8)) != nil, "\(file) does not hold the integration")
        for part in ["pencil", "4711", "0815", "reader"] {
            #expect(bytes.range(of: Data(part.utf8)) == nil, "\(file) holds \(part)")
        }
    }
}
