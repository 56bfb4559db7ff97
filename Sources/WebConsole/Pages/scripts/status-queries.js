// The statements behind the status page: one for each section, on the system views alone.

/**
 * The latest scan of every shard into every streaming view, and the stream schemas that nothing reads from yet.
 * Kind 9 is Kinesis, 10 is Kafka.
 */
export const streams = `select
    e.schemaname, s.stream_name, s.mv_name, s.partition_id, s.latest_position,
    s.record_time, s.stream_record_time_max, s.total_rows, s.total_skipped
from svv_external_schemas e
left join (
    select
        external_schema_name, stream_name, mv_name, partition_id, latest_position, record_time, stream_record_time_max,
        sum(scanned_rows) over (partition by external_schema_name, stream_name, mv_name, partition_id) as total_rows,
        sum(skipped_rows) over (partition by external_schema_name, stream_name, mv_name, partition_id) as total_skipped,
        row_number() over (partition by external_schema_name, stream_name, mv_name, partition_id
            order by record_time desc) as recency
    from sys_stream_scan_states
) as s on s.external_schema_name = e.schemaname and s.recency = 1
where e.eskind in (9, 10)
order by 1, 2, 3, 4`;

/** Records that no view could take, the latest first. */
export const skippedRecords = `select
    record_time, external_schema_name, stream_name, mv_name, partition_id, position, error_code, error_reason
from sys_stream_scan_errors
order by record_time desc
limit 20`;

/** Every materialized view with its latest refresh. */
export const views = `select
    v.database_name, v.schema_name, v.name, v.is_stale, v.state, v.autorefresh,
    r.refresh_type, r.status, r.end_time, r.duration
from svv_mv_info v
left join (
    select
        database_name, schema_name, mv_name, refresh_type, status, end_time, duration,
        row_number() over (partition by database_name, schema_name, mv_name order by start_time desc) as recency
    from sys_mv_refresh_history
) as r
    on r.database_name = v.database_name and r.schema_name = v.schema_name and r.mv_name = v.name and r.recency = 1
order by 1, 2, 3`;

/** Every integration. */
export const integrations = `select
    integration_name, target_database, source, state, current_lag, last_replicated_checkpoint,
    total_tables_replicated, total_tables_failed
from svv_integration
order by 1`;

/** Every table of every integration, those in trouble first. */
export const integrationTables = `select
    target_database, schema_name, table_name, table_state, reason, table_rows, last_updated_timestamp
from svv_integration_table_state
order by case when table_state = 'Synced' then 1 else 0 end, 1, 2, 3`;

/** Every share, in and out, with the number of its objects. */
export const shares = `select
    s.share_name, s.share_type, s.source_database, s.consumer_database, s.producer_namespace, s.createdate,
    count(o.object_name) as object_count
from svv_datashares s
left join svv_datashare_objects o on o.share_name = s.share_name and o.share_type = s.share_type
    and o.object_type <> 'schema'
group by 1, 2, 3, 4, 5, 6
order by 1, 2`;

/** Every external table with the number of its registered partitions. */
export const externalTables = `select
    t.schemaname, t.tablename, t.location, count(p.location) as partition_count
from svv_external_tables t
left join svv_external_partitions p on p.schemaname = t.schemaname and p.tablename = t.tablename
group by 1, 2, 3
order by 1, 2`;
