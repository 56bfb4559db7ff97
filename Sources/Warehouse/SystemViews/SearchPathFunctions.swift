/// The search path of a session, and what is visible through it.
enum SearchPathFunctions {
    static let statements = [
        // Schemas that the search path names and that exist, in order; `$user` is the schema named like the user.
        """
        CREATE OR REPLACE MACRO millrace.search_path_schemas() AS (
            SELECT coalesce(list(s.schema_name ORDER BY p.place), []::VARCHAR[])
            FROM (
                SELECT replace(trim(trim(part), '"'), '$user', millrace.session_user_name()) AS name, place
                FROM (SELECT unnest(string_split(millrace.setting('search_path'), ',')) AS part,
                             generate_subscripts(string_split(millrace.setting('search_path'), ','), 1) AS place)
            ) p JOIN millrace.catalog_schema s ON s.schema_name = p.name AND s.database_name = millrace.session_database())
        """,
        """
        CREATE OR REPLACE MACRO millrace.current_schemas(with_implicit) AS
            CASE WHEN with_implicit THEN list_prepend('pg_catalog', millrace.search_path_schemas())
                 ELSE millrace.search_path_schemas() END
        """,
        "CREATE OR REPLACE MACRO millrace.current_schema() AS list_extract(millrace.search_path_schemas(), 1)",
        """
        CREATE OR REPLACE MACRO millrace.is_on_search_path(schema) AS
            schema IN ('pg_catalog', 'pg_temp_1') OR list_contains(millrace.search_path_schemas(), schema)
        """,
    ]
}
