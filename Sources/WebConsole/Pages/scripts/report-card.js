// One history chart: its title, plot, legend, and the statement behind it.

import { isExpected, run } from "./api.js";
import { makeChart, otherColor, seriesColor, seriesColorCount, seriesVariable, translucent } from "./charts.js";
import { editorLink, element, failureNotice, notice } from "./elements.js";
import { longDay, shortDay } from "./format.js";
import { renderLegend } from "./legend.js";
import { pivot, sum } from "./series.js";
import { records } from "./values.js";

const shownAtFirst = 8;

/** A card for one report; see reports.js for the members of a definition. */
export class ReportCard {
    #definition;
    #chart;
    #data = { days: [], series: [] };
    /** The names the user switched on; undefined while the heaviest ones are shown by themselves. */
    #chosen;
    #shown = new Set();
    #request = new AbortController();

    constructor(definition) {
        this.#definition = definition;
        this.statement = element("pre", { class: "sql", tabindex: 0 });
        this.sqlButton = element("button", {
            type: "button", class: "button quiet small", "aria-expanded": "false", onclick: () => this.#toggleSQL(),
        }, "SQL");
        this.editLink = element("a", { class: "button small", href: "/query" }, "Open in editor");
        this.sql = element("div", { class: "sql-panel", hidden: true }, this.statement, this.editLink);
        this.plot = element("div", { class: "plot" });
        this.legend = element("div", { class: "legend" });
        this.root = element("article", { class: "card", id: definition.id, "data-state": "loading" },
            element("div", { class: "card-head" },
                element("div", {}, element("h2", {}, definition.title), element("p", {}, definition.subtitle)),
                element("div", { class: "actions" }, this.sqlButton)),
            this.plot, this.legend, this.sql);
    }

    /** The table with the rows of this report. */
    get table() {
        return this.#definition.reads[0];
    }

    /**
     * Runs the statement for a range of days and draws the result. When there are no rows, the card offers the days
     * that are `available`, if it knows.
     */
    async load(range, { available, onChooseRange }) {
        this.#request.abort();
        this.#request = new AbortController();
        const { signal } = this.#request;
        const sql = this.#definition.query(range);
        this.statement.textContent = sql;
        this.editLink.href = editorLink(sql);
        this.root.setAttribute("aria-busy", "true");
        try {
            const result = await run(sql, { limit: 100_000, signal });
            const data = pivot(records(result), this.#definition.columns);
            if (data.days.length > 0) this.#show(data);
            else this.#showEmpty(available, onChooseRange);
        } catch (error) {
            if (error.name === "AbortError") return;
            if (!isExpected(error)) throw error;
            this.#showFailure(error);
        }
        this.root.removeAttribute("aria-busy");
    }

    #showEmpty(available, onChooseRange) {
        const title = "No rows between these days";
        if (!available) {
            this.#showNotice("empty", notice(title));
            return;
        }
        const { from, to } = available;
        const choose = () => onChooseRange(available);
        this.#showNotice("empty", notice(title, [`${this.table} has rows from ${longDay(from)} to ${longDay(to)}.`], {
            actions: [element("button", { type: "button", class: "button", onclick: choose }, "Show these days")],
        }));
    }

    #showFailure(error) {
        if (error.isMissingObject) {
            this.#showNotice("missing", notice("The tables of this chart are not there yet", [
                error.message,
                `It reads ${this.#definition.reads.join(" and ")}: `
                    + "views, external tables, replicated or shared tables will do.",
            ]));
        } else {
            this.#showNotice("failed", failureNotice(error));
        }
    }

    #showNotice(state, node) {
        this.#chart?.destroy();
        this.#chart = undefined;
        this.root.dataset.state = state;
        this.plot.replaceChildren(node);
        this.legend.replaceChildren();
    }

    #show(data) {
        const names = data.series.map(({ name }) => name);
        const kept = names.filter((name) => this.#chosen?.has(name));
        this.#data = data;
        for (const name of names) this.#definition.colors.index(name);
        this.#shown = new Set(kept.length > 0 ? kept : names.slice(0, shownAtFirst));
        this.root.dataset.state = "ready";
        if (!this.#chart) this.#makeChart();
        this.#draw();
    }

    #makeChart() {
        const canvas = element("canvas", {});
        this.plot.replaceChildren(canvas);
        const { kind, value, axisValue, unit } = this.#definition;
        this.#chart = makeChart(canvas, {
            type: kind, label: "", unit, value: axisValue, stacked: kind === "bar", data: { labels: [], datasets: [] },
            recolor: (chart) => this.#setData(chart),
            configure: (options) => {
                options.scales.x.ticks.callback = (index) => shortDay(this.#data.days[index]);
                const { callbacks } = options.plugins.tooltip;
                callbacks.title = ([item]) => longDay(item.label);
                callbacks.label = (item) => ` ${item.dataset.label}  ${value(item.parsed.y)}`;
                if (kind === "bar") {
                    const total = (items) => items.reduce((sum, item) => sum + item.parsed.y, 0);
                    callbacks.footer = (items) => `Total  ${value(total(items))}`;
                }
            },
        });
    }

    #draw() {
        const { title } = this.#definition;
        const { days, series } = this.#data;
        this.#setData(this.#chart);
        this.#chart.canvas.setAttribute(
            "aria-label", `${title}: ${series.length} series over ${days.length} days, ${days[0]} to ${days.at(-1)}`);
        this.#chart.update();
        renderLegend(this.legend, {
            items: series.map(({ name }) => {
                const index = this.#definition.colors.index(name);
                return { name, colorVariable: seriesVariable(index), dash: index >= seriesColorCount };
            }),
            shown: this.#shown,
            isLine: this.#definition.kind === "line",
            shortcut: shownAtFirst,
            onChange: (shown) => {
                this.#chosen = this.#shown = shown;
                this.#draw();
            },
        });
    }

    #setData(chart) {
        const { days, series } = this.#data;
        const { kind, colors } = this.#definition;
        const style = kind === "line" ? lineStyle(days.length) : barStyle;
        const datasets = series.filter(({ name }) => this.#shown.has(name)).map(({ name, values }) => {
            const index = colors.index(name);
            return { label: name, data: values, ...style(seriesColor(index), index >= seriesColorCount) };
        });
        const hidden = series.filter(({ name }) => !this.#shown.has(name));
        // Bars keep their height: what has no colour of its own is one grey part.
        if (kind === "bar" && hidden.length > 0) {
            const { name, values } = sum(hidden, `${hidden.length} not shown separately`);
            datasets.push({ label: name, data: values, ...barStyle(otherColor(), false) });
        }
        chart.data = { labels: days, datasets };
    }

    #toggleSQL() {
        this.sql.hidden = !this.sql.hidden;
        this.sqlButton.setAttribute("aria-expanded", String(!this.sql.hidden));
    }
}

const lineStyle = (dayCount) => (color, isRepeated) => ({
    borderColor: color,
    backgroundColor: color,
    borderWidth: 2,
    borderDash: isRepeated ? [6, 4] : [],
    pointRadius: dayCount <= 31 ? 3 : 0,
    pointHoverRadius: 4,
    cubicInterpolationMode: "monotone",
    spanGaps: true,
});

const barStyle = (color, isRepeated) => ({
    backgroundColor: isRepeated ? translucent(color, 0.55) : color,
    borderWidth: 0,
    maxBarThickness: 64,
    categoryPercentage: 0.86,
    barPercentage: 0.94,
});
