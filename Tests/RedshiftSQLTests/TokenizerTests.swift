import Testing

@testable import RedshiftSQL

@Suite struct TokenizerTests {
    private func describe(_ script: String, _ dialect: Dialect = .redshift) throws -> [String] {
        try Tokenizer.tokens(of: script, options: SQLOptions(dialect: dialect)).map { "\($0.kind) \($0.text)" }
    }

    @Test(arguments: [
        ("SELECT Foo", ["word select", "word foo"]),
        ("\"A\"\"b\"", ["quotedIdentifier A\"b"]),
        ("'it''s' 'a\\tb\\\\' E'\\'x' '\\101'", ["string it's", "string a\tb\\", "string 'x", "string A"]),
        ("'a'\n  'b'", ["string ab"]),
        ("$$x'y$$ $tag$ $$ $tag$", ["string x'y", "string  $$ "]),
        (
            "1 1.5 .5 1e3 1.e-2 1.a",
            ["number 1", "number 1.5", "number .5", "number 1e3", "number 1.e-2", "number 1.", "word a"]
        ),
        ("a::int, b:=1", ["word a", "symbol ::", "word int", "symbol ,", "word b", "symbol :=", "number 1"]),
        ("$1 ? :name", ["parameter $1", "parameter ?", "parameter :name"]),
        (
            "a<>b<=c!=d||e",
            ["word a", "symbol <>", "word b", "symbol <=", "word c", "symbol !=", "word d", "symbol ||", "word e"]
        ),
        ("a*-1 b@-1", ["word a", "symbol *", "symbol -", "number 1", "word b", "symbol @-", "number 1"]),
        ("a--b\nc/*d/*e*/f*/g", ["word a", "word c", "word g"]),
        ("from #tmp, a # b", ["word from", "word #tmp", "symbol ,", "word a", "symbol #", "word b"]),
        ("größe ÄB", ["word größe", "word Äb"]),
        ("'\u{301}'", ["string \u{301}"]),
        ("a[0].b", ["word a", "symbol [", "number 0", "symbol ]", "symbol .", "word b"]),
        ("", []),
    ])
    func tokens(script: String, expected: [String]) throws {
        #expect(try describe(script) == expected)
    }

    @Test func athena() throws {
        #expect(
            try describe("`a b` 'c\\d'\n# comment\nx", .athena) == ["quotedIdentifier a b", "string c\\d", "word x"])
    }

    @Test(arguments: [
        ("select 'abc", "unterminated quoted string at or near \"'abc\"", 8),
        ("a \"b", "unterminated quoted identifier at or near \"\"b\"", 3),
        ("ä /* b", "unterminated /* comment", 3),
        ("$a$ b", "unterminated dollar-quoted string at or near \"$a$ b\"", 1),
        ("\"\"", "zero-length delimited identifier at or near \"\"\"\"", 1),
        ("'a\\000'", "a string cannot hold the character with code zero", 1),
    ])
    func errors(script: String, message: String, position: Int) {
        let expected = SQLError(sqlState: "42601", message: message, position: position)
        #expect(throws: expected) { try Tokenizer.tokens(of: script) }
    }

    @Test func bounds() {
        let deep = String(repeating: "(", count: SQLLimits.nesting + 1)
        #expect { try parseScript("select " + deep) } throws: { ($0 as? SQLError)?.sqlState == "54001" }
        let long = String(repeating: " ", count: SQLLimits.scriptBytes + 1)
        #expect { try parseScript(long) } throws: { ($0 as? SQLError)?.sqlState == "54001" }
    }

    @Test func quotesCannotBeLeft() {
        // A combining character after a quote makes one Character of both.
        #expect(quotedLiteral("a'\u{301}b") == "'a''\u{301}b'")
        #expect(Identifier.quote("a\"\u{301}") == "\"a\"\"\u{301}\"")
    }

    @Test func statementsOfAScript() throws {
        let script = "select ';' ; ;\nselect 2; select (1;2)"
        let tokens = try Tokenizer.tokens(of: script)
        let ranges = StatementSplitter.ranges(of: tokens, script: Array(script.utf8), dialect: .redshift)
        #expect(ranges.map(\.count) == [2, 2, 6])
        #expect(try parseScript("select 1;\n select 2").map(\.text) == ["select 1", "select 2"])
        #expect(try parseScript("select 'ä'; select 2")[1].characterOffset == 12)
    }

    @Test func athenaScriptWithoutSemicolon() throws {
        let script = """
            CREATE  EXTERNAL TABLE IF NOT EXISTS ccindex (url STRING, status SMALLINT, t TIMESTAMP)
            PARTITIONED  BY (crawl STRING, subset STRING)
            STORED  AS parquet LOCATION 's3://commoncrawl/cc-index/table/cc-main/warc/';
            MSCK  REPAIR TABLE ccindex
            # load the partitions
            # then query
            SELECT count(*) FROM ccindex;
            """
        let statements = try parseScript(script, options: SQLOptions(dialect: .athena))
        try #require(statements.count == 3)
        #expect(statements[1].statement == .repairTable(ObjectName("ccindex")))
        guard case .createExternalTable(let table) = statements[0].statement else {
            Issue.record("\(statements[0].statement)")
            return
        }
        #expect(table.columns.map(\.type) == [.varchar(length: 65_535), .smallint, .timestamp])
        #expect(table.partitionColumns.map(\.name.text) == ["crawl", "subset"])
        #expect(table.location == "s3://commoncrawl/cc-index/table/cc-main/warc/")
        #expect(table.format == "parquet" && table.ifNotExists)
    }

    /// A script is gone through once: the time does not grow with the square of its length.
    @Test(.timeLimit(.minutes(1))) func scriptsOfManyStatements() throws {
        let statements = try parseScript(String(repeating: "end; /* ä */ ", count: 50_000))
        #expect(statements.count == 50_000)
        #expect(statements.last?.characterOffset == 49_999 * 13)
    }
}
