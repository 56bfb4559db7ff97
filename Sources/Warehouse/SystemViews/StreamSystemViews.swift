/// SYS_STREAM_SCAN_STATES, SYS_STREAM_SCAN_ERRORS and SVV_EXTERNAL_SCHEMAS (Redshift's system view reference).
enum StreamSystemViews {
    static let statements = [
        """
        CREATE OR REPLACE VIEW millrace.sys_stream_scan_states AS
        SELECT v.external_schema AS external_schema_name, v.stream_name, v.name AS mv_name, s.transaction_id,
               s.transaction_id AS query_id, s.record_time, s.shard_id AS partition_id, s.latest_position, s.scanned_rows,
               s.skipped_rows, s.scanned_bytes, s.stream_record_time_min, s.stream_record_time_max, s.refresh_time,
               s.records_behind AS lag_from_latest,
               date_diff('microsecond', s.stream_record_time_min, s.record_time) / 1000000.0::DOUBLE AS max_latency_s
        FROM millrace.stream_scan_state s JOIN millrace.materialized_view v ON v.id = s.view_id
        """,
        """
        CREATE OR REPLACE VIEW millrace.sys_stream_scan_errors AS
        SELECT v.external_schema AS external_schema_name, v.stream_name, v.name AS mv_name, e.transaction_id,
               e.transaction_id AS query_id, 'L' AS stream_timestamp_type, e.stream_timestamp, e.record_time,
               e.shard_id AS partition_id, e.position, e.error_code, e.error_reason, e.partition_key, e.data
        FROM millrace.stream_scan_error e JOIN millrace.materialized_view v ON v.id = e.view_id
        """,
        """
        CREATE OR REPLACE VIEW millrace.svv_external_schemas AS
        SELECT id AS esoid, kind AS eskind, name AS schemaname, 100 AS esowner, source_database AS databasename,
               options::VARCHAR AS esoptions
        FROM millrace.external_schema
        """,
    ]
}
