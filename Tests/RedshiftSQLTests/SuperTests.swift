import DuckDB
import Testing

@testable import RedshiftSQL

/// SUPER values: navigation, casts, comparisons, and their elements in FROM.
@Suite struct SuperTests {
    static func engine() throws -> TestEngine {
        let engine = try TestEngine(
            "create table t (id int, payload super, data varbyte)",
            "create table plain (id int, name varchar(20))",
            "insert into plain values (1, 'x'), (2, 'y')")
        try engine.connection.execute(
            """
            INSERT INTO t VALUES (1, '{"s":"x","n":1.5,"i":7,"b":true,"z":null,
                "o":{"k":"v","as":"word","deep":[{"q":1},{"q":2}]},"l":[10,"b",{"c":"d"}]}', '{"a":1}'),
                (2, '{"s":"y","n":"2.5","l":[],"o":5}', 'garbage'), (3, '[1,2]', '\\xFF')
            """)
        return engine
    }

    @Test(arguments: [
        ("select payload.s from t where id = 1", "\"x\""),
        ("select payload.s::varchar from t where id = 1", "x"),
        ("select t.payload.o.k::varchar(10) from t where id = 1", "v"),
        ("select payload.o.\"as\"::varchar from t where id = 1", "word"),
        ("select payload . o . deep[1].q::int from t where id = 1", "2"),
        ("select payload.l[0] from t where id = 1", "10"),
        ("select payload.l[id]::varchar from t where id = 1", "b"),
        ("select payload.l[9] from t where id = 1", "NULL"),
        ("select payload[1]::int from t where id = 3", "2"),
        ("select payload.missing.more[3] from t where id = 1", "NULL"),
        ("select payload.s.more from t where id = 1", "NULL"),
        ("select payload.o::varchar from t where id = 1", "NULL"),
        ("select payload.l::varchar from t where id = 1", "NULL"),
        ("select json_serialize(payload.o.deep) from t where id = 1", "[{\"q\":1},{\"q\":2}]"),
        ("select payload.s::int from t where id = 1", "NULL"),
        ("select payload.n::decimal(10,2) from t where id = 1", "1.50"),
        ("select payload.b::boolean from t where id = 1", "true"),
        ("select payload.z is null from t where id = 1", "true"),
        ("select payload.s is not null from t where id = 1", "true"),
        ("select count(*) from t where payload.s = 'x'", "1"),
        ("select count(*) from t where payload.i > 6.5", "1"),
        ("select count(*) from t where payload.i between 6 and 7", "1"),
        ("select count(*) from t where payload.s in ('x', 'y')", "2"),
        ("select count(*) from t where payload.b", "1"),
        ("select count(*) from t where payload.s like 'x%'", "1"),
        ("select payload.i + 1 from t where id = 1", "8.0"),
        ("select sum(payload.i) from t", "7.0"),
        ("select upper(payload.s) from t where id = 1", "X"),
        ("select payload.s || '!' from t where id = 1", "x!"),
        ("select nvl(payload.missing, 'none') from t where id = 1", "none"),
        ("select case when id = 1 then payload.s else 'other' end from t where id = 1", "x"),
        ("select json_typeof(payload.l) from t where id = 1", "array"),
        ("select is_object(payload.o) from t where id = 2", "false"),
        ("select get_array_length(payload.l) from t where id = 1", "3"),
        ("select p.payload.s::varchar from t p join plain q on p.payload.i = q.id + 6 where q.id = 1", "x"),
        ("select x.a::int from (select json_parse(data) as x from t where can_json_parse(data)) d", "1"),
        ("with d as (select payload.o as o from t where id = 1) select d.o.k::varchar from d", "v"),
        ("select can_json_parse(data) from t where id = 3", "false"),
        ("select public.t.payload.s::varchar from public.t where id = 1", "x"),
        ("select json_extract_path_text(from_varbyte(data, 'utf-8'), 'a', true)::varchar(32) from t where id = 1", "1"),
        ("select data::varchar from t where id = 1", "{\"a\":1}"),
        ("select get_array_length(array_concat(json_parse('[1]'), json_parse('[2,3]')))", "3"),
        ("select subarray(json_parse('[1,2,3]'), 1, 2)", "[2,3]"),
        ("select split_to_array('a|b', '|')", "[\"a\",\"b\"]"),
        ("select split_to_array('a,b')[1]::varchar", "b"),
        ("select array_flatten(json_parse('[1,[2,3]]'))", "[1,2,3]"),
    ])
    func value(sql: String, expected: String) throws {
        #expect(try Self.engine().value(sql) == expected)
    }

    @Test(arguments: [
        ("select x from t, t.payload.l as x where id = 1 order by 1", ["\"b\"", "10", "{\"c\":\"d\"}"]),
        (
            "select x::varchar from t a, a.payload.l x where a.id = 1 and x::varchar is not null order by 1",
            ["10", "b"]
        ),
        ("select i from t, t.payload.l as x at i where id = 1 order by 1", ["0", "1", "2"]),
        ("select d.q::int from t a, a.payload.o.deep d where a.id = 1 order by 1", ["1", "2"]),
        ("select x.c::varchar from t a, a.payload.l[2] x", []),
        ("select e.q::int from t a, a.payload.o o, a.payload.o.deep[0] as d, a.payload.o.deep e order by 1", []),
        ("select k from t, unpivot t.payload.o as v at k where id = 1 order by 1", ["as", "deep", "k"]),
        ("select x::int from t left join t.payload.l x on true where id = 2", ["NULL"]),
        ("select v::int from unnest(json_parse('[3,4]')) as v order by 1", ["3", "4"]),
        ("select v::int from unnest(json_parse('[3,4]')) as v at i where i = 1", ["4"]),
        ("select count(*) from t a, a.payload.l x, a.payload.l y", ["9"]),
    ])
    func unnesting(sql: String, expected: [String]) throws {
        #expect(try Self.engine().run(sql).map { $0[0] } == expected)
    }

    @Test func names() throws {
        let engine = try Self.engine()
        let sql = "select payload.o.k, payload.l[0], payload, payload.n::int, x from t, t.payload.l as x"
        #expect(try engine.result(of: sql).names == ["k", "l", "payload", "n", "x"])
    }

    @Test func garbageIsAnError() throws {
        let engine = try Self.engine()
        #expect(throws: TestFailure.self) { try engine.run("select json_parse(data) from t where id = 2") }
        #expect(throws: TestFailure.self) { try engine.run("select json_parse('{') from t") }
    }

    @Test func caseOfAttributes() throws {
        let engine = try TestEngine("create table t (payload super)")
        try engine.connection.execute("INSERT INTO t VALUES ('{\"Mixed\":1,\"mixed\":2}')")
        #expect(try engine.value("select payload.Mixed from t") == "2")
        #expect(try engine.value("select payload.\"Mixed\" from t") == "2")
        engine.options.caseSensitiveIdentifiers = true
        #expect(try engine.value("select payload.\"Mixed\" from t") == "1")
        engine.options.caseSensitiveIdentifiers = false
        engine.options.caseSensitiveAttributes = true
        #expect(try engine.value("select payload.Mixed from t") == "1")
    }
}
