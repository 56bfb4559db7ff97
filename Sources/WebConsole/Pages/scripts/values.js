// From the texts of a result to JavaScript's values, by the SQL type of the column.

const numberTypes = /^(u?(tiny|small|big|huge)?int\d?|u?integer|real|float\d?|double|decimal|numeric|oid)\b/i;
const timeTypes = /^timestamp/i;
/** Day, time of the day and zone of a timestamp's text. */
const timeParts = /^(\d{4,6}-\d\d-\d\d)(?:[ T](\d\d:\d\d(?::\d\d(?:\.\d+)?)?))?\s*(Z|[+-]\d\d(?::?\d\d)?)?$/;

/** What a column of a type holds: "number", "time", "date", "boolean" or "text". */
export function kindOf(typeName) {
    if (numberTypes.test(typeName)) return "number";
    if (timeTypes.test(typeName)) return "time";
    if (/^date$/i.test(typeName)) return "date";
    if (/^bool/i.test(typeName)) return "boolean";
    return "text";
}

/** The milliseconds since 1970 of a timestamp's text. Without a zone it is UTC, as in the warehouse. */
export function parseTime(text) {
    const match = timeParts.exec(text ?? "");
    if (!match) return NaN;
    const [, day, time = "00:00:00", zone = "Z"] = match;
    const fullZone = zone === "Z" ? zone : zone.replace(":", "").padEnd(5, "0").replace(/(\d\d)$/, ":$1");
    // Three digits of the fraction are what every browser reads.
    return Date.parse(`${day}T${time.replace(/(\.\d{3})\d+/, "$1")}${fullZone}`);
}

/** The value of a cell: a number, milliseconds since 1970, a boolean or a text; null stays null. */
export function valueOf(cell, kind) {
    if (cell === null) return null;
    switch (kind) {
        case "number": return Number(cell);
        case "time": case "date": return parseTime(cell);
        case "boolean": return cell === "t" || cell === "true";
        default: return cell;
    }
}

/** The rows of a result as objects by column name; dates stay texts, since days are labels. */
export function records(result) {
    const columns = result.columns.map(({ name, type }) => {
        const kind = kindOf(type);
        return { name, kind: kind === "date" ? "text" : kind };
    });
    return result.rows.map((row) =>
        Object.fromEntries(columns.map(({ name, kind }, index) => [name, valueOf(row[index], kind)])));
}

/** `text` as a literal of SQL. */
export function literal(text) {
    return `'${String(text).replaceAll("'", "''")}'`;
}

/** `name` as an identifier of SQL, quoted only where it must be. */
export function identifier(name) {
    return /^[a-z_][a-z0-9_]*$/.test(name) ? name : `"${name.replaceAll('"', '""')}"`;
}

/** Milliseconds since 1970 as a timestamp's text in UTC. */
export function timestampText(milliseconds) {
    return new Date(milliseconds).toISOString().replace("T", " ").replace("Z", "");
}
