// Charts in the page's colours. Chart.js comes as a global from its own script.

const Chart = globalThis.Chart;

/** How many colours there are for series. */
export const seriesColorCount = 12;

function css(name) {
    return getComputedStyle(document.documentElement).getPropertyValue(name).trim();
}

/** The CSS variable with the colour of the series at an index; after the last colour they start again. */
export function seriesVariable(index) {
    return `--series-${(index % seriesColorCount) + 1}`;
}

/** The colour of the series at an index, as it is in the present colour scheme. */
export function seriesColor(index) {
    return css(seriesVariable(index));
}

/** Gives every name a colour of its own, the same one in all charts that share this object. */
export class SeriesColors {
    #indexes = new Map();

    /** The index of the colour of a name; a name that is seen first gets the next one. */
    index(name) {
        if (!this.#indexes.has(name)) this.#indexes.set(name, this.#indexes.size);
        return this.#indexes.get(name);
    }
}

/** The colour for all that is not shown on its own. */
export function otherColor() {
    return css("--series-other");
}

/** The colour with an opacity, from the form #rrggbb. */
export function translucent(color, opacity) {
    return color + Math.round(opacity * 255).toString(16).padStart(2, "0");
}

// Tells what was drawn to assistive technology, and to whoever checks the page.
const announcer = {
    id: "announcer",
    afterDraw(chart) {
        const visible = chart.data.datasets.filter((_, index) => chart.isDatasetVisible(index));
        const points = visible.flatMap(({ data }) => data).filter((value) => (value?.y ?? value) !== null);
        chart.canvas.dataset.drawnPoints = points.length;
    },
};

function applyTheme(chart) {
    const { scales, plugins } = chart.options;
    for (const scale of Object.values(scales)) {
        scale.ticks.color = css("--ink-faint");
        scale.title.color = css("--ink-faint");
        scale.grid.color = css("--line");
        scale.grid.borderColor = css("--line-strong");
    }
    Object.assign(plugins.tooltip, {
        backgroundColor: css("--surface"),
        borderColor: css("--line-strong"),
        titleColor: css("--ink"),
        bodyColor: css("--ink-soft"),
        footerColor: css("--ink-faint"),
    });
}

/** Options that all charts share; `unit` names the y axis, `value` formats its figures. */
function baseOptions({ unit, value, stacked = false, animation }) {
    return {
        responsive: true,
        maintainAspectRatio: false,
        animation: animation ?? (matchMedia("(prefers-reduced-motion: reduce)").matches ? false : { duration: 250 }),
        interaction: { mode: "index", intersect: false },
        scales: {
            x: {
                stacked,
                grid: { display: false },
                ticks: { maxRotation: 0, autoSkipPadding: 18 },
                title: { display: false },
            },
            y: {
                stacked,
                beginAtZero: true,
                grid: { drawBorder: false },
                ticks: { maxTicksLimit: 6, callback: (tick) => value(tick) },
                title: { display: Boolean(unit), text: unit },
            },
        },
        plugins: {
            legend: { display: false },
            tooltip: {
                borderWidth: 1,
                padding: 10,
                boxPadding: 4,
                usePointStyle: true,
                titleFont: { weight: "600" },
                itemSort: (a, b) => b.parsed.y - a.parsed.y,
                callbacks: { label: (item) => ` ${item.dataset.label}  ${value(item.parsed.y)}` },
            },
        },
    };
}

/**
 * Makes a chart on a canvas. `configure` may change the options before the first drawing. When the colour scheme
 * changes, `recolor` sets the data's colours anew.
 */
export function makeChart(canvas, { type, label, data, configure = () => {}, recolor = () => {}, ...rest }) {
    Chart.defaults.font.family = css("--font");
    Chart.defaults.font.size = 12;
    const options = baseOptions(rest);
    configure(options);
    canvas.setAttribute("role", "img");
    canvas.setAttribute("aria-label", label);
    const chart = new Chart(canvas, { type, data, options, plugins: [announcer] });
    const paint = () => {
        applyTheme(chart);
        recolor(chart);
        chart.update("none");
    };
    matchMedia("(prefers-color-scheme: dark)").addEventListener("change", paint);
    paint();
    return chart;
}
