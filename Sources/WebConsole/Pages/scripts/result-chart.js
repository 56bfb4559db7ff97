// A result as a chart: the user picks the kind, the column for x, the one for y, and one that tells series apart.

import { makeChart, seriesColor, seriesColorCount, seriesVariable } from "./charts.js";
import { element, notice } from "./elements.js";
import { shortCount, shortDay, timeOfDay } from "./format.js";
import { renderLegend } from "./legend.js";
import { kindOf, valueOf } from "./values.js";

/** A tick of a time axis: the time of the day, or the day when the axis spans several. */
function timeTick(value) {
    const spansDays = this.max - this.min > 2 * 86_400_000;
    return spansDays ? shortDay(new Date(value).toISOString().slice(0, 10)) : timeOfDay(value);
}

const chartKinds = ["line", "bar", "stacked bar", "scatter"];
const seriesMax = 60;
const allInOne = "";

/** Shows results as charts in a container that has a place for choices, plot and legend. */
export class ResultChart {
    #result;
    #chart;
    #shown;
    #kind = element("select", { id: "chart-kind" }, chartKinds.map((kind) => element("option", {}, kind)));
    #x = element("select", { id: "chart-x" });
    #y = element("select", { id: "chart-y" });
    #series = element("select", { id: "chart-series" });
    #plot = element("div", { class: "plot" });
    #legend = element("div", { class: "legend" });

    constructor(container) {
        const choices = [["Chart", this.#kind], ["x", this.#x], ["y", this.#y], ["Series", this.#series]];
        container.replaceChildren(
            element("div", { class: "chart-choices" },
                choices.map(([label, select]) => element("label", { class: "field" }, label, select))),
            this.#plot, this.#legend);
        for (const [, select] of choices) {
            select.addEventListener("change", () => {
                this.#shown = undefined;
                this.draw();
            });
        }
    }

    /** Takes a result for the next drawing and guesses what to draw; the choices stay when the columns are the same. */
    take(result) {
        const sameColumns = JSON.stringify(result.columns) === JSON.stringify(this.#result?.columns);
        this.#result = result;
        this.#shown = undefined;
        if (!sameColumns) this.#guess();
    }

    #guess() {
        const { columns } = this.#result;
        const kinds = columns.map(({ type }) => kindOf(type));
        const options = (allowed) => columns.flatMap(({ name }, index) =>
            (allowed(kinds[index]) ? [element("option", { value: index }, name)] : []));
        this.#x.replaceChildren(...options(() => true));
        this.#y.replaceChildren(...options((kind) => kind === "number"));
        this.#series.replaceChildren(element("option", { value: allInOne }, "none"), ...options(() => true));

        const first = (wanted, taken) => kinds.findIndex((kind, index) => wanted.includes(kind) && index !== taken);
        const firstOf = (...candidates) => candidates.find((index) => index >= 0) ?? "";
        const x = firstOf(first(["time", "date"]), first(["text", "boolean"]), 0);
        this.#x.value = x;
        this.#y.value = firstOf(first(["number"], x), first(["number"]));
        this.#series.value = firstOf(first(["text", "boolean"], x));
        this.#kind.value = ["time", "date", "number"].includes(kinds[x]) ? "line" : "bar";
    }

    /** Draws with the present choices. */
    draw() {
        this.#chart?.destroy();
        this.#chart = undefined;
        this.#legend.replaceChildren();
        if (!this.#result || this.#y.options.length === 0 || this.#result.rows.length === 0) {
            const reason = "A chart needs rows, and a column of numbers for its y axis.";
            this.#plot.replaceChildren(notice("Nothing to draw", [reason]));
            return;
        }
        const data = this.#data();
        this.#shown ??= new Set(data.datasets.slice(0, seriesColorCount).map(({ label }) => label));
        const canvas = element("canvas", {});
        this.#plot.replaceChildren(canvas);
        const isLine = ["line", "scatter"].includes(this.#kind.value);
        const yName = this.#result.columns[this.#y.value].name;
        this.#chart = makeChart(canvas, {
            type: isLine ? this.#kind.value : "bar", unit: yName, value: shortCount, animation: false,
            stacked: this.#kind.value === "stacked bar",
            label: `${yName}: ${data.datasets.length} series`,
            data: { labels: data.labels, datasets: data.datasets.filter(({ label }) => this.#shown.has(label)) },
            configure: (options) => this.#configureX(options),
        });
        renderLegend(this.#legend, {
            items: data.datasets.map(({ label }, index) =>
                ({ name: label, colorVariable: seriesVariable(index), dash: index >= seriesColorCount })),
            shown: this.#shown, isLine, shortcut: seriesColorCount,
            onChange: (shown) => {
                this.#shown = shown;
                this.draw();
            },
        });
    }

    get #hasNumericX() {
        const kind = kindOf(this.#result.columns[this.#x.value].type);
        return ["line", "scatter"].includes(this.#kind.value) && ["number", "time"].includes(kind);
    }

    #configureX(options) {
        const { x, y } = options.scales;
        y.beginAtZero = this.#kind.value !== "scatter" && this.#kind.value !== "line";
        x.title = { display: true, text: this.#result.columns[this.#x.value].name };
        if (!this.#hasNumericX) return;
        const isTime = kindOf(this.#result.columns[this.#x.value].type) === "time";
        Object.assign(x, { type: "linear", bounds: "data" });
        x.ticks.callback = isTime ? timeTick : shortCount;
        options.plugins.tooltip.callbacks.title = ([item]) =>
            (isTime ? new Date(item.parsed.x).toISOString().replace("T", " ").replace("Z", "") : String(item.parsed.x));
        if (this.#kind.value === "scatter") options.interaction = { mode: "nearest", intersect: true };
    }

    /** Labels and datasets, one for each value of the series column; of rows with the same x and series the last one. */
    #data() {
        const [x, y] = [Number(this.#x.value), Number(this.#y.value)];
        const seriesColumn = this.#series.value === allInOne ? undefined : Number(this.#series.value);
        const xKind = this.#hasNumericX ? kindOf(this.#result.columns[x].type) : "text";
        const groups = new Map();
        for (const row of this.#result.rows) {
            const name = seriesColumn === undefined ? this.#result.columns[y].name : (row[seriesColumn] ?? "null");
            if (!groups.has(name) && groups.size >= seriesMax) continue;
            if (!groups.has(name)) groups.set(name, new Map());
            groups.get(name).set(valueOf(row[x], xKind), valueOf(row[y], "number"));
        }
        const labels = this.#hasNumericX ? undefined : [...new Set(this.#result.rows.map((row) => row[x]))];
        const datasets = [...groups].map(([label, points], index) => ({
            label: String(label),
            data: labels ? labels.map((text) => points.get(text) ?? null)
                : [...points].sort(([a], [b]) => a - b).map(([px, py]) => ({ x: px, y: py })),
            borderColor: seriesColor(index), backgroundColor: seriesColor(index),
            borderWidth: ["line", "scatter"].includes(this.#kind.value) ? 2 : 0,
            borderDash: index >= seriesColorCount ? [6, 4] : [], spanGaps: true,
            pointRadius: this.#kind.value === "scatter" ? 3 : this.#result.rows.length > 200 ? 0 : 2.5,
            maxBarThickness: 64,
        }));
        return { labels, datasets };
    }
}
