// A result as a table. Long results become rows as they are scrolled to.

import { element } from "./elements.js";
import { kindOf } from "./values.js";

const rowsPerStep = 200;
const charactersShown = 400;

function cell(text, kind) {
    if (text === null) return element("td", { class: "null" }, "null");
    const isLong = text.length > charactersShown;
    return element("td", { class: kind === "number" ? "number" : null, title: isLong ? text : null },
        isLong ? `${text.slice(0, charactersShown)}…` : text);
}

/** Shows a result of the server in `container`. */
export function renderTable(container, { columns, rows }) {
    const kinds = columns.map(({ type }) => kindOf(type));
    const body = element("tbody", {});
    const end = element("div", {});
    let shown = 0;
    const showMore = () => {
        const slice = rows.slice(shown, shown + rowsPerStep);
        body.append(...slice.map((row, index) => element("tr", {},
            element("th", { scope: "row" }, String(shown + index + 1)),
            row.map((text, column) => cell(text, kinds[column])))));
        shown += slice.length;
    };
    showMore();
    const heads = columns.map(({ name, type }, index) =>
        element("th", { scope: "col", class: kinds[index] === "number" ? "number" : null }, name, element("small", {}, type)));
    container.replaceChildren(
        element("table", { class: "data result" }, element("thead", {}, element("tr", {}, element("th", {}), heads)), body), end);
    container.scrollTop = 0;
    new IntersectionObserver((entries) => {
        if (entries.some(({ isIntersecting }) => isIntersecting) && shown < rows.length) showMore();
    }, { root: container, rootMargin: "600px" }).observe(end);
}
