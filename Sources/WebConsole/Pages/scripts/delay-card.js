// One live delay chart with its tiles.

import { run } from "./api.js";
import { makeChart, translucent } from "./charts.js";
import { DelayWindow, summary, windowMilliseconds } from "./delays.js";
import { editorLink, element, failureNotice, notice } from "./elements.js";
import { ago, duration, shortCount, span, timeOfDay } from "./format.js";
import { records, timestampText } from "./values.js";

/** Milliseconds that the tiles look back. */
const tileMilliseconds = 60_000;
/** Each point of the lines looks back this long, so that they run smoothly. */
const lineMilliseconds = 5000;
/** Rows are asked for again this long after their time, since a commit may show up a little late. */
const overlapMilliseconds = 3000;
/** Beyond this the line breaks: nothing was committed. */
const gapMilliseconds = 2000;

const lines = [
    { key: "p50", label: "p50", variable: "--series-1", width: 2.5 },
    { key: "p95", label: "p95", variable: "--series-2", width: 1.75 },
    { key: "max", label: "max", variable: "--series-4", width: 1.25 },
];

const hiddenInGaps = ({ p0, p1 }) => (p1.parsed.x - p0.parsed.x > gapMilliseconds ? "transparent" : undefined);

const color = (variable) => getComputedStyle(document.documentElement).getPropertyValue(variable).trim();

/** A card that follows one kind of delay; `query` gives the statement for the commits since a time. */
export class DelayCard {
    #query;
    #window = new DelayWindow();
    #clockDifference = 0;
    #chart;
    #tiles = new Map();
    #title;

    constructor({ id, title, subtitle, unit, query, emptyHint, extraTiles = [] }) {
        this.#query = query;
        this.#title = title;
        this.emptyHint = emptyHint;
        this.source = element("select", { "aria-label": "Source", hidden: true, onchange: () => this.draw() });
        this.editLink = element("a", { class: "button quiet small", href: "/query" }, "SQL");
        this.age = element("span", {});
        this.plot = element("div", { class: "plot" });
        this.root = element("article", { class: "card", id, "data-state": "loading" },
            element("div", { class: "card-head" },
                element("div", {}, element("h2", {}, title), element("p", {}, subtitle, this.age)),
                element("div", { class: "actions" }, this.source, this.editLink)),
            element("dl", { class: "tiles" },
                lines.map(({ key, label, variable }) => this.#tile(key, label, variable)),
                this.#tile("rate", unit),
                extraTiles.map(({ key, label }) => this.#tile(key, label))),
            this.plot);
    }

    #tile(key, label, variable) {
        const value = element("dd", {}, "–");
        this.#tiles.set(key, value);
        const mark = variable && element("span", { class: "key" });
        mark?.style.setProperty("--key", `var(${variable})`);
        return element("div", { class: "tile" }, element("dt", {}, mark, label), value);
    }

    /** Sets a tile to a figure with a small unit. */
    setTile(key, [figure, unit = ""]) {
        this.#tiles.get(key).replaceChildren(figure, unit && element("small", {}, unit));
    }

    /** Server time in milliseconds. */
    get now() {
        return Date.now() + this.#clockDifference;
    }

    /** Reads the commits since the last time, and draws. Throws when the connection is lost. */
    async refresh() {
        const latest = this.#window.latest ?? 0;
        const since = Math.max(this.now - windowMilliseconds, latest - overlapMilliseconds);
        const sql = this.#query(timestampText(since));
        this.editLink.href = editorLink(sql);
        let result;
        try {
            result = await run(sql, { limit: 100_000 });
        } catch (error) {
            if (error.name !== "QueryError") throw error;
            const box = error.isMissingObject ? notice("Not there yet", [error.message]) : failureNotice(error);
            this.#showNotice("failed", box);
            return;
        }
        this.#clockDifference = result.completedAtMilliseconds - Date.now();
        this.#window.add(records(result));
        this.#window.trim(this.now);
        this.draw();
    }

    /** Draws the window up to now, and the tiles. */
    draw() {
        const now = this.now;
        this.#offerSources();
        const points = this.#window.line(this.source.value, now - windowMilliseconds, lineMilliseconds)
            .filter(({ time }) => time <= now);
        this.#showTiles(now);
        if (points.length === 0) {
            this.#showNotice("empty", notice("Nothing in the last five minutes", [this.emptyHint]));
            return;
        }
        this.root.dataset.state = "ready";
        if (!this.#chart) this.#makeChart();
        lines.forEach(({ key }, index) => {
            this.#chart.data.datasets[index].data = points.map((point) => ({ x: point.time, y: point[key] }));
        });
        this.#scroll(now);
        this.#chart.canvas.setAttribute(
            "aria-label", `${this.#title}: median, 95th percentile and maximum over ${points.length} seconds`);
        this.#chart.update("none");
    }

    #scroll(now) {
        Object.assign(this.#chart.options.scales.x, { min: now - windowMilliseconds, max: now });
    }

    #showTiles(now) {
        const since = Math.max(now - tileMilliseconds, 0);
        const commits = this.#window.commits(this.source.value, since);
        const figures = summary(commits);
        for (const { key } of lines) this.setTile(key, span(figures[key]));
        const first = Math.min(...commits.map(({ time }) => time));
        const seconds = Math.max(1, Math.min(tileMilliseconds, now - first) / 1000);
        this.setTile("rate", [commits.length > 0 ? shortCount(Math.round(figures.count / seconds)) : "0", "/s"]);
        const { latest } = this.#window;
        this.age.textContent = latest === undefined ? "" : ` · last commit ${ago(latest, now)}`;
    }

    #offerSources() {
        const { sources } = this.#window;
        this.source.hidden = sources.length < 2;
        const known = [...this.source.options].map(({ value }) => value).filter(Boolean);
        if (known.join() === sources.join() && this.source.options.length > 0) return;
        const chosen = this.source.value;
        this.source.replaceChildren(
            element("option", { value: "" }, "all sources"),
            ...sources.map((name) => element("option", { value: name }, name)));
        this.source.value = sources.includes(chosen) ? chosen : "";
    }

