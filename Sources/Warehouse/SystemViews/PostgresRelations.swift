/// PG_NAMESPACE, PG_CLASS, PG_ATTRIBUTE and what hangs on them, of the session's database.
///
/// Columns of PostgreSQL 15 stand beside those of Redshift, so that tools for either find theirs.
enum PostgresRelations {
    static let statements = [
        """
        CREATE OR REPLACE VIEW millrace.pg_namespace AS
        SELECT oid, schema_name AS nspname, CASE WHEN kind = 'system' THEN 1 ELSE 100 END::INTEGER AS nspowner,
               NULL::VARCHAR[] AS nspacl, 2615::BIGINT AS tableoid
        FROM millrace.catalog_schema WHERE database_name = millrace.session_database()
        """,
        // A materialized view is a view here, as in Redshift; RELDISTSTYLE is 0 EVEN, 1 KEY, 8 ALL, 10 AUTO (ALL), 11 AUTO (EVEN).
        """
        CREATE OR REPLACE VIEW millrace.pg_class AS
        SELECT oid, name AS relname, schema_oid AS relnamespace, 0::BIGINT AS reltype, 0::BIGINT AS reloftype,
               CASE WHEN kind = 'system view' THEN 1 ELSE 100 END::INTEGER AS relowner, 0::BIGINT AS relam,
               oid AS relfilenode, 0::BIGINT AS reltablespace, 0 AS relpages,
               coalesce(row_count, 0)::REAL AS reltuples, 0 AS relallvisible, 0::BIGINT AS reltoastrelid,
               0::BIGINT AS reltoastidxid,
               oid IN (SELECT relation_oid FROM millrace.catalog_key WHERE kind = 'p') AS relhasindex,
               false AS relisshared, CASE WHEN is_temporary THEN 't' ELSE 'p' END AS relpersistence,
               CASE WHEN kind IN ('table', 'shared table') THEN 'r'
                    WHEN kind = 'external table' THEN 'f' ELSE 'v' END AS relkind,
               column_count::SMALLINT AS relnatts, 0::SMALLINT AS relchecks, 0::SMALLINT AS reltriggers,
               0::SMALLINT AS relukeys, 0::SMALLINT AS relfkeys, 0::SMALLINT AS relrefs, false AS relhasoids,
               oid IN (SELECT relation_oid FROM millrace.catalog_key WHERE kind = 'p') AS relhaspkey,
               kind LIKE '%view' AS relhasrules, false AS relhastriggers, false AS relhassubclass,
               false AS relrowsecurity, false AS relforcerowsecurity, true AS relispopulated, 'd' AS relreplident,
               false AS relispartition, 0::BIGINT AS relrewrite,
               CASE WHEN distribution = 'EVEN' THEN 0 WHEN distribution LIKE 'KEY%' THEN 1 WHEN distribution = 'ALL' THEN 8
                    ELSE 11 END::SMALLINT AS reldiststyle,
               NULL::VARCHAR[] AS relacl, NULL::VARCHAR[] AS reloptions, NULL::VARCHAR AS relpartbound,
               1259::BIGINT AS tableoid
        FROM millrace.catalog_relation WHERE database_name = millrace.session_database()
        UNION ALL
        SELECT oid, name, schema_oid, 0, 0, 100, 403, oid, 0, 0, 0, 0, 0, 0, false, false, 'p', 'i', length(columns), 0, 0,
               0, 0, 0, false, false, false, false, false, false, false, true, 'n', false, 0, 0, NULL, NULL, NULL, 1259
        FROM millrace.catalog_key
        WHERE kind IN ('p', 'u') AND database_name = millrace.session_database()
        """,
        // The columns of relations, then those of the indexes of keys, by which drivers find primary keys.
        """
        CREATE OR REPLACE VIEW millrace.pg_attribute AS
        SELECT relation_oid AS attrelid, c.name AS attname, type_oid::BIGINT AS atttypid, -1 AS attstattarget,
               t.length AS attlen, position::SMALLINT AS attnum, 0 AS attndims, -1 AS attcacheoff,
               type_modifier AS atttypmod, t.length BETWEEN 1 AND 8 AS attbyval, 'p' AS attstorage, 'i' AS attalign,
               NOT is_nullable AS attnotnull, column_default IS NOT NULL AS atthasdef, false AS atthasmissing,
               '' AS attidentity, '' AS attgenerated, '' AS attcompression, false AS attisdropped, true AS attislocal,
               0 AS attinhcount, 0::BIGINT AS attcollation, NULL::VARCHAR[] AS attacl, NULL::VARCHAR[] AS attoptions,
               NULL::VARCHAR[] AS attfdwoptions, 0::SMALLINT AS attencodingtype,
               coalesce(is_distribution_key, false) AS attisdistkey, sort_position::INTEGER AS attsortkeyord,
               false AS attispreloaded
        FROM millrace.catalog_column c JOIN millrace.catalog_type t ON t.oid = type_oid
        WHERE database_name = millrace.session_database()
        UNION ALL
        SELECT k.oid, c.name, c.type_oid, -1, t.length, k.place, 0, -1, c.type_modifier, t.length BETWEEN 1 AND 8, 'p', 'i',
               false, false, false, '', '', '', false, true, 0, 0, NULL, NULL, NULL, 0, false, 0, false
        FROM (SELECT oid, relation_oid, database_name, unnest(positions) AS position,
                     generate_subscripts(positions, 1)::SMALLINT AS place
              FROM millrace.catalog_key WHERE kind IN ('p', 'u')) k
        JOIN millrace.catalog_column c ON c.relation_oid = k.relation_oid AND c.position = k.position
        JOIN millrace.catalog_type t ON t.oid = c.type_oid
        WHERE k.database_name = millrace.session_database()
        """,
        """
        CREATE OR REPLACE VIEW millrace.pg_attrdef AS
        SELECT relation_oid * 10000 + position AS oid, relation_oid AS adrelid, position::SMALLINT AS adnum,
               column_default AS adbin, column_default AS adsrc
        FROM millrace.catalog_column
        WHERE column_default IS NOT NULL AND database_name = millrace.session_database()
        """,
        """
        CREATE OR REPLACE VIEW millrace.pg_description AS
        SELECT oid AS objoid, 1259::BIGINT AS classoid, 0 AS objsubid, comment AS description
        FROM millrace.catalog_relation WHERE comment IS NOT NULL AND database_name = millrace.session_database()
        UNION ALL
        SELECT relation_oid, 1259, position, comment
        FROM millrace.catalog_column WHERE comment IS NOT NULL AND database_name = millrace.session_database()
        """,
        """
        CREATE OR REPLACE VIEW millrace.pg_tables AS
        SELECT schema_name AS schemaname, name AS tablename, millrace.pg_get_userbyid(100) AS tableowner,
               NULL::VARCHAR AS tablespace, false AS hasindexes, false AS hasrules, false AS hastriggers,
               false AS rowsecurity
        FROM millrace.catalog_relation
        WHERE kind IN ('table', 'shared table') AND database_name = millrace.session_database()
        """,
        """
        CREATE OR REPLACE VIEW millrace.pg_views AS
        SELECT schema_name AS schemaname, name AS viewname,
               millrace.pg_get_userbyid(CASE WHEN kind = 'system view' THEN 1 ELSE 100 END) AS viewowner, definition
        FROM millrace.catalog_relation
        WHERE kind LIKE '%view' AND database_name = millrace.session_database()
        """,
        """
        CREATE OR REPLACE VIEW millrace.pg_table_def AS
        SELECT schema_name AS schemaname, relation_name AS tablename, name AS "column", redshift_type AS type,
               'none' AS encoding, coalesce(is_distribution_key, false) AS distkey, sort_position::INTEGER AS sortkey,
               NOT is_nullable AS "notnull"
        FROM millrace.catalog_column
        WHERE relation_kind IN ('table', 'materialized view', 'system view')
            AND database_name = millrace.session_database() AND millrace.is_on_search_path(schema_name)
        """,
    ]
}
