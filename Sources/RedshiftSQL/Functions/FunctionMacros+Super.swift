/// JSON in text, and SUPER values, which are JSON in the engine.
extension FunctionMacros {
    static let json = [
        "json_parse(s BLOB) AS CAST(decode(s) AS JSON), (s VARCHAR) AS CAST(s AS JSON)",
        """
        can_json_parse(s BLOB) AS CASE WHEN s IS NULL THEN NULL ELSE coalesce(json_valid(try(decode(s))), false) END,
            (s VARCHAR) AS json_valid(s)
        """,
        "json_or_null(s) AS CASE WHEN json_valid(s) THEN s END",
        "is_valid_json(s) AS CASE WHEN json_valid(s) THEN json_type(s) = 'OBJECT' ELSE false END",
        "is_valid_json_array(s) AS CASE WHEN json_valid(s) THEN json_type(s) = 'ARRAY' ELSE false END",
        """
        json_length(s) AS CASE WHEN json_type(s) = 'ARRAY' THEN json_array_length(s) END,
            (s, lax) AS CASE WHEN NOT json_valid(s) THEN NULL
                WHEN json_type(s) = 'ARRAY' THEN json_array_length(s) END
        """,
    ]

    static let superValues = [
        "json_serialize(j) AS CAST(j AS VARCHAR)",
        "json_serialize_to_varbyte(j) AS encode(CAST(j AS VARCHAR))",
        "json_size(j) AS CAST(strlen(CAST(j AS VARCHAR)) AS BIGINT)",
        """
        json_typeof(j) AS CASE json_type(j) WHEN 'OBJECT' THEN 'object' WHEN 'ARRAY' THEN 'array'
            WHEN 'VARCHAR' THEN 'string' WHEN 'BOOLEAN' THEN 'boolean' WHEN 'NULL' THEN 'null'
            WHEN 'UBIGINT' THEN 'number' WHEN 'BIGINT' THEN 'number' WHEN 'DOUBLE' THEN 'number' ELSE NULL END
        """,
        "is_array(j) AS coalesce(json_type(j) = 'ARRAY', false)",
        "is_object(j) AS coalesce(json_type(j) = 'OBJECT', false)",
        "is_boolean(j) AS coalesce(json_type(j) = 'BOOLEAN', false)",
        "is_varchar(j) AS coalesce(json_type(j) = 'VARCHAR', false)",
        "is_char(j) AS coalesce(json_type(j) = 'VARCHAR', false)",
        "is_bigint(j) AS coalesce(json_type(j) IN ('UBIGINT', 'BIGINT'), false)",
        """
        is_integer(j) AS coalesce(json_type(j) IN ('UBIGINT', 'BIGINT')
            AND TRY_CAST(CAST(j AS VARCHAR) AS INTEGER) IS NOT NULL, false)
        """,
        """
        is_smallint(j) AS coalesce(json_type(j) IN ('UBIGINT', 'BIGINT')
            AND TRY_CAST(CAST(j AS VARCHAR) AS SMALLINT) IS NOT NULL, false)
        """,
        "is_decimal(j) AS coalesce(json_type(j) IN ('UBIGINT', 'BIGINT', 'DOUBLE'), false)",
        "is_float(j) AS coalesce(json_type(j) IN ('UBIGINT', 'BIGINT', 'DOUBLE'), false)",
        "is_scalar(j) AS coalesce(json_type(j) NOT IN ('OBJECT', 'ARRAY', 'NULL'), false)",
        "get_array_length(j) AS CASE WHEN json_type(j) = 'ARRAY' THEN CAST(json_array_length(j) AS BIGINT) END",
        """
        super_array_concat(a, b) AS
            CAST(to_json(list_concat(json_extract(a, '$[*]'), json_extract(b, '$[*]'))) AS JSON)
        """,
        """
        subarray(j, start) AS CAST(to_json(json_extract(j, '$[*]')[start + 1:]) AS JSON),
            (j, start, n) AS CAST(to_json(json_extract(j, '$[*]')[start + 1:start + n]) AS JSON)
        """,
        """
        split_to_array(s) AS CAST(to_json(string_split(s, ',')) AS JSON),
            (s, mark) AS CAST(to_json(string_split(s, mark)) AS JSON)
        """,
        """
        array_flatten(j) AS CAST(to_json(flatten(list_transform(json_extract(j, '$[*]'),
            lambda e: CASE WHEN json_type(e) = 'ARRAY' THEN json_extract(e, '$[*]') ELSE [e] END))) AS JSON)
        """,
    ]
}
