/// The catalog's tables of data shares: what this warehouse publishes, and what it mounts.
enum ShareTables {
    static let statements = [
        "CREATE TABLE IF NOT EXISTS millrace.namespace (id VARCHAR, public_key VARCHAR)",
        """
        INSERT INTO millrace.namespace
        SELECT uuid()::VARCHAR, NULL WHERE NOT EXISTS (SELECT 1 FROM millrace.namespace)
        """,
        """
        CREATE TABLE IF NOT EXISTS millrace.datashare (
            id BIGINT, name VARCHAR, source_database VARCHAR, is_public_accessible BOOLEAN, managed_by VARCHAR,
            created_at TIMESTAMP DEFAULT current_timestamp::TIMESTAMP)
        """,
        // known_relations: what was there when INCLUDENEW was set, and what was taken out of the share since.
        """
        CREATE TABLE IF NOT EXISTS millrace.datashare_schema (
            share_id BIGINT, name VARCHAR, include_new BOOLEAN, known_relations VARCHAR[])
        """,
        "CREATE TABLE IF NOT EXISTS millrace.datashare_relation (share_id BIGINT, schema_name VARCHAR, name VARCHAR)",
        """
        CREATE TABLE IF NOT EXISTS millrace.datashare_consumer (
            share_id BIGINT, account VARCHAR, namespace VARCHAR,
            created_at TIMESTAMP DEFAULT current_timestamp::TIMESTAMP)
        """,
        """
        CREATE TABLE IF NOT EXISTS millrace.datashare_version (
            share_id BIGINT, version BIGINT, destination VARCHAR, row_count BIGINT, byte_count BIGINT,
            published_at TIMESTAMP DEFAULT current_timestamp::TIMESTAMP)
        """,
        """
        CREATE TABLE IF NOT EXISTS millrace.share_mount (
            database_name VARCHAR, share_name VARCHAR, namespace VARCHAR, account VARCHAR, root VARCHAR, version BIGINT,
            manifest_sha256 VARCHAR, folder VARCHAR, state VARCHAR, reason VARCHAR, changed_at TIMESTAMP,
            mounted_at TIMESTAMP DEFAULT current_timestamp::TIMESTAMP)
        """,
        """
        CREATE TABLE IF NOT EXISTS millrace.share_mount_relation (
            database_name VARCHAR, schema_name VARCHAR, name VARCHAR, kind VARCHAR)
        """,
        // Both outlive the mount, so that dropping and mounting again trusts nobody else and takes no older version.
        """
        CREATE TABLE IF NOT EXISTS millrace.share_publisher_key (
            namespace VARCHAR, public_key VARCHAR, pinned_at TIMESTAMP DEFAULT current_timestamp::TIMESTAMP)
        """,
        """
        CREATE TABLE IF NOT EXISTS millrace.share_version_seen (
            namespace VARCHAR, share_name VARCHAR, version BIGINT, manifest_sha256 VARCHAR)
        """,
    ]
}
