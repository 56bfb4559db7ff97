import Foundation
import Testing

@testable import WebConsole

/// The pages in a real browser, with sample data behind them.
@Suite(
    .serialized, .timeLimit(.minutes(3)),
    .enabled(if: Browser.path != nil, "skipped: no chromium on the PATH"))
struct BrowserTests {
    /// The points that each chart of a document has drawn.
    private func drawnPoints(_ document: String) -> [Int] {
        document.matches(of: /data-drawn-points="(\d+)"/).compactMap { Int($0.1) }
    }

    private func expectNoFault(_ document: String, sourceLocation: SourceLocation = #_sourceLocation) {
        let fault = document.firstMatch(of: /data-error="([^"]*)"/)?.1
        #expect(document.contains("<main"), sourceLocation: sourceLocation)
        #expect(fault == nil, sourceLocation: sourceLocation)
    }

    @Test func drawsTheFourReports() async throws {
        let document = try await Browser.document(SampleWarehouse(), "/")
        expectNoFault(document)
        // Lines: eight sectors, four groups; bars: eight sectors and the rest as one, four groups; three days each.
        #expect(drawnPoints(document) == [24, 12, 27, 12])
        #expect(document.matches(of: /data-state="ready"/).count == 4)
        #expect(document.contains("Weighted average spread by sector: 11 series over 3 days, 2013-10-07 to 2013-10-09"))
        #expect(document.contains("other venues"))
    }

    @Test func saysWhatIsMissingForTheReports() async throws {
        let document = try await Browser.document(SampleWarehouse(hasHistory: false), "/")
        expectNoFault(document)
        #expect(drawnPoints(document).isEmpty)
        #expect(document.contains("There is no history to report on yet"))
        #expect(document.contains("dt_hist_quotes (date_dt, exchange_name"))
    }

    @Test func offersTheDaysThatATableHas() async throws {
        let document = try await Browser.document(
            SampleWarehouse(), "/",
            driver: """
                const from = document.querySelector("#from");
                const to = document.querySelector("#to");
                await until(() => from.value);
                to.value = from.value = "2014-01-01";
                to.onchange();
                await until(() => document.querySelectorAll("[data-state=empty]").length === 4);
                document.body.dataset.offer = document.querySelector("#volume-by-sector .notice p").textContent;
                document.querySelector("#volume-by-sector .notice button").click();
                """)
        expectNoFault(document)
        #expect(document.contains("data-offer=\"dt_hist_trades has rows from Mon, 7 Oct 2013 to Wed, 9 Oct 2013.\""))
        #expect(drawnPoints(document) == [24, 12, 27, 12])
    }

    @Test func hidesASeriesAndKeepsTheTotal() async throws {
        let document = try await Browser.document(
            SampleWarehouse(), "/",
            driver: """
                await until(() => document.querySelectorAll("[data-state=ready]").length === 4);
                for (const id of ["spread-by-sector", "volume-by-sector"]) {
                    document.querySelector(`#${id} .legend .choices button:last-child`).click();
                }
                document.querySelector("#spread-by-exchange .legend li button").click();
                const chart = Chart.getChart(document.querySelector("#volume-by-sector canvas"));
                document.body.dataset.total = chart.data.datasets[0].data[0];
                """)
        expectNoFault(document)
        #expect(drawnPoints(document) == [0, 9, 3, 12])
        // Eleven sectors of 1000.5, 999.5 and so on.
        #expect(document.contains("data-total=\"10950.5\""))
    }

    @Test func drawsTheTwoDelays() async throws {
        let document = try await Browser.document(SampleWarehouse(), "/live")
        expectNoFault(document)
        let points = drawnPoints(document)
        #expect(points.count == 2)
        // Three lines with a point a second; the page runs a few seconds itself.
        #expect(points.allSatisfy { $0 >= 3 * 20 })
        let tiles = document.matches(of: /<dd>([^<]*)<small>([^<]*)/).map { "\($0.1) \($0.2)" }
        #expect(tiles.prefix(3) == ["30 ms", "50 ms", "50 ms"])
        #expect(tiles.last == "94 ms")
        #expect(document.contains("data-tone=\"good\">live<"))
    }

    @Test func keepsOnWhenTheServerIsAwayForAWhile() async throws {
        let document = try await Browser.document(
            SampleWarehouse(), "/live",
            driver: """
                const states = [];
                new MutationObserver(() => {
                    states.push(document.querySelector("#connection").textContent);
                    document.body.dataset.states = states.filter((state, index) => state !== states[index - 1]);
                }).observe(document.querySelector("#connection"), { childList: true });
                const fetch = window.fetch;
                let calls = 0;
                const isAway = () => ++calls > 3 && calls <= 6;
                window.fetch = (...request) => (isAway() ? Promise.reject(new TypeError("refused")) : fetch(...request));
                """)
        expectNoFault(document)
        #expect(document.contains(/data-states="(live,)?reconnecting,live"/))
    }

    @Test func showsTheStateOfEverything() async throws {
        let document = try await Browser.document(SampleWarehouse(), "/status")
        expectNoFault(document)
        #expect(document.matches(of: /data-state="ready"/).count == 7)
        for (tone, state) in [
            ("good", "reading"), ("warn", "skipped records"), ("bad", "column dropped"), ("good", "following"),
            ("bad", "Failed"), ("good", "mounted"), ("good", "registered"),
        ] {
            #expect(document.contains("data-tone=\"\(tone)\">\(state)<"), "\(state)")
        }
        #expect(document.contains("unsupported type &lt;b&gt;BLOB&lt;/b&gt;"), "text is never markup")
    }

    @Test func runsAStatementAndDrawsItsResult() async throws {
        let document = try await Browser.document(
            SampleWarehouse(), "/query#sql=select%20*%20from%20trades",
            driver: """
                document.querySelector("#run").click();
                await until(() => document.querySelector("#table tbody tr"));
                document.body.dataset.rows = document.querySelectorAll("#table tbody tr").length;
                document.body.dataset.nulls = document.querySelectorAll("#table td.null").length;
                document.querySelector("[aria-controls=chart]").click();
                """)
        expectNoFault(document)
        #expect(document.contains("data-rows=\"6\""))
        #expect(document.contains("data-nulls=\"3\""))
        #expect(document.contains(/6 rows in \d+ ms/))
        #expect(drawnPoints(document) == [3], "nulls are no points")
        #expect(document.contains("cm-keyword"))
        #expect(document.contains("<summary><span>public</span>"), "the schema browser")
    }

    @Test func showsAnErrorAtItsPlace() async throws {
        let sql = "select 1;%0Aselect '🌊', boom from trades"
        let document = try await Browser.document(
            SampleWarehouse(), "/query#sql=\(sql)",
            driver: """
                document.querySelector(".CodeMirror").CodeMirror.setCursor(1, 0);
                document.querySelector("#run").click();
                """)
        expectNoFault(document)
        #expect(document.contains(/class="[^"]*sql-error[^"]*"[^>]*>boom</))
        #expect(document.contains("column \"boom\" does not exist"))
        #expect(document.contains("SQLSTATE 42703"))
    }

    @Test(arguments: ["/", "/live", "/status", "/query"])
    func fitsAPhone(page: String) async throws {
        // The window of a headless browser is at least 500 points wide, so the page itself is made narrow.
        let driver = """
            document.documentElement.style.width = "390px";
            await new Promise((done) => setTimeout(done, 2500));
            const wide = [...document.querySelectorAll("body *")].filter((node) => node.getBoundingClientRect().right > 391
                && !node.closest(".table-scroll, .CodeMirror, .visually-hidden, .legend ul, pre"));
            document.body.dataset.wide = wide.map((node) => node.tagName + "." + node.className).join(" ");
            """
        let document = try await Browser.document(SampleWarehouse(), page, width: 500, driver: driver)
        expectNoFault(document)
        #expect(document.firstMatch(of: /data-wide="([^"]*)"/)?.1 == "")
    }
}
