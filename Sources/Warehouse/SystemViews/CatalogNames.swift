/// Databases and schemas under their warehouse names, and how they follow from the engine's (`EngineName`).
enum CatalogNames {
    static let statements = [
        """
        CREATE OR REPLACE MACRO millrace.database_of(engine_schema) AS
            CASE WHEN contains(engine_schema, '.') THEN split_part(engine_schema, '.', 1) ELSE 'dev' END
        """,
        """
        CREATE OR REPLACE MACRO millrace.schema_of(engine_schema) AS
            CASE WHEN contains(engine_schema, '.') THEN substr(engine_schema, strpos(engine_schema, '.') + 1)
                 ELSE engine_schema END
        """,
        """
        CREATE OR REPLACE MACRO millrace.engine_schema_of(database_name, schema_name) AS
            CASE WHEN database_name = 'dev' THEN schema_name ELSE database_name || '.' || schema_name END
        """,
        """
        CREATE OR REPLACE VIEW millrace.catalog_database AS
        SELECT 100::BIGINT AS oid, 'dev' AS name, 'local' AS kind, NULL::VARCHAR AS source
        UNION ALL
        SELECT 100 + row_number() OVER (ORDER BY created_at, name), name, kind, source FROM millrace.database
        """,
        """
        CREATE OR REPLACE VIEW millrace.catalog_schema AS
        SELECT s.oid, s.schema_name AS engine_schema, d.name AS database_name,
               millrace.schema_of(s.schema_name) AS schema_name, d.kind AS database_kind,
               CASE WHEN e.name IS NOT NULL THEN 'external' WHEN d.kind = 'share' THEN 'shared' ELSE 'local' END AS kind,
               e.source_database, e.options AS external_options
        FROM duckdb_schemas() s
        JOIN millrace.catalog_database d ON d.name = millrace.database_of(s.schema_name)
        LEFT JOIN millrace.external_schema e ON e.name = s.schema_name
        WHERE s.database_name = system.main.current_database() AND s.schema_name NOT IN ('main', 'millrace')
        UNION ALL
        SELECT p.oid, p.engine_schema, millrace.session_database(), p.name, 'local', p.kind, NULL, NULL
        FROM (VALUES (11, 'millrace', 'pg_catalog', 'system'), (12, 'millrace', 'information_schema', 'system'),
                     (13, 'temp', 'pg_temp_1', 'temporary')) p(oid, engine_schema, name, kind)
        """,
    ]
}
