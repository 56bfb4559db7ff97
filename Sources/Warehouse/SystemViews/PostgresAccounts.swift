/// PG_USER, PG_DATABASE and their kin.
///
/// Everything belongs to the administrator, user 100: the account of that number, or whoever is trusted without one.
enum PostgresAccounts {
    static let statements = [
        """
        CREATE OR REPLACE VIEW millrace.catalog_user AS
        SELECT 1 AS id, 'rdsdb' AS name, true AS is_superuser
        UNION ALL
        SELECT id, name, is_superuser FROM millrace.account
        UNION ALL
        SELECT 100, CASE WHEN millrace.session_user_name() IN (SELECT name FROM millrace.account) THEN 'awsuser'
                         ELSE millrace.session_user_name() END, true
        WHERE NOT EXISTS (FROM millrace.account WHERE id = 100)
        """,
        """
        CREATE OR REPLACE MACRO millrace.pg_get_userbyid(user_number) AS coalesce(
            (SELECT any_value(u.name) FROM millrace.catalog_user u WHERE u.id = user_number),
            'unknown (OID=' || user_number || ')')
        """,
        """
        CREATE OR REPLACE MACRO millrace.user_id(user_name) AS coalesce(
            (SELECT any_value(u.id) FROM millrace.catalog_user u WHERE u.name = user_name), 100)
        """,
        """
        CREATE OR REPLACE VIEW millrace.pg_user AS
        SELECT name AS usename, id AS usesysid, is_superuser AS usecreatedb, is_superuser AS usesuper,
               name = 'rdsdb' AS usecatupd, '********' AS passwd, NULL::TIMESTAMP AS valuntil, NULL::VARCHAR[] AS useconfig
        FROM millrace.catalog_user
        """,
        """
        CREATE OR REPLACE VIEW millrace.pg_user_info AS
        SELECT *, 'UNLIMITED' AS useconnlimit, NULL::VARCHAR AS syslogaccess, NULL::TIMESTAMP AS last_ddl_timestamp,
               0 AS sessiontimeout, NULL::VARCHAR AS external_id
        FROM millrace.pg_user
        """,
        """
        CREATE OR REPLACE VIEW millrace.pg_roles AS
        SELECT id::BIGINT AS oid, name AS rolname, is_superuser AS rolsuper, true AS rolinherit,
               is_superuser AS rolcreaterole, is_superuser AS rolcreatedb, true AS rolcanlogin, false AS rolreplication,
               -1 AS rolconnlimit, '********' AS rolpassword, NULL::TIMESTAMPTZ AS rolvaliduntil,
               is_superuser AS rolbypassrls, NULL::VARCHAR[] AS rolconfig
        FROM millrace.catalog_user
        """,
        """
        CREATE OR REPLACE VIEW millrace.pg_group AS
        SELECT NULL::VARCHAR AS groname, NULL::INTEGER AS grosysid, NULL::INTEGER[] AS grolist WHERE false
        """,
        """
        CREATE OR REPLACE VIEW millrace.pg_auth_members AS
        SELECT NULL::BIGINT AS roleid, NULL::BIGINT AS member, NULL::BIGINT AS grantor, NULL::BOOLEAN AS admin_option
        WHERE false
        """,
        """
        CREATE OR REPLACE VIEW millrace.pg_database AS
        SELECT oid, name AS datname, 100 AS datdba, 6 AS encoding, 'c' AS datlocprovider, false AS datistemplate,
               true AS datallowconn, -1 AS datconnlimit, 0::BIGINT AS datlastsysoid, NULL::VARCHAR AS datvacuumxid,
               NULL::VARCHAR AS datfrozenxid, 1663::BIGINT AS dattablespace, 'C' AS datcollate, 'C' AS datctype,
               NULL::VARCHAR AS daticulocale, NULL::VARCHAR AS datconfig, NULL::VARCHAR[] AS datacl, 1262::BIGINT AS tableoid
        FROM millrace.catalog_database
        """,
        """
        CREATE OR REPLACE VIEW millrace.pg_tablespace AS
        SELECT 1663::BIGINT AS oid, 'pg_default' AS spcname, 100 AS spcowner, NULL::VARCHAR[] AS spcacl,
               NULL::VARCHAR[] AS spcoptions
        """,
        """
        CREATE OR REPLACE VIEW millrace.pg_settings AS
        SELECT s.entry.key AS name, s.entry.value AS setting, NULL::VARCHAR AS unit, '' AS category, '' AS short_desc,
               NULL::VARCHAR AS extra_desc, 'user' AS context, 'string' AS vartype, 'session' AS source,
               NULL::VARCHAR AS min_val, NULL::VARCHAR AS max_val, NULL::VARCHAR[] AS enumvals,
               NULL::VARCHAR AS boot_val, NULL::VARCHAR AS reset_val, false AS pending_restart
        FROM (SELECT unnest(map_entries(millrace.session_settings())) AS entry) s
        """,
    ]
}
