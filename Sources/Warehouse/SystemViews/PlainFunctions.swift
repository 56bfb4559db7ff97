/// Functions over values that catalog queries of clients use.
enum PlainFunctions {
    static let statements = [
        "CREATE OR REPLACE MACRO millrace.pg_encoding_to_char(encoding) AS CASE encoding WHEN 6 THEN 'UTF8' ELSE '' END",
        "CREATE OR REPLACE MACRO millrace.pg_char_to_encoding(encoding) AS CASE upper(encoding) WHEN 'UTF8' THEN 6 ELSE -1 END",
        """
        CREATE OR REPLACE MACRO millrace.pg_size_pretty(bytes) AS
            CASE
                WHEN bytes IS NULL THEN NULL
                WHEN abs(bytes) < 10240 THEN bytes || ' bytes'
                WHEN abs(bytes) < 10240 * 1024 THEN round(bytes / 1024.0)::BIGINT || ' kB'
                WHEN abs(bytes) < 10240 * 1048576 THEN round(bytes / 1048576.0)::BIGINT || ' MB'
                ELSE round(bytes / 1073741824.0)::BIGINT || ' GB'
            END
        """,
        """
        CREATE OR REPLACE MACRO millrace.pg_relation_size(relation_number) AS (
            SELECT any_value(z.bytes) FROM millrace.catalog_size z WHERE z.relation_oid = millrace.regclass(relation_number))
        """,
        "CREATE OR REPLACE MACRO millrace.pg_table_size(relation_number) AS millrace.pg_relation_size(relation_number)",
        "CREATE OR REPLACE MACRO millrace.pg_total_relation_size(relation_number) AS millrace.pg_relation_size(relation_number)",
        """
        CREATE OR REPLACE MACRO millrace.pg_database_size(written) AS (
            SELECT coalesce(sum(z.bytes), 0)::BIGINT FROM millrace.catalog_size z, millrace.catalog_database d
            WHERE z.database_name = d.name AND written::VARCHAR IN (d.name, d.oid::VARCHAR))
        """,
        "CREATE OR REPLACE MACRO millrace.pg_tablespace_location(tablespace_number) AS ''",
        "CREATE OR REPLACE MACRO millrace.pg_client_encoding() AS 'UTF8'",
        "CREATE OR REPLACE MACRO millrace.inet_server_addr() AS NULL::VARCHAR",
        "CREATE OR REPLACE MACRO millrace.inet_server_port() AS NULL::INTEGER",
        """
        CREATE OR REPLACE MACRO millrace.set_config(name, value, is_local) AS
            error('set_config is not supported: use SET ' || name)
        """,
    ]
}
