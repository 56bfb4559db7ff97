// A legend as a list of switches. It scrolls, so that many series do not push the plot away.

import { element } from "./elements.js";

const svg = "http://www.w3.org/2000/svg";

function swatch({ colorVariable, dash }, isLine) {
    const picture = document.createElementNS(svg, "svg");
    picture.setAttribute("viewBox", "0 0 14 10");
    picture.setAttribute("aria-hidden", "true");
    const shape = document.createElementNS(svg, isLine ? "line" : "rect");
    const attributes = isLine
        ? { x1: 0, y1: 5, x2: 14, y2: 5, "stroke-width": 3, "stroke-dasharray": dash ? "4 2" : "none" }
        : { x: 2, y: 0, width: 10, height: 10, rx: 2, "fill-opacity": dash ? 0.55 : 1 };
    for (const [name, value] of Object.entries(attributes)) shape.setAttribute(name, value);
    shape.style.setProperty(isLine ? "stroke" : "fill", `var(${colorVariable})`);
    picture.append(shape);
    return picture;
}

/**
 * Fills `container` with one switch for each item (`name`, `colorVariable`, `dash` for a colour that is used again).
 * `shown` is the set of names that are on; `onChange` gets the changed set. With more than `shortcut` items there are
 * buttons for the first ones, all and none.
 */
export function renderLegend(container, { items, shown, isLine, shortcut = 8, onChange }) {
    const toggle = (name) => {
        const changed = new Set(shown);
        if (!changed.delete(name)) changed.add(name);
        onChange(changed);
    };
    const switches = items.map((item) => element("li", {},
        element("button", {
            type: "button", "aria-pressed": String(shown.has(item.name)), onclick: () => toggle(item.name),
        }, swatch(item, isLine), item.name)));
    const names = items.map(({ name }) => name);
    const choice = (text, chosen) => element("button", {
        type: "button", class: "button quiet small", onclick: () => onChange(new Set(chosen)),
    }, text);
    const choices = items.length <= shortcut ? null : element("div", { class: "choices" },
        choice(`Top ${shortcut}`, names.slice(0, shortcut)), choice("All", names), choice("None", []));

    const list = element("ul", { class: choices ? "long" : null, "aria-label": "Series" }, switches);
    const scroll = container.querySelector("ul")?.scrollTop ?? 0;
    const focused = [...container.querySelectorAll("button")].indexOf(document.activeElement);
    container.replaceChildren(list, ...[choices].filter(Boolean));
    list.scrollTop = scroll;
    if (focused >= 0) container.querySelectorAll("button")[focused]?.focus();
}
