/// SVV_MV_INFO and its kin (Redshift's system view reference).
enum ViewSystemViews {
    static let statements = info + dependencies + history

    private static let info = [
        // A streaming view is stale while its last look at a shard left records behind. Whether another view is stale is
        // known to the process only, not to its tables: it counts as unknown.
        """
        CREATE OR REPLACE VIEW millrace.catalog_view_state AS
        SELECT v.id AS view_id,
               CASE WHEN NOT v.is_streaming THEN 'u' WHEN max(s.behind) > 0 THEN 't' WHEN max(s.behind) = 0 THEN 'f' ELSE 'u' END
                   AS is_stale,
               max(s.transaction_id) AS scanned_up_to
        FROM millrace.materialized_view v
        LEFT JOIN (
            SELECT view_id, arg_max(records_behind, record_time) AS behind, max(transaction_id) AS transaction_id
            FROM millrace.stream_scan_state GROUP BY view_id, shard_id
        ) s ON s.view_id = v.id
        GROUP BY v.id, v.is_streaming
        """,
        """
        CREATE OR REPLACE VIEW millrace.svv_mv_info AS
        SELECT v.database_name, v.schema_name, v.owner AS user_name, v.name, s.is_stale,
               CASE WHEN v.is_streaming THEN 1 ELSE 0 END AS state, 'f' AS autorewrite,
               CASE WHEN v.auto_refresh THEN 't' ELSE 'f' END AS autorefresh
        FROM millrace.materialized_view v JOIN millrace.catalog_view_state s ON s.view_id = v.id
        """,
        """
        CREATE OR REPLACE VIEW millrace.stv_mv_info AS
        SELECT v.database_name AS db_name, v.schema_name AS "schema", v.name,
               coalesce(s.scanned_up_to,
                        (SELECT max(r.transaction_id) FROM millrace.view_refresh r WHERE r.view_id = v.id))
                   AS updated_upto_xid,
               s.is_stale, v.owner AS owner_user_name, CASE WHEN v.is_streaming THEN 1 ELSE 0 END AS state,
               'f' AS autorewrite, CASE WHEN v.auto_refresh THEN 't' ELSE 'f' END AS autorefresh
        FROM millrace.materialized_view v JOIN millrace.catalog_view_state s ON s.view_id = v.id
        """,
    ]

    private static let dependencies = [
        // A streaming view depends on its stream, which lies in an external schema of the view's database.
        """
        CREATE OR REPLACE VIEW millrace.svv_mv_dependency AS
        SELECT v.database_name, v.schema_name, v.name,
               millrace.database_of(d.engine_schema) AS dependent_database_name,
               millrace.schema_of(d.engine_schema) AS dependent_schema_name, d.engine_name AS dependent_name
        FROM millrace.materialized_view v JOIN millrace.view_dependency d ON d.view_id = v.id
        UNION ALL
        SELECT database_name, schema_name, name, database_name, external_schema, stream_name
        FROM millrace.materialized_view WHERE is_streaming
        """,
        """
        CREATE OR REPLACE VIEW millrace.stv_mv_deps AS
        SELECT database_name AS db_name, schema_name AS "schema", name, dependent_schema_name AS ref_schema,
               dependent_name AS ref_name, dependent_database_name AS ref_database_name
        FROM millrace.svv_mv_dependency
        """,
    ]

    private static let history = [
        // Each batch of a stream is a refresh; its shards share the transaction.
        """
        CREATE OR REPLACE VIEW millrace.sys_mv_refresh_history AS
        SELECT millrace.user_id(v.owner)::INTEGER AS user_id, 0 AS session_id, r.transaction_id, v.database_name,
               v.schema_name, v.id AS mv_id, v.name AS mv_name, r.refresh_type, r.status, r.start_time, r.end_time,
               date_diff('microsecond', r.start_time, r.end_time) AS duration, NULL::VARCHAR AS consumer_account,
               NULL::VARCHAR AS consumer_region, NULL::VARCHAR AS consumer_namespace
        FROM (
            SELECT view_id, transaction_id, refresh_type, status, start_time, end_time FROM millrace.view_refresh
            UNION ALL
            SELECT view_id, transaction_id, 'Auto', 'Refresh successfully updated MV incrementally'
                   || CASE WHEN sum(skipped_rows) = 0 THEN ''
                           WHEN sum(skipped_rows) = sum(scanned_rows)
                               THEN '. All records received from the stream were skipped'
                           ELSE '. Some stream records were skipped' END,
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
