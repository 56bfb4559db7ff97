/// SVV_MV_INFO and its kin (Redshift's system view reference).
enum ViewSystemViews {
    static let statements = [
        """
        CREATE OR REPLACE VIEW millrace.sys_mv_refresh_history AS
        SELECT 100 AS user_id, 0 AS session_id, r.transaction_id, v.database_name, v.schema_name, v.id AS mv_id,
               v.name AS mv_name, r.refresh_type, r.status, r.start_time, r.end_time,
               date_diff('microsecond', r.start_time, r.end_time) AS duration, NULL::VARCHAR AS consumer_account,
               NULL::VARCHAR AS consumer_region, NULL::VARCHAR AS consumer_namespace
        FROM (
            SELECT view_id, transaction_id, refresh_type, status, start_time, end_time FROM millrace.view_refresh
            UNION ALL
            SELECT view_id, transaction_id, 'Auto', 'Refresh successfully updated MV incrementally',
                   min(refresh_time), max(record_time)
            FROM millrace.stream_scan_state GROUP BY view_id, transaction_id
        ) r JOIN millrace.materialized_view v ON v.id = r.view_id
        """,
        """
        CREATE OR REPLACE VIEW millrace.svl_mv_refresh_status AS
        SELECT database_name AS db_name, user_id::BIGINT AS userid, schema_name, mv_name, transaction_id AS xid,
               start_time AS starttime, end_time AS endtime, status, refresh_type, consumer_account, consumer_region,
               consumer_namespace
        FROM millrace.sys_mv_refresh_history
        """,
    ]
}
