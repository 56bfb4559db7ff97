/// Catalogs of PostgreSQL for what a Redshift warehouse does not have: typed, and without rows.
///
/// Clients join them when they describe a table; psql 15 reads most of them for `\d`.
enum EmptyCatalogs {
    static let statements =
        columns.map(statement) + [
            """
            CREATE OR REPLACE VIEW millrace.pg_am AS
            SELECT 2::BIGINT AS oid, 'heap' AS amname, 'heap_tableam_handler' AS amhandler, 't' AS amtype
            UNION ALL SELECT 403, 'btree', 'bthandler', 'i'
            """,
            """
            CREATE OR REPLACE VIEW millrace.pg_collation AS
            SELECT 100::BIGINT AS oid, 'default' AS collname, 11::BIGINT AS collnamespace, 1 AS collowner, 'd' AS collprovider,
                   true AS collisdeterministic, 6 AS collencoding, 'C' AS collcollate, 'C' AS collctype,
                   NULL::VARCHAR AS colliculocale, NULL::VARCHAR AS collversion
            """,
            """
            CREATE OR REPLACE VIEW millrace.pg_language AS
            SELECT 14::BIGINT AS oid, 'sql' AS lanname, 1 AS lanowner, false AS lanispl, true AS lanpltrusted,
                   0::BIGINT AS lanplcallfoid, 0::BIGINT AS laninline, 0::BIGINT AS lanvalidator, NULL::VARCHAR[] AS lanacl,
                   2612::BIGINT AS tableoid
            """,
        ]

