// The statements behind the two delay charts: plain SQL on the system views. Both give rows of (source, recorded_at,
// newest_delay, oldest_delay, record_count), one for each commit since a time, with delays in milliseconds.

/**
 * Quotes: from arrival in the stream to queryable. A refresh tells the arrival of its oldest and its newest record,
 * so every record of it waited between the two delays.
 */
export const quoteDelays = (since) => `select
    mv_name as source,
    record_time as recorded_at,
    min(datediff(millisecond, stream_record_time_max, record_time)) as newest_delay,
    max(datediff(millisecond, stream_record_time_min, record_time)) as oldest_delay,
    sum(scanned_rows) as record_count
from sys_stream_scan_states
where scanned_rows > 0 and record_time >= '${since}'
group by 1, 2
order by 2`;

/** Trades: from the commit in the source database to queryable. */
export const tradeDelays = (since) => `select
    a.integration_id as source,
    a.integration_end_time as recorded_at,
    datediff(millisecond, a.last_commit_timestamp, a.integration_end_time) as newest_delay,
    datediff(millisecond, a.last_commit_timestamp, a.integration_end_time) as oldest_delay,
    coalesce(sum(t.inserted_rows + t.updated_rows + t.deleted_rows), 0) as record_count
from sys_integration_activity a
left join sys_integration_table_activity t
    on t.integration_id = a.integration_id and t.checkpoint_name = a.checkpoint_name
where a.checkpoint_type = 'cdc' and a.integration_end_time >= '${since}'
group by a.integration_id, a.checkpoint_name, a.integration_end_time, a.last_commit_timestamp
order by 2`;

/** How far each integration is behind right now, in milliseconds. */
export const integrationLag = `select integration_id as source, target_database, state, current_lag
from svv_integration
order by 1`;
