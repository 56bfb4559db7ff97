/// SVV_DATASHARES and its kin (Redshift's system view reference), and what the share statements answer with.
enum ShareSystemViews {
    static let statements = [
        // Not a system view of Redshift's: the relations of the engine, and which of them shares show.
        """
        CREATE OR REPLACE VIEW millrace.engine_relation AS
        SELECT schema_name AS engine_schema, table_name AS name, 'table' AS kind FROM duckdb_tables()
        WHERE database_name = current_database() AND NOT internal
        UNION ALL
        SELECT schema_name, view_name, 'view' FROM duckdb_views()
        WHERE database_name = current_database() AND NOT internal
        """,
        """
        CREATE OR REPLACE VIEW millrace.shared_relation AS
        SELECT s.id AS share_id, o.name AS schema_name, r.name,
               CASE WHEN m.id IS NOT NULL THEN 'materialized view' WHEN e.id IS NOT NULL THEN 'table' ELSE r.kind END
               AS kind
        FROM millrace.datashare s
        JOIN millrace.datashare_schema o ON o.share_id = s.id
        JOIN millrace.engine_relation r ON r.engine_schema =
             CASE WHEN s.source_database = 'dev' THEN o.name ELSE s.source_database || '.' || o.name END
        LEFT JOIN millrace.datashare_relation t ON t.share_id = s.id AND t.schema_name = o.name AND t.name = r.name
        LEFT JOIN millrace.materialized_view m
             ON m.database_name = s.source_database AND m.schema_name = o.name AND m.name = r.name
        LEFT JOIN millrace.external_table e ON e.engine_schema = r.engine_schema AND e.name = r.name
        WHERE t.name IS NOT NULL OR (o.include_new AND NOT list_contains(o.known_relations, r.name))
        """,
        // state, version and reason are ours: whether the publisher's latest version is shown, and why not.
        """
        CREATE OR REPLACE VIEW millrace.svv_datashares AS
        SELECT s.name AS share_name, s.id::INTEGER AS share_id, 100 AS share_owner, s.source_database,
               NULL::VARCHAR AS consumer_database, 'OUTBOUND' AS share_type, s.created_at AS createdate,
               s.is_public_accessible AS is_publicaccessible, '' AS share_acl, NULL::VARCHAR AS producer_account,
               (SELECT id FROM millrace.namespace) AS producer_namespace, s.managed_by,
               (SELECT max(version) FROM millrace.datashare_version v WHERE v.share_id = s.id) AS version,
               NULL::VARCHAR AS state, NULL::VARCHAR AS reason
        FROM millrace.datashare s
        UNION ALL
        SELECT share_name, NULL, NULL, NULL, database_name, 'INBOUND', mounted_at, NULL, '', account, namespace,
               CASE WHEN account IS NULL THEN NULL ELSE 'ADX' END, version, state, reason
        FROM millrace.share_mount
        """,
        """
        CREATE OR REPLACE VIEW millrace.svv_datashare_objects AS
        WITH outbound AS (
            SELECT share_id, 'schema' AS object_type, name AS object_name, include_new FROM millrace.datashare_schema
            UNION ALL
            SELECT share_id, kind, schema_name || '.' || name, NULL FROM millrace.shared_relation)
        SELECT 'OUTBOUND' AS share_type, s.name AS share_name, o.object_type, o.object_name,
               NULL::VARCHAR AS producer_account, (SELECT id FROM millrace.namespace) AS producer_namespace,
               o.include_new
        FROM millrace.datashare s JOIN outbound o ON o.share_id = s.id
        UNION ALL
        SELECT 'INBOUND', m.share_name, r.object_type, r.object_name, m.account, m.namespace, NULL
        FROM millrace.share_mount m JOIN (
            SELECT DISTINCT database_name, 'schema' AS object_type, schema_name AS object_name
            FROM millrace.share_mount_relation
            UNION ALL
            SELECT database_name, kind, schema_name || '.' || name FROM millrace.share_mount_relation
        ) r USING (database_name)
        """,
        """
        CREATE OR REPLACE VIEW millrace.svv_datashare_consumers AS
        SELECT s.name AS share_name, c.account AS consumer_account, c.namespace AS consumer_namespace,
               c.created_at AS share_date
        FROM millrace.datashare_consumer c JOIN millrace.datashare s ON s.id = c.share_id
        """,
    ]

    /// The rows of DESC DATASHARE; its parameters are the share's name and the publisher's namespace or NULL.
    static let describe = """
        SELECT producer_account, producer_namespace, share_type, share_name, object_type, object_name, include_new
        FROM millrace.svv_datashare_objects
        WHERE share_name = $1
          AND CASE WHEN $2 IS NULL THEN share_type = 'OUTBOUND' ELSE producer_namespace = lower($2) END
        ORDER BY object_type = 'schema' DESC, object_name
        """

    /// The rows of SHOW DATASHARES; its parameter is the pattern of LIKE or NULL.
    static let show = """
        SELECT share_name, share_owner, source_database, consumer_database, share_type, createdate, is_publicaccessible,
               share_acl, producer_account, producer_namespace
        FROM millrace.svv_datashares WHERE $1 IS NULL OR share_name LIKE $1 ORDER BY share_type DESC, share_name
        """
}
