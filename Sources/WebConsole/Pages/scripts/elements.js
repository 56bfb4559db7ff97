// Makes elements. Text goes in as text, never as markup.

/** An element with attributes and children; a child is a node, a text, or nothing. */
export function element(name, attributes = {}, ...children) {
    const node = document.createElement(name);
    setAttributes(node, attributes);
    node.append(...children.flat().filter((child) => child !== null && child !== undefined && child !== ""));
    return node;
}

function setAttributes(node, attributes) {
    for (const [name, value] of Object.entries(attributes)) {
        if (name.startsWith("on")) node.addEventListener(name.slice(2), value);
        else if (name === "class") node.className = value ?? "";
        else if (value === true) node.setAttribute(name, "");
        else if (value !== false && value !== null && value !== undefined) node.setAttribute(name, value);
    }
}

/** A box that stands where data would stand: a strong sentence, then explanations. */
export function notice(title, lines = [], { tone, actions = [] } = {}) {
    return element("div", { class: "notice", "data-tone": tone, role: tone === "bad" ? "alert" : null },
        element("strong", {}, title),
        lines.filter(Boolean).map((line) => (typeof line === "string" ? element("p", {}, line) : line)),
        actions);
}

/** What went wrong with a statement, as a notice. */
export function failureNotice(error) {
    const { message, detail, hint, sqlState } = error;
    return notice(message, [detail, hint, sqlState && `SQLSTATE ${sqlState}`], { tone: "bad" });
}

/** A state as a dot and a word; tone is "good", "warn", "bad" or none. */
export function chip(text, tone) {
    return element("span", { class: "chip", "data-tone": tone }, text);
}

/** The address that opens the query editor with a statement. */
export function editorLink(sql) {
    return `/query#sql=${encodeURIComponent(sql)}`;
}
