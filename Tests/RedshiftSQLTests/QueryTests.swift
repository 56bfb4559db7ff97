import DuckDB
import Foundation
import Testing

@testable import RedshiftSQL

/// The article's two queries and expressions whose results differ between Redshift and the engine.
@Suite struct QueryTests {
    static func market() throws -> TestEngine {
        try TestEngine(
            "CREATE SCHEMA fds_adx_fundamentals_db.ref_v2",
            """
            CREATE TABLE fds_adx_fundamentals_db.ref_v2.factset_sector_map (factset_sector_code char(4) ENCODE zstd,
                factset_sector_desc varchar(100)) DISTSTYLE ALL SORTKEY (factset_sector_code)
            """,
            """
            CREATE TABLE dt_hist_quotes (date_dt timestamp, exchange_name varchar(64), sector_code char(4),
                bid_price double precision, bid_volume bigint, ask_price double precision, ask_volume bigint)
            """,
            """
            CREATE TABLE dt_hist_trades (date_dt timestamp, exchange_name varchar(64), sector_code char(4),
                price decimal(18,4), volume bigint)
            """,
            """
            INSERT INTO fds_adx_fundamentals_db.ref_v2.factset_sector_map VALUES ('3300', \
            'Technology'), ('4800', 'Finance')
            """,
            """
            INSERT INTO dt_hist_quotes VALUES
                ('2024-01-02 09:30:00', 'Nasdaq Global Select', '3300', 99.0, 100, 100.0, 200),
                ('2024-01-02 09:31:00', 'Nasdaq Global Select', '3300', 98.0, 100, 100.0, 100),
                ('2024-01-02 09:31:00', 'New York Stock Exchange', '4800', 49.5, 10, 50.0, 10),
                ('2024-01-02 09:31:00', 'Elsewhere', '4800', 49.5, 10, 50.0, 10),
                ('2024-01-02 09:32:00', 'NYSE Arca', '4800', 0, 10, 50.0, 10)
            """,
            """
            INSERT INTO dt_hist_trades VALUES ('2024-01-02 09:30:00', 'Cboe BZX', '3300', 100.1234, 3),
                ('2024-01-02 09:30:01', 'Cboe EDGX', '3300', 0.0001, 7), ('2024-01-03', 'IEX', '4800', 12.5, 2)
            """)
    }

    /// The queries between `select` and the line `group by 1,2,3`, as the article has them; nil without the article.
    static func articleQueries() throws -> [String]? {
        let folder = ProcessInfo.processInfo.environment["MILLRACE_SHARED"] ?? "../shared"
        let path = folder + "/articles/trade-reporting.txt"
        guard FileManager.default.fileExists(atPath: path) else { return nil }
        var queries: [String] = []
        var lines: [Substring] = []
        for line in try String(contentsOfFile: path, encoding: .utf8).split(
            separator: "\n", omittingEmptySubsequences: false)
        {
            if line == "select", lines.isEmpty {
                lines = [line]
            } else if !lines.isEmpty {
                lines.append(line)
                if line == "group by 1,2,3" {
                    queries.append(lines.joined(separator: "\n"))
                    lines = []
                }
            }
        }
        return queries
    }

    @Test func sampleQueries() throws {
        guard let queries = try Self.articleQueries() else {
            print("skipped: no shared data (sampleQueries)")
            return
        }
        try #require(queries.count == 2)
        let engine = try Self.market()
        let quotes = try engine.result(of: queries[0])
        #expect(quotes.names == ["date_dt", "parent_exchange_name", "sector_name", "weighted_average_spread"])
        let groups = quotes.rows.map { Array($0.prefix(3)) }.sorted { $0[1] < $1[1] }
        #expect(
            groups == [
                ["2024-01-02", "NASDAQ", "Technology"], ["2024-01-02", "NULL", "Finance"],
                ["2024-01-02", "NYSE", "Finance"],
            ])
        let spread = try #require(quotes.rows.first { $0[1] == "NASDAQ" }.flatMap { Double($0[3]) })
        // Weights 29,900 and 19,800; spreads 0.01 and 0.02.
        #expect(abs(spread - (0.01 * 29_900 + 0.02 * 19_800) / 49_700) < 1e-12)

