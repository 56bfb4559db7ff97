extension SessionParameter {
    // Old numbers, since tools that know Redshift expect those of the PostgreSQL it grew from.
    static let serverVersion = "8.0.2"
    static let versionText =
        "PostgreSQL \(serverVersion) on i686-pc-linux-gnu, compiled by GCC gcc (GCC) 3.4.2 20041017 "
        + "(Red Hat 3.4.2-6.fc3), Redshift 1.0.77467"

    static let reported = [
        SessionParameter("server_version", serverVersion, .fixed, reported: true),
        SessionParameter("server_encoding", "UTF8", .fixed, reported: true),
        SessionParameter("client_encoding", "UTF8", .encoding, reported: true),
        SessionParameter("DateStyle", "ISO, MDY", reported: true),
        SessionParameter("TimeZone", "UTC", reported: true),
        SessionParameter(
            "IntervalStyle", "postgres", .choice(["postgres", "postgres_verbose", "sql_standard", "iso_8601"]),
            reported: true),
        SessionParameter("integer_datetimes", "on", .fixed, reported: true),
        SessionParameter("is_superuser", "on", .fixed, reported: true),
        SessionParameter("session_authorization", "awsuser", reported: true),
        SessionParameter("application_name", "", reported: true),
        SessionParameter("standard_conforming_strings", "on", .boolean, reported: true),
        // What Redshift's drivers look for: text rows without extra column facts, and other databases to ask about.
        SessionParameter("server_protocol_version", "0", .fixed, reported: true),
        SessionParameter("datashare_enabled", "on", .fixed, reported: true),
        SessionParameter("external_database", "on", .fixed, reported: true),
    ]

    static let isolationLevels = ["serializable", "repeatable read", "read committed", "read uncommitted", "snapshot"]

    static let postgres = [
        SessionParameter("version", versionText, .fixed),
        SessionParameter("server_version_num", "80002", .fixed),
        SessionParameter("search_path", "public"),
        SessionParameter("extra_float_digits", "0", .integer(-15...3)),
        SessionParameter("statement_timeout", "0", .milliseconds),
        SessionParameter("lock_timeout", "0", .milliseconds),
        SessionParameter("idle_in_transaction_session_timeout", "0", .milliseconds),
        SessionParameter("idle_session_timeout", "0", .milliseconds),
        SessionParameter("transaction_isolation", "serializable", .choice(isolationLevels)),
        SessionParameter("default_transaction_isolation", "serializable", .choice(isolationLevels)),
        SessionParameter("transaction_read_only", "off", .boolean),
        SessionParameter("default_transaction_read_only", "off", .boolean),
        SessionParameter("transaction_deferrable", "off", .boolean),
        SessionParameter("default_transaction_deferrable", "off", .boolean),
        SessionParameter("readonly", "0", .boolean),
        SessionParameter("bytea_output", "hex", .choice(["hex", "escape"])),
        SessionParameter("backslash_quote", "safe_encoding", .choice(["safe_encoding", "on", "off"])),
        SessionParameter("escape_string_warning", "on", .boolean),
        SessionParameter(
            "client_min_messages", "notice",
            .choice([
                "debug5", "debug4", "debug3", "debug2", "debug1", "debug", "log", "info", "notice", "warning", "error",
            ])),
        SessionParameter("row_security", "on", .boolean),
        SessionParameter("synchronous_commit", "on", .choice(["on", "off", "local", "remote_write", "remote_apply"])),
        SessionParameter("check_function_bodies", "on", .boolean),
        SessionParameter("default_tablespace", ""),
        SessionParameter("default_table_access_method", "heap"),
        SessionParameter("xmloption", "content", .choice(["content", "document"])),
        SessionParameter("role", "none"),
        SessionParameter("lc_collate", "C", .fixed),
        SessionParameter("lc_ctype", "C", .fixed),
        SessionParameter("lc_messages", "C"),
        SessionParameter("lc_monetary", "C"),
        SessionParameter("lc_numeric", "C"),
        SessionParameter("lc_time", "C"),
        SessionParameter("max_index_keys", "32", .fixed),
        SessionParameter("max_identifier_length", "127", .fixed),
        SessionParameter("block_size", "8192", .fixed),
        SessionParameter("ssl", "off", .fixed),
        SessionParameter("timezone_abbreviations", "Default"),
        SessionParameter("random_page_cost", "4"),
        SessionParameter("work_mem", "4096"),
        SessionParameter("enable_seqscan", "on", .boolean),
        SessionParameter("geqo", "on", .boolean),
        SessionParameter("jit", "off", .boolean),
    ]

    static let redshift = [
        SessionParameter("query_group", "default"),
        SessionParameter("wlm_query_slot_count", "1", .integer(1...50)),
        SessionParameter("analyze_threshold_percent", "10"),
        SessionParameter("cast_super_null_on_error", "on", .boolean),
        SessionParameter("default_geometry_encoding", "1", .integer(1...4)),
        SessionParameter("describe_field_name_in_uppercase", "off", .boolean),
        SessionParameter("downcase_delimited_identifier", "on", .boolean),
        SessionParameter("enable_case_sensitive_identifier", "off", .boolean),
        SessionParameter("enable_case_sensitive_super_attribute", "off", .boolean),
        SessionParameter("enable_numeric_rounding", "on", .boolean),
        SessionParameter("enable_result_cache_for_session", "on", .boolean),
        SessionParameter("enable_vacuum_boost", "off", .boolean),
        SessionParameter("error_on_nondeterministic_update", "off", .boolean),
        SessionParameter("json_parse_dedup_attributes", "off", .boolean),
        SessionParameter("json_parse_truncate_strings", "off", .boolean),
        SessionParameter("json_serialization_enable", "off", .boolean),
        SessionParameter("json_serialization_parse_nested_strings", "off", .boolean),
        SessionParameter("max_concurrency_scaling_clusters", "1", .integer(0...10)),
        SessionParameter("max_cursor_result_set_size", "0", .integer(0...14_400_000)),
        SessionParameter("mv_enable_aqmv_for_session", "on", .boolean),
        SessionParameter("navigate_super_null_on_error", "on", .boolean),
        SessionParameter("parse_super_null_on_error", "off", .boolean),
        SessionParameter("pg_federation_repeatable_read", "on", .boolean),
        SessionParameter("spectrum_enable_pseudo_columns", "on", .boolean),
        SessionParameter("spectrum_query_maxerror", "-1", .integer(-1...2_147_483_647)),
        SessionParameter("stored_proc_log_min_messages", "LOG"),
        SessionParameter("use_fips_ssl", "off", .boolean),
        SessionParameter("datashare_break_glass_session_var", ""),
    ]
}
