// The page that shows the state of everything that moves.

import { run } from "./api.js";
import { chip, element } from "./elements.js";
import { count } from "./format.js";
import { poll, showConnection } from "./poller.js";
import { sections } from "./status-sections.js";
import { records } from "./values.js";

const intervalMilliseconds = 2000;
const rank = { bad: 0, warn: 1, good: 2, undefined: 3 };

const cards = sections.map((section) => {
    const summary = element("span", { class: "summary" });
    const body = element("div", { class: "table-scroll" });
    const root = element("section", { class: "card status-section", id: section.id, "data-state": "loading" },
        element("div", { class: "card-head" }, element("h2", {}, section.title), summary), body);
    return { section, root, body, summary };
});

function table({ section }, rows, now) {
    const heads = [{ label: "State" }, ...section.columns].map((column) =>
        element("th", { scope: "col", class: column.class }, column.label));
    return element("table", { class: "data stacking" },
        element("thead", {}, element("tr", {}, heads)),
        element("tbody", {}, rows.map((row) => element("tr", {},
            element("td", { "data-label": "State" }, chip(...section.state(row, now))),
            section.columns.map((column) =>
                element("td", { class: column.class, "data-label": column.label }, column.cell(row, now)))))));
}

/** One chip for each state that occurs, the worst first. */
function summarize(states) {
    const counts = new Map();
    for (const [name, tone] of states) {
        const entry = counts.get(name) ?? { tone, count: 0 };
        entry.count++;
        counts.set(name, entry);
    }
    return [...counts].sort(([, a], [, b]) => rank[a.tone] - rank[b.tone])
        .map(([name, entry]) => chip(`${count(entry.count)} ${name}`, entry.tone));
}

/** Whether the user selects text in a part of the page, say to copy an error: then it stays as it is. */
function isBeingSelected(node) {
    const selection = document.getSelection();
    return !selection.isCollapsed && node.contains(selection.anchorNode);
}

async function refresh(card) {
    let result;
    try {
        result = await run(card.section.query);
    } catch (error) {
        if (error.name !== "QueryError") throw error;
        card.root.dataset.state = "failed";
        card.summary.replaceChildren(chip("not readable", "bad"));
        card.body.replaceChildren(element("p", { class: "faint" }, error.message));
        return;
    }
    const now = result.completedAtMilliseconds;
    const rows = records(result);
    if (isBeingSelected(card.body)) return;
    card.root.dataset.state = rows.length > 0 ? "ready" : "empty";
    card.summary.replaceChildren(...summarize(rows.map((row) => card.section.state(row, now))));
    const empty = element("p", { class: "faint" }, card.section.empty);
    card.body.replaceChildren(rows.length > 0 ? table(card, rows, now) : empty);
}

document.querySelector("#sections").replaceChildren(...cards.map(({ root }) => root));
const connection = document.querySelector("#connection");

poll(async () => {
    const outcomes = await Promise.allSettled(cards.map(refresh));
    const failure = outcomes.find(({ status }) => status === "rejected");
    if (failure) throw failure.reason;
}, { intervalMilliseconds, onState: (state) => showConnection(connection, state) });
