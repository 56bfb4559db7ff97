/// SVV_EXTERNAL_TABLES and its kin (Redshift's system view reference).
enum ExternalTableSystemViews {
    static let statements = [
        """
        CREATE OR REPLACE VIEW millrace.external_table_detail AS
        SELECT t.id,
               CASE WHEN contains(t.engine_schema, '.') THEN split_part(t.engine_schema, '.', 1) ELSE 'dev' END
               AS database_name,
               CASE WHEN contains(t.engine_schema, '.') THEN substr(t.engine_schema, instr(t.engine_schema, '.') + 1)
                    ELSE t.engine_schema END AS schema_name,
               t.name, t.location, c.input_format, c.output_format, c.serialization_lib, '{}' AS serde_parameters,
               0 AS compressed, t.options::VARCHAR AS parameters, t.columns, t.partition_columns
        FROM millrace.external_table t
        JOIN (VALUES \(classes)) c(format, input_format, output_format, serialization_lib) USING (format)
        """,
        """
        CREATE OR REPLACE VIEW millrace.svv_external_tables AS
        SELECT database_name AS redshift_database_name, schema_name AS schemaname, name AS tablename,
               'TABLE' AS tabletype, location, input_format, output_format, serialization_lib, serde_parameters,
               compressed, parameters
        FROM millrace.external_table_detail
        """,
        """
        CREATE OR REPLACE VIEW millrace.svv_external_columns AS
        WITH declared AS (
            SELECT id, unnest(from_json(columns, '\(columnStructure)')) AS c, false AS is_key,
                   generate_subscripts(from_json(columns, '["JSON"]'), 1) AS number
            FROM millrace.external_table_detail
            UNION ALL
            SELECT id, unnest(from_json(partition_columns, '\(columnStructure)')), true,
                   generate_subscripts(from_json(partition_columns, '["JSON"]'), 1)
            FROM millrace.external_table_detail)
        SELECT t.database_name AS redshift_database_name, t.schema_name AS schemaname, t.name AS tablename,
               d.c.name AS columnname, d.c."declaredType" AS external_type,
               (d.number + CASE WHEN d.is_key THEN json_array_length(t.columns) ELSE 0 END)::INTEGER AS columnnum,
               CASE WHEN d.is_key THEN d.number ELSE 0 END::INTEGER AS part_key, 'true' AS is_nullable
        FROM declared d JOIN millrace.external_table_detail t USING (id)
        """,
        """
        CREATE OR REPLACE VIEW millrace.svv_external_partitions AS
        SELECT t.schema_name AS schemaname, t.name AS tablename, to_json(p."values")::VARCHAR AS "values", p.location,
               t.input_format, t.output_format, t.serialization_lib, t.serde_parameters, t.compressed, t.parameters
        FROM millrace.external_partition p JOIN millrace.external_table_detail t ON t.id = p.table_id
        """,
        """
        CREATE OR REPLACE VIEW millrace.svv_external_databases AS
        SELECT kind AS eskind, min(options::VARCHAR) AS esoptions, source_database AS databasename,
               NULL::VARCHAR AS location, NULL::VARCHAR AS parameters
        FROM millrace.external_schema WHERE kind IN (1, 2) GROUP BY kind, source_database
        """,
    ]

    private static let columnStructure = "[{\"name\": \"VARCHAR\", \"declaredType\": \"VARCHAR\"}]"

    private static let classes = [ExternalFormat.parquet, .delimited, .csv, .json].map { format in
        let classes = format.classes
        return "('\(format.rawValue)', '\(classes.input)', '\(classes.output)', '\(classes.serializer)')"
    }.joined(separator: ", ")
}
