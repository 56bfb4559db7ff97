import Foundation
import Testing

@testable import WebConsole

/// The functions of the pages' scripts by table, run in a browser.
@Suite(
    .serialized, .timeLimit(.minutes(2)),
    .enabled(if: Browser.path != nil, "skipped: no chromium on the PATH"))
struct ScriptTests {
    /// Runs `[actual, expected]` pairs of JavaScript and gives those that differ.
    private func differences(imports: String, _ pairs: String) async throws -> String {
        let driver = """
            \(imports)
            const pairs = [\(pairs)];
            const differences = pairs.map((pair) => pair.map((value) => JSON.stringify(value)))
                .filter(([actual, expected]) => actual !== expected);
            document.body.dataset.checked = pairs.length;
            document.body.dataset.differences = differences.map((pair) => pair.join(" is not ")).join("; ");
            """
        let document = try await Browser.document(SampleWarehouse(), "/status", driver: driver)
        let checked = document.firstMatch(of: /data-checked="(\d+)"/).flatMap { Int($0.1) }
        try #require(checked == pairs.split(separator: "\n").count, "one pair a line")
        return try #require(document.firstMatch(of: /data-differences="([^"]*)"/).map { String($0.1) })
    }

    @Test func cutsATextIntoStatements() async throws {
        let differences = try await differences(
            imports: """
                import { statementAt, statements } from "/scripts/statements.js";
                const cut = (text) => statements(text).map(({ sql }) => sql);
                """,
            #"""
            [cut(""), []],
            [cut(" ; ;\n"), []],
            [cut("select 1"), ["select 1"]],
            [cut("a; b ;c"), ["a", "b", "c"]],
            [cut("select ';' ; b"), ["select ';'", "b"]],
            [cut("select 'it''s;' ; b"), ["select 'it''s;'", "b"]],
            [cut('select ";""" ; b'), ['select ";"""', "b"]],
            [cut("a -- no; end\n; b"), ["a -- no; end", "b"]],
            [cut("a /* no; */ ; b"), ["a /* no; */", "b"]],
            [cut("as $$ begin; end; $$; b"), ["as $$ begin; end; $$", "b"]],
            [cut("as $body$ $$; $body$; b"), ["as $body$ $$; $body$", "b"]],
            [cut("-- only a comment;\n"), []],
            [cut("select 'unclosed; b"), ["select 'unclosed; b"]],
            [cut("a /* unclosed; b"), ["a /* unclosed; b"]],
            [statementAt("a; b; c", 0).sql, "a"],
            [statementAt("a; b; c", 2).sql, "a"],
            [statementAt("a; b; c", 4).sql, "b"],
            [statementAt("a; b; c", 99).sql, "c"],
            [statementAt("a;  b", 5).start, 4],
            [statementAt("", 0) ?? "none", "none"],
            """#)
        #expect(differences == "")
    }

    @Test func readsValuesByTheirType() async throws {
        let differences = try await differences(
            imports: """
                import { identifier, kindOf, literal, parseTime, records, timestampText } from "/scripts/values.js";
                const iso = (text) => { const time = parseTime(text); return Number.isNaN(time) ? "none" : new Date(time).toISOString(); };
                """,
            #"""
            [["bigint", "INTEGER", "decimal(38,4)", "numeric", "double precision", "real", "int4", "smallint"].map(kindOf), Array(8).fill("number")],
            [["timestamp", "timestamptz", "timestamp without time zone"].map(kindOf), Array(3).fill("time")],
            [["date", "boolean", "varchar(20)", "super", "interval", "varbyte", "time"].map(kindOf), ["date", "boolean", ...Array(5).fill("text")]],
            [iso("2013-10-07 09:30:00.123456"), "2013-10-07T09:30:00.123Z"],
            [iso("2013-10-07T09:30:00Z"), "2013-10-07T09:30:00.000Z"],
            [iso("2013-10-07 09:30:00+02"), "2013-10-07T07:30:00.000Z"],
            [iso("2013-10-07 09:30:00-05:30"), "2013-10-07T15:00:00.000Z"],
            [iso("2013-10-07"), "2013-10-07T00:00:00.000Z"],
            [iso("yesterday"), "none"],
            [iso(null), "none"],
            [timestampText(Date.UTC(2013, 9, 7, 9, 30)), "2013-10-07 09:30:00.000"],
            [records({ columns: [{ name: "n", type: "bigint" }, { name: "b", type: "boolean" }, { name: "d", type: "date" }], rows: [["1", "t", "2013-10-07"], [null, null, null]] }), [{ n: 1, b: true, d: "2013-10-07" }, { n: null, b: null, d: null }]],
            [literal("it's"), "'it''s'"],
            [["trades", "Trades", "two words", 'a"b'].map(identifier), ["trades", '"Trades"', '"two words"', '"a""b"']],
            """#)
        #expect(differences == "")
    }

    @Test func findsPercentilesOfDelays() async throws {
        let differences = try await differences(
            imports: """
                import { DelayWindow, summary } from "/scripts/delays.js";
                const commit = (newest, oldest, count) => ({ newest, oldest, count });
                const window = new DelayWindow();
                const row = (seconds, delay, source = "a") => ({ source, recorded_at: seconds * 1000, newest_delay: delay, oldest_delay: delay, record_count: 1 });
                window.add([row(10.5, 5), row(10.6, 7), row(20.2, 9, "b")]);
                window.add([row(10.5, 5)]);
                """,
            #"""
            [summary([commit(10, 50, 100)]), { p50: 30, p95: 50, max: 50, count: 100 }],
            [summary([commit(10, 10, 900), commit(100, 100, 99), commit(1000, 1000, 1)]), { p50: 10, p95: 100, max: 1000, count: 1000 }],
            [summary([]).count, 0],
            [window.latest, 20_200],
            [window.sources, ["a", "b"]],
            [window.commits("a", 0).length, 2],
            [window.line("a", 0, 2000).map(({ time, max, count }) => [time, max, count]), [[11_000, 7, 2], [12_000, 7, 2]]],
            [window.line("", 0, 1000).map(({ time }) => time), [11_000, 21_000]],
            [window.commits("", 15_000).length, 1],
            [(window.trim(10_550 + 300_000), window.commits("", 0).length), 2],
            """#)
        #expect(differences == "")
    }

    @Test func writesFiguresForPeople() async throws {
        let differences = try await differences(
            imports: #"import * as format from "/scripts/format.js";"#,
            #"""
            [[0, 999, 1234567, NaN].map(format.count), ["0", "999", "1,234,567", "–"]],
            [[0.00012, 9999, 20_050, 1.5e9].map(format.shortCount), ["0.00012", "9,999", "20.1K", "1.5B"]],
            [[0, 12.3456e9, NaN].map(format.dollars), ["$0", "$12.3B", "–"]],
            [[0.2, 85.4, 1234, 90_000, 7.2e6, 3.6e8, NaN].map(format.duration), ["0 ms", "85 ms", "1.23 s", "1.50 min", "2.00 h", "4.167 d", "–"]],
            [format.shortDay("2013-10-07"), "7 Oct"],
            [format.longDay("2013-10-07"), "Mon, 7 Oct 2013"],
            [format.shortDay("later"), "later"],
            [[0, 12_000, 420_000, 7.2e6, 1.728e8].map((age) => format.ago(0, age)), ["just now", "12 s ago", "7 min ago", "2 h ago", "2 d ago"]],
            [[1, 0, 2000].map((value) => format.plural(value, "row")), ["1 row", "0 rows", "2,000 rows"]],
            """#)
        #expect(differences == "")
    }

    @Test func groupsRowsIntoSeries() async throws {
        let differences = try await differences(
            imports: """
                import { pivot, sum } from "/scripts/series.js";
                const rows = [["d2", "x", 2, 1], ["d1", "x", 1, 1], ["d1", null, 5, 9]].map(([day, name, value, weight]) => ({ day, name, value, weight }));
                const columns = { day: "day", name: "name", value: "value", weight: "weight", nameOfNull: "other" };
                """,
            #"""
            [pivot(rows, columns), { days: ["d1", "d2"], series: [{ name: "other", values: [5, null], weight: 9 }, { name: "x", values: [1, 2], weight: 2 }] }],
            [pivot(rows, { ...columns, scale: 10 }).series.map(({ values }) => values), [[50, null], [10, 20]]],
            [pivot([], columns), { days: [], series: [] }],
            [sum(pivot(rows, columns).series, "all"), { name: "all", values: [6, 2] }],
            """#)
        #expect(differences == "")
    }
}
