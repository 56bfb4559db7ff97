// A result as a table. Long results become rows as they are scrolled to.

import { element } from "./elements.js";
import { kindOf } from "./values.js";

const rowsPerStep = 200;
const charactersShown = 400;

/** The digits of a number in threes. The gaps are drawn only, so that copied text is what the server sent. */
function digitGroups(text) {
    const match = /^(-?)(\d{5,})(\.\d+)?$/.exec(text);
    if (!match) return text;
    const [, sign, digits, fraction = ""] = match;
    const groups = digits.split(/(?=(?:\d{3})+$)/);
    return [sign + groups[0], ...groups.slice(1).map((group) => element("span", { class: "digits" }, group)), fraction];
}

function cell(text, kind) {
    if (text === null) return element("td", { class: "null" }, "null");
    if (kind === "number") return element("td", { class: "number" }, digitGroups(text));
    const isLong = text.length > charactersShown;
    return element("td", { title: isLong ? text : null },
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
    const heads = columns.map(({ name, type }, index) => element("th", {
        scope: "col", class: kinds[index] === "number" ? "number" : null,
    }, name, element("small", {}, type)));
    const head = element("thead", {}, element("tr", {}, element("th", {}), heads));
    container.replaceChildren(element("table", { class: "data result" }, head, body), end);
    container.scrollTop = 0;
    new IntersectionObserver((entries) => {
        if (entries.some(({ isIntersecting }) => isIntersecting) && shown < rows.length) showMore();
    }, { root: container, rootMargin: "600px" }).observe(end);
}
