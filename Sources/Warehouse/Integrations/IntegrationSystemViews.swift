/// SVV_INTEGRATION and its kin (Redshift's system view reference).
///
/// The lag of an integration is what its last commit took from the source's commit on, and 0 once it has heard that
/// nothing else happened; while the source cannot be reached it grows from the last contact on.
enum IntegrationSystemViews {
    static let statements = [
        """
        CREATE OR REPLACE VIEW millrace.svv_integration AS
        SELECT i.id::VARCHAR AS integration_id, d.name AS target_database, 'MySQL' AS source,
               coalesce(s.state, 'PendingDbConnectState') AS state,
               CASE WHEN s.state = 'CdcRefreshState' THEN s.lag_ms
                    ELSE epoch_ms(current_timestamp) - epoch_ms(s.contact_at) END AS current_lag,
               '{"txn_seq":' || s.transaction_count || ',"txn_id":' || s.transaction_count || '}'
                   AS last_replicated_checkpoint,
               (SELECT count(*) FROM millrace.integration_table t
                WHERE t.integration_id = i.id AND t.state = 'Synced')::INTEGER AS total_tables_replicated,
               (SELECT count(*) FROM millrace.integration_table t
                WHERE t.integration_id = i.id AND t.state = 'Failed')::INTEGER AS total_tables_failed,
               d.created_at AS creation_time, 0 AS refresh_interval, NULL::VARCHAR AS source_database,
               false AS is_history_mode, s.detected_at AS latest_detected_change_time,
               s.applied_at AS latest_applied_change_time, true AS auto_remediation,
               s.source_committed_at AS latest_shipped_source_commit_time, i.name AS integration_name, s.reason AS
                   last_error
        FROM millrace.integration i
        JOIN millrace.database d ON d.kind = 'integration' AND d.source = i.name
        LEFT JOIN millrace.integration_state s ON s.integration_id = i.id
        """,
        """
        CREATE OR REPLACE VIEW millrace.svv_integration_table_state AS
        SELECT v.integration_id, v.target_database, t.database_name AS schema_name, t.table_name,
               t.state AS table_state, v.last_replicated_checkpoint AS table_last_replicated_checkpoint, t.reason,
               t.updated_at AS last_updated_timestamp, t.row_count AS table_rows, NULL::BIGINT AS table_size,
               false AS is_history_mode
        FROM millrace.integration_table t
        JOIN millrace.svv_integration v ON v.integration_id = t.integration_id::VARCHAR
        """,
        """
        CREATE OR REPLACE VIEW millrace.sys_integration_activity AS
        SELECT v.integration_id, v.target_database, v.source, a.checkpoint_name, a.checkpoint_type, a.checkpoint_bytes,
               a.last_commit_timestamp, a.modified_tables, a.start_time AS integration_start_time,
               a.end_time AS integration_end_time
        FROM millrace.integration_activity a
        JOIN millrace.svv_integration v ON v.integration_id = a.integration_id::VARCHAR
        """,
        """
        CREATE OR REPLACE VIEW millrace.sys_integration_table_activity AS
        SELECT v.integration_id, a.checkpoint_name, v.target_database, a.schema_name, a.table_name,
               t.id::INTEGER AS table_id, a.record_time, a.transaction_id, a.inserted_rows, a.deleted_rows,
                   a.updated_rows,
               a.bytes_ingested
        FROM millrace.integration_table_activity a
        JOIN millrace.svv_integration v ON v.integration_id = a.integration_id::VARCHAR
        LEFT JOIN millrace.integration_table t ON t.integration_id = a.integration_id
          AND t.database_name = a.schema_name AND t.table_name = a.table_name
        """,
        """
        CREATE OR REPLACE VIEW millrace.sys_integration_table_state_change AS
        SELECT v.integration_id, v.target_database AS database_name, c.database_name AS schema_name, c.table_name,
               c.new_state, c.checkpoint AS table_last_replicated_checkpoint, c.reason AS state_change_reason,
                   c.record_time
        FROM millrace.integration_table_state_change c
        JOIN millrace.svv_integration v ON v.integration_id = c.integration_id::VARCHAR
        """,
    ]
}
