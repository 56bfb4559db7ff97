/// The macros that give the engine Redshift's functions.
///
/// They live in a schema of their own; the tree steps qualify every call. Typed parameters choose among forms of a
/// macro, as with VARBYTE and VARCHAR. What a session knows (its user, its database) comes from the engine's variables,
/// which the session sets with `SET VARIABLE` under the names in `SessionVariable`.
package enum FunctionMacros {
    /// The engine's schema of the macros.
    package static let schema = FunctionTable.schema

    /// The statements that create schema and macros; may run again on a database that has them.
    package static let statements: [String] =
        ["CREATE SCHEMA IF NOT EXISTS \(schema)"]
        + (numbers + dates + text + json + superValues + session).map { "CREATE OR REPLACE MACRO \(schema).\($0)" }

    /// The same as one script.
    package static let sql = statements.map { $0 + ";\n" }.joined()

    /// Variables of the engine that the session fills.
    package enum SessionVariable: String, Sendable, CaseIterable {
        case user = "millrace_user"
        case userId = "millrace_user_id"
        case database = "millrace_database"
        case backendId = "millrace_backend_id"
        case queryId = "millrace_query_id"
        case copyCount = "millrace_copy_count"
        case namespace = "millrace_namespace"
        case version = "millrace_version"
        /// A MAP(VARCHAR, VARCHAR) of the session's parameters.
        case settings = "millrace_settings"
        /// A list of structures: the rows of PG_CURSORS.
        case cursors = "millrace_cursors"
    }

    private static let numbers = [
        "divisor(b) AS CASE WHEN b = 0 THEN error('division by zero') ELSE b END",
        "dlog10(x) AS log10(x)",
        "dexp(x) AS exp(x)",
        """
        number_signed(is_negative, prefix, digits, sign, is_filled) AS CASE
            WHEN sign = 'PR' THEN CASE WHEN is_negative THEN '<' || prefix || ltrim(digits) || '>'
                WHEN is_filled THEN ' ' || prefix || digits || ' ' ELSE prefix || digits END
            WHEN sign = 'MI' THEN prefix || digits || CASE WHEN is_negative THEN '-' WHEN is_filled THEN ' ' ELSE '' END
            WHEN is_negative THEN repeat(' ', length(digits) - length(ltrim(digits))) || '-' || prefix || ltrim(digits)
            WHEN is_filled THEN ' ' || prefix || digits
            ELSE prefix || digits END
        """,
        // Blanks fill to `width` with a place for the sign; a zero before the point is written only if asked for.
        """
        number_digits(x, pattern, zeros) AS CASE
            WHEN zeros = 0 AND abs(x) < 1 AND contains(format(pattern, abs(x)), '.')
                THEN regexp_replace(format(pattern, abs(x)), '^0', '')
            WHEN zeros > 1 THEN lpad(format(pattern, abs(x)), CAST(greatest(length(format(pattern, abs(x))),
                zeros + length(format(pattern, CAST(1 AS DOUBLE))) - 1) AS INTEGER), '0')
            ELSE format(pattern, abs(x)) END
        """,
        """
        number_text(x, pattern, prefix, zeros, width, sign, widest) AS CASE
            WHEN x IS NULL THEN NULL
            WHEN length(\(schema).number_digits(x, pattern, zeros)) > widest
                THEN repeat('#', CAST(widest + 1 AS INTEGER))
            ELSE \(schema).number_signed(x < 0, prefix,
                lpad(\(schema).number_digits(x, pattern, zeros),
                    CAST(greatest(width, length(\(schema).number_digits(x, pattern, zeros))) AS INTEGER), ' '),
                sign, width > 0) END
        """,
        """
        strtol(s, base) AS CASE WHEN base = 10 THEN CAST(s AS BIGINT)
            WHEN base = 16 THEN CAST('0x' || regexp_replace(lower(s), '^0x', '') AS BIGINT)
            WHEN base = 2 THEN CAST('0b' || s AS BIGINT)
            ELSE CAST(error('STRTOL knows the bases 2, 10 and 16') AS BIGINT) END
        """,
    ]

    private static let dates = [
        "getdate() AS CAST(date_trunc('second', CAST(now() AS TIMESTAMP)) AS TIMESTAMP)",
        "sysdate() AS CAST(now() AS TIMESTAMP)",
        """
        dateadd(part, n, d) AS CAST(d AS TIMESTAMP) + CASE part
            WHEN 'year' THEN to_years(CAST(n AS INTEGER)) WHEN 'quarter' THEN to_months(CAST(n AS INTEGER) * 3)
            WHEN 'month' THEN to_months(CAST(n AS INTEGER)) WHEN 'week' THEN to_days(CAST(n AS INTEGER) * 7)
            WHEN 'day' THEN to_days(CAST(n AS INTEGER)) WHEN 'dow' THEN to_days(CAST(n AS INTEGER))
            WHEN 'doy' THEN to_days(CAST(n AS INTEGER)) WHEN 'hour' THEN to_hours(CAST(n AS BIGINT))
            WHEN 'minute' THEN to_minutes(CAST(n AS BIGINT)) WHEN 'second' THEN to_seconds(CAST(n AS BIGINT))
            WHEN 'millisecond' THEN to_milliseconds(CAST(n AS BIGINT))
            WHEN 'microsecond' THEN to_microseconds(CAST(n AS BIGINT))
            WHEN 'decade' THEN to_years(CAST(n AS INTEGER) * 10)
            WHEN 'century' THEN to_years(CAST(n AS INTEGER) * 100)
            ELSE CAST(error('unknown date part ' || part) AS INTERVAL) END
        """,
        """
        date_difference(part, a, b) AS CASE WHEN part = 'week'
            THEN date_diff('week', CAST(a AS TIMESTAMP) + INTERVAL 1 DAY, CAST(b AS TIMESTAMP) + INTERVAL 1 DAY)
            ELSE date_diff(part, CAST(a AS TIMESTAMP), CAST(b AS TIMESTAMP)) END
        """,
        "date_part_of(part, d) AS date_part(part, d)",
        "date_part_year(d) AS year(CAST(d AS DATE))",
        """
        convert_timezone(target, t) AS timezone(target, timezone('UTC', CAST(t AS TIMESTAMP))),
            (source, target, t) AS timezone(target, timezone(source, CAST(t AS TIMESTAMP)))
        """,
        """
        add_months(d, n) AS CASE WHEN last_day(CAST(d AS DATE)) = CAST(d AS DATE)
            THEN CAST(last_day(CAST(CAST(d AS DATE) + to_months(CAST(n AS INTEGER)) AS DATE)) AS TIMESTAMP)
                + (CAST(d AS TIMESTAMP) - CAST(CAST(d AS DATE) AS TIMESTAMP))
            ELSE CAST(d AS TIMESTAMP) + to_months(CAST(n AS INTEGER)) END
        """,
        """
        next_day(d, name) AS CAST(CAST(d AS DATE) + to_days(CAST(1 + (6
            + list_position(['su', 'mo', 'tu', 'we', 'th', 'fr', 'sa'], lower(left(name, 2)))
            - 1 - dayofweek(CAST(d AS DATE))) % 7 AS INTEGER)) AS DATE)
        """,
        """
        months_between(a, b) AS CASE
            WHEN day(CAST(a AS DATE)) = day(CAST(b AS DATE))
                OR (last_day(CAST(a AS DATE)) = CAST(a AS DATE) AND last_day(CAST(b AS DATE)) = CAST(b AS DATE))
            THEN CAST(date_diff('month', CAST(b AS DATE), CAST(a AS DATE)) AS DOUBLE)
            ELSE date_diff('month', CAST(b AS DATE), CAST(a AS DATE))
                + (day(CAST(a AS DATE)) - day(CAST(b AS DATE))) / 31.0 END
        """,
        "date_cmp(a, b) AS CASE WHEN a < b THEN -1 WHEN a > b THEN 1 WHEN a = b THEN 0 END",
        "timestamp_cmp(a, b) AS CASE WHEN a < b THEN -1 WHEN a > b THEN 1 WHEN a = b THEN 0 END",
    ]

    private static let text = [
        """
        truncate_bytes(s, n) AS CASE WHEN strlen(s) <= n THEN s WHEN strlen(s) = length(s) THEN left(s, n)
            ELSE coalesce(try(decode(encode(s)[1:n])), try(decode(encode(s)[1:n - 1])),
                try(decode(encode(s)[1:n - 2])), try(decode(encode(s)[1:n - 3]))) END
        """,
        "text_length(s BLOB) AS octet_length(s), (s VARCHAR) AS length(s)",
        "textlen(s) AS length(s)",
        "char_length(s) AS length(s)",
        "character_length(s) AS length(s)",
        "charindex(part, s) AS strpos(s, part)",
        "btrim(s) AS trim(s), (s, characters) AS trim(s, characters)",
        "replicate(s, n) AS repeat(s, n)",
        """
        initcap(s) AS array_to_string(list_transform(
            regexp_extract_all(lower(s), '[a-z0-9\\x80-\\x{10FFFF}]+|[^a-z0-9]+'),
            lambda w: upper(left(w, 1)) || substr(w, 2)), '')
        """,
        """
        quote_ident(s) AS CASE WHEN regexp_full_match(s, '[a-z_][a-z0-9_]*') THEN s
            ELSE '"' || replace(s, '"', '""') || '"' END
        """,
        """
        regexp_substr(s, p) AS regexp_extract(s, p),
            (s, p, start) AS regexp_extract(substr(s, start), p),
            (s, p, start, nth) AS coalesce(regexp_extract_all(substr(s, start), p)[nth], ''),
            (s, p, start, nth, flags) AS coalesce(regexp_extract_all(substr(s, start),
                CASE WHEN contains(flags, 'i') THEN '(?i)' || p ELSE p END,
                CASE WHEN contains(flags, 'e') THEN 1 ELSE 0 END)[nth], '')
        """,
        """
        regexp_count(s, p) AS len(regexp_extract_all(s, p)),
            (s, p, start) AS len(regexp_extract_all(substr(s, start), p)),
            (s, p, start, flags) AS len(regexp_extract_all(substr(s, start),
                CASE WHEN contains(flags, 'i') THEN '(?i)' || p ELSE p END))
        """,
        """
        regexp_instr(s, p) AS CASE WHEN regexp_matches(s, p)
            THEN length(string_split_regex(s, p)[1]) + 1 ELSE 0 END
        """,
        """
        regexp_replace_all(s, p) AS regexp_replace(s, p, '', 'g'),
            (s, p, r) AS regexp_replace(s, p, regexp_replace(r, '\\$(\\d)', '\\\\1', 'g'), 'g'),
            (s, p, r, start) AS left(s, start - 1)
                || regexp_replace(substr(s, start), p, regexp_replace(r, '\\$(\\d)', '\\\\1', 'g'), 'g'),
            (s, p, r, start, flags) AS left(s, start - 1) || regexp_replace(substr(s, start),
                CASE WHEN contains(flags, 'i') THEN '(?i)' || p ELSE p END,
                regexp_replace(r, '\\$(\\d)', '\\\\1', 'g'), 'g')
        """,
        "sha2(s, bits) AS CASE WHEN bits IN (0, 256) THEN sha256(s) ELSE error('SHA2 knows 256 bits only') END",
        "func_sha1(s) AS sha1(s)",
        "hexadecimal(x BLOB) AS lower(hex(x)), (x BIGINT) AS lower(hex(x)), (x VARCHAR) AS lower(hex(x))",
        "from_hex(s) AS unhex(s)",
        """
        from_varbyte(b, form) AS CASE lower(form) WHEN 'hex' THEN lower(hex(b)) WHEN 'base64' THEN base64(b)
            ELSE decode(b) END
        """,
        """
        to_varbyte(s, form) AS CASE lower(form) WHEN 'hex' THEN unhex(s) WHEN 'base64' THEN from_base64(s)
            ELSE encode(s) END
        """,
        "to_varchar(x) AS CAST(x AS VARCHAR)",
    ]

    private static func variable(_ name: SessionVariable) -> String { "getvariable('\(name.rawValue)')" }

    private static let session = [
        "session_user_name() AS CAST(\(variable(.user)) AS VARCHAR)",
        "session_user_id() AS CAST(\(variable(.userId)) AS INTEGER)",
        "session_database() AS CAST(\(variable(.database)) AS VARCHAR)",
        "server_version() AS CAST(\(variable(.version)) AS VARCHAR)",
        "session_setting(name) AS CAST(\(variable(.settings))[lower(name)] AS VARCHAR)",
        "pg_backend_pid() AS CAST(\(variable(.backendId)) AS INTEGER)",
        "pg_last_query_id() AS CAST(\(variable(.queryId)) AS INTEGER)",
        "pg_last_copy_count() AS CAST(\(variable(.copyCount)) AS BIGINT)",
        "current_namespace() AS CAST(\(variable(.namespace)) AS VARCHAR)",
        "pg_get_userbyid(id) AS CAST(\(variable(.user)) AS VARCHAR)",
        "has_schema_privilege(a, b) AS true, (a, b, c) AS true",
        "has_table_privilege(a, b) AS true, (a, b, c) AS true",
        "pg_table_is_visible(id) AS true",
        "format_encoding(id) AS 'none'",
        """
        regclass(name) AS coalesce(TRY_CAST(name AS BIGINT), (SELECT c.oid FROM pg_catalog.pg_class c
            JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
            WHERE c.relname = replace(string_split(CAST(name AS VARCHAR), '.')[-1], '"', '')
            AND (NOT contains(CAST(name AS VARCHAR), '.')
                OR n.nspname = replace(string_split(CAST(name AS VARCHAR), '.')[-2], '"', '')) LIMIT 1))
        """,
    ]
}
