import DuckDB
import Testing

@testable import RedshiftSQL

/// What clients send, as far as the engine's parser and the rewriting steps are concerned.
@Suite struct ClientQueryTests {
    /// Texts that must go through tokens and tree; whether their tables exist is the warehouse's business.
    static let queries = [
        // psql: \d, \dt, \l
        """
        SELECT n.nspname as "Schema", c.relname as "Name",
          CASE c.relkind WHEN 'r' THEN 'table' WHEN 'v' THEN 'view' WHEN 'm' THEN 'materialized view' END as "Type",
          pg_catalog.pg_get_userbyid(c.relowner) as "Owner"
        FROM pg_catalog.pg_class c
             LEFT JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
             LEFT JOIN pg_catalog.pg_am am ON am.oid = c.relam
        WHERE c.relkind IN ('r','p','v','m','S','f','')
              AND n.nspname <> 'pg_catalog' AND n.nspname !~ '^pg_toast' AND n.nspname <> 'information_schema'
          AND pg_catalog.pg_table_is_visible(c.oid)
        ORDER BY 1,2
        """,
        """
        SELECT c.oid, n.nspname, c.relname FROM pg_catalog.pg_class c
             LEFT JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
        WHERE c.relname OPERATOR(pg_catalog.~) '^(quotes)$' COLLATE pg_catalog.default
          AND pg_catalog.pg_table_is_visible(c.oid) ORDER BY 2, 3
        """,
        """
        SELECT a.attname, pg_catalog.format_type(a.atttypid, a.atttypmod),
          (SELECT pg_catalog.pg_get_expr(d.adbin, d.adrelid, true) FROM pg_catalog.pg_attrdef d
           WHERE d.adrelid = a.attrelid AND d.adnum = a.attnum AND a.atthasdef),
          a.attnotnull, a.attidentity, a.attgenerated
        FROM pg_catalog.pg_attribute a
        WHERE a.attrelid = '16384' AND a.attnum > 0 AND NOT a.attisdropped ORDER BY a.attnum
        """,
        """
        SELECT c.oid::pg_catalog.regclass, c.relkind, pg_catalog.pg_get_expr(c.relpartbound, c.oid)
        FROM pg_catalog.pg_class c, pg_catalog.pg_inherits i
        WHERE c.oid = i.inhrelid AND i.inhparent = '16384'
        ORDER BY pg_catalog.pg_get_expr(c.relpartbound, c.oid) = 'DEFAULT', c.oid::pg_catalog.regclass::pg_catalog.text
        """,
        """
        SELECT d.datname as \"Name\", pg_catalog.array_to_string(d.datacl, E'\\n') AS \"Access \
        privileges\" FROM pg_catalog.pg_database d ORDER BY 1
        """,
        // JDBC
        """
        SELECT current_database() AS TABLE_CAT, n.nspname AS TABLE_SCHEM, c.relname AS TABLE_NAME,
         CASE n.nspname ~ '^pg_' OR n.nspname = 'information_schema' WHEN true THEN 'SYSTEM TABLE'
         ELSE NULL END AS TABLE_TYPE,
         d.description AS REMARKS, '' as TYPE_CAT
        FROM pg_catalog.pg_namespace n, pg_catalog.pg_class c
        LEFT JOIN pg_catalog.pg_description d ON (c.oid = d.objoid AND d.objsubid = 0
            and d.classoid = 'pg_class'::regclass)
        WHERE c.relnamespace = n.oid AND c.relname LIKE 'quot\\\\_%' ORDER BY TABLE_TYPE,TABLE_SCHEM,TABLE_NAME
        """,
        """
        SELECT typinput='pg_catalog.array_in'::regproc as is_array, typtype, typname, pg_type.oid \
        FROM pg_catalog.pg_type WHERE typname = $1
        """,
        // SQLAlchemy
        "select pg_catalog.version()", "select current_schema()",
        "SELECT CAST('test plain returns' AS VARCHAR(60)) AS anon_1",
        "SELECT t.oid, typarray FROM pg_type t JOIN pg_namespace ns ON typnamespace = ns.oid WHERE typname = 'hstore'",
        "select '\"public\".\"t\"'::regclass::oid",
        """
        SELECT c.relname FROM pg_class c WHERE relkind = 'r' AND 'public' = (select nspname from \
        pg_namespace n where n.oid = c.relnamespace)
        """,
        // Grafana
        "SELECT current_setting('server_version_num')::int/100 as version",
        """
        SELECT floor(extract(epoch from record_time)/60)*60 AS "time", avg(lag) AS "lag"
        FROM delays WHERE record_time BETWEEN '2024-01-01T00:00:00Z' AND '2024-01-02T00:00:00.123456789Z'
        GROUP BY 1 ORDER BY 1
        """,
        """
        select quote_ident(table_name) from information_schema.tables
        where quote_ident(table_schema) not in ('information_schema', 'pg_catalog')
          and (case when array_length(parse_ident('a.b'), 1) = 2
            then quote_ident(table_schema) = (parse_ident('a.b'))[1] else true end)
        """,
        // dbt
        "select database, \"schema\", \"table\", diststyle, sortkey1 from svv_table_info where \"table\" = 'x' limit 1",
        """
        with a as (select 1 as date, 2 as year) select date, year, a.date as user from a where date \
        = 1 and year between 1 and 3
        """,
    ]

