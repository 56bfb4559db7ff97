/// What a session is, as functions of SQL: its database, its user, its settings.
///
/// The engine's variables hold it (`SessionContext`). Where they are not set, on a connection of the warehouse itself, the
/// local database and the administrator are meant.
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
        CREATE OR REPLACE MACRO millrace.session_user_id() AS
            coalesce(getvariable('millrace_user_id')::INTEGER, 100)
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
        CREATE OR REPLACE MACRO millrace.session_setting(name) AS millrace.setting(name),
            (name, missing_ok) AS
                CASE WHEN missing_ok THEN map_extract_value(millrace.session_settings(), lower(name))
                     ELSE millrace.setting(name) END
        """,
        // Drivers also call it as a table: SELECT current_database FROM current_database().
        """
        CREATE OR REPLACE MACRO millrace.current_database() AS TABLE
            SELECT millrace.session_database() AS current_database
        """,
        """
        CREATE OR REPLACE VIEW millrace.pg_cursors AS
        SELECT c.name, c.statement, c.is_holdable, c.is_binary, c.is_scrollable, c.creation_time
        FROM (SELECT unnest(coalesce(getvariable('millrace_cursors'), [])::STRUCT(
            name VARCHAR, statement VARCHAR, is_holdable BOOLEAN, is_binary BOOLEAN, is_scrollable BOOLEAN,
            creation_time TIMESTAMPTZ)[]) AS c)
        """,
        "CREATE OR REPLACE MACRO millrace.server_version() AS millrace.setting('version')",
        """
        CREATE OR REPLACE MACRO millrace.pg_backend_pid() AS
            coalesce(getvariable('millrace_backend_id')::INTEGER, 0)
        """,
    ]
}