        let trades = try engine.result(of: queries[1])
        #expect(trades.names == ["date_dt", "parent_exchange_name", "sector_name", "total_transaction_amt"])
        #expect(
            Set(trades.rows) == [
                ["2024-01-02", "CBOE", "Technology", "300.3709"], ["2024-01-03", "NULL", "Finance", "25.0000"],
            ])
    }

    @Test(arguments: [
        ("select 7/2", "3"),
        ("select -7/2", "-3"),
        ("select 'a\\'b'", "a'b"),
        ("select 'a' || null", "NULL"),
        ("select concat('a', null)", "NULL"),
        ("select concat('a', 'b')", "ab"),
        ("select 'abc' ~ 'b'", "true"),
        ("select 'abc' !~ 'b'", "false"),
        ("select 'abc' ~* 'B'", "true"),
        ("select 'abc' operator(pg_catalog.~) '^(abc)$' collate pg_catalog.default", "true"),
        ("select 'abc' similar to '%(b|z)%'", "true"),
        ("select 'abc' similar to 'b'", "false"),
        ("select 'a_c' like 'a\\\\_c'", "true"),
        ("select 'abc' like 'a\\\\_c'", "false"),
        ("select 'abcdef'::varchar(3)", "abc"),
        ("select cast('abcdef' as character varying(2))", "ab"),
        ("select 'äöü'::varchar(3)", "ä"),
        ("select 'äöü'::varchar(4)", "äö"),
        ("select 'x'::char(1)", "x"),
        ("select nvl(null, 5)", "5"),
        ("select nvl2(null, 'a', 'b')", "b"),
        ("select decode(null, 1, 'one', null, 'none', 'other')", "none"),
        ("select decode(2, 1, 'one', 2, 'two')", "two"),
        ("select decode(3, 1, 'one', 2, 'two')", "NULL"),
        ("select len('abc')", "3"),
        ("select charindex('c', 'abc')", "3"),
        ("select convert(integer, '42') + 1", "43"),
        ("select dateadd(month, 1, date '2024-01-31')", "2024-02-29 00:00:00"),
        ("select dateadd(m, 5, '2024-01-31 10:00:00')", "2024-01-31 10:05:00"),
        ("select datediff(day, '2024-01-01', '2024-03-01')", "60"),
        ("select datediff(qtr, '1998-07-01', '2024-12-01')", "105"),
        ("select datediff(hr, '2024-01-01 00:59:00'::timestamp, '2024-01-01 01:00:00'::timestamp)", "1"),
        ("select date_part(w, date '2024-01-08')", "2"),
        ("select extract(dayofweek from date '2024-01-07')", "0"),
        ("select date_trunc('mon', date '2024-05-17')", "2024-05-01 00:00:00"),
        ("select trunc(timestamp '2024-05-17 10:00:00')", "2024-05-17"),
        ("select add_months('2008-03-31', 1)", "2008-04-30 00:00:00"),
        ("select add_months('2024-02-29'::date, 12)", "2025-02-28 00:00:00"),
        ("select last_day('2024-02-05'::date)", "2024-02-29"),
        ("select next_day('2014-08-20', 'Tuesday')", "2014-08-26"),
        ("select convert_timezone('EST5EDT', '2024-07-01 12:00:00')", "2024-07-01 08:00:00"),
        ("select convert_timezone('America/New_York', 'UTC', '2024-07-01 12:00:00'::timestamp)", "2024-07-01 16:00:00"),
        ("select '20240102'::date", "2024-01-02"),
        ("select '01/02/2024'::date", "2024-01-02"),
        ("select 'Jan 2, 2024'::date", "2024-01-02"),
        ("select date '2024-01-02' = '20240102'", "true"),
        ("select timestamp 'epoch' + 1700000000 * interval '1 second'", "2023-11-14 22:13:20"),
        ("select timestamp '2024-01-01' + interval '1 day, 2 hrs'", "2024-01-02 02:00:00"),
        ("select strtol('ff', 16)", "255"),
        ("select regexp_substr('the fox', '[a-z]+', 5)", "fox"),
        ("select regexp_count('abcabc', 'b')", "2"),
        ("select regexp_replace('a1b2', '[0-9]', '-')", "a-b-"),
        ("select regexp_instr('the fox', 'fox')", "5"),
        ("select initcap('hello big world')", "Hello Big World"),
        ("select sha2('a', 256)", "ca978112ca1bbdcafac231b39a23dc4da786eff8147c4e72b9807785afee48bb"),
        ("select from_varbyte(to_varbyte('abc', 'utf-8'), 'hex')", "616263"),
        ("select json_extract_path_text('{\"a\":{\"b\":\"c\"}}', 'a', 'b')", "c"),
        ("select json_extract_path_text('{\"a\":5}', 'z')", "NULL"),
        ("select json_extract_path_text('garbage', 'a', true)", "NULL"),
        ("select json_extract_array_element_text('[10,20]', 1)", "20"),
        ("select json_array_length('[1,2,3]')", "3"),
        ("select is_valid_json('{\"a\":1}')", "true"),
        ("select is_valid_json('[1]')", "false"),
        ("select 5::decimal", "5"),
        ("select 10::decimal(8,2) / 4::decimal(8,2)", "2.500000000"),
        ("select $$a'b$$", "a'b"),
        ("select 1 /* a /* nested */ comment */ + 1 -- end", "2"),
        ("select top 1 x from (select 1 as x union all select 2) order by x desc", "2"),
        ("select count(*) from (select 1 minus select 1)", "0"),
        ("select to_char(timestamp '2024-01-02 15:04:05.678', 'YYYY-MM-DD HH24:MI:SS.MS')", "2024-01-02 15:04:05.678"),
        ("select to_char(date '2024-01-02', 'FMMonth DD, YYYY (\"Q\"Q)')", "January 02, 2024 (Q1)"),
        ("select to_char(date '2024-01-02', 'DAY|Dy|mon|D|WW|J')", "TUESDAY  |Tue|jan|3|01|2460312"),
        ("select to_char(timestamp '2024-01-02 15:04', 'HH12:MI PM')", "03:04 PM"),
        ("select to_char(1234.5, '999,999.99')", "   1,234.50"),
        ("select to_char(-1234.5, '999,999.99')", "  -1,234.50"),
        ("select to_char(-7, 'FM999')", "-7"),
        ("select to_char(7, 'FM000')", "007"),
        ("select to_char(0.5, '9.99')", "  .50"),
        ("select to_char(1234.5, 'FM$9,990.00')", "$1,234.50"),
        ("select to_char(-12, '99PR')", "<12>"),
        ("select to_char(12345, '999')", "####"),
        ("select to_date('02 Jan 2024', 'DD Mon YYYY')", "2024-01-02"),
        ("select to_timestamp('2024-01-02 03:04', 'YYYY-MM-DD HH24:MI')", "2024-01-02 03:04:00+00"),
        ("select to_number('12,454.8-', '99G999D9S')", "-12454.8"),
        ("select version()", "NULL"),
        ("select pg_catalog.current_database()", "NULL"),
    ])
    func expression(sql: String, expected: String) throws {
        let engine = try TestEngine()
        #expect(try engine.value(sql) == expected)
    }

    @Test(arguments: [
        "select 1/0", "select 5 % 0", "select 1.5 / (2 - 2)", "select a / b from (select 1 as a, 0 as b)",
    ])
    func divisionByZero(sql: String) throws {
        let engine = try TestEngine()
        #expect { try engine.run(sql) } throws: { "\($0)".contains("division by zero") }
    }

    @Test(arguments: [
        ("select date_dt::date from t", ["date_dt"]),
        (
            "select cast(date_dt as date), 1, count(*), sum(v), v + 1 from t group by 1, 5, date_dt",
            ["date_dt", "?column?", "count", "sum", "?column?"]
        ),
        (
            """
            select case when true then 1 end, coalesce(v, 1), upper('x'), v name, date_dt year, v \
            as \"select\" from t
            """,
            ["case", "coalesce", "upper", "name", "year", "select"]
        ),
        ("select listagg(v, ',') within group (order by v), 'x'::varchar(3) from t", ["listagg", "varchar"]),
        ("select Date_DT, T.V from t", ["date_dt", "v"]),
        ("select getdate(), sysdate, nvl(v, 1), (select 1 as one) from t", ["getdate", "sysdate", "nvl", "one"]),
    ])
    func names(sql: String, expected: [String]) throws {
        let engine = try TestEngine("create table t (date_dt timestamp, v int)")
        #expect(try engine.result(of: sql).names == expected)
    }

    @Test(arguments: [
        ("select avg(i) from t", "1", "BIGINT"),
        ("select sum(i) from t", "3", "BIGINT"),
        ("select sum(b) from t", "3", "DECIMAL(38,0)"),
        ("select avg(d) from t", "1.50", "DECIMAL(38,2)"),
        ("select sum(d) from t", "3.00", "DECIMAL(38,2)"),
        ("select max(d / i) from t", "1.0000000000000", "DECIMAL(21,13)"),
        ("select count(*) from t", "2", "BIGINT"),
    ])
    func resultTypes(sql: String, value: String, type: String) throws {
        let engine = try TestEngine(
            "create table t (i int, b bigint, d decimal(10,2))", "insert into t values (1, 1, 1), (2, 2, 2)")
        #expect(try engine.value(sql) == value)
        #expect(try engine.translate(sql).columns?.first?.type == DataType(engineName: type))
        let text = try engine.translate(sql).text
        #expect(try engine.connection.query("SELECT typeof(c) FROM (\(text)) AS r(c)").rows()[0][0].text == type)
    }
}