    @Test(arguments: queries)
    func parses(sql: String) throws {
        let engine = try TestEngine()
        let text = try engine.translate(sql).text
        #expect(!text.isEmpty)
        // What comes out is the engine's own language.
        #expect(try !engine.serialize(text).hasPrefix("{\"error\":true"))
    }

    @Test func catalogFunctionsAreQualified() throws {
        let engine = try TestEngine()
        engine.catalogFunctions = ["format_type", "regclass_name", "regclass"]
        #expect(try engine.translate("select pg_catalog.format_type(1, 2)").text.contains("millrace.format_type(1, 2)"))
        #expect(try engine.translate("select 'a.b'::regclass::oid").text.contains("millrace.regclass('a.b')"))
        #expect(try engine.translate("select 5::regclass").text.contains("millrace.regclass_name(5)"))
        #expect(
            try engine.translate("select 'a'::regclass::text").text.contains(
                "millrace.regclass_name(millrace.regclass('a'))"))
        #expect(try engine.translate("select 23::regtype").text.contains("millrace.format_type(23, NULL)"))
    }

    @Test(arguments: [
        ("select 1 +  from t", "from", 13), ("/* ä */ select 'x\\'' as b, where from", "from", 34),
        ("update t set a = b c d where e", "c", 20),
    ])
    func syntaxErrorsOfTheEnginePointAtTheScript(sql: String, near: String, position: Int) throws {
        let engine = try TestEngine()
        #expect {
            try engine.translate(sql)
        } throws: { error in
            let error = error as? SQLError
            let message = "syntax error at or near \"\(near)\""
            return error?.sqlState == "42601" && error?.message == message && error?.position == position
        }
    }

    @Test func macrosExist() throws {
        let engine = try TestEngine()
        let known = try Set(
            engine.connection.query(
                "SELECT DISTINCT function_name FROM duckdb_functions() WHERE schema_name = 'millrace'"
            )
            .rows().compactMap { $0[0].text })
        let called = Set(FunctionTable.macros.values).union(FunctionTable.bareNames.values.map(\.macro))
        #expect(called.subtracting(known) == [])
    }

    @Test func readingAndRewritingIsQuick() throws {
        let engine = try SuperTests.engine()
        let sql = """
            select payload.a.b::int, decode(id, 1, 'x', 2, 'y'), dateadd(day, 1, getdate()),
                sum(id) over (partition by id)
            from t, t.payload.l as x at i where payload.s = 'x' and id between 1 and 10 order by 1
            """
        let statement = try #require(try parseScript(sql).first)
        let tokens = TokenRewriter(options: SQLOptions(), script: Array(sql.utf8), isForTree: true)
        let json = try engine.serialize(tokens.engineText(of: tokens.rewrite(statement.tokens)))
        let clock = ContinuousClock()
        var best = Duration.seconds(1)
        for _ in 0..<20 {
            best = try min(
                best,
                clock.measure {
                    _ = try parseScript(sql)
                    _ = try tokens.engineText(of: tokens.rewrite(statement.tokens))
                    let document = try TreeReader.value(of: json)
                    var tree = TreeRewriter(resolver: FixedNames(), options: SQLOptions())
                    _ = try TreeWriter.json(of: tree.rewriteQuery(in: document).query)
                })
        }
        print("reading and rewriting one statement: \(best)")
        #expect(best < .milliseconds(50))
    }
}
