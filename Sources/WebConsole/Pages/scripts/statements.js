// Cuts a text into statements, with the little of SQL's grammar that hides a semicolon.

const opaque = [
    /--[^\n]*/y,
    /\/\*[^]*?(\*\/|$)/y,
    /'(?:[^']|'')*('|$)/y,
    /"(?:[^"]|"")*("|$)/y,
    /(\$[A-Za-z_]*\$)[^]*?(\1|$)/y,
];

/** The statements of a text as `{ start, end, sql }`, without the semicolons and without empty ones. */
export function statements(text) {
    const found = [];
    let start = 0;
    let index = 0;
    const close = (end) => {
        const sql = text.slice(start, end);
        const leading = sql.length - sql.trimStart().length;
        if (stripComments(sql).trim()) found.push({ start: start + leading, end, sql: sql.trim() });
        start = end + 1;
    };
    while (index < text.length) {
        const skipped = skip(text, index);
        if (skipped > index) {
            index = skipped;
            continue;
        }
        if (text[index] === ";") close(index);
        index++;
    }
    close(text.length);
    return found;
}

/** The statement at an offset: the one that holds it, else the last before it. */
export function statementAt(text, offset) {
    const all = statements(text);
    return all.find(({ end }) => offset <= end + 1) ?? all.at(-1);
}

function skip(text, index) {
    for (const pattern of opaque) {
        pattern.lastIndex = index;
        const match = pattern.exec(text);
        if (match) return pattern.lastIndex;
    }
    return index;
}

function stripComments(sql) {
    return sql.replace(/--[^\n]*|\/\*[^]*?(\*\/|$)/g, "");
}
