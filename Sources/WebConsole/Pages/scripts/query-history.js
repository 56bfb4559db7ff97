// What the user wrote and ran in this browser, kept in its local storage.

const storageKey = "millrace.query-history";
const draftKey = "millrace.query-draft";
const entriesMax = 100;
const charactersMax = 20_000;

/** The kept statements, latest first: `{ sql, time }`. */
export function history() {
    try {
        const entries = JSON.parse(localStorage.getItem(storageKey) ?? "[]");
        return Array.isArray(entries) ? entries : [];
    } catch {
        // What another version or a full disk left there is not worth a broken page.
        return [];
    }
}

/** Keeps a statement as the latest one. */
export function remember(sql) {
    if (sql.length > charactersMax) return;
    const others = history().filter((entry) => entry.sql !== sql);
    store(storageKey, JSON.stringify([{ sql, time: Date.now() }, ...others].slice(0, entriesMax)));
}

/** Forgets all statements. */
export function forget() {
    store(storageKey, "[]");
}

/** The text of the editor when something was run last. */
export function draft() {
    try {
        return localStorage.getItem(draftKey) ?? "";
    } catch {
        // Storage is off: the editor starts empty.
        return "";
    }
}

/** Keeps the text of the editor. */
export function keepDraft(text) {
    store(draftKey, text);
}

function store(key, text) {
    try {
        localStorage.setItem(key, text);
    } catch {
        // Storage is off or full: the editor works without a history.
    }
}