    #showNotice(state, node) {
        this.#chart?.destroy();
        this.#chart = undefined;
        this.root.dataset.state = state;
        this.plot.replaceChildren(node);
    }

    #makeChart() {
        const canvas = element("canvas", {});
        this.plot.replaceChildren(canvas);
        const datasets = lines.map(({ label, width }, index) => ({
            label, data: [], borderWidth: width, pointRadius: 0, pointHoverRadius: 3, pointHitRadius: 8,
            cubicInterpolationMode: "monotone", fill: index === 0 ? "origin" : false,
            segment: { borderColor: hiddenInGaps, backgroundColor: hiddenInGaps },
        }));
        this.#chart = makeChart(canvas, {
            type: "line", label: this.#title, value: duration, unit: "delay", animation: false, data: { datasets },
            recolor: (chart) => lines.forEach(({ variable }, index) => {
                const dataset = chart.data.datasets[index];
                dataset.borderColor = color(variable);
                dataset.backgroundColor = index === 0 ? translucent(color(variable), 0.14) : color(variable);
            }),
            configure: (options) => {
                Object.assign(options.scales.x, { type: "linear", bounds: "data" });
                // Whole minutes as ticks, whatever the window's ends are.
                options.scales.x.afterBuildTicks = (axis) => {
                    const first = Math.ceil(axis.min / 60_000) * 60_000;
                    axis.ticks = [];
                    for (let value = first; value <= axis.max; value += 60_000) axis.ticks.push({ value });
                };
                options.scales.x.ticks.callback = (value) => timeOfDay(value);
                options.plugins.tooltip.callbacks.title = ([item]) => timeOfDay(item.parsed.x);
            },
        });
    }
}
