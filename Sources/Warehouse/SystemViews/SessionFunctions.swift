/// What a session is, as functions of SQL: its database, its user, its settings.
///
/// The views and functions of this folder learn it from variables that `SessionContext` sets on the engine connection;
/// without them (a connection of the warehouse itself) the local database and the administrator are meant.
enum SessionFunctions {
    static let statements = [
        """
        CREATE OR REPLACE MACRO millrace.session_database() AS
            coalesce(getvariable('millrace_database')::VARCHAR, 'dev')
        """,
        """
        CREATE OR REPLACE MACRO millrace.session_user_name() AS
            coalesce(getvariable('millrace_user')::VARCHAR, 'awsuser')
        """,
        """
        CREATE OR REPLACE MACRO millrace.session_settings() AS
            coalesce(getvariable('millrace_settings')::MAP(VARCHAR, VARCHAR),
                     \(SessionContext.literal(SessionParameter.defaults)))
        """,
        """
        CREATE OR REPLACE MACRO millrace.setting(name) AS
            coalesce(map_extract_value(millrace.session_settings(), lower(name)),
                     error('unrecognized configuration parameter "' || name || '"'))
        """,
        """
        CREATE OR REPLACE MACRO millrace.current_setting(name) AS millrace.setting(name),
            (name, missing_ok) AS
                CASE WHEN missing_ok THEN map_extract_value(millrace.session_settings(), lower(name))
                     ELSE millrace.setting(name) END
        """,
        "CREATE OR REPLACE MACRO millrace.current_database() AS millrace.session_database()",
        "CREATE OR REPLACE MACRO millrace.current_catalog() AS millrace.session_database()",
        "CREATE OR REPLACE MACRO millrace.current_user() AS millrace.session_user_name()",
        "CREATE OR REPLACE MACRO millrace.session_user() AS millrace.session_user_name()",
        "CREATE OR REPLACE MACRO millrace.pg_backend_pid() AS coalesce(getvariable('millrace_backend_pid')::INTEGER, 0)",
        "CREATE OR REPLACE MACRO millrace.version() AS millrace.setting('version')",
    ]
}
