// The statements that were run in this browser, kept in its local storage.

const storageKey = "millrace.query-history";
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
    store([{ sql, time: Date.now() }, ...others].slice(0, entriesMax));
}

/** Forgets all statements. */
export function forget() {
    store([]);
}

function store(entries) {
    try {
        localStorage.setItem(storageKey, JSON.stringify(entries));
    } catch {
        // Storage is off or full: the editor works without a history.
    }
}
