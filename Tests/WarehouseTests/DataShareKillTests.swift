import DuckDB
import Foundation
import Testing

@testable import Warehouse

/// A publisher that is killed while it publishes.
@Suite(.serialized) struct DataShareKillTests {
    @Test(.timeLimit(.minutes(2)), arguments: [3, 17, 40, 90, 160])
    func currentAlwaysNamesAWholeVersion(delayMilliseconds: Int) async throws {
        let fixture = try ShareFixture()
        try fixture.publish()
        let namespace = try fixture.namespace()
        fixture.publisher.database.close()
        let folder = fixture.publisher.folder.path
        let copy = fixture.publisher.folder.deletingLastPathComponent().appending(
            path: "\(fixture.publisher.folder.lastPathComponent)-killed")
        defer { try? FileManager.default.removeItem(at: copy) }
        // The engine locks its file, and this process may still hold it: the one to be killed gets a copy.
        try FileManager.default.copyItem(atPath: folder, toPath: copy.path)
        await #expect(processExitsWith: .signal(SIGKILL)) {
            [data = copy.path as String, root = fixture.root.path as String, delayMilliseconds] in
            let publisher = try BareWarehouse(folder: URL(filePath: data))
            let settings = ShareSettings(folder: publisher.folder, roots: [])
            try DataSharePublisher(publisher.connection, settings: settings).publish(share: "fundamentals", to: root)
            Thread.detachNewThread {
                usleep(UInt32(delayMilliseconds) * 1000)
                kill(getpid(), SIGKILL)
            }
            while true {
                try publisher.connection.execute("INSERT INTO reference.sector VALUES ('MSFT', 4800, NULL)")
                try DataSharePublisher(publisher.connection, settings: settings).publish(
                    share: "fundamentals", to: root)
            }
        }
        _ = try ShareMounts(fixture.consumer.connection, settings: fixture.consumerSettings)
            .mount(database: "shared", share: "fundamentals", namespace: namespace)
        let version = try #require(try fixture.state().version)
        #expect(version >= 2)
        // Version 2 is the first of the killed publisher; each later one has one row more.
        #expect(try fixture.symbols().count == Int(version) - 1)
        // The next start goes on from there.
        let publisher = try BareWarehouse(folder: copy)
        let outcome = try DataSharePublisher(publisher.connection, settings: ShareSettings(folder: copy, roots: []))
            .publish(share: "fundamentals", to: fixture.root.path)
        #expect(outcome.version > version)
    }
}
