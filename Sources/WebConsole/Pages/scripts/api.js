// Runs statements on the server. Cells come as texts, whatever their type; see values.js.

/** A statement failed; the parts are PostgreSQL's, `position` counts characters from 1. */
export class QueryError extends Error {
    constructor({ sqlState, message, detail, hint, position }) {
        super(message);
        this.name = "QueryError";
        Object.assign(this, { sqlState, detail, hint, position });
    }

    /** Whether a table, schema or database of the statement does not exist. */
    get isMissingObject() {
        return ["42P01", "3F000", "3D000"].includes(this.sqlState);
    }
}

/** The server did not answer. */
export class ConnectionLost extends Error {}

/** Whether an error is one to show to the user, rather than a fault of the page's own script. */
export function isExpected(error) {
    return error instanceof QueryError || error instanceof ConnectionLost;
}

async function post(path, body, signal) {
    const request = {
        method: "POST",
        headers: { "Content-Type": "application/json" },
        body: JSON.stringify(body),
        signal,
    };
    try {
        return await fetch(path, request);
    } catch (error) {
        if (error.name === "AbortError") throw error;
        throw new ConnectionLost("the server does not answer");
    }
}

async function failure(response) {
    const text = await response.text();
    try {
        return new QueryError(JSON.parse(text).error);
    } catch {
        return new QueryError({ sqlState: "08P01", message: text.trim() || `the server answered ${response.status}` });
    }
}

/**
 * Runs one statement and gives the server's object: columns, rows, rowCount, truncated, elapsedMilliseconds and so on.
 * Throws a QueryError, a ConnectionLost, or the AbortError of `signal`.
 */
export async function run(sql, { limit, signal } = {}) {
    const response = await post("/api/query", { sql, limit }, signal);
    if (!response.ok) throw await failure(response);
    let result;
    try {
        result = await response.json();
    } catch (error) {
        if (error.name === "AbortError") throw error;
        throw new ConnectionLost("the answer was cut off");
    }
    if (result.error) throw new QueryError(result.error);
    return result;
}

/** Runs one statement and gives the whole result as a CSV file. */
export async function download(sql, signal) {
    const response = await post("/api/query.csv", { sql }, signal);
    if (!response.ok) throw await failure(response);
    try {
        return await response.blob();
    } catch (error) {
        if (error.name === "AbortError") throw error;
        throw new ConnectionLost("the file was cut off");
    }
}
