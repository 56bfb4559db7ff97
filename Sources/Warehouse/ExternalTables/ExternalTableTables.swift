/// The catalog's tables of external tables.
enum ExternalTableTables {
    static let statements = [
        // listing: SHA-256 of the engine view that reads the files, so that it is rebuilt only when they changed.
        """
        CREATE TABLE IF NOT EXISTS millrace.external_table (
            id BIGINT, engine_schema VARCHAR, name VARCHAR, columns JSON, partition_columns JSON, location VARCHAR,
            format VARCHAR, options JSON, listing VARCHAR, created_at TIMESTAMP DEFAULT current_timestamp::TIMESTAMP)
        """,
        """
        CREATE TABLE IF NOT EXISTS millrace.external_partition (
            table_id BIGINT, "values" VARCHAR[], location VARCHAR,
            created_at TIMESTAMP DEFAULT current_timestamp::TIMESTAMP)
        """,
        "CREATE TABLE IF NOT EXISTS millrace.external_file (table_id BIGINT, file VARCHAR, size BIGINT)",
    ]
}
