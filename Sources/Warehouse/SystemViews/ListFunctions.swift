/// Functions over lists, as PostgreSQL's arrays have them.
///
/// The views here call these by their full names: the engine's own `array_to_string` is written in SQL, and would find the
/// functions of schema `millrace` where it means the engine's.
enum ListFunctions {
    static let statements = [
        """
        CREATE OR REPLACE MACRO millrace.array_to_string(items, separator) AS
                list_aggregate(items::VARCHAR[], 'string_agg', separator),
            (items, separator, null_text) AS
                list_aggregate(list_transform(items, i -> coalesce(i::VARCHAR, null_text)), 'string_agg', separator)
        """,
        """
        CREATE OR REPLACE MACRO millrace.array_upper(items, dimension) AS
            CASE WHEN dimension = 1 AND length(items) > 0 THEN length(items)::INTEGER END
        """,
        """
        CREATE OR REPLACE MACRO millrace.array_lower(items, dimension) AS
            CASE WHEN dimension = 1 AND length(items) > 0 THEN 1 END
        """,
        """
        CREATE OR REPLACE MACRO millrace.array_length(items, dimension) AS
            CASE WHEN dimension = 1 AND length(items) > 0 THEN length(items)::INTEGER END
        """,
        // PostgreSQL's text of an array of names, texts or numbers.
        #"""
        CREATE OR REPLACE MACRO millrace.array_text(items) AS CASE WHEN items IS NOT NULL THEN
            '{' || coalesce(list_aggregate(list_transform(items, i -> CASE
                WHEN i IS NULL THEN 'NULL'
                WHEN regexp_full_match(i::VARCHAR, '[^\s{}",\\]+') AND upper(i::VARCHAR) <> 'NULL' THEN i::VARCHAR
                ELSE '"' || replace(replace(i::VARCHAR, '\', '\\'), '"', '\"') || '"' END), 'string_agg', ','), '')
            || '}' END
        """#,
        "CREATE OR REPLACE MACRO millrace.array_remove(items, item) AS list_filter(items, i -> i IS DISTINCT FROM item)",
        """
        CREATE OR REPLACE MACRO millrace._pg_expandarray(items) AS
            unnest(list_transform(items, (item, place) -> {'x': item, 'n': place::INTEGER}))
        """,
    ]
}
