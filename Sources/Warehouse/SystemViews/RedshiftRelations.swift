/// SVV_TABLES, SVV_COLUMNS and the SVV_ALL and SVV_REDSHIFT views over every database (Redshift's system view reference).
enum RedshiftRelations {
    static let statements = [
        // The words for a relation's kind in SVV_ALL_TABLES and SVV_REDSHIFT_TABLES.
        """
        CREATE OR REPLACE MACRO millrace.table_type(kind) AS
            CASE WHEN ends_with(kind, 'view') THEN 'VIEW' ELSE upper(kind) END
        """,
        """
        CREATE OR REPLACE VIEW millrace.svv_tables AS
        SELECT database_name AS table_catalog, schema_name AS table_schema, name AS table_name,
               CASE millrace.table_type(kind) WHEN 'TABLE' THEN 'BASE TABLE' ELSE millrace.table_type(kind) END AS table_type,
               comment AS remarks
        FROM millrace.catalog_relation WHERE database_name = millrace.session_database()
        """,
        """
        CREATE OR REPLACE VIEW millrace.svv_columns AS
        SELECT database_name AS table_catalog, schema_name AS table_schema, relation_name AS table_name,
               name AS column_name, \(ColumnViewParts.declaration),
               \(ColumnViewParts.standardDetails), NULL::VARCHAR AS domain_name,
               comment AS remarks
        FROM millrace.catalog_column WHERE database_name = millrace.session_database()
        """,
        """
        CREATE OR REPLACE VIEW millrace.svv_all_schemas AS
        SELECT database_name, schema_name, CASE WHEN kind = 'system' THEN 1 ELSE 100 END::INTEGER AS schema_owner,
               CASE kind WHEN 'system' THEN 'local' WHEN 'temporary' THEN 'local' ELSE kind END AS schema_type,
               NULL::VARCHAR AS schema_acl, source_database, external_options::VARCHAR AS schema_option
        FROM millrace.catalog_schema
        """,
        """
        CREATE OR REPLACE VIEW millrace.svv_all_tables AS
        SELECT database_name, schema_name, name AS table_name, NULL::VARCHAR AS table_acl,
               millrace.table_type(kind) AS table_type, comment AS remarks
        FROM millrace.catalog_relation
        """,
        """
        CREATE OR REPLACE VIEW millrace.svv_all_columns AS
        SELECT database_name, schema_name, relation_name AS table_name, name AS column_name,
               \(ColumnViewParts.declaration),
               \(ColumnViewParts.precision),
               \(ColumnViewParts.scale), comment AS remarks
        FROM millrace.catalog_column
        """,
        """
        CREATE OR REPLACE VIEW millrace.svv_redshift_databases AS
        SELECT name AS database_name, 100 AS database_owner, CASE kind WHEN 'share' THEN 'shared' ELSE 'local' END
                   AS database_type,
               NULL::VARCHAR AS database_acl, source AS database_options,
               'Snapshot Isolation' AS database_isolation_level
        FROM millrace.catalog_database
        """,
        """
        CREATE OR REPLACE VIEW millrace.svv_redshift_schemas AS
        SELECT database_name, schema_name, schema_owner, schema_type, schema_acl, schema_option
        FROM millrace.svv_all_schemas WHERE schema_type <> 'external'
        """,
        """
        CREATE OR REPLACE VIEW millrace.svv_redshift_tables AS
        SELECT database_name, schema_name, name AS table_name,
               CASE kind WHEN 'shared table' THEN 'TABLE' ELSE millrace.table_type(kind) END AS table_type,
               NULL::VARCHAR AS table_acl, comment AS remarks,
               millrace.pg_get_userbyid(CASE WHEN kind = 'system view' THEN 1 ELSE 100 END) AS table_owner
        FROM millrace.catalog_relation WHERE kind <> 'external table'
        """,
        """
        CREATE OR REPLACE VIEW millrace.svv_redshift_columns AS
        SELECT database_name, schema_name, relation_name AS table_name, name AS column_name,
               position::INTEGER AS ordinal_position, redshift_type AS data_type, column_default,
               CASE WHEN is_nullable THEN 'YES' ELSE 'NO' END AS is_nullable, 'none' AS encoding,
               coalesce(is_distribution_key, false) AS distkey, sort_position::INTEGER AS sortkey,
               NULL::VARCHAR AS column_acl, comment AS remarks
        FROM millrace.catalog_column WHERE relation_kind <> 'external table'
        """,
        // Columns of late binding views; a client names and types them where it calls the function.
        """
        CREATE OR REPLACE MACRO millrace.pg_get_late_binding_view_cols() AS TABLE
            SELECT schema_name AS view_schema, relation_name AS view_name, name AS col_name, redshift_type AS col_type,
                   position::INTEGER AS col_num
            FROM millrace.catalog_column
            WHERE relation_kind = 'late binding view' AND database_name = millrace.session_database()
        """,
    ]
}
