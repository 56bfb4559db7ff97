/// What the SHOW statements about the catalog answer with; `ShowCatalogQuery` picks rows of these.
enum ShowCatalogViews {
    static let statements = objects + keys + routines + definitions

    private static let objects = [
        """
        CREATE OR REPLACE VIEW millrace.catalog_show_databases AS
        SELECT database_name, database_owner, database_type, database_acl, database_options AS parameters,
               database_isolation_level
        FROM millrace.svv_redshift_databases ORDER BY database_name
        """,
        """
        CREATE OR REPLACE VIEW millrace.catalog_show_schemas AS
        SELECT database_name, schema_name, schema_owner, schema_type, schema_acl, source_database, schema_option
        FROM millrace.svv_all_schemas ORDER BY database_name, schema_name
        """,
        """
        CREATE OR REPLACE VIEW millrace.catalog_show_tables AS
        SELECT database_name, schema_name, name AS table_name, millrace.table_type(kind) AS table_type,
               NULL::VARCHAR AS table_acl, comment AS remarks, millrace.pg_get_userbyid(100) AS owner,
               NULL::TIMESTAMP AS last_altered_time, NULL::TIMESTAMP AS last_modified_time, distribution AS dist_style,
               CASE WHEN kind IN ('materialized view', 'late binding view') THEN upper(kind)
                    WHEN ends_with(kind, 'view') THEN 'REGULAR VIEW' ELSE 'REGULAR TABLE' END AS table_subtype
        FROM millrace.catalog_relation ORDER BY database_name, schema_name, table_name
        """,
        """
        CREATE OR REPLACE VIEW millrace.catalog_show_columns AS
        SELECT database_name, schema_name, relation_name AS table_name, name AS column_name,
               \(ColumnViewParts.declaration),
               \(ColumnViewParts.precision),
               \(ColumnViewParts.scale), comment AS remarks,
               CASE WHEN sort_position > 0 THEN 'COMPOUND' END AS sort_key_type, sort_position::INTEGER AS sort_key,
               CASE WHEN is_distribution_key THEN 1 END AS dist_key, 'none' AS encoding, NULL::VARCHAR AS collation
        FROM millrace.catalog_column ORDER BY database_name, schema_name, table_name, ordinal_position
        """,
        """
        CREATE OR REPLACE VIEW millrace.catalog_show_grants AS
        SELECT database_name, schema_name, name AS object_name, name AS table_name, 'TABLE' AS object_type,
               'ALL' AS privilege_type, 100 AS identity_id, millrace.pg_get_userbyid(100) AS identity_name,
               'user' AS identity_type, true AS admin_option, 'LOCAL' AS privilege_scope,
               millrace.pg_get_userbyid(100) AS grantor_name
        FROM millrace.catalog_relation
        """,
    ]

    private static let keys = [
        """
        CREATE OR REPLACE VIEW millrace.catalog_show_primary_keys AS
        SELECT database_name, schema_name, relation_name AS table_name, unnest(columns) AS column_name,
               unnest(range(1, length(columns) + 1))::INTEGER AS key_seq, name AS pk_name
        FROM millrace.catalog_key WHERE kind = 'p'
        """,
        """
        CREATE OR REPLACE VIEW millrace.catalog_show_foreign_keys AS
        SELECT database_name AS pk_database_name, referenced_schema AS pk_schema_name, referenced_name AS pk_table_name,
               unnest(referenced_columns) AS pk_column_name, database_name AS fk_database_name,
               schema_name AS fk_schema_name, relation_name AS fk_table_name, unnest(columns) AS fk_column_name,
               unnest(range(1, length(columns) + 1))::INTEGER AS key_seq, 3 AS update_rule, 3 AS delete_rule, name AS fk_name,
               NULL::VARCHAR AS pk_name, 7 AS deferrability
        FROM millrace.catalog_key WHERE kind = 'f'
        """,
    ]

    private static let routines = [
        """
        CREATE OR REPLACE VIEW millrace.catalog_show_functions AS
        SELECT millrace.session_database() AS database_name, schema_name, name AS function_name, argument_count AS number_of_arguments,
               arguments AS argument_list, result_type AS return_type, NULL::VARCHAR AS remarks
        FROM millrace.catalog_function WHERE schema_name <> 'pg_catalog'
        """,
        """
        CREATE OR REPLACE VIEW millrace.catalog_show_procedures AS
        SELECT NULL::VARCHAR AS database_name, NULL::VARCHAR AS schema_name, NULL::VARCHAR AS procedure_name,
               NULL::INTEGER AS number_of_arguments, NULL::VARCHAR AS argument_list, NULL::VARCHAR AS return_type,
               NULL::VARCHAR AS remarks
        WHERE false
        """,
        """
        CREATE OR REPLACE VIEW millrace.catalog_show_parameters AS
        SELECT millrace.session_database() AS database_name, schema_name, name AS function_name,
               unnest(argument_names) AS parameter_name, unnest(range(1, argument_count + 1))::INTEGER AS ordinal_position,
               'IN' AS parameter_type, unnest(argument_types) AS data_type, NULL::INTEGER AS character_maximum_length,
               NULL::INTEGER AS numeric_precision, NULL::INTEGER AS numeric_scale
        FROM millrace.catalog_function WHERE schema_name <> 'pg_catalog'
        """,
    ]

    private static let definitions = [
        """
        CREATE OR REPLACE VIEW millrace.catalog_show_create_table AS
        SELECT r.database_name, r.schema_name, r.name AS table_name,
               'CREATE TABLE ' || millrace.quote_ident(r.schema_name) || '.' || millrace.quote_ident(r.name) || ' (' || chr(10)
               || (SELECT string_agg(
                       '    ' || millrace.quote_ident(c.name) || ' ' || c.redshift_type
                       || CASE WHEN c.column_default IS NULL THEN '' ELSE ' DEFAULT ' || c.column_default END
                       || CASE WHEN c.is_nullable THEN '' ELSE ' NOT NULL' END,
                       ',' || chr(10) ORDER BY c.position)
                   FROM millrace.catalog_column c WHERE c.relation_oid = r.oid)
               || chr(10) || ')'
               || CASE WHEN r.distribution LIKE 'KEY(%' THEN ' DISTKEY' || substr(r.distribution, 4)
                       ELSE ' DISTSTYLE ' || r.distribution END
               || CASE WHEN length(r.sort_keys) > 0 THEN ' SORTKEY(' || millrace.array_to_string(r.sort_keys, ', ') || ')' ELSE '' END
               || ';' AS statement
        FROM millrace.catalog_relation r WHERE r.kind IN ('table', 'shared table', 'external table')
        """,
        """
        CREATE OR REPLACE VIEW millrace.catalog_show_create_view AS
        SELECT database_name, schema_name, name AS table_name,
               CASE WHEN kind = 'materialized view' THEN definition
                    ELSE 'CREATE VIEW ' || millrace.quote_ident(schema_name) || '.' || millrace.quote_ident(name) || ' AS '
                         || definition END AS statement
        FROM millrace.catalog_relation WHERE ends_with(kind, 'view')
        """,
    ]
}
