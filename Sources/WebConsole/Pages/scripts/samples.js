// Statements to start from.

import { quoteDelays, tradeDelays } from "./live-queries.js";
import { spreadBySector, volumeByExchange } from "./report-queries.js";
import { timestampText } from "./values.js";

const today = new Date().toISOString().slice(0, 10);
const range = { from: "2000-01-01", to: today };
const all = (from) => `select * from ${from}`;
const recently = () => timestampText(Date.now() - 60_000);

/** Title and statement of each sample, by topic. */
export const samples = [
    {
        topic: "Reports",
        entries: [
            { title: "Weighted average spread by sector", sql: () => spreadBySector(range) },
            { title: "Trade volume by exchange group", sql: () => volumeByExchange(range) },
        ],
    },
    {
        topic: "Delays",
        entries: [
            { title: "Quotes: arrival to queryable, last minute", sql: () => quoteDelays(recently()) },
            { title: "Trades: commit to queryable, last minute", sql: () => tradeDelays(recently()) },
        ],
    },
    {
        topic: "State",
        entries: [
            { title: "Materialized views", sql: () => all("svv_mv_info order by schema_name, name") },
            { title: "Latest refreshes", sql: () => all("sys_mv_refresh_history order by start_time desc limit 100") },
            { title: "Skipped records", sql: () => all("sys_stream_scan_errors order by record_time desc limit 100") },
            { title: "Integrations", sql: () => all("svv_integration") },
            { title: "Replicated tables", sql: () => all("svv_integration_table_state order by 2, 3, 4") },
            { title: "Partitions of external tables", sql: () => all("svv_external_partitions order by 1, 2, 3") },
        ],
    },
    {
        topic: "Set-up",
        entries: [
            {
                title: "A stream and a view on it",
                sql: () => `create external schema market from kinesis;

create materialized view quotes auto refresh yes as
select approximate_arrival_timestamp, partition_key, json_parse(kinesis_data) as payload
from market."quotes"
where can_json_parse(kinesis_data);`,
            },
            {
                title: "An external table over Parquet",
                sql: () => `create external table hist.quotes (
    date_dt timestamp, symbol varchar(16), exchange_name varchar(64), sector_code varchar(4),
    bid_price decimal(18,4), bid_volume bigint, ask_price decimal(18,4), ask_volume bigint)
partitioned by (day date)
stored as parquet
location 's3://bucket/quotes/';

msck repair table hist.quotes;`,
            },
        ],
    },
];
