// The page of the query editor.

import { download, isExpected, run } from "./api.js";
import { makeEditor, runKeys } from "./editor.js";
import { element, failureNotice } from "./elements.js";
import { ago, duration, plural } from "./format.js";
import { draft, forget, history, keepDraft, remember } from "./query-history.js";
import { ResultChart } from "./result-chart.js";
import { renderTable } from "./result-table.js";
import { samples } from "./samples.js";
import { SchemaBrowser } from "./schema-browser.js";
import { statementAt } from "./statements.js";

const partNames = [
    "run", "cancel", "csv", "limit", "status", "result-bar", "table", "chart", "message",
    "schema", "samples", "history",
];
const parts = Object.fromEntries(partNames.map((id) => [id, document.getElementById(id)]));
const resultChart = new ResultChart(parts.chart);
/** A browser may still be reading the file from memory this long after the click. */
const downloadMilliseconds = 60_000;
let request;
let shownStatement;

const browser = new SchemaBrowser(parts.schema, { onInsert: (name) => editor.insert(name) });
const editor = makeEditor(document.querySelector("#sql"), { onRun: runStatement, completions: () => browser.names });

/** What is selected, else the statement at the cursor, with its offset in the editor. */
function currentStatement() {
    return editor.selection ?? statementAt(editor.text, editor.cursor);
}

function setBusy(isBusy) {
    parts.run.disabled = isBusy;
    parts.cancel.hidden = !isBusy;
    parts.csv.disabled = isBusy || !shownStatement;
    document.querySelector("#result").setAttribute("aria-busy", String(isBusy));
}

async function runStatement() {
    const statement = currentStatement();
    if (!statement || request) return;
    editor.clearError();
    keepDraft(editor.text);
    parts.status.textContent = "running…";
    request = new AbortController();
    setBusy(true);
    try {
        const result = await run(statement.sql, { limit: Number(parts.limit.value), signal: request.signal });
        remember(statement.sql);
        showResult(statement.sql, result);
    } catch (error) {
        if (error.name !== "AbortError" && !isExpected(error)) throw error;
        remember(statement.sql);
        showFailure(error, statement);
    } finally {
        request = undefined;
        setBusy(false);
        showHistory();
    }
}

function showResult(sql, result) {
    const { columns, rowCount, truncated, elapsedMilliseconds, command, notices } = result;
    const hasRows = columns.length > 0;
    shownStatement = hasRows ? sql : undefined;
    parts.status.textContent = hasRows
        ? `${truncated ? "first " : ""}${plural(rowCount, "row")} in ${duration(elapsedMilliseconds)}`
        : `${command || "done"} in ${duration(elapsedMilliseconds)}`;
    parts.message.replaceChildren(...notices.map((text) => element("p", { class: "server-notice" }, text)));
    parts["result-bar"].hidden = !hasRows;
    if (hasRows) {
        renderTable(parts.table, result);
        resultChart.take(result);
        showTab(selectedTab());
    } else {
        parts.table.hidden = parts.chart.hidden = true;
        if (notices.length === 0) parts.message.append(element("p", { class: "server-notice" }, command || "done"));
        browser.load();
    }
}

function showFailure(error, statement) {
    shownStatement = undefined;
    parts["result-bar"].hidden = parts.table.hidden = parts.chart.hidden = true;
    if (error.name === "AbortError") {
        parts.status.textContent = "cancelled";
        parts.message.replaceChildren();
        return;
    }
    parts.status.textContent = "failed";
    parts.message.replaceChildren(failureNotice(error));
    if (error.position) {
        // Positions count characters, the editor counts UTF-16 units.
        const offset = [...statement.sql].slice(0, error.position - 1).join("").length;
        editor.markError(statement.start + offset);
    }
}

async function saveCSV() {
    if (!shownStatement || request) return;
    request = new AbortController();
    setBusy(true);
    parts.status.textContent = "fetching all rows…";
    try {
        const address = URL.createObjectURL(await download(shownStatement, request.signal));
        element("a", { href: address, download: "result.csv" }).click();
        setTimeout(() => URL.revokeObjectURL(address), downloadMilliseconds);
        parts.status.textContent = "saved as result.csv";
    } catch (error) {
        if (error.name !== "AbortError" && !isExpected(error)) throw error;
        parts.status.textContent = error.name === "AbortError" ? "cancelled" : `failed: ${error.message}`;
    } finally {
        request = undefined;
        setBusy(false);
    }
}

const tabs = [...document.querySelectorAll("#result-bar [role=tab]")];
const isSelected = (tab) => tab.getAttribute("aria-selected") === "true";
const selectedTab = () => tabs.find(isSelected).getAttribute("aria-controls");

function showTab(id) {
    for (const tab of tabs) {
        const isChosen = tab.getAttribute("aria-controls") === id;
        tab.setAttribute("aria-selected", String(isChosen));
        tab.tabIndex = isChosen ? 0 : -1;
    }
    parts.table.hidden = id !== "table";
    parts.chart.hidden = id !== "chart";
    if (id === "chart") resultChart.draw();
}

function moveBetweenTabs(event) {
    const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    if (!step) return;
    const next = tabs[(tabs.indexOf(event.target) + step + tabs.length) % tabs.length];
    showTab(next.getAttribute("aria-controls"));
    next.focus();
}

function load(sql) {
    editor.clearError();
    editor.text = sql;
}

const entry = (title, detail, sql) => element("li", {},
    element("button", { type: "button", onclick: () => load(sql()) }, title, detail && element("small", {}, detail)));

function showSamples() {
    parts.samples.replaceChildren(...samples.flatMap(({ topic, entries }) => [
        element("h3", {}, topic), element("ul", {}, entries.map(({ title, sql }) => entry(title, "", sql))),
    ]));
}

function showHistory() {
    const entries = history().map(({ sql, time }) =>
        entry(sql.replace(/\s+/g, " ").slice(0, 120), ago(time, Date.now()), () => sql));
    if (entries.length === 0) {
        parts.history.replaceChildren(element("p", { class: "faint" }, "What you run is kept here, in this browser."));
        return;
    }
    const clear = () => {
        forget();
        showHistory();
    };
    parts.history.replaceChildren(
        element("ul", {}, entries),
        element("button", { type: "button", class: "button quiet small", onclick: clear }, "Forget all"));
}

function initialText() {
    const linked = new URLSearchParams(location.hash.slice(1)).get("sql");
    return linked ?? draft();
}

parts.run.append(element("kbd", {}, runKeys));
parts.run.addEventListener("click", runStatement);
parts.cancel.addEventListener("click", () => request?.abort());
parts.csv.addEventListener("click", saveCSV);
for (const tab of tabs) {
    tab.addEventListener("click", () => showTab(tab.getAttribute("aria-controls")));
    tab.addEventListener("keydown", moveBetweenTabs);
}
showSamples();
showHistory();
browser.load();
load(initialText());
addEventListener("hashchange", () => load(initialText()));
