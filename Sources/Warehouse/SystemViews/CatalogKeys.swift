/// Primary, unique and foreign keys: those that the engine keeps, since Redshift's own are informational only.
enum CatalogKeys {
    static let statements = [
        """
        CREATE OR REPLACE VIEW millrace.catalog_key AS
        SELECT 1000000000 + c.table_oid * 100 + c.constraint_index AS oid, r.oid AS relation_oid, r.schema_oid,
               r.database_name, r.schema_name, r.name AS relation_name,
               CASE c.constraint_type WHEN 'PRIMARY KEY' THEN 'p' WHEN 'UNIQUE' THEN 'u' ELSE 'f' END AS kind,
               c.constraint_name AS name, c.constraint_column_names AS columns,
               list_transform(c.constraint_column_indexes, i -> (i + 1)::SMALLINT) AS positions,
               f.oid AS referenced_oid, f.name AS referenced_name, c.referenced_column_names AS referenced_columns,
               f.schema_name AS referenced_schema
        FROM duckdb_constraints() c JOIN millrace.catalog_relation r ON r.oid = c.table_oid
        LEFT JOIN millrace.catalog_relation f ON f.engine_schema = c.schema_name AND f.engine_name = c.referenced_table
        WHERE c.constraint_type IN ('PRIMARY KEY', 'UNIQUE', 'FOREIGN KEY')
        """,
        """
        CREATE OR REPLACE MACRO millrace.key_definition(kind, columns, referenced_name, referenced_columns) AS
            CASE kind WHEN 'p' THEN 'PRIMARY KEY' WHEN 'u' THEN 'UNIQUE' ELSE 'FOREIGN KEY' END
            || ' (' || millrace.array_to_string(columns, ', ') || ')'
            || CASE WHEN kind = 'f' THEN ' REFERENCES ' || referenced_name || '('
                    || millrace.array_to_string(referenced_columns, ', ') || ')' ELSE '' END
        """,
        """
        CREATE OR REPLACE VIEW millrace.pg_constraint AS
        SELECT oid, name AS conname, schema_oid AS connamespace, kind AS contype, false AS condeferrable,
               false AS condeferred, true AS convalidated, relation_oid AS conrelid, 0::BIGINT AS contypid,
               CASE WHEN kind = 'f' THEN 0 ELSE oid END AS conindid, 0::BIGINT AS conparentid,
               coalesce(referenced_oid, 0) AS confrelid, 'a' AS confupdtype, 'a' AS confdeltype, 's' AS confmatchtype,
               true AS conislocal, 0 AS coninhcount, false AS connoinherit, positions AS conkey,
               list_transform(referenced_columns, c -> list_position(f.names, c)::SMALLINT) AS confkey,
               NULL::VARCHAR AS conbin, NULL::VARCHAR AS consrc, 2606::BIGINT AS tableoid
        FROM millrace.catalog_key
        LEFT JOIN (SELECT table_oid, list(column_name ORDER BY column_index) AS names FROM duckdb_columns()
                   GROUP BY table_oid) f ON f.table_oid = referenced_oid
        WHERE database_name = millrace.session_database()
        """,
        """
        CREATE OR REPLACE VIEW millrace.pg_index AS
        SELECT oid AS indexrelid, relation_oid AS indrelid, length(columns)::SMALLINT AS indnatts,
               length(columns)::SMALLINT AS indnkeyatts, true AS indisunique, kind = 'p' AS indisprimary,
               false AS indisexclusion, true AS indimmediate, false AS indisclustered, true AS indisvalid,
               false AS indcheckxmin, true AS indisready, true AS indislive, false AS indisreplident,
               positions AS indkey, NULL::BIGINT[] AS indcollation, NULL::BIGINT[] AS indclass,
               list_transform(positions, p -> 0::SMALLINT) AS indoption, NULL::VARCHAR AS indexprs,
               NULL::VARCHAR AS indpred
        FROM millrace.catalog_key WHERE kind IN ('p', 'u') AND database_name = millrace.session_database()
        """,
    ]
}
