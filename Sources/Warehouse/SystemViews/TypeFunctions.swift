/// The engine's types by the names, numbers and modifiers that Redshift and PostgreSQL give them (section 8.5 of the
/// reference).
///
/// Tables of constants are maps and not CASE: the engine copies the operand of a CASE into each of its branches.
enum TypeFunctions {
    static let statements = [
        // Takes the engine's own text of a type, such as DECIMAL(18,4).
        """
        CREATE OR REPLACE MACRO millrace.redshift_type(engine_type) AS coalesce(
            map_extract_value(MAP {
                'VARCHAR': 'character varying(65535)', 'TINYINT': 'smallint', 'UTINYINT': 'smallint',
                'USMALLINT': 'integer', 'UINTEGER': 'bigint', 'UBIGINT': 'numeric(20,0)', 'HUGEINT': 'numeric(38,0)',
                'UHUGEINT': 'numeric(38,0)', 'FLOAT': 'real', 'DOUBLE': 'double precision', 'JSON': 'super',
                'BLOB': 'binary varying(64000)', 'BIT': 'character varying(65535)', 'UUID': 'character(36)',
                'TIME': 'time without time zone', 'TIME WITH TIME ZONE': 'time with time zone',
                'TIMESTAMP': 'timestamp without time zone', 'TIMESTAMP_S': 'timestamp without time zone',
                'TIMESTAMP_MS': 'timestamp without time zone', 'TIMESTAMP_NS': 'timestamp without time zone'
            }, engine_type),
            CASE
                WHEN ends_with(engine_type, ']') OR starts_with(engine_type, 'STRUCT(') OR starts_with(engine_type, 'MAP(')
                    OR starts_with(engine_type, 'UNION(') THEN 'super'
                WHEN starts_with(engine_type, 'DECIMAL(') THEN replace(engine_type, 'DECIMAL', 'numeric')
                WHEN starts_with(engine_type, 'ENUM(') THEN 'character varying(65535)'
                ELSE lower(engine_type)
            END)
        """,
        // The functions below take a type's Redshift name.
        """
        CREATE OR REPLACE MACRO millrace.type_oid(type_name) AS coalesce(
            map_extract_value(MAP {
                'boolean': 16, 'bigint': 20, 'smallint': 21, 'integer': 23, 'real': 700, 'double precision': 701,
                'character': 1042, 'character varying': 1043, 'date': 1082, 'time without time zone': 1083,
                'timestamp without time zone': 1114, 'timestamp with time zone': 1184, 'interval': 1186,
                'time with time zone': 1266, 'numeric': 1700, 'super': 4000, 'binary varying': 6551
            }, split_part(type_name, '(', 1)),
            705)
        """,
        """
        CREATE OR REPLACE MACRO millrace.type_length(type_name) AS
            CASE WHEN contains(type_name, '(') AND NOT contains(type_name, ',')
                 THEN regexp_extract(type_name, '[0-9]+')::INTEGER END
        """,
        """
        CREATE OR REPLACE MACRO millrace.type_precision(type_name) AS
            CASE WHEN contains(type_name, ',') THEN regexp_extract(type_name, '[0-9]+')::INTEGER END
        """,
        """
        CREATE OR REPLACE MACRO millrace.type_scale(type_name) AS
            CASE WHEN contains(type_name, ',') THEN regexp_extract(type_name, ',([0-9]+)', 1)::INTEGER END
        """,
        // Lengths carry four more than they say, exact numbers precision and scale as well (PostgreSQL's atttypmod).
        """
        CREATE OR REPLACE MACRO millrace.type_modifier(type_name) AS coalesce(
            millrace.type_precision(type_name) * 65536 + millrace.type_scale(type_name) + 4,
            millrace.type_length(type_name) + 4, -1)
        """,
        // Precision as INFORMATION_SCHEMA states it: in bits for binary numbers.
        """
        CREATE OR REPLACE MACRO millrace.numeric_precision(type_name) AS coalesce(
            map_extract_value(
                MAP {'smallint': 16, 'integer': 32, 'bigint': 64, 'real': 24, 'double precision': 53}, type_name),
            millrace.type_precision(type_name))
        """,
        """
        CREATE OR REPLACE MACRO millrace.numeric_scale(type_name) AS
            CASE WHEN type_name IN ('smallint', 'integer', 'bigint') THEN 0 ELSE millrace.type_scale(type_name) END
        """,
        // The bytes that a value takes, for estimates of size; texts count as if of middling length.
        """
        CREATE OR REPLACE MACRO millrace.type_width(type_name) AS coalesce(
            map_extract_value(
                MAP {'boolean': 1, 'smallint': 2, 'integer': 4, 'real': 4, 'date': 4, 'bigint': 8, 'double precision': 8,
                     'timestamp without time zone': 8, 'timestamp with time zone': 8, 'super': 64}, type_name),
            16)
        """,
        """
        CREATE OR REPLACE MACRO millrace.type_title(type_number) AS coalesce(
            (SELECT any_value(t.title) FROM millrace.catalog_type t WHERE t.oid = type_number),
            CASE WHEN type_number IS NOT NULL THEN '???' END)
        """,
        """
        CREATE OR REPLACE MACRO millrace.format_type(type_number, modifier) AS
            millrace.type_title(type_number)
            || CASE
                WHEN type_number = 1700 AND modifier >= 4
                    THEN '(' || ((modifier - 4) >> 16) || ',' || ((modifier - 4) & 65535) || ')'
                WHEN type_number IN (1042, 1043, 6551) AND modifier >= 4 THEN '(' || (modifier - 4) || ')'
                ELSE ''
            END
        """,
        "CREATE OR REPLACE MACRO millrace.format_encoding(encoding) AS CASE encoding WHEN 0 THEN 'none' ELSE 'az64' END",
    ]
}
