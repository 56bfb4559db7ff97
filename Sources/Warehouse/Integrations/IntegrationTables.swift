/// The catalog tables of integrations; like all of them without keys (see `CatalogTables`).
enum IntegrationTables {
    static let statements = [
        """
        CREATE TABLE IF NOT EXISTS millrace.integration (
            id BIGINT, name VARCHAR, sealed_source VARCHAR, filter VARCHAR,
            created_at TIMESTAMP DEFAULT current_timestamp::TIMESTAMP)
        """,
        // Where each integration stands. A row without position has no whole snapshot yet.
        """
        CREATE TABLE IF NOT EXISTS millrace.integration_state (
            integration_id BIGINT, position VARCHAR, transaction_count BIGINT, state VARCHAR, reason VARCHAR,
            lag_ms BIGINT, detected_at TIMESTAMP, applied_at TIMESTAMP, source_committed_at TIMESTAMP, contact_at
                TIMESTAMP)
        """,
        // The tables of the source by their own names; columns as "name TYPE" with the types of ColumnType.
        """
        CREATE TABLE IF NOT EXISTS millrace.integration_table (
            id BIGINT, integration_id BIGINT, database_name VARCHAR, table_name VARCHAR, state VARCHAR, reason VARCHAR,
            column_names VARCHAR[], column_types VARCHAR[], nullable_columns BOOLEAN[], primary_key INTEGER[],
            updated_at TIMESTAMP, row_count BIGINT)
        """,
        """
        CREATE TABLE IF NOT EXISTS millrace.integration_activity (
            integration_id BIGINT, checkpoint_name VARCHAR, checkpoint_type VARCHAR, checkpoint_bytes BIGINT,
            last_commit_timestamp TIMESTAMP, modified_tables INTEGER, start_time TIMESTAMP, end_time TIMESTAMP)
        """,
        """
        CREATE TABLE IF NOT EXISTS millrace.integration_table_activity (
            integration_id BIGINT, checkpoint_name VARCHAR, schema_name VARCHAR, table_name VARCHAR, record_time
                TIMESTAMP,
            transaction_id BIGINT, inserted_rows BIGINT, deleted_rows BIGINT, updated_rows BIGINT, bytes_ingested
                BIGINT)
        """,
        """
        CREATE TABLE IF NOT EXISTS millrace.integration_table_state_change (
            integration_id BIGINT, database_name VARCHAR, table_name VARCHAR, new_state VARCHAR, checkpoint VARCHAR,
            reason VARCHAR, record_time TIMESTAMP)
        """,
    ]
}
