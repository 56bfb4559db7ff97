// Figures and times as people read them. Times are shown in UTC, as the warehouse stores them.

const whole = new Intl.NumberFormat("en-US", { maximumFractionDigits: 0 });
const compact = new Intl.NumberFormat("en-US", { notation: "compact", maximumSignificantDigits: 3 });
const significant = new Intl.NumberFormat("en-US", { maximumSignificantDigits: 4 });

const utc = (parts) => new Intl.DateTimeFormat("en-GB", { ...parts, timeZone: "UTC" });
const dayAndMonth = utc({ day: "numeric", month: "short" });
const fullDay = utc({ weekday: "short", day: "numeric", month: "short", year: "numeric" });
const clock = utc({ hour: "2-digit", minute: "2-digit", second: "2-digit" });

export const nothing = "–";

/** 12,345 */
export function count(value) {
    return Number.isFinite(value) ? whole.format(value) : nothing;
}

/** 12.3K */
export function shortCount(value) {
    if (!Number.isFinite(value)) return nothing;
    return Math.abs(value) < 10_000 ? significant.format(value) : compact.format(value);
}

/** $12.3B */
export function dollars(value) {
    return Number.isFinite(value) ? `$${compact.format(value)}` : nothing;
}

/** 1.234 bp, from a share of one. */
export function basisPoints(value) {
    return Number.isFinite(value) ? `${significant.format(value)} bp` : nothing;
}

/** Figure and unit of a time span: ["85", "ms"], ["1.24", "s"], ["3.5", "min"]. */
export function span(milliseconds) {
    if (!Number.isFinite(milliseconds)) return [nothing, ""];
    if (milliseconds < 1000) return [String(Math.round(milliseconds)), "ms"];
    if (milliseconds < 60_000) return [(milliseconds / 1000).toPrecision(3), "s"];
    if (milliseconds < 3_600_000) return [(milliseconds / 60_000).toPrecision(3), "min"];
    if (milliseconds < 86_400_000) return [(milliseconds / 3_600_000).toPrecision(3), "h"];
    return [shortCount(milliseconds / 86_400_000), "d"];
}

/** "85 ms" */
export function duration(milliseconds) {
    return span(milliseconds).join(" ").trim();
}

/** "7 Oct" from the text of a date. */
export function shortDay(text) {
    return format(dayAndMonth, text);
}

/** "Mon, 7 Oct 2013" from the text of a date. */
export function longDay(text) {
    return format(fullDay, text);
}

/** "13:05:07" from milliseconds since 1970. */
export function timeOfDay(milliseconds) {
    return Number.isFinite(milliseconds) ? clock.format(milliseconds) : nothing;
}

/** "12 s ago", "just now" */
export function ago(milliseconds, now) {
    if (!Number.isFinite(milliseconds)) return nothing;
    const seconds = (now - milliseconds) / 1000;
    if (seconds < 1.5) return "just now";
    if (seconds < 90) return `${Math.round(seconds)} s ago`;
    if (seconds < 5400) return `${Math.round(seconds / 60)} min ago`;
    if (seconds < 129_600) return `${Math.round(seconds / 3600)} h ago`;
    return `${count(seconds / 86_400)} d ago`;
}

/** `one thing` or `n things`. */
export function plural(value, noun) {
    return `${count(value)} ${noun}${value === 1 ? "" : "s"}`;
}

function format(formatter, text) {
    const time = Date.parse(`${text}T00:00:00Z`);
    return Number.isNaN(time) ? text : formatter.format(time);
}
