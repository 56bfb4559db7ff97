/// The data types by PostgreSQL's and Redshift's numbers.
enum CatalogTypes {
    static let statements = [
        // Arrays are there for clients that look them up; a column never has such a type.
        """
        CREATE OR REPLACE VIEW millrace.catalog_type AS
        SELECT oid::BIGINT AS oid, name, title, length::SMALLINT AS length, category, element::BIGINT AS element,
               array_oid::BIGINT AS array_oid
        FROM (VALUES
            (16, 'bool', 'boolean', 1, 'B', 0, 1000),
            (17, 'bytea', 'bytea', -1, 'U', 0, 1001),
            (18, 'char', '"char"', 1, 'S', 0, 1002),
            (19, 'name', 'name', 64, 'S', 0, 1003),
            (20, 'int8', 'bigint', 8, 'N', 0, 1016),
            (21, 'int2', 'smallint', 2, 'N', 0, 1005),
            (22, 'int2vector', 'int2vector', -1, 'A', 21, 0),
            (23, 'int4', 'integer', 4, 'N', 0, 1007),
            (24, 'regproc', 'regproc', 4, 'N', 0, 1008),
            (25, 'text', 'text', -1, 'S', 0, 1009),
            (26, 'oid', 'oid', 4, 'N', 0, 1028),
            (30, 'oidvector', 'oidvector', -1, 'A', 26, 0),
            (114, 'json', 'json', -1, 'U', 0, 0),
            (700, 'float4', 'real', 4, 'N', 0, 1021),
            (701, 'float8', 'double precision', 8, 'N', 0, 1022),
            (705, 'unknown', 'unknown', -2, 'X', 0, 0),
            (1000, '_bool', 'boolean[]', -1, 'A', 16, 0),
            (1002, '_char', '"char"[]', -1, 'A', 18, 0),
            (1003, '_name', 'name[]', -1, 'A', 19, 0),
            (1005, '_int2', 'smallint[]', -1, 'A', 21, 0),
            (1007, '_int4', 'integer[]', -1, 'A', 23, 0),
            (1009, '_text', 'text[]', -1, 'A', 25, 0),
            (1014, '_bpchar', 'character[]', -1, 'A', 1042, 0),
            (1015, '_varchar', 'character varying[]', -1, 'A', 1043, 0),
            (1016, '_int8', 'bigint[]', -1, 'A', 20, 0),
            (1021, '_float4', 'real[]', -1, 'A', 700, 0),
            (1022, '_float8', 'double precision[]', -1, 'A', 701, 0),
            (1028, '_oid', 'oid[]', -1, 'A', 26, 0),
            (1033, 'aclitem', 'aclitem', 12, 'U', 0, 1034),
            (1034, '_aclitem', 'aclitem[]', -1, 'A', 1033, 0),
            (1042, 'bpchar', 'character', -1, 'S', 0, 1014),
            (1043, 'varchar', 'character varying', -1, 'S', 0, 1015),
            (1082, 'date', 'date', 4, 'D', 0, 1182),
            (1083, 'time', 'time without time zone', 8, 'D', 0, 1183),
            (1114, 'timestamp', 'timestamp without time zone', 8, 'D', 0, 1115),
            (1115, '_timestamp', 'timestamp without time zone[]', -1, 'A', 1114, 0),
            (1182, '_date', 'date[]', -1, 'A', 1082, 0),
            (1184, 'timestamptz', 'timestamp with time zone', 8, 'D', 0, 1185),
            (1186, 'interval', 'interval', 16, 'T', 0, 0),
            (1188, 'intervaly2m', 'interval year to month', 4, 'T', 0, 0),
            (1190, 'intervald2s', 'interval day to second', 8, 'T', 0, 0),
            (1231, '_numeric', 'numeric[]', -1, 'A', 1700, 0),
            (1266, 'timetz', 'time with time zone', 12, 'D', 0, 0),
            (1700, 'numeric', 'numeric', -1, 'N', 0, 1231),
            (1790, 'refcursor', 'refcursor', -1, 'U', 0, 0),
            (2205, 'regclass', 'regclass', 4, 'N', 0, 0),
            (2206, 'regtype', 'regtype', 4, 'N', 0, 0),
            (2275, 'cstring', 'cstring', -2, 'P', 0, 0),
            (2276, 'any', '"any"', 4, 'P', 0, 0),
            (2278, 'void', 'void', 4, 'P', 0, 0),
            (2279, 'trigger', 'trigger', 4, 'P', 0, 0),
            (4000, 'super', 'super', -1, 'U', 0, 0),
            (6551, 'varbyte', 'binary varying', -1, 'U', 0, 0)
        ) t(oid, name, title, length, category, element, array_oid)
        """,
        """
        CREATE OR REPLACE VIEW millrace.pg_type AS
        SELECT oid, name AS typname, 11::BIGINT AS typnamespace, 1::BIGINT AS typowner, length AS typlen,
               length > 0 AND length <= 8 AS typbyval, CASE category WHEN 'P' THEN 'p' ELSE 'b' END AS typtype,
               category AS typcategory, true AS typisdefined, ',' AS typdelim, 0::BIGINT AS typrelid, element AS typelem,
               array_oid AS typarray, name || 'in' AS typinput, name || 'out' AS typoutput, name || 'recv' AS typreceive,
               name || 'send' AS typsend, '-' AS typanalyze, 'i' AS typalign, 'p' AS typstorage, false AS typnotnull,
               0::BIGINT AS typbasetype, -1 AS typtypmod, 0 AS typndims, 0::BIGINT AS typcollation,
               NULL::VARCHAR AS typdefaultbin, NULL::VARCHAR AS typdefault, NULL::VARCHAR[] AS typacl
        FROM millrace.catalog_type
        """,
    ]
}
