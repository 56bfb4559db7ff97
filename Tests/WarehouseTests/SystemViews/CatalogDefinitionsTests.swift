import DuckDB
import Foundation
import MillraceTesting
import Testing

@testable import Warehouse

/// What a start makes of schema `millrace`, and what it leaves as it is.
@Suite struct CatalogDefinitionsTests {
    private func hasView(_ name: String, _ connection: Connection) throws -> Bool {
        try !connection.query(
            "SELECT 1 FROM duckdb_views() WHERE schema_name = 'millrace' AND view_name = $1", [.text(name)]
        ).rows().isEmpty
    }

    @Test func makesDefinitionsOnlyWhereTheyDiffer() throws {
        let file = TemporaryFolder.make().appending(path: "dev.duckdb").path
        do {
            let connection = try Database(path: file).connect()
            try Catalog(connection).bootstrap()
            #expect(try hasView("svv_tables", connection))
            try connection.execute("DROP VIEW millrace.svv_tables")
        }
        let connection = try Database(path: file).connect()
        try Catalog(connection).bootstrap()
        // The same program has nothing to do, and does not look for what only an outsider can have removed.
        #expect(try !hasView("svv_tables", connection))
        try connection.execute("INSERT INTO millrace.account (name) VALUES ('kept')")
        try connection.execute("UPDATE millrace.definitions SET fingerprint = 'of another program'")
        try Catalog(connection).bootstrap()
        #expect(try hasView("svv_tables", connection))
        #expect(try Catalog(connection).account("kept") != nil)
        #expect(try connection.query("SELECT count(*) FROM millrace.definitions").rows() == [[.integer(1)]])
    }

    @Test func theFingerprintIsOfTheEngineToo() {
        let one = CatalogDefinitions.fingerprint(engineVersion: "v1.5.5")
        #expect(one == CatalogDefinitions.fingerprint(engineVersion: "v1.5.5"))
        #expect(one != CatalogDefinitions.fingerprint(engineVersion: "v1.5.6"))
    }
}
