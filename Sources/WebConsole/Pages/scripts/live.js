// The page of the two live delay charts.

import { run } from "./api.js";
import { DelayCard } from "./delay-card.js";
import { span } from "./format.js";
import { integrationLag, quoteDelays, tradeDelays } from "./live-queries.js";
import { poll, showConnection } from "./poller.js";
import { records } from "./values.js";

const intervalMilliseconds = 1000;

const quotes = new DelayCard({
    id: "quote-delay",
    title: "Quote ingestion delay",
    subtitle: "From arrival in the stream to queryable",
    unit: "records",
    query: quoteDelays,
    emptyHint: "The chart starts with the first record that a streaming view takes in.",
});

const trades = new DelayCard({
    id: "trade-delay",
    title: "Trade ingestion delay",
    subtitle: "From commit in the source to queryable",
    unit: "changed rows",
    query: tradeDelays,
    emptyHint: "The chart starts with the first transaction that an integration applies.",
    extraTiles: [{ key: "lag", label: "lag now" }],
});

/** The largest lag of all integrations, right now. */
async function refreshLag() {
    try {
        const lags = records(await run(integrationLag)).map((row) => row.current_lag).filter(Number.isFinite);
        trades.setTile("lag", span(lags.length > 0 ? Math.max(...lags) : NaN));
    } catch (error) {
        if (error.name !== "QueryError") throw error;
        trades.setTile("lag", ["–"]);
        document.querySelector("#message").textContent = `The lag of the integrations cannot be read: ${error.message}`;
    }
}

document.querySelector("#charts").replaceChildren(quotes.root, trades.root);
const connection = document.querySelector("#connection");

poll(async () => {
    const outcomes = await Promise.allSettled([quotes.refresh(), trades.refresh(), refreshLag()]);
    const failure = outcomes.find(({ status }) => status === "rejected");
    if (failure) throw failure.reason;
}, { intervalMilliseconds, onState: (state) => showConnection(connection, state) });
