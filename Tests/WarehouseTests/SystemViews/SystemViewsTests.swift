import DuckDB
import Testing

@testable import Warehouse

@Suite struct SystemViewsTests {
    let fixture: SystemViewFixture

    init() throws { fixture = try SystemViewFixture() }

    @Test func everyViewCanBeSelected() throws {
        let views = try fixture.connection.query(
            "SELECT view_name FROM duckdb_views() WHERE schema_name = 'millrace' ORDER BY view_name"
        ).rows().compactMap { $0[0].text }
        #expect(views.count > 90)
        for view in views {
            #expect(throws: Never.self, "\(view)") {
                _ = try fixture.connection.query("SELECT * FROM millrace.\(EngineName.quote(view)) LIMIT 1").rows()
            }
        }
    }

    @Test func columnsAreThoseOfTheReference() throws {
        for (view, columns) in Self.documentedColumns {
            let statement = try fixture.connection.prepare("SELECT * FROM millrace.\(view)")
            #expect(
                statement.columns.map(\.name) == columns.split(whereSeparator: \.isWhitespace).map(String.init),
                "\(view)")
        }
    }

    /// Names and order as Redshift's system view reference has them.
    private static let documentedColumns = [
        (
            "sys_stream_scan_states",
            """
            external_schema_name stream_name mv_name transaction_id query_id record_time partition_id latest_position
            scanned_rows skipped_rows scanned_bytes stream_record_time_min stream_record_time_max refresh_time
            lag_from_latest max_latency_s
            """
        ),
        (
            "sys_stream_scan_errors",
            """
            external_schema_name stream_name mv_name transaction_id query_id stream_timestamp_type stream_timestamp
            record_time partition_id position error_code error_reason partition_key data
            """
        ),
        ("svv_external_schemas", "esoid eskind schemaname esowner databasename esoptions"),
        ("svv_mv_info", "database_name schema_name user_name name is_stale state autorewrite autorefresh"),
        ("stv_mv_info", "db_name schema name updated_upto_xid is_stale owner_user_name state autorewrite autorefresh"),
        ("stv_mv_deps", "db_name schema name ref_schema ref_name ref_database_name"),
        (
            "svv_mv_dependency",
            "database_name schema_name name dependent_database_name dependent_schema_name dependent_name"
        ),
        (
            "svl_mv_refresh_status",
            """
            db_name userid schema_name mv_name xid starttime endtime status refresh_type consumer_account consumer_region
            consumer_namespace
            """
        ),
        (
            "sys_mv_refresh_history",
            """
            user_id session_id transaction_id database_name schema_name mv_id mv_name refresh_type status start_time
            end_time duration consumer_account consumer_region consumer_namespace
            """
        ),
        (
            "sys_mv_state",
            """
            user_id transaction_id database_name event_desc start_time base_table_database_name base_table_schema
            base_table_name mv_schema mv_name state
            """
        ),
        ("svv_tables", "table_catalog table_schema table_name table_type remarks"),
        (
            "svv_columns",
            """
            table_catalog table_schema table_name column_name ordinal_position column_default is_nullable data_type
            character_maximum_length numeric_precision numeric_precision_radix numeric_scale datetime_precision
            interval_type interval_precision character_set_catalog character_set_schema character_set_name
            collation_catalog collation_schema collation_name domain_name remarks
            """
        ),
        (
            "svv_all_schemas",
            "database_name schema_name schema_owner schema_type schema_acl source_database schema_option"
        ),
        ("svv_all_tables", "database_name schema_name table_name table_acl table_type remarks"),
        (
            "svv_all_columns",
            """
            database_name schema_name table_name column_name ordinal_position column_default is_nullable data_type
            character_maximum_length numeric_precision numeric_scale remarks
            """
        ),
        (
            "svv_redshift_databases",
            """
            database_name database_owner database_type database_acl database_options database_isolation_level
            """
        ),
        ("svv_redshift_schemas", "database_name schema_name schema_owner schema_type schema_acl schema_option"),
        ("svv_redshift_tables", "database_name schema_name table_name table_type table_acl remarks table_owner"),
        (
            "svv_redshift_columns",
            """
            database_name schema_name table_name column_name ordinal_position data_type column_default is_nullable
            encoding distkey sortkey column_acl remarks
            """
        ),
        (
            "svv_table_info",
            """
            database schema table_id table encoded diststyle sortkey1 max_varchar sortkey1_enc sortkey_num size pct_used
            empty unsorted stats_off tbl_rows skew_sortkey1 skew_rows estimated_visible_rows risk_event
            vacuum_sort_benefit create_time
            """
        ),
        ("pg_table_def", "schemaname tablename column type encoding distkey sortkey notnull"),
    ]
}
