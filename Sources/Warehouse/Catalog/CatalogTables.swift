/// The tables of schema `millrace`: everything the warehouse knows besides the data itself.
///
/// They are ordinary engine tables, so that DDL, stream positions and rows commit together. None has a key: the engine
/// checks keys against rows that the same transaction deleted, and every writer here replaces rows.
enum CatalogTables {
    static let statements: [String] =
        [
            "CREATE SCHEMA IF NOT EXISTS public",
            "CREATE SCHEMA IF NOT EXISTS millrace",
            "CREATE SEQUENCE IF NOT EXISTS millrace.object_id START 100000",
            """
            CREATE TABLE IF NOT EXISTS millrace.database (
                name VARCHAR, kind VARCHAR, source VARCHAR, options JSON, created_at TIMESTAMP DEFAULT current_timestamp::TIMESTAMP)
            """,
            """
            CREATE TABLE IF NOT EXISTS millrace.external_schema (
                id BIGINT, name VARCHAR, kind SMALLINT, source_database VARCHAR, options JSON,
                created_at TIMESTAMP DEFAULT current_timestamp::TIMESTAMP)
            """,
            """
            CREATE TABLE IF NOT EXISTS millrace.materialized_view (
                id BIGINT, database_name VARCHAR, schema_name VARCHAR, name VARCHAR, definition VARCHAR, engine_query VARCHAR,
                is_streaming BOOLEAN, auto_refresh BOOLEAN, is_strict BOOLEAN, external_schema VARCHAR, stream_name VARCHAR,
                sort_keys VARCHAR[], refreshed_version BIGINT, owner VARCHAR,
                created_at TIMESTAMP DEFAULT current_timestamp::TIMESTAMP)
            """,
            """
            CREATE TABLE IF NOT EXISTS millrace.view_dependency (
                view_id BIGINT, engine_schema VARCHAR, engine_name VARCHAR)
            """,
            """
            CREATE TABLE IF NOT EXISTS millrace.stream_position (
                view_id BIGINT, incarnation VARCHAR, shard_id VARCHAR, position VARCHAR)
            """,
            """
            CREATE TABLE IF NOT EXISTS millrace.stream_scan_state (
                view_id BIGINT, transaction_id BIGINT, record_time TIMESTAMP, shard_id VARCHAR, latest_position VARCHAR,
                scanned_rows BIGINT, skipped_rows BIGINT, scanned_bytes BIGINT, stream_record_time_min TIMESTAMP,
                stream_record_time_max TIMESTAMP, refresh_time TIMESTAMP, records_behind BIGINT)
            """,
            """
            CREATE TABLE IF NOT EXISTS millrace.stream_scan_error (
                view_id BIGINT, transaction_id BIGINT, stream_timestamp TIMESTAMP, record_time TIMESTAMP, shard_id VARCHAR,
                position VARCHAR, partition_key VARCHAR, error_code INTEGER, error_reason VARCHAR, data BLOB)
            """,
            """
            CREATE TABLE IF NOT EXISTS millrace.view_refresh (
                view_id BIGINT, transaction_id BIGINT, refresh_type VARCHAR, status VARCHAR, start_time TIMESTAMP,
                end_time TIMESTAMP)
            """,
            """
            CREATE TABLE IF NOT EXISTS millrace.account (
                name VARCHAR, id INTEGER, is_superuser BOOLEAN, scram VARCHAR, md5 VARCHAR,
                created_at TIMESTAMP DEFAULT current_timestamp::TIMESTAMP)
            """,
            """
            CREATE TABLE IF NOT EXISTS millrace.table_attribute (
                engine_schema VARCHAR, name VARCHAR, distribution VARCHAR, sort_keys VARCHAR[],
                definition VARCHAR, kind VARCHAR)
            """,
        ] + ShareTables.statements + ExternalTableTables.statements + IntegrationTables.statements
}
