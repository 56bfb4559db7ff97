import Testing

@testable import Warehouse

/// Views that are looked up when they are read.
@Suite(.timeLimit(.minutes(1))) struct LateBindingViewTests {
    @Test func viewsMayComeBeforeWhatTheyRead() async throws {
        let fixture = try await SessionFixture()
        try await fixture.run("create view a as select n from b with no schema binding")
        try await fixture.run("create view b as select n + 1 as n from c with no schema binding")
        try await fixture.run("create table c (n int); insert into c values (1)")
        #expect(try await fixture.run("select n from a") == [["2"]])
    }

    @Test(arguments: [
        ["create view a as select * from a with no schema binding"],
        [
            "create view a as select * from b with no schema binding",
            "create view b as select * from c with no schema binding",
            "create view c as select * from a with no schema binding",
        ],
    ]) func aViewCannotLeadBackToItself(statements: [String]) async throws {
        let fixture = try await SessionFixture()
        for statement in statements.dropLast() { try await fixture.run(statement) }
        let error = await #expect(throws: WarehouseError.self) { try await fixture.run(statements.last ?? "") }
        #expect(error?.sqlState == "42P17")
        #expect(try await fixture.run("select 1") == [["1"]])
    }
}
