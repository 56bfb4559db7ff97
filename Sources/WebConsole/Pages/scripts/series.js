// From rows of (day, series, value) to the data of a chart.

/**
 * Groups records by series, values times `scale`. Gives the days in order and the series, heaviest first:
 * `{ days: ["2013-10-07", …], series: [{ name, values: [0.1, null, …], weight }] }`.
 */
export function pivot(records, { day, name, value, weight, nameOfNull, scale = 1 }) {
    const days = [...new Set(records.map((record) => record[day]))].sort();
    const position = new Map(days.map((text, index) => [text, index]));
    const series = new Map();
    for (const record of records) {
        const key = record[name] ?? nameOfNull;
        if (!series.has(key)) series.set(key, { name: key, values: Array(days.length).fill(null), weight: 0 });
        const entry = series.get(key);
        entry.values[position.get(record[day])] = record[value] === null ? null : record[value] * scale;
        entry.weight += record[weight] ?? 0;
    }
    return { days, series: [...series.values()].sort((a, b) => b.weight - a.weight) };
}

/** The sum of several series, day by day, as one series. */
export function sum(series, name) {
    const length = series[0]?.values.length ?? 0;
    const totals = Array(length).fill(0);
    for (const { values } of series) {
        values.forEach((value, index) => {
            totals[index] += value ?? 0;
        });
    }
    return { name, values: totals };
}
