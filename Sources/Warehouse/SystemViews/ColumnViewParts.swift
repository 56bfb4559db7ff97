/// Parts of the select lists over `millrace.catalog_column` that the views on columns share.
enum ColumnViewParts {
    /// Place, default, nullability and type of a column.
    static let declaration = """
        position::INTEGER AS ordinal_position, column_default,
               CASE WHEN is_nullable THEN 'YES' ELSE 'NO' END AS is_nullable,
               split_part(redshift_type, '(', 1) AS data_type,
               millrace.type_length(redshift_type) AS character_maximum_length
        """

    /// The digits of its numbers.
    static let precision = "millrace.numeric_precision(redshift_type) AS numeric_precision"

    /// The digits behind the point.
    static let scale = "millrace.numeric_scale(redshift_type) AS numeric_scale"

    /// What `information_schema` and `svv_columns` tell of numbers, times and texts besides.
    static let standardDetails = """
        \(precision),
               CASE WHEN type_oid IN (20, 21, 23, 700, 701) THEN 2 WHEN type_oid = 1700 THEN 10 END
                   AS numeric_precision_radix,
               \(scale),
               CASE WHEN type_oid IN (1083, 1114, 1184, 1266) THEN 6 END AS datetime_precision,
               NULL::VARCHAR AS interval_type, NULL::VARCHAR AS interval_precision,
               NULL::VARCHAR AS character_set_catalog, NULL::VARCHAR AS character_set_schema,
               NULL::VARCHAR AS character_set_name, NULL::VARCHAR AS collation_catalog,
               NULL::VARCHAR AS collation_schema, NULL::VARCHAR AS collation_name
        """
}
