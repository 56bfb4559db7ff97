/// What drivers and tools ask of the catalog, as section 9 of the SQL reference lists it.
enum DriverStatements {
    static let all: [(client: String, sql: String)] = [
        ("pgjdbc: schema", "select current_schema()"),
        ("pgjdbc: transaction", "show transaction_read_only"),
        (
            "pgjdbc: type look-up",
            """
            SELECT n.nspname = ANY(current_schemas(true)), n.nspname, t.typname FROM pg_catalog.pg_type t
            JOIN pg_catalog.pg_namespace n ON t.typnamespace = n.oid WHERE t.oid = 4000
            """
        ),
        (
            "Redshift JDBC: index keys",
            "SELECT setting FROM pg_catalog.pg_settings WHERE name = 'max_index_keys'"
        ),
        (
            "redshift_connector: schemas",
            """
            SELECT nspname AS TABLE_SCHEM, current_database() AS TABLE_CATALOG FROM pg_catalog.pg_namespace
            WHERE nspname <> 'pg_toast'
              AND (nspname !~ '^pg_temp_' OR nspname = (pg_catalog.current_schemas(true))[1])
              AND (nspname !~ '^pg_toast_temp_'
                   OR nspname = replace((pg_catalog.current_schemas(true))[1], 'pg_temp_', 'pg_toast_temp_'))
            ORDER BY TABLE_SCHEM
            """
        ),
        ("redshift_connector: external schemas", "select 1 from svv_external_schemas where schemaname like 'public'"),
        (
            "redshift_connector: catalogs",
            "select current_database as TABLE_CAT FROM current_database() ORDER BY TABLE_CAT"
        ),
        (
            "redshift_connector: primary keys",
            """
            SELECT current_database() AS TABLE_CAT, n.nspname AS TABLE_SCHEM, ct.relname AS TABLE_NAME,
                   a.attname AS COLUMN_NAME, a.attnum AS KEY_SEQ, ci.relname AS PK_NAME
            FROM pg_catalog.pg_namespace n, pg_catalog.pg_class ct, pg_catalog.pg_class ci, pg_catalog.pg_attribute a,
                 pg_catalog.pg_index i
            WHERE ct.oid = i.indrelid AND ci.oid = i.indexrelid AND a.attrelid = ci.oid AND i.indisprimary
              AND ct.relnamespace = n.oid AND n.nspname = 'public' AND ct.relname = 'quotes'
            ORDER BY table_name, pk_name, key_seq
            """
        ),
        (
            "redshift_connector: procedures",
            """
            SELECT n.nspname AS PROCEDURE_SCHEM, p.proname AS PROCEDURE_NAME, d.description AS REMARKS,
                   CASE p.prokind WHEN 'f' THEN 2 WHEN 'p' THEN 1 ELSE 0 END AS PROCEDURE_TYPE,
                   p.proname || '_' || p.prooid AS SPECIFIC_NAME
            FROM pg_catalog.pg_namespace n, pg_catalog.pg_proc_info p
            LEFT JOIN pg_catalog.pg_description d ON (p.prooid = d.objoid)
            WHERE p.pronamespace = n.oid AND pg_function_is_visible(p.prooid) AND n.nspname = 'public'
            """
        ),
        ("SQLAlchemy: version", "select pg_catalog.version()"),
        ("SQLAlchemy: isolation", "show transaction isolation level"),
        (
            "SQLAlchemy: hstore",
            """
            SELECT t.oid, typarray FROM pg_type t JOIN pg_namespace ns ON typnamespace = ns.oid
            WHERE typname = 'hstore'
            """
        ),
        (
            "sqlalchemy-redshift: relations",
            """
            SELECT c.relkind, n.oid AS schema_oid, n.nspname AS schema, c.oid AS rel_oid, c.relname,
                   CASE c.reldiststyle WHEN 0 THEN 'EVEN' WHEN 1 THEN 'KEY' WHEN 8 THEN 'ALL' END AS diststyle,
                   c.relowner AS owner_id, u.usename AS owner_name,
                   TRIM(TRAILING ';' FROM pg_catalog.pg_get_viewdef(c.oid, true)) AS view_definition,
                   pg_catalog.array_to_string(c.relacl, '\n') AS privileges
            FROM pg_catalog.pg_class c LEFT JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
            JOIN pg_catalog.pg_user u ON u.usesysid = c.relowner
            WHERE c.relkind IN ('r', 'v', 'm', 'S', 'f') AND n.nspname !~ '^pg_'
            ORDER BY n.nspname, c.relname
            """
        ),
        (
            "sqlalchemy-redshift: columns",
            """
            SELECT n.nspname AS schema, c.relname AS table_name, att.attname AS name,
                   format_encoding(att.attencodingtype::integer) AS encode,
                   format_type(att.atttypid, att.atttypmod) AS type, att.attisdistkey AS distkey,
                   att.attsortkeyord AS sortkey, att.attnotnull AS notnull, pg_catalog.col_description(att.attrelid, att.attnum)
                   AS comment, adsrc, attnum, pg_catalog.format_type(att.atttypid, att.atttypmod),
                   pg_catalog.pg_get_expr(ad.adbin, ad.adrelid) AS DEFAULT, n.oid AS schema_oid, c.oid AS table_oid
            FROM pg_catalog.pg_class c LEFT JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
            JOIN pg_catalog.pg_attribute att ON att.attrelid = c.oid
            LEFT JOIN pg_catalog.pg_attrdef ad ON (att.attrelid, att.attnum) = (ad.adrelid, ad.adnum)
            WHERE n.nspname !~ '^pg_' AND att.attnum > 0 AND NOT att.attisdropped
            ORDER BY n.nspname, c.relname, att.attnum
            """
        ),
        ("Grafana: version", "SELECT current_setting('server_version_num')::int/100 as version"),
        ("Grafana: extension", "SELECT extversion FROM pg_extension WHERE extname = 'timescaledb'"),
        (
            "Grafana: tables",
            """
            SELECT CASE WHEN quote_ident(table_schema) = 'public' THEN quote_ident(table_name)
                        ELSE quote_ident(table_schema) || '.' || quote_ident(table_name) END AS "table"
            FROM information_schema.tables
            WHERE quote_ident(table_schema) NOT IN ('information_schema', 'pg_catalog', '_timescaledb_cache')
            ORDER BY 1
            """
        ),
        (
            "Grafana: columns",
            """
            SELECT quote_ident(column_name) AS "column", data_type AS "type" FROM information_schema.columns
            WHERE quote_ident(table_name) = 'quotes'
            """
        ),
        (
            "dbt: materialized views",
            """
            SELECT tb.database, tb.schema, tb.table, tb.diststyle, tb.sortkey1, mv.autorefresh
            FROM svv_table_info tb
            LEFT JOIN stv_mv_info mv ON mv.db_name = tb.database AND mv.schema = tb.schema AND mv.name = tb.table
            WHERE tb.table ILIKE 'quotes' AND tb.schema ILIKE 'public' AND tb.database ILIKE 'dev'
            """
        ),
        (
            "dbt: relations",
            """
            SELECT table_catalog AS database, table_name AS name, table_schema AS schema, 'table' AS type
            FROM information_schema.tables WHERE table_schema ILIKE 'public' AND table_type = 'BASE TABLE'
            UNION ALL
            SELECT table_catalog, table_name, table_schema,
                   CASE WHEN view_definition ILIKE '%create materialized view%' THEN 'materialized_view' ELSE 'view' END
            FROM information_schema.views WHERE table_schema ILIKE 'public'
            """
        ),
        ("dbt: tables", "SHOW TABLES FROM SCHEMA dev.public LIKE '%'"),
        ("Redshift driver: databases", "SHOW DATABASES"),
        ("Redshift driver: schemas", "SHOW SCHEMAS FROM DATABASE dev LIKE 'pub%'"),
        ("Redshift driver: columns", "SHOW COLUMNS FROM TABLE dev.public.quotes"),
        ("Redshift driver: primary keys", "SHOW CONSTRAINTS PRIMARY KEYS FROM TABLE dev.public.quotes"),
        ("Redshift driver: functions", "SHOW FUNCTIONS FROM SCHEMA dev.public"),
    ]
}
