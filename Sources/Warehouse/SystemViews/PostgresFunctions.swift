/// Functions of PostgreSQL's catalog that say what something is called or how it is defined.
enum PostgresFunctions {
    static let statements = names + definitions

    private static let names = [
        // The parts of a name as written: folded to lower case, or between quotes as they are.
        """
        CREATE OR REPLACE MACRO millrace.parse_ident(written) AS
            list_transform(
                regexp_extract_all(written, '("([^"]|"")*"|[^".]+)'),
                part -> CASE WHEN part[1] = '"' THEN replace(part[2:-2], '""', '"') ELSE lower(trim(part)) END)
        """,
        """
        CREATE OR REPLACE MACRO millrace.quote_ident(written) AS
            CASE WHEN regexp_full_match(written, '[a-z_][a-z0-9_$]*') THEN written
                 ELSE '"' || replace(written, '"', '""') || '"' END
        """,
        "CREATE OR REPLACE MACRO millrace.quote_literal(written) AS '''' || replace(written, '''', '''''') || ''''",
        // The number of a relation by its name as written; the first on the search path if it has one part.
        """
        CREATE OR REPLACE MACRO millrace.to_regclass(written) AS (
            SELECT min_by(r.oid, list_position(
                       list_concat(['pg_temp_1', 'pg_catalog'], millrace.search_path_schemas()), r.schema_name))
            FROM millrace.catalog_relation r, (SELECT millrace.parse_ident(written) AS parts) n
            WHERE r.database_name = coalesce(n.parts[-3], millrace.session_database()) AND r.name = n.parts[-1]
                AND CASE WHEN length(n.parts) > 1 THEN r.schema_name = n.parts[-2]
                         ELSE millrace.is_on_search_path(r.schema_name) END)
        """,
        """
        CREATE OR REPLACE MACRO millrace.regclass(written) AS
            coalesce(try_cast(written AS BIGINT), millrace.to_regclass(written::VARCHAR),
                     error('relation "' || written || '" does not exist'))
        """,
        // A relation's number as text: its name, with the schema if that is not on the search path.
        """
        CREATE OR REPLACE MACRO millrace.regclass_name(relation_number) AS coalesce(
            (SELECT any_value(CASE WHEN millrace.is_on_search_path(r.schema_name) THEN ''
                                   ELSE millrace.quote_ident(r.schema_name) || '.' END || millrace.quote_ident(r.name))
             FROM millrace.catalog_relation r WHERE r.oid = relation_number),
            relation_number::VARCHAR)
        """,
        """
        CREATE OR REPLACE MACRO millrace.regtype(written) AS coalesce(
            try_cast(written AS BIGINT),
            (SELECT min(t.oid) FROM millrace.catalog_type t
             WHERE replace(lower(written::VARCHAR), 'pg_catalog.', '') IN (t.name, t.title)),
            error('type "' || written || '" does not exist'))
        """,
        """
        CREATE OR REPLACE MACRO millrace.regnamespace_name(schema_number) AS coalesce(
            (SELECT any_value(s.schema_name) FROM millrace.catalog_schema s WHERE s.oid = schema_number),
            schema_number::VARCHAR)
        """,
        """
        CREATE OR REPLACE MACRO millrace.regproc(written) AS coalesce(
            (SELECT min(f.oid) FROM millrace.catalog_function f
             WHERE f.name = replace(lower(written), 'pg_catalog.', '')),
            error('function "' || written || '" does not exist'))
        """,
    ]

    private static let definitions = [
        """
        CREATE OR REPLACE MACRO millrace.view_definition(written) AS (
            SELECT any_value(r.definition) FROM millrace.catalog_relation r WHERE r.oid = millrace.regclass(written))
        """,
        """
        CREATE OR REPLACE MACRO millrace.pg_get_viewdef(written) AS millrace.view_definition(written),
            (written, pretty) AS millrace.view_definition(written)
        """,
        """
        CREATE OR REPLACE MACRO millrace.pg_get_expr(expression, relation) AS expression::VARCHAR,
            (expression, relation, pretty) AS expression::VARCHAR
        """,
        """
        CREATE OR REPLACE MACRO millrace.constraint_definition(constraint_number) AS (
            SELECT any_value(millrace.key_definition(k.kind, k.columns, k.referenced_name, k.referenced_columns))
            FROM millrace.catalog_key k WHERE k.oid = constraint_number)
        """,
        """
        CREATE OR REPLACE MACRO millrace.pg_get_constraintdef(constraint_number) AS
                millrace.constraint_definition(constraint_number),
            (constraint_number, pretty) AS millrace.constraint_definition(constraint_number)
        """,
        // With a column's number the column alone, with 0 the whole statement.
        """
        CREATE OR REPLACE MACRO millrace.index_definition(index_number, column_number) AS (
            SELECT any_value(CASE WHEN column_number > 0 THEN k.columns[column_number] ELSE
                'CREATE UNIQUE INDEX ' || k.name || ' ON ' || k.schema_name || '.' || k.relation_name || ' USING btree ('
                || millrace.array_to_string(k.columns, ', ') || ')' END)
            FROM millrace.catalog_key k WHERE k.oid = index_number)
        """,
        """
        CREATE OR REPLACE MACRO millrace.pg_get_indexdef(index_number) AS millrace.index_definition(index_number, 0),
            (index_number, column_number, pretty) AS millrace.index_definition(index_number, column_number)
        """,
        """
        CREATE OR REPLACE MACRO millrace.description_of(object_number, column_number) AS (
            SELECT any_value(d.description) FROM millrace.pg_description d
            WHERE d.objoid = object_number AND d.objsubid = column_number)
        """,
        """
        CREATE OR REPLACE MACRO millrace.obj_description(object_number) AS millrace.description_of(object_number, 0),
            (object_number, catalog_name) AS
                CASE WHEN catalog_name = 'pg_class' THEN millrace.description_of(object_number, 0) END
        """,
        """
        CREATE OR REPLACE MACRO millrace.col_description(object_number, column_number) AS
            millrace.description_of(object_number, column_number)
        """,
        "CREATE OR REPLACE MACRO millrace.shobj_description(object_number, catalog_name) AS NULL::VARCHAR",
        """
        CREATE OR REPLACE MACRO millrace.pg_get_function_result(function_number) AS (
            SELECT any_value(p.result_type) FROM millrace.catalog_function p WHERE p.oid = function_number)
        """,
        """
        CREATE OR REPLACE MACRO millrace.pg_get_function_arguments(function_number) AS (
            SELECT any_value(p.arguments) FROM millrace.catalog_function p WHERE p.oid = function_number)
        """,
        """
        CREATE OR REPLACE MACRO millrace.pg_get_function_identity_arguments(function_number) AS
            millrace.pg_get_function_arguments(function_number)
        """,
        """
        CREATE OR REPLACE MACRO millrace.pg_get_functiondef(function_number) AS (
            SELECT any_value(p.source) FROM millrace.catalog_function p WHERE p.oid = function_number)
        """,
        "CREATE OR REPLACE MACRO millrace.pg_get_ruledef(rule_number) AS NULL::VARCHAR, (rule_number, pretty) AS NULL::VARCHAR",
        "CREATE OR REPLACE MACRO millrace.pg_get_triggerdef(trigger_number, pretty) AS NULL::VARCHAR",
        "CREATE OR REPLACE MACRO millrace.pg_get_statisticsobjdef_columns(statistics_number) AS NULL::VARCHAR",
        "CREATE OR REPLACE MACRO millrace.pg_get_partkeydef(relation_number) AS NULL::VARCHAR",
    ]
}
