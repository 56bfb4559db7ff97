/// The functions there are, as PG_PROC and PG_PROC_INFO show them.
enum CatalogFunctions {
    static let statements = [
        // Millrace's own functions and the engine's belong to pg_catalog, those of users to their schema.
        """
        CREATE OR REPLACE VIEW millrace.catalog_function AS
        SELECT f.function_oid AS oid, f.function_name AS name, coalesce(s.oid, 11) AS schema_oid,
               coalesce(s.schema_name, 'pg_catalog') AS schema_name,
               CASE f.function_type WHEN 'aggregate' THEN 'a' ELSE 'f' END AS kind,
               f.function_type IN ('table', 'table_macro') AS returns_set, length(f.parameters) AS argument_count,
               f.parameters AS argument_names, coalesce(f.return_type, 'ANY') AS result_type,
               list_transform(f.parameter_types, t -> coalesce(t, 'ANY')) AS argument_types,
               millrace.array_to_string(list_transform(f.parameters, (p, i) -> p || ' ' || coalesce(f.parameter_types[i], 'any')), ', ')
                   AS arguments,
               f.macro_definition AS source
        FROM duckdb_functions() f
        LEFT JOIN millrace.catalog_schema s
            ON s.engine_schema = f.schema_name AND s.kind <> 'system' AND s.database_name = millrace.session_database()
        WHERE f.database_name IN ('system', system.main.current_database())
            AND (s.oid IS NOT NULL OR f.schema_name IN ('main', 'pg_catalog', 'millrace'))
        """,
        """
        CREATE OR REPLACE VIEW millrace.pg_proc AS
        SELECT oid, name AS proname, schema_oid AS pronamespace, CASE schema_oid WHEN 11 THEN 1 ELSE 100 END AS proowner,
               14::BIGINT AS prolang, kind = 'a' AS proisagg, false AS proiswindow, kind AS prokind, false AS prosecdef,
               false AS proisstrict, returns_set AS proretset, 'v' AS provolatile, argument_count::SMALLINT AS pronargs,
               0::SMALLINT AS pronargdefaults, millrace.type_oid(millrace.redshift_type(result_type))::BIGINT AS prorettype,
               list_transform(argument_types, t -> millrace.type_oid(millrace.redshift_type(t))::BIGINT) AS proargtypes,
               NULL::BIGINT[] AS proallargtypes, NULL::VARCHAR[] AS proargmodes, argument_names AS proargnames,
               source AS prosrc, NULL::VARCHAR AS probin, NULL::VARCHAR[] AS proacl
        FROM millrace.catalog_function
        """,
        """
        CREATE OR REPLACE VIEW millrace.pg_proc_info AS
        SELECT oid AS prooid, * FROM millrace.pg_proc
        """,
    ]
}
