import DuckDB
import Testing

@testable import RedshiftSQL

/// Queries that mean the same to Redshift and to the engine: the way through tokens and tree must not change them.
@Suite struct RoundTripTests {
    static func engine() throws -> TestEngine {
        try TestEngine(
            "create table t (a int, b varchar(10), d double precision, ts timestamp, day date)",
            "create table u (a int, c int)",
            """
            insert into t values (1, 'x', 1.5, '2024-01-01 10:00:00', '2024-01-01'),
                (2, 'y', null, '2024-01-01 11:00:00', '2024-01-02'), (3, null, 2.5, null, null),
                (3, 'x', -1, '2024-02-01 10:00:00', '2024-02-01')
            """,
            "insert into u values (1, 10), (3, 30), (3, 31), (5, 50)")
    }

    @Test(arguments: [
        "select a, count(*) from t group by a having count(*) > 1 order by a",
        "select t.a, u.c from t left join u on t.a = u.a order by 1, 2",
        "select t.a, u.c from t right join u using (a) order by 1, 2",
        "select t.a, u.c from t full outer join u on t.a = u.a and u.c > 10 order by 1, 2",
        "select * from t natural join u order by 1, 2, 3",
        "select count(*) from t, u where t.a = u.a",
        "select count(*) from t cross join u",
        "select a from t union select a from u order by a",
        "select a from t union all (select a from u except select 5) order by 1",
        "(select a from t order by a limit 1) union all (select a from u order by a desc limit 1) order by 1 desc",
        "select a from t intersect select a from u order by 1",
        """
        select a, sum(d) over (partition by b order by a rows between unbounded preceding and \
        current row) from t order by 1, 2
        """,
        "select a, rank() over (order by a desc), lag(a, 1) over (order by a) from t order by 1, 2, 3",
        "select a, first_value(b) over (partition by a order by b desc nulls last) from t order by 1, 2",
        "select b, a from t order by b desc nulls last, a limit 2 offset 1",
        "select b, a from t order by b nulls first, a desc",
        "select b from t order by b", "select b from t order by b desc",
        "select distinct b from t order by 1",
        "select b, sum(a) from t group by rollup (b) order by 1, 2",
        "select b, a, count(*) from t group by grouping sets ((b), (a), ()) order by 1, 2, 3",
        "select a, count(*) from t group by cube (a) order by 1, 2",
        "select case a when 1 then 'one' when 2 then 'two' else b end from t order by 1",
        "select a from t where a in (select a from u) and exists (select 1 from u where u.a = t.a) order by 1",
        "select a from t where a not in (1, 2) and b is not null or d between -2 and 0 order by 1",
        "select a from t where (a, 10) in (select a, c from u)",
        "select a, (select max(c) from u where u.a = t.a) as m from t order by 1, 2",
        """
        with x as (select a from t), y (n) as (select a + 1 from x) select n, x.a from y join x on \
        x.a = y.n order by 1, 2
        """,
        "with recursive r (n) as (select 1 union all select n + 1 from r where n < 4) select sum(n) from r",
        "select a from t where b like '%x%' or b ilike 'Y' escape '!' order by 1",
        "select extract(year from ts), date_trunc('month', ts), ts + interval '1 day' from t order by 1, 2, 3",
        "select cast(d as int), d::int, coalesce(b, 'z'), nullif(a, 3) from t order by 1, 2, 3, 4",
        "select substring(b from 1 for 1), position('x' in b), trim(both 'x' from b) from t order by 1, 2, 3",
        "select x.n from (values (1, 'a'), (2, 'b')) as x (n, s) order by 1",
        "select * from (select a as one, b as two from t) as q (k, l) order by 1, 2",
        "select a, b from t qualify row_number() over (partition by a order by b) = 1 order by a",
        "select a is distinct from 1, not (a = 1), -a, +a, a <> 1, a != 2 from t order by 1, 2, 3",
        "select count(distinct a), sum(distinct a), count(*) filter (where a > 1) from t",
        "select string_agg(b, '-' order by a) from t",
        "select array[1, 2, a] from t where a = 1", "select true and null, false or null",
        "select a from t where ts >= '2024-01-01 10:30:00' and day < '2024-02-01' order by 1",
        "select max(a), min(b), stddev(d), bool_or(a > 2) from t", "select 1e3, 1.50, 12345678901, .5, 'it''s'",
        "select * from t where a = 1 and b = 'x' limit 0",
        "select a as \"Some Name\", b \"B\" from t order by 1, 2 limit 1",
        "select * from t pivot (count(*) for b in ('x', 'y')) order by 1 limit 1",
        "select current_date = current_date, 5 is not null", "select a from t tablesample (100 percent) order by 1",
        "select date '2024-01-01' + 5, date '2024-03-01' - date '2024-02-01'",
        "select * from generate_series(1, 3) as g (n) order by n",
        "select max(day) over (), a from t order by 2, 1 limit 1", "select \"select\" from (select 1 as \"select\") x",
        "select a from t where a > all (select 1) order by 1",
        "select a from t where a = any (select a from u) order by 1",
        "select row_number() over w from t window w as (order by a, b) order by 1",
    ])
    func sameRows(sql: String) throws {
        let engine = try Self.engine()
        let list = try engine.connection.query(sql).columns.indices.map { "c\($0)" }
        let casts = list.map { "CAST(\($0) AS VARCHAR)" }.joined(separator: ", ")
        let direct = try engine.connection.query(
            "SELECT \(casts) FROM (\(sql)) AS r(\(list.joined(separator: ", ")))"
        ).rows()
        #expect(try engine.run(sql) == direct.map { $0.map { $0.text ?? "NULL" } })
    }

    @Test(arguments: [
        // A column comes before an alias of the same name, as in PostgreSQL.
        ("select day::date, count(*) from t group by day order by 1, 2", 4),
        ("select ts::date, count(*) from t group by ts order by 1, 2", 4),
        ("select ts::date from t where ts > '2024-01-01 10:30:00'", 2),
        ("select a % 2, count(*) from t group by 1 order by 1", 2),
    ])
    func columnsBeforeAliases(sql: String, rows: Int) throws {
        #expect(try Self.engine().run(sql).count == rows)
    }

    @Test func parametersKeepTheirNumbers() throws {
        let engine = try Self.engine()
        let text = try engine.translate("update t set d = $2, b = upper($1) where a = $3 and b ~ 'x'").text
        try engine.connection.execute(text, [.text("new"), .double(9), .integer(1)])
        #expect(try engine.run("select b, d from t where a = 1") == [["NEW", "9.0"]])
        let query = try engine.translate("select $2::int + $1::int").text
        #expect(try engine.connection.query(query, [.integer(1), .integer(10)]).rows()[0][0] == .integer(11))
    }
}
