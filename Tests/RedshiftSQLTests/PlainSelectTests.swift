import Testing

@testable import RedshiftSQL

struct PlainSelectTests {
    @Test func takesAQueryApart() throws {
        let select = try #require(
            try PlainSelect(
                engineQuery:
                    "SELECT a + 1 AS b, \"Odd\".c, *, '\u{1}\"' FROM s.\"T\" AS \"Odd\" WHERE a > 1 AND c IS NULL",
                engine: TestEngine()))
        #expect(select.schema == "s")
        #expect(select.table == "T")
        #expect(select.alias == "Odd")
        #expect(select.expressions == ["(a + 1)", "Odd.c", "'\u{1}\"'"])
        #expect(select.filter == "((a > 1) AND (c IS NULL))")
    }

    @Test func keepsWhatAQueryLeavesOut() throws {
        let select = try #require(try PlainSelect(engineQuery: "SELECT * FROM t", engine: TestEngine()))
        #expect(select.schema.isEmpty)
        #expect(select.alias == nil)
        #expect(select.expressions.isEmpty)
        #expect(select.filter == nil)
    }

    @Test(arguments: [
        "SELECT 1", "SELECT a FROM (SELECT 1 AS a)", "SELECT t.a FROM t JOIN u ON t.a = u.a", "VALUES (1)",
    ])
    func isForOneTable(query: String) throws {
        #expect(try PlainSelect(engineQuery: query, engine: TestEngine()) == nil)
    }

    @Test func namesASyntaxError() throws {
        #expect(throws: SQLError.self) { try PlainSelect(engineQuery: "SELECT FROM WHERE", engine: TestEngine()) }
    }
}
