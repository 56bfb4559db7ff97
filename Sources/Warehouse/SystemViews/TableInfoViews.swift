/// SVV_TABLE_INFO and what else tells of tables as stored, and of sessions.
enum TableInfoViews {
    static let statements = [
        // SIZE is an estimate in blocks of 1 MB; figures that have no meaning here (skew, unsorted rows) are NULL.
        """
        CREATE OR REPLACE VIEW millrace.svv_table_info AS
        SELECT r.database_name AS "database", r.schema_name AS "schema", r.oid AS table_id, r.name AS "table",
               'N' AS encoded, r.distribution AS diststyle,
               CASE WHEN length(r.sort_keys) > 0 THEN r.sort_keys[1] WHEN r.distribution = 'AUTO' THEN 'AUTO(SORTKEY)' END
                   AS sortkey1,
               c.max_varchar, CASE WHEN length(r.sort_keys) > 0 THEN 'none' END AS sortkey1_enc,
               length(r.sort_keys)::INTEGER AS sortkey_num, ceil(z.bytes / 1048576.0)::BIGINT AS size,
               NULL::DECIMAL(10,4) AS pct_used, 0::BIGINT AS "empty", NULL::DECIMAL(5,2) AS unsorted,
               NULL::DECIMAL(5,2) AS stats_off, r.row_count::DECIMAL(38,0) AS tbl_rows,
               NULL::DECIMAL(19,2) AS skew_sortkey1, NULL::DECIMAL(19,2) AS skew_rows,
               r.row_count::DECIMAL(38,0) AS estimated_visible_rows, NULL::VARCHAR AS risk_event,
               NULL::DECIMAL(12,2) AS vacuum_sort_benefit, r.created_at AS create_time
        FROM millrace.catalog_relation r
        JOIN (SELECT relation_oid, max(CASE WHEN type_oid = 1043 THEN millrace.type_length(redshift_type) ELSE 0 END)
                         ::INTEGER AS max_varchar
              FROM millrace.catalog_column GROUP BY relation_oid) c ON c.relation_oid = r.oid
        JOIN millrace.catalog_size z ON z.relation_oid = r.oid
        WHERE r.kind IN ('table', 'materialized view') AND r.database_name = millrace.session_database()
            AND r.row_count > 0
        """,
        // The session that asks: what others do is not written down anywhere that SQL could read.
        """
        CREATE OR REPLACE VIEW millrace.pg_stat_activity AS
        SELECT d.oid AS datid, d.name AS datname, millrace.pg_backend_pid() AS pid, millrace.pg_backend_pid() AS procpid,
               millrace.session_user_id()::BIGINT AS usesysid, millrace.session_user_name() AS usename,
               millrace.setting('application_name') AS application_name, NULL::VARCHAR AS client_addr,
               NULL::INTEGER AS client_port, NULL::TIMESTAMPTZ AS backend_start, now() AS query_start,
               NULL::TIMESTAMPTZ AS xact_start, NULL::TIMESTAMPTZ AS state_change, NULL::VARCHAR AS wait_event_type,
               NULL::VARCHAR AS wait_event, 'active' AS state, NULL::VARCHAR AS query, NULL::VARCHAR AS current_query,
               'client backend' AS backend_type
        FROM millrace.catalog_database d WHERE d.name = millrace.session_database()
        """,
    ]
}
