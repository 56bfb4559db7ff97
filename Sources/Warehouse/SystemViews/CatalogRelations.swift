/// Relations and columns under their warehouse names: what every other catalog view reads.
///
/// Of schema `millrace` only the views appear that Redshift and PostgreSQL have, as those of `pg_catalog` and
/// `information_schema`; what is named otherwise is our own.
enum CatalogRelations {
    static let statements = [
        // Rows of one engine relation each; what it is to a user depends on the catalog's tables.
        """
        CREATE OR REPLACE VIEW millrace.catalog_engine_relation AS
        SELECT table_oid AS oid, schema_name AS engine_schema, table_name AS engine_name, false AS is_view,
               estimated_size AS row_count, column_count, comment, NULL::VARCHAR AS view_sql, temporary AS is_temporary
        FROM duckdb_tables()
        WHERE NOT internal AND (database_name = system.main.current_database() OR temporary) AND schema_name <> 'millrace'
        UNION ALL
        SELECT view_oid, schema_name, view_name, true, NULL, column_count, comment, sql, temporary
        FROM duckdb_views()
        WHERE NOT internal AND (database_name = system.main.current_database() OR temporary)
            AND (schema_name <> 'millrace'
                 OR regexp_matches(view_name, '^(pg_|svv_|svl_|stv_|stl_|sys_|information_schema[.])'))
        """,
        """
        CREATE OR REPLACE VIEW millrace.catalog_relation AS
        SELECT r.oid, s.oid AS schema_oid, s.database_name, s.schema_name,
               CASE WHEN s.schema_name = 'information_schema' THEN substr(r.engine_name, 20) ELSE r.engine_name END AS name,
               CASE
                   WHEN s.kind = 'system' THEN 'system view'
                   WHEN m.id IS NOT NULL THEN 'materialized view'
                   WHEN x.id IS NOT NULL THEN 'external table'
                   WHEN s.kind = 'shared' THEN 'shared table'
                   WHEN NOT r.is_view THEN 'table'
                   WHEN a.kind = 'late binding view' THEN 'late binding view'
                   ELSE 'view'
               END AS kind,
               r.engine_schema, r.engine_name, r.row_count, r.column_count, r.comment, r.is_temporary,
               list_filter(coalesce(m.sort_keys, a.sort_keys, []::VARCHAR[]), key -> key <> '') AS sort_keys,
               coalesce(a.distribution, CASE WHEN m.id IS NOT NULL THEN 'EVEN' ELSE 'AUTO' END) AS distribution,
               CASE
                   WHEN m.id IS NOT NULL THEN 'create materialized view ' || m.name
                       || CASE WHEN m.sort_keys[1] <> '' THEN ' sortkey(' || millrace.array_to_string(m.sort_keys, ', ') || ')'
                               ELSE '' END
                       || CASE WHEN m.auto_refresh THEN ' auto refresh yes' ELSE '' END || ' as ' || m.definition
                   WHEN r.is_view THEN
                       coalesce(a.definition, regexp_replace(r.view_sql, '^CREATE VIEW .*? AS ', ''))
               END AS definition,
               coalesce(m.created_at, x.created_at) AS created_at, m.auto_refresh
        FROM millrace.catalog_engine_relation r
        JOIN millrace.catalog_schema s
            ON s.engine_schema = CASE WHEN r.is_temporary THEN 'temp' ELSE r.engine_schema END
            AND (s.kind <> 'system'
                 OR starts_with(r.engine_name, 'information_schema.') = (s.schema_name = 'information_schema'))
        LEFT JOIN millrace.materialized_view m
            ON millrace.engine_schema_of(m.database_name, m.schema_name) = r.engine_schema AND m.name = r.engine_name
        LEFT JOIN millrace.external_table x ON x.engine_schema = r.engine_schema AND x.name = r.engine_name
        LEFT JOIN millrace.table_attribute a ON a.engine_schema = r.engine_schema AND a.name = r.engine_name
        """,
        """
        CREATE OR REPLACE VIEW millrace.catalog_column AS
        SELECT r.oid AS relation_oid, r.database_name, r.schema_name, r.name AS relation_name, r.kind AS relation_kind,
               c.name, c.position, c.redshift_type, millrace.type_oid(c.redshift_type) AS type_oid,
               millrace.type_modifier(c.redshift_type) AS type_modifier, c.is_nullable, c.column_default, c.comment,
               coalesce(list_position(r.sort_keys, c.name), 0) AS sort_position,
               lower(r.distribution) = 'key(' || c.name || ')' AS is_distribution_key
        FROM (
            SELECT table_oid, column_name AS name, column_index AS position, is_nullable, column_default, comment,
                   millrace.redshift_type(data_type) AS redshift_type
            FROM duckdb_columns() WHERE NOT internal
        ) c JOIN millrace.catalog_relation r ON r.oid = c.table_oid
        """,
        // An estimate from rows and declared types: reading the true figure would take a scan of every segment's header.
        """
        CREATE OR REPLACE VIEW millrace.catalog_size AS
        SELECT r.oid AS relation_oid, r.database_name, r.row_count AS rows,
               (r.row_count * sum(millrace.type_width(c.redshift_type)))::BIGINT AS bytes
        FROM millrace.catalog_relation r JOIN millrace.catalog_column c ON c.relation_oid = r.oid
        WHERE r.row_count IS NOT NULL
        GROUP BY r.oid, r.database_name, r.row_count
        """,
    ]
}
