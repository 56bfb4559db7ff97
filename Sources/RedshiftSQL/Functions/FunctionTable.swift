/// What is known of functions by name, folded to lower case.
enum FunctionTable {
    /// The engine's schema that Millrace's macros live in; a query names it, so the search path does not matter.
    static let schema = "millrace"

    /// Redshift's functions that are macros of ours, with the macro's name. A macro never bears a built-in's name, so
    /// that its body reaches the built-in.
    static let macros: [String: String] = {
        var macros: [String: String] = [:]
        for name in sameName { macros[name] = name }
        for (name, macro) in renamed { macros[name] = macro }
        return macros
    }()

    private static let sameName: Set<String> = [
        "getdate", "dateadd", "convert_timezone", "add_months", "next_day", "months_between", "textlen",
        "char_length", "character_length", "charindex", "btrim", "initcap", "replicate", "regexp_substr",
        "regexp_count",
        "regexp_instr", "strtol", "sha2", "func_sha1", "from_varbyte", "to_varbyte", "to_varchar", "date_part_year",
        "json_parse", "can_json_parse", "json_serialize", "json_serialize_to_varbyte", "json_size", "json_typeof",
        "is_array", "is_object", "is_boolean", "is_varchar", "is_char", "is_integer", "is_bigint", "is_smallint",
        "is_decimal", "is_float", "is_scalar", "get_array_length", "is_valid_json", "is_valid_json_array", "subarray",
        "split_to_array", "array_flatten", "date_cmp", "timestamp_cmp", "pg_backend_pid", "pg_get_userbyid",
        "pg_last_query_id", "pg_last_copy_count", "quote_ident", "has_schema_privilege", "has_table_privilege",
        "pg_table_is_visible", "format_encoding", "dlog10", "dexp", "current_namespace", "from_hex",
    ]

    private static let renamed: [String: String] = [
        "len": "text_length", "date_add": "dateadd", "datediff": "date_difference", "date_diff": "date_difference",
        "regexp_replace": "regexp_replace_all", "array_concat": "super_array_concat",
        "json_array_length": "json_length",
        "version": "server_version", "current_setting": "session_setting", "to_hex": "hexadecimal",
        "pgdate_part": "date_part_of", "current_database": "session_database",
    ]

    /// Names that read as columns and are calls.
    static let bareNames: [String: (macro: String, type: DataType?)] = [
        "sysdate": ("sysdate", .timestamp),
        "current_user": ("session_user_name", .varchar(length: 128)),
        "session_user": ("session_user_name", .varchar(length: 128)),
        "user": ("session_user_name", .varchar(length: 128)),
        "current_user_id": ("session_user_id", .integer),
        "current_namespace": ("current_namespace", .varchar(length: 64)),
        "current_database": ("session_database", .varchar(length: 128)),
        "current_catalog": ("session_database", .varchar(length: 128)),
    ]

    /// What the user wrote for a name that the token steps changed.
    static let writtenNames: [String: String] = [
        "string_agg": "listagg", "quantile_cont": "percentile_cont", "quantile_disc": "percentile_disc",
        "approx_count_distinct": "count", "approx_quantile": "percentile_disc", "count_star": "count",
    ]

    static let aggregates: Set<String> = [
        "count", "count_star", "sum", "avg", "min", "max", "any_value", "median", "stddev", "stddev_samp", "stddev_pop",
        "variance", "var_samp", "var_pop", "bool_and", "bool_or", "bit_and", "bit_or", "quantile_cont", "quantile_disc",
        "approx_count_distinct", "approx_quantile",
    ]

    /// Functions of numbers: a SUPER argument is taken as the number it holds.
    static let numeric: Set<String> = [
        "abs", "round", "floor", "ceil", "ceiling", "trunc", "sqrt", "cbrt", "power", "pow", "mod", "exp", "ln", "log",
        "sign", "sin", "cos", "tan", "asin", "acos", "atan", "atan2", "degrees", "radians", "greatest", "least",
    ]

    /// Functions whose result has the type of their first argument.
    static let keepsType: Set<String> = ["abs", "round", "floor", "ceil", "ceiling", "trunc", "greatest", "least"]

    /// Functions that take SUPER values as they are.
    static let takesSuper: Set<String> = [
        "json_serialize", "json_serialize_to_varbyte", "json_size", "json_typeof", "is_array", "is_object",
        "is_boolean", "is_varchar", "is_char", "is_integer", "is_bigint", "is_smallint", "is_decimal", "is_float",
        "is_scalar", "get_array_length", "array_concat", "subarray", "array_flatten", "json_extract", "json_value",
        "json_extract_string", "json_keys", "json_type", "json_structure", "to_json", "array", "object", "typeof",
        "unnest",
    ]

    /// Types of results.
    static let results: [String: DataType] = {
        var results: [String: DataType] = [:]
        let text = DataType.varchar(length: nil)
        let groups: [(DataType, [String])] = [
            (
                text,
                [
                    "lower", "upper", "substring", "substr", "left", "right", "trim", "ltrim", "rtrim", "btrim", "lpad",
                    "rpad",
                    "replace", "translate", "reverse", "initcap", "split_part", "repeat", "replicate", "to_char", "md5",
                    "sha2",
                    "from_varbyte", "json_serialize", "json_typeof", "regexp_substr", "regexp_replace", "chr", "to_hex",
                    "version", "current_schema", "current_database", "to_varchar", "json_extract_string", "concat_ws",
                    "date_format", "func_sha1", "sha1", "sha256", "quote_ident",
                ]
            ),
            (
                .bigint,
                ["datediff", "date_diff", "strtol", "json_size", "fnv_hash", "get_array_length", "date_part_year"]
            ),
            (
                .integer,
                [
                    "len", "length", "char_length", "character_length", "textlen", "octet_length", "charindex",
                    "strpos",
                    "position", "regexp_count", "regexp_instr", "ascii", "json_array_length",
                ]
            ),
            (.timestamp, ["getdate", "dateadd", "date_add", "convert_timezone", "add_months"]),
            (.timestampWithTimeZone, ["to_timestamp", "now"]),
            (.date, ["to_date", "last_day", "next_day"]),
            (
                .super,
                [
                    "json_parse", "array_concat", "subarray", "split_to_array", "array_flatten", "json_extract",
                    "array",
                    "object",
                ]
            ),
            (
                .boolean,
                [
                    "can_json_parse", "is_valid_json", "is_valid_json_array", "is_array", "is_object", "is_boolean",
                    "is_varchar", "is_char", "is_integer", "is_bigint", "is_smallint", "is_decimal", "is_float",
                    "is_scalar",
                    "regexp_matches", "starts_with",
                ]
            ),
            (
                .double,
                [
                    "sqrt", "cbrt", "power", "pow", "exp", "ln", "log", "sin", "cos", "tan", "asin", "acos", "atan",
                    "atan2",
                    "degrees", "radians", "months_between", "random",
                ]
            ),
            (.varbyte(length: nil), ["to_varbyte", "from_hex", "encode", "json_serialize_to_varbyte"]),
        ]
        for (type, names) in groups {
            for name in names { results[name] = type }
        }
        return results
    }()
}
