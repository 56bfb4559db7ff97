@testable import RedshiftSQL

/// SQL: what a client may send as a statement.
enum SQLTargets {
    static let all = [
        FuzzTarget("sql-statements", words: words, seeds: { bytes(statements) }, run: readScript),
        FuzzTarget("sql-engine", words: words, seeds: { bytes(queries) }, run: translate),
    ]

    private static func options(_ choice: UInt8) -> SQLOptions {
        SQLOptions(
            dialect: choice & 1 == 0 ? .redshift : .athena, caseSensitiveIdentifiers: choice & 2 != 0,
            caseSensitiveAttributes: choice & 4 != 0)
    }

    // MARK: - Tokens and statements

    private static func readScript(_ bytes: [UInt8]) {
        var input = FuzzInput(bytes)
        let options = options(input.byte())
        let text = input.text
        do throws(SQLError) {
            let script = Array(text.utf8)
            for statement in try parseScript(text, options: options) {
                checkReadsAgain(statement)
                let rewriter = TokenRewriter(options: options, script: script, isForTree: true)
                _ = try rewriter.engineText(of: rewriter.rewrite(statement.tokens))
            }
        } catch {
            check(error.sqlState.utf8.count == 5, "an error has an SQLSTATE")
        }
    }

    /// The text that a statement keeps of itself reads as the same statement.
    private static func checkReadsAgain(_ statement: ParsedStatement) {
        do throws(SQLError) {
            let again = try parseScript(statement.text, options: statement.options)
            check(again.count == 1, "the text of one statement is one statement")
            check(
                again[0].tokens.map { [$0.text] } == statement.tokens.map { [$0.text] }
                    && kind(again[0].statement) == kind(statement.statement), "a statement's text means the statement")
        } catch {
            check(false, "a statement's text is refused: \(error)")
        }
    }

    private static func kind(_ statement: Statement) -> String? {
        Mirror(reflecting: statement).children.first?.label ?? "\(statement)"
    }

    // MARK: - The way to the engine

    private static func translate(_ bytes: [UInt8]) {
        var input = FuzzInput(bytes)
        let options = options(input.byte())
        do {
            try FuzzEngine.with { engine in
                for statement in try parseScript(input.text, options: options) {
                    _ = try Rewriter(statement, resolver: engine, engine: engine).engineStatement()
                }
            }
        } catch {
            // Whatever is wrong with a statement, its sender is told; only a trap is a finding.
        }
    }

    // MARK: - Seeds

    private static func bytes(_ texts: [String]) -> [[UInt8]] { texts.map { [0] + Array($0.utf8) } }

    private static let words = [
        "select ", " from ", " where ", " group by ", " order by ", " join ", " on ", " as ", "create ", "external ",
        "materialized view ", "table ", "schema ", "datashare ", "database ", "partition (", " with ", "cast(", "::int",
        "::super", " over (", "interval '1 day'", "extract(", "date_trunc('month', ", "decode(", "listagg(",
        " within group (",
        "approximate ", "top 5 ", "(+)", "$1", "$$", "--", "/*", "*/", "E'\\", "\"", "[0]", ".a", " pivot (",
        " unpivot ",
        "exclude ", "null", "case when ", " end", "not ", "-", "json_parse(", "iam_role default", "''",
    ]

    private static let queries = [
        "select payload.a.b[0]::int, avg(id) over (partition by id), decode(id, 1, 'x') from t, t.payload.l as x at i",
        "with a as (select id from t) select case when id / 2 > 1 then 'a' end from a union select 'b' order by 1",
        "select top 5 id, name || 'x', day::date, count(distinct id) from t group by 1, 2, 3 having count(*) > 1",
        "select listagg(name, ',') within group (order by id) over (partition by day) from t where id in (select id from u)",
        "select date_trunc('month', ts), extract(year from ts), dateadd(day, 1, ts), datediff(hour, ts, getdate()) from t",
        "select to_char(ts, 'YYYY-MM-DD HH24:MI'), convert(int, name), nvl(id, 0), len(name), strtol('ff', 16) from t",
        "select a.id, b.d from t a left join u b using (id) where a.name similar to '%x%' limit 3 offset 1",
        "select json_extract_path_text(name, 'a'), json_parse(name), is_valid_json(name), \"Some Name\" from t",
        "insert into t (id, name) select id, 'x' from u",
        "update t set id = id + 1, name = upper(name) from u where t.id = u.id",
        "delete from t using u where t.id = u.id", "create table x as select * from t",
        "create view v as select id from t",
        "merge into t using u on t.id = u.id when matched then update set name = 'x' when not matched then insert (id) values (1)",
        "select * from t unpivot (v for k in (id, d))",
        "select * exclude (name) from t qualify row_number() over () = 1",
        "select cast(d as decimal(10, 2)), d::varchar(3), interval '1 day' * 2, $1::int from t",
        "select 1 where exists (select 1 from (values (1, 'a')) as x (n, s) where n = any (select id from u))",
        "explain select id from t", "select count(*) from t group by rollup (id, day) order by 1 nulls first",
    ]

    private static let statements =
        queries + [
            "copy t (a, b) from stdin with (format csv, header true, delimiter ';', null 'N', quote '''')",
            "copy t from 's3://b/p' iam_role default format as csv ignoreheader 1 gzip region 'eu-west-1' maxerror 3",
            "unload ('select 1') to 's3://b/p' iam_role default format parquet partition by (a) include maxfilesize 5 mb",
            "declare c cursor with hold for select 1; fetch forward 10 from c; close c",
            "prepare p (int, varchar(10)) as select $1; execute p (1, 'x'); deallocate all",
            "create table if not exists s.t (a int encode az64 distkey, b varchar(max) not null default 'x') sortkey auto",
            "create external table h.t (a int, b array<struct<c:int>>) partitioned by (d date) stored as parquet location 's3://b/'",
            "alter table s.t add if not exists partition (day='2024-01-01') location 's3://b/1/' partition (day='2024-01-02')",
            "create external schema if not exists m from kinesis iam_role default region 'us-east-1' endpoint 'http://h:1'",
            "create external schema h from data catalog database 'd' iam_role default create external database if not exists",
            "create materialized view v sortkey (a) auto refresh yes as select a from m.\"My-Stream\"",
            "refresh materialized view s.v; alter materialized view v auto refresh no",
            "create integration i source 'mysql://u:p@h:3306/db' tables 'include: db.t' password 'x'",
            "create database d from integration 'i' set refresh_interval 60", "msck repair table a.b\nselect 1",
            "create database d with permissions from datashare s of account '1' namespace 'g'",
            "create datashare s; alter datashare s add table public.t; publish datashare s; desc datashare s",
            "create user u password 'p' createuser; grant select on t to u; set search_path to a, b; show x; reset all",
            "begin isolation level serializable; commit; rollback; drop table if exists a, b cascade; truncate t",
        ]
}
