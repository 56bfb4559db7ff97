import DuckDB
import Foundation
import Testing

@testable import Warehouse

/// The statements about shares and what the system views say of them.
@Suite struct DataShareCatalogTests {
    private func objects(_ fixture: ShareFixture) throws -> [String] {
        try fixture.publisher.connection.query(ShareSystemViews.describe, [.text("fundamentals"), .null]).rows()
            .map { "\($0[4].text ?? "") \($0[5].text ?? "")" }
    }

    @Test func relationsAreAddedAndRemoved() throws {
        let fixture = try ShareFixture()
        let catalog = Catalog(fixture.publisher.connection)
        #expect(try objects(fixture) == ["schema reference", "table reference.sector", "view reference.sector_code"])
        try catalog.removeRelations([("reference", "sector")], fromDatashare: "fundamentals")
        #expect(try objects(fixture) == ["schema reference", "view reference.sector_code"])
        try catalog.addRelations([("reference", "sector")], toDatashare: "fundamentals")
        try catalog.addRelations([("reference", "sector")], toDatashare: "fundamentals")
        #expect(try objects(fixture).count == 3)
        try fixture.publisher.connection.execute("DROP VIEW reference.sector_code")
        #expect(try objects(fixture).count == 2)
        try catalog.removeAllRelations(inSchemas: ["reference"], fromDatashare: "fundamentals")
        #expect(try objects(fixture) == ["schema reference"])
        try catalog.removeSchemas(["reference"], fromDatashare: "fundamentals")
        #expect(try objects(fixture).isEmpty)
    }

    @Test func includeNewAddsWhatIsMadeLater() throws {
        let fixture = try ShareFixture()
        let connection = fixture.publisher.connection
        let catalog = Catalog(connection)
        try catalog.removeRelations([("reference", "sector")], fromDatashare: "fundamentals")
        try catalog.setIncludeNew(true, schema: "reference", ofDatashare: "fundamentals")
        #expect(try objects(fixture) == ["schema reference", "view reference.sector_code"])
        try connection.execute("CREATE TABLE reference.later (a INTEGER)")
        #expect(try objects(fixture).contains("table reference.later"))
        try catalog.removeRelations([("reference", "later")], fromDatashare: "fundamentals")
        #expect(try !objects(fixture).contains("table reference.later"))
        try catalog.addRelations([("reference", "later")], toDatashare: "fundamentals")
        try catalog.setIncludeNew(false, schema: "reference", ofDatashare: "fundamentals")
        #expect(try objects(fixture).contains("table reference.later"))
    }

    @Test func whatCannotBeSharedIsNamed() throws {
        let fixture = try ShareFixture()
        let catalog = Catalog(fixture.publisher.connection)
        let cases: [(WarehouseError.State, () throws -> Void)] = [
            (.duplicateObject, { try catalog.createDatashare("fundamentals", database: "dev") }),
            (.undefinedObject, { try catalog.addSchemas(["reference"], toDatashare: "other") }),
            (.invalidSchemaName, { try catalog.addSchemas(["nowhere"], toDatashare: "fundamentals") }),
            (.duplicateObject, { try catalog.addSchemas(["reference"], toDatashare: "fundamentals") }),
            (.undefinedObject, { try catalog.addRelations([("public", "t")], toDatashare: "fundamentals") }),
            (.undefinedTable, { try catalog.addRelations([("reference", "t")], toDatashare: "fundamentals") }),
            (.undefinedObject, { try catalog.removeRelations([("reference", "t")], fromDatashare: "fundamentals") }),
            (.undefinedObject, { try catalog.dropDatashare("other") }),
        ]
        for (state, body) in cases {
            let error = #expect(throws: WarehouseError.self) { try body() }
            #expect(error?.sqlState == state.rawValue)
        }
    }

    @Test func aMountedShareIsNotSharedOn() throws {
        let fixture = try ShareFixture()
        try fixture.publish()
        try fixture.mount()
        let error = #expect(throws: WarehouseError.self) {
            try Catalog(fixture.consumer.connection).createDatashare("again", database: "shared")
        }
        #expect(error?.sqlState == WarehouseError.State.insufficientPrivilege.rawValue)
    }

    @Test func systemViewsShowBothSides() throws {
        let fixture = try ShareFixture()
        try Catalog(fixture.publisher.connection).grantUsage(
            onDatashare: "fundamentals", namespaces: ["86b5169f-012a-234b-9fbb-e2e24359e9a8"],
            accounts: ["123456789012"])
        try Catalog(fixture.publisher.connection).revokeUsage(
            onDatashare: "fundamentals", namespaces: [], accounts: ["123456789012"])
        #expect(
            try fixture.publisher.rows(
                "SELECT share_name, consumer_account, consumer_namespace FROM millrace.svv_datashare_consumers")
                == [[.text("fundamentals"), .null, .text("86b5169f-012a-234b-9fbb-e2e24359e9a8")]])
        try fixture.publish()
        try fixture.mount()
        let namespace = try fixture.namespace()
        let shown = try fixture.consumer.connection.query(ShareSystemViews.show, [.text("fund%")]).rows()
        #expect(shown.count == 1)
        #expect(shown[0][3...4] == [.text("shared"), .text("INBOUND")])
        #expect(shown[0][9] == .text(namespace))
        #expect(try fixture.consumer.connection.query(ShareSystemViews.show, [.text("x%")]).rows().isEmpty)
        let described = try fixture.consumer.connection.query(
            ShareSystemViews.describe, [.text("fundamentals"), .text(namespace)]
        ).rows().map { $0[5].text ?? "" }
        #expect(described == ["reference", "reference.sector", "reference.sector_code"])
        #expect(
            try fixture.publisher.rows("SELECT share_type, version FROM millrace.svv_datashares") == [
                [.text("OUTBOUND"), .integer(1)]
            ])
    }

    @Test func droppingAShareForgetsIt() throws {
        let fixture = try ShareFixture()
        try fixture.publish()
        try Catalog(fixture.publisher.connection).dropDatashare("fundamentals")
        for view in ["svv_datashares", "svv_datashare_objects", "svv_datashare_consumers", "datashare_version"] {
            #expect(try fixture.publisher.rows("SELECT * FROM millrace.\(view)").isEmpty)
        }
    }
}
