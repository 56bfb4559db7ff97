import DuckDB
import Foundation
import Logging
import MillraceTesting
import Testing

@testable import Warehouse

/// External tables and data shares behind the S3 API, on moto's server.
@Suite(.enabled(if: ObjectStoreServer.isUsable, "skipped: no moto server for Python 3, or no httpfs extension"))
struct ExternalTableObjectStoreTests {
    let server: ObjectStoreServer
    let storage: ObjectStorage

    init() throws {
        server = try ObjectStoreServer(bucket: "lake")
        storage = ObjectStorage(remote: server.storage)
    }

    private func open() throws -> BareWarehouse {
        let warehouse = try BareWarehouse()
        try warehouse.connection.execute("LOAD \(EngineName.literal(ObjectStoreServer.httpfs.path))")
        try server.storage.register(on: warehouse.connection)
        return warehouse
    }

    @Test(.timeLimit(.minutes(2))) func partitionsAreReadInPlace() throws {
        defer { server.stop() }
        let connection = try open().connection
        let tables = ExternalTables(connection, storage: storage)
        let name = EngineName(schema: "public", name: "t")
        for day in 1...3 {
            try connection.execute(
                "COPY (SELECT \(day)::BIGINT AS a) TO 's3://lake/t/day=\(day)/f.parquet' (FORMAT PARQUET)")
        }
        try connection.execute("COPY (SELECT 1) TO 's3://lake/t/day=1/_SUCCESS' (FORMAT CSV)")
        try tables.create(
            ExternalTable(
                name: name, columns: [.init(name: "a", type: "BIGINT")],
                partitionColumns: [.init(name: "day", type: "INTEGER")], location: "s3://lake/t/"))
        #expect(try tables.repair(name).map(\.values) == [["1"], ["2"], ["3"]])
        try tables.addPartitions([.init(values: [("day", "4")])], to: name)
        #expect(
            try connection.query("SELECT a, day FROM public.t WHERE day > 1 ORDER BY a").rows() == [
                [.integer(2), .integer(2)], [.integer(3), .integer(3)],
            ])
        let paths =
            "SELECT \"$path\", \"$size\" > 0 FROM \(try tables.require(name).withPseudoColumns.quoted) WHERE day = 3"
        #expect(try connection.query(paths).rows() == [[.text("s3://lake/t/day=3/f.parquet"), .boolean(true)]])
    }

    @Test(.timeLimit(.minutes(2))) func sharesArePublishedAndMounted() async throws {
        defer { server.stop() }
        let publisher = try open()
        let consumer = try open()
        try publisher.connection.execute("CREATE TABLE public.sector AS SELECT 'AAPL' AS symbol")
        let catalog = Catalog(publisher.connection)
        try catalog.createDatashare("s", database: "dev")
        try catalog.addSchemas(["public"], toDatashare: "s")
        try catalog.addAllRelations(inSchemas: ["public"], toDatashare: "s")
        let publishing = DataSharePublisher(
            publisher.connection, settings: ShareSettings(folder: publisher.folder, roots: [], storage: storage))
        try publishing.publish(share: "s", to: "s3://lake/shares")
        var settings = ShareSettings(folder: consumer.folder, roots: ["s3://lake/shares"], storage: storage)
        settings.pollIntervalMilliseconds = 0
        try ShareMounts(consumer.connection, settings: settings)
            .mount(database: "d", share: "s", namespace: try catalog.namespace())
        let sql = "SELECT count(*) FROM \"d.public\".sector"
        #expect(try consumer.rows(sql) == [[.integer(1)]])
        try publisher.connection.execute("INSERT INTO public.sector VALUES ('MSFT')")
        #expect(try publishing.publish(share: "s", to: "s3://lake/shares").version == 2)
        let service = try DataShareService(
            database: consumer.database, settings: settings, commits: CommitLog(), logger: .init(label: "test"))
        try await service.reconcile()
        #expect(try consumer.rows(sql) == [[.integer(2)]])
        // A file is damaged: version 3 is refused.
        try publisher.connection.execute("INSERT INTO public.sector VALUES ('IBM')")
        try publishing.publish(share: "s", to: "s3://lake/shares")
        let file = "s3://lake/shares/\(try catalog.namespace())/s/versions/3/1.parquet"
        try publisher.connection.execute(
            """
            COPY (SELECT content[:20] || unhex('a5a5a5a5') || content[25:] AS content FROM read_blob('\(file)'))
            TO '\(file)' (FORMAT BLOB)
            """)
        try await service.reconcile()
        #expect(try consumer.rows(sql) == [[.integer(2)]])
        #expect(try consumer.rows("SELECT state FROM millrace.share_mount") == [[.text("refused")]])
        server.stop()
        try await service.reconcile()
        #expect(try consumer.rows(sql) == [[.integer(2)]])
    }
}
