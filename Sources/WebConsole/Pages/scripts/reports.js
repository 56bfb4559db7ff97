// The page of the four history charts.

import { isExpected, run } from "./api.js";
import { SeriesColors } from "./charts.js";
import { element, failureNotice, notice } from "./elements.js";
import { basisPoints, dollars } from "./format.js";
import { ReportCard } from "./report-card.js";
import {
    extentQuery, otherVenues, spreadByExchange, spreadBySector, tables, volumeByExchange, volumeBySector,
} from "./report-queries.js";
import { records } from "./values.js";

const spread = {
    kind: "line",
    unit: "basis points of the ask price",
    value: basisPoints,
    axisValue: (value) => Number(value.toPrecision(6)),
    reads: [tables.quotes, tables.sectors],
};

const volume = {
    kind: "bar",
    unit: "US dollars",
    value: dollars,
    axisValue: dollars,
    reads: [tables.trades, tables.sectors],
};

const spreadColumns = { day: "day", value: "weighted_average_spread", weight: "quoted_value", scale: 10_000 };
const volumeColumns = { day: "day", value: "total_transaction_amt", weight: "total_transaction_amt" };

const sectors = { name: "sector_name" };
const groups = { name: "parent_exchange_name", nameOfNull: otherVenues };
const sectorColors = new SeriesColors();
const groupColors = new SeriesColors();

const cards = [
    new ReportCard({
        ...spread, id: "spread-by-sector", title: "Weighted average spread by sector",
        subtitle: "NASDAQ and NYSE, weighted by quoted dollars",
        query: spreadBySector, columns: { ...spreadColumns, ...sectors }, colors: sectorColors,
    }),
    new ReportCard({
        ...spread, id: "spread-by-exchange", title: "Weighted average spread by exchange group",
        subtitle: "All sectors, weighted by quoted dollars",
        query: spreadByExchange, columns: { ...spreadColumns, ...groups }, colors: groupColors,
    }),
    new ReportCard({
        ...volume, id: "volume-by-sector", title: "Trade volume by sector",
        subtitle: "NASDAQ and NYSE, price times volume",
        query: volumeBySector, columns: { ...volumeColumns, ...sectors }, colors: sectorColors,
    }),
    new ReportCard({
        ...volume, id: "volume-by-exchange", title: "Trade volume by exchange group",
        subtitle: "All venues and sectors, price times volume",
        query: volumeByExchange, columns: { ...volumeColumns, ...groups }, colors: groupColors,
    }),
];

const fromInput = document.querySelector("#from");
const toInput = document.querySelector("#to");
const presets = document.querySelector("#presets");
/** First and last day over both tables, and of each table by its name. */
const extent = { ofTable: {} };

/** Reads the extent; a table that cannot be read takes no part, its own card says why. */
async function loadExtent() {
    const names = [tables.quotes, tables.trades];
    const results = await Promise.allSettled(names.map((table) => run(extentQuery(table))));
    results.forEach(({ value }, index) => {
        const [days] = value ? records(value) : [];
        if (days?.first_day) extent.ofTable[names[index]] = { from: days.first_day, to: days.last_day };
    });
    const found = Object.values(extent.ofTable);
    const failures = results.map(({ reason }) => reason).filter(Boolean);
    const isWorse = (error) => !error.isMissingObject;
    if (found.length === 0 && failures.length > 0) throw failures.find(isWorse) ?? failures[0];
    extent.first = found.map(({ from }) => from).sort()[0];
    extent.last = found.map(({ to }) => to).sort().at(-1);
}

/** The day `months` before another, or the first day of the data. */
function monthsBefore(day, months) {
    const date = new Date(`${day}T00:00:00Z`);
    date.setUTCMonth(date.getUTCMonth() - months);
    date.setUTCDate(date.getUTCDate() + 1);
    const text = date.toISOString().slice(0, 10);
    return text < extent.first ? extent.first : text;
}

function choosePreset(months) {
    chooseRange({ from: months ? monthsBefore(extent.last, months) : extent.first, to: extent.last }, months);
}

function chooseRange({ from, to }, months) {
    fromInput.value = from;
    toInput.value = to;
    load(months);
}

/** Fills the cards for the chosen days; `months` is the preset they come from, if any. */
function load(months) {
    const range = { from: fromInput.value, to: toInput.value };
    if (!range.from || !range.to) return;
    for (const button of presets.children) {
        button.setAttribute("aria-pressed", String(Number(button.dataset.months) === months));
    }
    for (const card of cards) card.load(range, { available: extent.ofTable[card.table], onChooseRange: chooseRange });
}

function showNothing(error) {
    const start = document.querySelector("#start");
    const isFailure = error && !error.isMissingObject;
    const box = isFailure ? failureNotice(error) : notice("There is no history to report on yet", [
        "These charts read three tables. Once they exist, the charts fill themselves: reload this page.",
        element("pre", { class: "sql" },
            `${tables.quotes} (date_dt, exchange_name, sector_code, bid_price, bid_volume, ask_price, ask_volume)\n`
            + `${tables.trades} (date_dt, exchange_name, sector_code, price, volume)\n`
            + `${tables.sectors} (factset_sector_code, factset_sector_desc)`),
        "Make them as external tables over Parquet files, as views over streams and replicated tables, "
            + "or mount them as a share; ./run demo does all of it.",
    ]);
    start.replaceChildren(box);
    start.hidden = false;
    document.querySelector("#range").hidden = true;
}

async function start() {
    try {
        await loadExtent();
    } catch (error) {
        if (!isExpected(error)) throw error;
        showNothing(error);
        return;
    }
    if (!extent.first) {
        showNothing();
        return;
    }
    document.querySelector("#charts").replaceChildren(...cards.map(({ root }) => root));
    document.querySelector("#range").hidden = false;
    for (const input of [fromInput, toInput]) {
        Object.assign(input, { min: extent.first, max: extent.last, onchange: () => load() });
    }
    presets.addEventListener("click", ({ target }) => {
        if (target.dataset.months) choosePreset(Number(target.dataset.months));
    });
    choosePreset(3);
}

start();
