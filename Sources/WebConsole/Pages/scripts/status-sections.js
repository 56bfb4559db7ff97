// What each section of the status page shows of its rows: the columns, and the state that is read from a row.
//
// A column is { label, cell(row, now), class }; a tone is "good", "warn", "bad" or undefined.

import { chip, element } from "./elements.js";
import { ago, count, duration } from "./format.js";
import * as queries from "./status-queries.js";

/** A stream that gave nothing for this long is called idle. */
const idleMilliseconds = 60_000;
/** A lag above this is worth a look. */
const longLagMilliseconds = 10_000;

const text = (label, name) => ({ label, cell: (row) => row[name] ?? "" });
const code = (label, name) => ({ label, class: "code", cell: (row) => row[name] ?? "" });
const figure = (label, name) => ({ label, class: "number", cell: (row) => count(row[name] ?? NaN) });
const age = (label, name) => ({ label, cell: (row, now) => ago(row[name] ?? NaN, now) });
const path = (...names) => (row) => names.map((name) => row[name]).filter(Boolean).join(".");

function streamDelay({ record_time, stream_record_time_max }) {
    return duration(record_time === null ? NaN : record_time - stream_record_time_max);
}

function streamState(row, now) {
    if (!row.mv_name) return ["not read"];
    if (row.total_skipped > 0) return ["skipped records", "warn"];
    return now - row.record_time < idleMilliseconds ? ["reading", "good"] : ["idle"];
}

const refreshStates = { 0: "recomputed", 1: "incremental" };
const refreshFaults = {
    101: "column dropped",
    102: "column type changed",
    103: "table renamed",
    104: "column renamed",
    105: "schema renamed",
};

function refreshMode({ autorefresh, state }) {
    return `${/^[ty1]/i.test(autorefresh ?? "") ? "automatic" : "manual"}, ${refreshStates[state] ?? "not possible"}`;
}

function viewState(row) {
    if (refreshFaults[row.state]) return [refreshFaults[row.state], "bad"];
    if (/failed|aborted/i.test(row.status ?? "")) return ["refresh failed", "bad"];
    if (/^t/.test(row.is_stale ?? "")) return ["stale", "warn"];
    return /^f/.test(row.is_stale ?? "") ? ["up to date", "good"] : ["unknown"];
}

const integrationStates = {
    PendingDbConnectState: ["connecting", "warn"],
    SchemaDiscoveryState: ["taking the snapshot", "warn"],
    CdcRefreshState: ["following", "good"],
    ErrorState: ["failed", "bad"],
};

function integrationState(row) {
    if (row.total_tables_failed > 0 && row.state !== "ErrorState") return ["tables failed", "bad"];
    return integrationStates[row.state] ?? [row.state];
}

const tableTones = { Synced: "good", Failed: "bad", ResyncRequired: "bad", ResyncInitiated: "warn" };

/** All sections, in the order of the page. */
export const sections = [
    {
        id: "streams", title: "Streams", query: queries.streams,
        empty: "There is no external schema over a stream yet.",
        state: streamState,
        columns: [
            { label: "Stream", cell: (row) => element("strong", {}, path("schemaname", "stream_name")(row)) },
            text("View", "mv_name"), code("Shard", "partition_id"),
            { label: "Delay", class: "number", cell: streamDelay },
            age("Last read", "record_time"), figure("Records", "total_rows"), figure("Skipped", "total_skipped"),
            code("Position", "latest_position"),
        ],
    },
    {
        id: "skipped", title: "Skipped records", query: queries.skippedRecords,
        empty: "No record was skipped.",
        state: () => ["skipped", "warn"],
        columns: [
            { label: "View", cell: (row) => element("strong", {}, row.mv_name ?? "") },
            { label: "Stream", cell: path("external_schema_name", "stream_name") },
            age("When", "record_time"), code("Shard", "partition_id"), code("Position", "position"),
            text("Reason", "error_reason"),
        ],
    },
    {
        id: "views", title: "Materialized views", query: queries.views,
        empty: "There is no materialized view yet.",
        state: viewState,
        columns: [
            { label: "View", cell: (row) => element("strong", {}, path("schema_name", "name")(row)) },
            text("Database", "database_name"),
            { label: "Refresh", cell: refreshMode },
            age("Last refresh", "end_time"),
            // The view counts microseconds.
            { label: "Took", class: "number", cell: (row) => duration((row.duration ?? NaN) / 1000) },
            { label: "Outcome", class: "faint", cell: (row) => row.status ?? "" },
        ],
    },
    {
        id: "integrations", title: "Integrations", query: queries.integrations,
        empty: "No source database is replicated yet.",
        state: integrationState,
        columns: [
            { label: "Integration", cell: (row) => element("strong", {}, row.integration_name) },
            text("Source", "source"), text("Database", "target_database"),
            { label: "Lag", class: "number", cell: (row) => lag(row.current_lag) },
            figure("Tables", "total_tables_replicated"), figure("Failed", "total_tables_failed"),
            code("Position", "last_replicated_checkpoint"),
        ],
    },
    {
        id: "tables", title: "Replicated tables", query: queries.integrationTables,
        empty: "No table is replicated yet.",
        state: (row) => [row.table_state, tableTones[row.table_state]],
        columns: [
            { label: "Table", cell: (row) => element("strong", {}, path("schema_name", "table_name")(row)) },
            text("Database", "target_database"), figure("Rows", "table_rows"),
            age("Last change", "last_updated_timestamp"), text("Reason", "reason"),
        ],
    },
    {
        id: "shares", title: "Data shares", query: queries.shares,
        empty: "Nothing is shared or mounted yet.",
        state: (row) => (row.share_type === "INBOUND" && !row.consumer_database ? ["not mounted", "warn"]
            : [row.share_type === "INBOUND" ? "mounted" : "published", "good"]),
        columns: [
            { label: "Share", cell: (row) => element("strong", {}, row.share_name) },
            { label: "Database", cell: (row) => row.consumer_database ?? row.source_database ?? "" },
            figure("Objects", "object_count"), code("Namespace", "producer_namespace"),
        ],
    },
    {
        id: "external", title: "External tables", query: queries.externalTables,
        empty: "There is no external table yet.",
        state: (row) => (row.partition_count > 0 ? ["registered", "good"] : ["no partitions"]),
        columns: [
            { label: "Table", cell: (row) => element("strong", {}, path("schemaname", "tablename")(row)) },
            figure("Partitions", "partition_count"), code("Location", "location"),
        ],
    },
];

function lag(milliseconds) {
    const shown = duration(milliseconds ?? NaN);
    return milliseconds > longLagMilliseconds ? chip(shown, "warn") : shown;
}
