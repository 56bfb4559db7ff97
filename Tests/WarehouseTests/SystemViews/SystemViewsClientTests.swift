import Testing

@testable import Warehouse

/// Statements of stock clients, through the whole way of a statement: read, rewritten, run.
@Suite struct SystemViewsClientTests {
    let fixture: SessionFixture

    init() async throws {
        fixture = try await SessionFixture()
        try await fixture.run(
            """
            CREATE TABLE quotes (symbol VARCHAR(10) NOT NULL, price DECIMAL(18,4) DEFAULT 0, details SUPER);
            INSERT INTO quotes VALUES ('A', 1.5, NULL);
            CREATE VIEW latest AS SELECT symbol, price FROM quotes;
            """)
    }

    @Test func statementsOfPsqlRun() async throws {
        let table = try #require(try await fixture.run("SELECT 'quotes'::regclass::oid").first?[0])
        let view = try #require(try await fixture.run("SELECT 'latest'::regclass::oid").first?[0])
        for (command, sql) in PsqlStatements.all {
            let statement = sql.replacing("TABLE", with: table).replacing("VIEW", with: view)
            await #expect(throws: Never.self, "\(command)") { try await fixture.run(statement) }
        }
    }

    @Test func statementsOfDriversRun() async {
        for (client, sql) in DriverStatements.all {
            await #expect(throws: Never.self, "\(client)") { try await fixture.run(sql) }
        }
    }

    @Test func psqlListsRelationsAndDescribesThem() async throws {
        let list = try #require(PsqlStatements.all.first { $0.command == #"\d"# })
        #expect(
            try await fixture.run(list.sql) == [
                ["public", "latest", "view", "awsuser"], ["public", "quotes", "table", "awsuser"],
            ])
        let table = try #require(try await fixture.run("SELECT 'quotes'::regclass::oid").first?[0])
        let columns = try #require(PsqlStatements.all.first { $0.command == #"\d t: columns"# })
        let rows = try await fixture.run(columns.sql.replacing("TABLE", with: table))
        #expect(rows.map { $0[0] } == ["symbol", "price", "details"])
        #expect(rows.map { $0[1] } == ["character varying(65535)", "numeric(18,4)", "super"])
        #expect(rows.map { $0[3] } == ["true", "false", "false"])
    }

    @Test func showAnswersAboutTheCatalog() async throws {
        #expect(try await fixture.run("SHOW DATABASES").map { $0[0] } == ["dev"])
        #expect(try await fixture.run("SHOW SCHEMAS FROM DATABASE dev LIKE 'pub%'").map { $0[1] } == ["public"])
        #expect(try await fixture.run("SHOW TABLES FROM SCHEMA dev.public").map { $0[2] } == ["latest", "quotes"])
        #expect(try await fixture.run("SHOW TABLES FROM SCHEMA nowhere").isEmpty)
        let columns = try await fixture.run("SHOW COLUMNS FROM TABLE public.quotes")
        #expect(columns.map { $0[3] } == ["symbol", "price", "details"])
        #expect(columns.map { $0[7] } == ["character varying", "numeric", "super"])
        let definition = try #require(try await fixture.run("SHOW TABLE quotes").first?[0])
        #expect(definition.contains("price numeric(18,4)"))
        await #expect(throws: WarehouseError.self) { try await fixture.run("SHOW COLUMNS FROM TABLE a.b.c.d") }
    }

    @Test func numbersAndArraysPrintAsInPostgreSQL() async throws {
        #expect(
            try await fixture.run("SELECT 'quotes'::regclass, 'quotes'::regclass AS named") == [["quotes", "quotes"]])
        #expect(
            try await fixture.run(
                "SELECT proargnames, proargnames AS names FROM pg_proc WHERE proargnames IS NOT NULL LIMIT 1"
            )
            .first?.allSatisfy { $0?.hasPrefix("{") == true } == true)
        for (array, text) in [
            ("['a', 'b c', NULL, 'null', 'q\"', '']", #"{a,"b c",NULL,"null","q\"",""}"#), ("[1, 2]", "{1,2}"),
            ("[]", "{}"),
        ] {
            let printed = try await fixture.run("SELECT millrace.array_text(\(array))")
            #expect(printed == [[text]], "\(array)")
        }
    }

    @Test func settingsAreCheckedAndSeen() async throws {
        #expect(try await fixture.run("SET statement_timeout TO '15s'; SHOW statement_timeout") == [["15000"]])
        #expect(try await fixture.run("SELECT current_setting('statement_timeout')") == [["15000"]])
        #expect(try await fixture.run("RESET statement_timeout; SHOW statement_timeout") == [["0"]])
        #expect(try await fixture.run("SET my.name TO 'x'; SHOW my.name") == [["x"]])
        #expect(try await fixture.run("SET application_name TO 'tool'; SHOW application_name") == [["tool"]])
        for (statement, state) in [
            ("SET nonsense TO 1", "42704"), ("SHOW nonsense", "42704"), ("SELECT current_setting('nonsense')", "42704"),
            ("SET statement_timeout TO 'soon'", "22023"), ("SET extra_float_digits TO 9", "22023"),
            ("SET client_encoding TO 'LATIN1'", "22023"), ("SET server_version TO '15'", "55000"),
        ] {
            let error = await #expect(throws: WarehouseError.self, "\(statement)") { try await fixture.run(statement) }
            #expect(error?.sqlState == state, "\(statement)")
        }
    }
}
