/// Questions about visibility and privileges.
///
/// Millrace has no grants yet: who may connect may read everything there is, so every privilege is held on what exists.
enum PrivilegeFunctions {
    static let statements = visibility + privileges

    private static let visibility = [
        """
        CREATE OR REPLACE MACRO millrace.pg_table_is_visible(relation_number) AS coalesce(
            (SELECT bool_or(millrace.is_on_search_path(r.schema_name)) FROM millrace.catalog_relation r
             WHERE r.oid = relation_number AND r.database_name = millrace.session_database()),
            (SELECT bool_or(millrace.is_on_search_path(k.schema_name)) FROM millrace.catalog_key k
             WHERE k.oid = relation_number AND k.database_name = millrace.session_database()))
        """,
        "CREATE OR REPLACE MACRO millrace.pg_type_is_visible(type_number) AS type_number IS NOT NULL",
        """
        CREATE OR REPLACE MACRO millrace.pg_function_is_visible(function_number) AS (
            SELECT bool_or(millrace.is_on_search_path(f.schema_name))
            FROM millrace.catalog_function f WHERE f.oid = function_number)
        """,
        "CREATE OR REPLACE MACRO millrace.pg_operator_is_visible(object_number) AS true",
        "CREATE OR REPLACE MACRO millrace.pg_opclass_is_visible(object_number) AS true",
        "CREATE OR REPLACE MACRO millrace.pg_opfamily_is_visible(object_number) AS true",
        "CREATE OR REPLACE MACRO millrace.pg_collation_is_visible(object_number) AS true",
        "CREATE OR REPLACE MACRO millrace.pg_relation_is_publishable(object_number) AS false",
        "CREATE OR REPLACE MACRO millrace.pg_is_other_temp_schema(schema_number) AS false",
        "CREATE OR REPLACE MACRO millrace.pg_my_temp_schema() AS 13::BIGINT",
        "CREATE OR REPLACE MACRO millrace.pg_is_in_recovery() AS false",
    ]

    private static let privileges =
        ["table", "schema", "database", "function", "language", "sequence", "tablespace", "type"]
        .map(held) + [
            """
            CREATE OR REPLACE MACRO millrace.has_column_privilege(object, part, privilege) AS true,
                (user_name, object, part, privilege) AS true
            """,
            """
            CREATE OR REPLACE MACRO millrace.has_any_column_privilege(object, privilege) AS true,
                (user_name, object, privilege) AS true
            """,
            "CREATE OR REPLACE MACRO millrace.pg_has_role(role_name, privilege) AS true, "
                + "(user_name, role_name, privilege) AS true",
            "CREATE OR REPLACE MACRO millrace.user_is_member_of(user_name, role_name) AS true",
        ]

    private static func held(_ object: String) -> String {
        """
        CREATE OR REPLACE MACRO millrace.has_\(object)_privilege(object, privilege) AS object IS NOT NULL,
            (user_name, object, privilege) AS object IS NOT NULL
        """
    }
}
