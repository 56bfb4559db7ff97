/// INFORMATION_SCHEMA of the session's database (SQL standard, part 11; the columns are PostgreSQL's).
enum InformationSchema {
    static let statements = [
        """
        CREATE OR REPLACE VIEW millrace."information_schema.schemata" AS
        SELECT database_name AS catalog_name, schema_name, millrace.pg_get_userbyid(100) AS schema_owner,
               NULL::VARCHAR AS default_character_set_catalog, NULL::VARCHAR AS default_character_set_schema,
               NULL::VARCHAR AS default_character_set_name, NULL::VARCHAR AS sql_path
        FROM millrace.catalog_schema WHERE database_name = millrace.session_database()
        """,
        """
        CREATE OR REPLACE VIEW millrace."information_schema.tables" AS
        SELECT database_name AS table_catalog, schema_name AS table_schema, name AS table_name,
               CASE WHEN kind LIKE '%view' THEN 'VIEW' WHEN kind = 'external table' THEN 'FOREIGN'
                    WHEN is_temporary THEN 'LOCAL TEMPORARY' ELSE 'BASE TABLE' END AS table_type,
               NULL::VARCHAR AS self_referencing_column_name, NULL::VARCHAR AS reference_generation,
               NULL::VARCHAR AS user_defined_type_catalog, NULL::VARCHAR AS user_defined_type_schema,
               NULL::VARCHAR AS user_defined_type_name,
               CASE WHEN kind = 'table' THEN 'YES' ELSE 'NO' END AS is_insertable_into, 'NO' AS is_typed,
               NULL::VARCHAR AS commit_action
        FROM millrace.catalog_relation WHERE database_name = millrace.session_database()
        """,
        """
        CREATE OR REPLACE VIEW millrace."information_schema.views" AS
        SELECT database_name AS table_catalog, schema_name AS table_schema, name AS table_name,
               definition AS view_definition, 'NONE' AS check_option, 'NO' AS is_updatable, 'NO' AS is_insertable_into
        FROM millrace.catalog_relation WHERE kind LIKE '%view' AND database_name = millrace.session_database()
        """,
        """
        CREATE OR REPLACE VIEW millrace."information_schema.columns" AS
        SELECT database_name AS table_catalog, schema_name AS table_schema, relation_name AS table_name,
               c.name AS column_name, \(ColumnViewParts.declaration),
               millrace.type_length(redshift_type) AS character_octet_length,
               \(ColumnViewParts.standardDetails), NULL::VARCHAR AS domain_catalog,
               NULL::VARCHAR AS domain_schema, NULL::VARCHAR AS domain_name, database_name AS udt_catalog,
               'pg_catalog' AS udt_schema, t.name AS udt_name, NULL::VARCHAR AS scope_catalog,
               NULL::VARCHAR AS scope_schema, NULL::VARCHAR AS scope_name, NULL::INTEGER AS maximum_cardinality,
               position::VARCHAR AS dtd_identifier, 'NO' AS is_self_referencing, 'NO' AS is_identity,
               'NEVER' AS is_generated, NULL::VARCHAR AS generation_expression,
               CASE WHEN relation_kind = 'table' THEN 'YES' ELSE 'NO' END AS is_updatable
        FROM millrace.catalog_column c JOIN millrace.catalog_type t ON t.oid = c.type_oid
        WHERE database_name = millrace.session_database()
        """,
        """
        CREATE OR REPLACE VIEW millrace."information_schema.table_constraints" AS
        SELECT database_name AS constraint_catalog, schema_name AS constraint_schema, name AS constraint_name,
               database_name AS table_catalog, schema_name AS table_schema, relation_name AS table_name,
               CASE kind WHEN 'p' THEN 'PRIMARY KEY' WHEN 'u' THEN 'UNIQUE' ELSE 'FOREIGN KEY' END AS constraint_type,
               'NO' AS is_deferrable, 'NO' AS initially_deferred
        FROM millrace.catalog_key WHERE database_name = millrace.session_database()
        """,
        """
        CREATE OR REPLACE VIEW millrace."information_schema.key_column_usage" AS
        SELECT database_name AS constraint_catalog, schema_name AS constraint_schema, name AS constraint_name,
               database_name AS table_catalog, schema_name AS table_schema, relation_name AS table_name,
               unnest(columns) AS column_name, unnest(range(1, length(columns) + 1))::INTEGER AS ordinal_position,
               unnest(CASE WHEN kind = 'f' THEN range(1, length(columns) + 1) ELSE list_transform(columns, c -> NULL::BIGINT) END)
                   ::INTEGER AS position_in_unique_constraint
        FROM millrace.catalog_key WHERE database_name = millrace.session_database()
        """,
        """
        CREATE OR REPLACE VIEW millrace."information_schema.constraint_column_usage" AS
        SELECT database_name AS table_catalog,
               CASE kind WHEN 'f' THEN referenced_schema ELSE schema_name END AS table_schema,
               CASE kind WHEN 'f' THEN referenced_name ELSE relation_name END AS table_name,
               unnest(CASE kind WHEN 'f' THEN referenced_columns ELSE columns END) AS column_name,
               database_name AS constraint_catalog, schema_name AS constraint_schema, name AS constraint_name
        FROM millrace.catalog_key WHERE database_name = millrace.session_database()
        """,
        """
        CREATE OR REPLACE VIEW millrace."information_schema.referential_constraints" AS
        SELECT k.database_name AS constraint_catalog, k.schema_name AS constraint_schema, k.name AS constraint_name,
               u.database_name AS unique_constraint_catalog, u.schema_name AS unique_constraint_schema,
               u.name AS unique_constraint_name, 'NONE' AS match_option, 'NO ACTION' AS update_rule,
               'NO ACTION' AS delete_rule
        FROM millrace.catalog_key k
        LEFT JOIN millrace.catalog_key u ON u.relation_oid = k.referenced_oid AND u.columns = k.referenced_columns
        WHERE k.kind = 'f' AND k.database_name = millrace.session_database()
        """,
        """
        CREATE OR REPLACE VIEW millrace."information_schema.routines" AS
        SELECT millrace.session_database() AS specific_catalog, schema_name AS specific_schema,
               name || '_' || oid AS specific_name, millrace.session_database() AS routine_catalog,
               schema_name AS routine_schema, name AS routine_name, 'FUNCTION' AS routine_type,
               lower(result_type) AS data_type, 'SQL' AS routine_body, source AS routine_definition,
               'SQL' AS external_language
        FROM millrace.catalog_function
        """,
        """
        CREATE OR REPLACE VIEW millrace."information_schema.table_privileges" AS
        SELECT millrace.pg_get_userbyid(100) AS grantor, millrace.pg_get_userbyid(100) AS grantee,
               database_name AS table_catalog, schema_name AS table_schema, name AS table_name,
               p.privilege AS privilege_type, 'YES' AS is_grantable, 'NO' AS with_hierarchy
        FROM millrace.catalog_relation, (VALUES ('SELECT'), ('INSERT'), ('UPDATE'), ('DELETE')) p(privilege)
        WHERE database_name = millrace.session_database() AND (p.privilege = 'SELECT' OR kind = 'table')
        """,
    ]
}