    /// A catalog's name, then its columns: text, unless a type stands behind the name.
    private static let columns = [
        "pg_inherits: inhrelid BIGINT, inhparent BIGINT, inhseqno INTEGER, inhdetachpending BOOLEAN",
        "pg_partitioned_table: partrelid BIGINT, partstrat, partnatts SMALLINT, partdefid BIGINT, partattrs SMALLINT[], partexprs",
        "pg_policy: oid BIGINT, polname, polrelid BIGINT, polcmd, polpermissive BOOLEAN, polroles BIGINT[], polqual, polwithcheck",
        "pg_publication: oid BIGINT, pubname, pubowner BIGINT, puballtables BOOLEAN, pubinsert BOOLEAN, pubupdate BOOLEAN, "
            + "pubdelete BOOLEAN, pubtruncate BOOLEAN, pubviaroot BOOLEAN",
        "pg_publication_rel: oid BIGINT, prpubid BIGINT, prrelid BIGINT, prqual, prattrs SMALLINT[]",
        "pg_publication_namespace: oid BIGINT, pnpubid BIGINT, pnnspid BIGINT",
        "pg_subscription: oid BIGINT, subdbid BIGINT, subname, subowner BIGINT, subenabled BOOLEAN",
        "pg_statistic_ext: oid BIGINT, stxrelid BIGINT, stxname, stxnamespace BIGINT, stxowner BIGINT, stxstattarget INTEGER, "
            + "stxkeys SMALLINT[], stxkind VARCHAR[], stxexprs",
        "pg_rewrite: oid BIGINT, rulename, ev_class BIGINT, ev_type, ev_enabled, is_instead BOOLEAN, ev_qual, ev_action, "
            + "tableoid BIGINT",
        "pg_trigger: oid BIGINT, tgrelid BIGINT, tgparentid BIGINT, tgname, tgfoid BIGINT, tgtype SMALLINT, tgenabled, "
            + "tgisinternal BOOLEAN, tgconstrrelid BIGINT, tgconstrindid BIGINT, tgconstraint BIGINT, tgdeferrable BOOLEAN, "
            + "tginitdeferred BOOLEAN, tgnargs SMALLINT, tgattr SMALLINT[], tgargs, tgqual, tgoldtable, tgnewtable, "
            + "tableoid BIGINT",
        "pg_event_trigger: oid BIGINT, evtname, evtevent, evtowner BIGINT, evtfoid BIGINT, evtenabled, evttags VARCHAR[]",
        "pg_depend: classid BIGINT, objid BIGINT, objsubid INTEGER, refclassid BIGINT, refobjid BIGINT, refobjsubid INTEGER, "
            + "deptype",
        "pg_shdescription: objoid BIGINT, classoid BIGINT, description",
        "pg_seclabel: objoid BIGINT, classoid BIGINT, objsubid INTEGER, provider, label",
        "pg_enum: oid BIGINT, enumtypid BIGINT, enumsortorder REAL, enumlabel",
        "pg_range: rngtypid BIGINT, rngsubtype BIGINT",
        "pg_aggregate: aggfnoid BIGINT, aggkind, aggtransfn, aggfinalfn, aggsortop BIGINT, aggtranstype BIGINT, agginitval",
        "pg_operator: oid BIGINT, oprname, oprnamespace BIGINT, oprowner BIGINT, oprkind, oprcanmerge BOOLEAN, "
            + "oprcanhash BOOLEAN, oprleft BIGINT, oprright BIGINT, oprresult BIGINT, oprcom BIGINT, oprnegate BIGINT, "
            + "oprcode BIGINT, oprrest, oprjoin",
        "pg_opclass: oid BIGINT, opcmethod BIGINT, opcname, opcnamespace BIGINT, opcowner BIGINT, opcfamily BIGINT, "
            + "opcintype BIGINT, opcdefault BOOLEAN, opckeytype BIGINT, tableoid BIGINT",
        "pg_opfamily: oid BIGINT, opfmethod BIGINT, opfname, opfnamespace BIGINT, opfowner BIGINT, tableoid BIGINT",
        "pg_cast: oid BIGINT, castsource BIGINT, casttarget BIGINT, castfunc BIGINT, castcontext, castmethod",
        "pg_default_acl: oid BIGINT, defaclrole INTEGER, defaclnamespace BIGINT, defaclobjtype, defaclacl VARCHAR[]",
        "pg_extension: oid BIGINT, extname, extowner BIGINT, extnamespace BIGINT, extrelocatable BOOLEAN, extversion, "
            + "extconfig BIGINT[], extcondition VARCHAR[]",
        "pg_available_extensions: name, default_version, installed_version, comment",
        "pg_foreign_table: ftrelid BIGINT, ftserver BIGINT, ftoptions VARCHAR[]",
        "pg_foreign_server: oid BIGINT, srvname, srvowner INTEGER, srvfdw BIGINT, srvtype, srvversion, srvacl VARCHAR[], "
            + "srvoptions VARCHAR[]",
        "pg_foreign_data_wrapper: oid BIGINT, fdwname, fdwowner INTEGER, fdwhandler BIGINT, fdwvalidator BIGINT, "
            + "fdwacl VARCHAR[], fdwoptions VARCHAR[]",
        "pg_sequence: seqrelid BIGINT, seqtypid BIGINT, seqstart BIGINT, seqincrement BIGINT, seqmax BIGINT, seqmin BIGINT, "
            + "seqcache BIGINT, seqcycle BOOLEAN",
        "pg_sequences: schemaname, sequencename, sequenceowner, data_type, start_value BIGINT, min_value BIGINT, "
            + "max_value BIGINT, increment_by BIGINT, cycle BOOLEAN, cache_size BIGINT, last_value BIGINT",
        "pg_matviews: schemaname, matviewname, matviewowner, tablespace, hasindexes BOOLEAN, ispopulated BOOLEAN, definition",
        "pg_indexes: schemaname, tablename, indexname, tablespace, indexdef",
        "pg_locks: locktype, database BIGINT, relation BIGINT, transactionid BIGINT, pid INTEGER, mode, granted BOOLEAN",
        "pg_prepared_xacts: transaction, gid, prepared TIMESTAMP, owner, database",
        "pg_ts_config: oid BIGINT, cfgname, cfgnamespace BIGINT, cfgowner BIGINT, cfgparser BIGINT",
        "pg_ts_dict: oid BIGINT, dictname, dictnamespace BIGINT, dictowner BIGINT, dicttemplate BIGINT, dictinitoption",
        "pg_ts_parser: oid BIGINT, prsname, prsnamespace BIGINT",
        "pg_ts_template: oid BIGINT, tmplname, tmplnamespace BIGINT",
        "pg_conversion: oid BIGINT, conname, connamespace BIGINT, conowner BIGINT, conforencoding INTEGER, "
            + "contoencoding INTEGER, conproc, condefault BOOLEAN",
        "sys_mv_state: user_id BIGINT, transaction_id BIGINT, database_name, event_desc, start_time TIMESTAMP, "
            + "base_table_database_name, base_table_schema, base_table_name, mv_schema, mv_name, state",
    ]

    private static func statement(_ description: String) -> String {
        let parts = description.split(separator: ":", maxSplits: 1)
        let columns = parts[1].split(separator: ",").map { column in
            let words = column.split(separator: " ")
            return "NULL::\(words.count > 1 ? words[1] : "VARCHAR") AS \"\(words[0])\""
        }
        return "CREATE OR REPLACE VIEW millrace.\(parts[0]) AS SELECT \(columns.joined(separator: ", ")) WHERE false"
    }
}
