import DuckDB
import Testing

@testable import Warehouse

@Suite struct SystemViewsFigureTests {
    let fixture: SystemViewFixture

    init() throws {
        fixture = try SystemViewFixture()
        for statement in [
            "CREATE TABLE public.trades (id BIGINT PRIMARY KEY, venue VARCHAR, volume DECIMAL(20,0), traded_at TIMESTAMP)",
            "INSERT INTO public.trades SELECT i, 'X', i, TIMESTAMP '2024-01-02' FROM range(1000) t(i)",
            "INSERT INTO millrace.table_attribute VALUES ('public', 'trades', 'KEY(id)', ['traded_at', 'venue'], NULL, 'table')",
            "CREATE SCHEMA \"trading.shop\"",
            "CREATE TABLE \"trading.shop\".orders (id INTEGER)",
            "INSERT INTO millrace.database (name, kind) VALUES ('trading', 'integration')",
            "CREATE TABLE public.quotes (symbol VARCHAR)",
            """
            INSERT INTO millrace.materialized_view (id, database_name, schema_name, name, definition, is_streaming,
                auto_refresh, external_schema, stream_name, sort_keys, owner)
            VALUES (100001, 'dev', 'public', 'quotes', 'SELECT symbol FROM market."q"', true, true, 'market', 'q', ['symbol'],
                    'awsuser')
            """,
            """
            INSERT INTO millrace.stream_scan_state VALUES
                (100001, 7, TIMESTAMP '2024-01-02 00:00:01', 's0', '1', 10, 0, 100, TIMESTAMP '2024-01-02 00:00:00',
                 TIMESTAMP '2024-01-02 00:00:00.5', TIMESTAMP '2024-01-02 00:00:00.9', 5),
                (100001, 8, TIMESTAMP '2024-01-02 00:00:02', 's0', '2', 4, 1, 40, TIMESTAMP '2024-01-02 00:00:01',
                 TIMESTAMP '2024-01-02 00:00:01.5', TIMESTAMP '2024-01-02 00:00:01.9', 0)
            """,
        ] { try fixture.connection.execute(statement) }
    }

    @Test func tableInfoCountsRowsAndNamesKeys() throws {
        let columns = #""table", diststyle, sortkey1, sortkey_num, size, tbl_rows, max_varchar"#
        #expect(
            try fixture.rows("SELECT \(columns) FROM svv_table_info WHERE \"table\" = 'trades'")
                == [["trades", "KEY(id)", "traded_at", "2", "1", "1000", "65535"]])
        let definition =
            "SELECT \"column\", type, distkey, sortkey FROM pg_table_def WHERE tablename = 'trades' ORDER BY \"column\""
        #expect(
            try fixture.rows(definition) == [
                ["id", "bigint", "true", "0"], ["traded_at", "timestamp without time zone", "false", "1"],
                ["venue", "character varying(65535)", "false", "2"], ["volume", "numeric(20,0)", "false", "0"],
            ])
    }

    @Test func eachDatabaseShowsItsOwnSchemas() throws {
        let schemas = "SELECT nspname FROM pg_namespace WHERE nspname NOT LIKE 'pg%' ORDER BY nspname"
        #expect(try fixture.rows(schemas) == [["information_schema"], ["public"]])
        try fixture.connection.execute("SET VARIABLE millrace_database = 'trading'")
        #expect(try fixture.rows(schemas) == [["information_schema"], ["shop"]])
        #expect(try fixture.rows("SELECT relname, relkind FROM pg_class WHERE relkind = 'r'") == [["orders", "r"]])
        #expect(
            try fixture.rows(
                "SELECT database_name, schema_name, table_name FROM svv_all_tables WHERE table_type = 'TABLE'")
                == [["dev", "public", "trades"], ["trading", "shop", "orders"]])
    }

    @Test func nothingOfOursIsListed() throws {
        let listed = "SELECT count(*) FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace WHERE"
        #expect(try fixture.value("\(listed) n.nspname IN ('millrace', 'main')") == "0")
        #expect(try fixture.value("\(listed) c.relname LIKE 'catalog_%' OR c.relname = 'stream_position'") == "0")
        #expect(try fixture.value("\(listed) c.relname = 'svv_mv_info' AND n.nspname = 'pg_catalog'") == "1")
    }

    @Test func viewsAreToldWithTheirState() throws {
        #expect(
            try fixture.rows("SELECT name, is_stale, state, autorefresh FROM svv_mv_info")
                == [["quotes", "f", "1", "t"]])
        #expect(try fixture.value("SELECT updated_upto_xid FROM stv_mv_info") == "8")
        #expect(
            try fixture.rows("SELECT name, ref_schema, ref_name FROM stv_mv_deps") == [["quotes", "market", "q"]])
        #expect(
            try fixture.rows("SELECT xid, status, refresh_type FROM svl_mv_refresh_status ORDER BY xid") == [
                ["7", "Refresh successfully updated MV incrementally", "Auto"],
                ["8", "Refresh successfully updated MV incrementally. Some stream records were skipped", "Auto"],
            ])
        #expect(try fixture.value("SELECT relkind FROM pg_class WHERE relname = 'quotes'") == "v")
        #expect(
            try fixture.value("SELECT view_definition FROM \"information_schema.views\" WHERE table_name = 'quotes'")
                == "create materialized view quotes sortkey(symbol) auto refresh yes as SELECT symbol FROM market.\"q\""
        )
        try fixture.connection.execute(
            "UPDATE millrace.stream_scan_state SET records_behind = 3 WHERE transaction_id = 8")
        #expect(try fixture.value("SELECT is_stale FROM svv_mv_info") == "t")
    }

    @Test func keysAreFoundTheWayDriversLook() throws {
        #expect(
            try fixture.rows(
                """
                SELECT ct.relname, a.attname, a.attnum FROM pg_class ct, pg_class ci, pg_attribute a, pg_index i
                WHERE ct.oid = i.indrelid AND ci.oid = i.indexrelid AND a.attrelid = ci.oid AND i.indisprimary
                """) == [["trades", "id", "1"]])
        #expect(try fixture.value("SELECT pg_get_constraintdef(oid) FROM pg_constraint") == "PRIMARY KEY (id)")
    }

    @Test func typesHaveRedshiftsNames() throws {
        for (engineType, name, oid, modifier) in Self.types {
            let type = "millrace.redshift_type(\(EngineName.literal(engineType)))"
            #expect(
                try fixture.rows("SELECT \(type), millrace.type_oid(\(type)), millrace.type_modifier(\(type))")
                    == [[name, oid, modifier]])
            #expect(try fixture.value("SELECT millrace.format_type(\(oid), \(modifier))") == name)
        }
    }

    private static let types = [
        ("DECIMAL(18,4)", "numeric(18,4)", "1700", "1179656"), ("VARCHAR", "character varying(65535)", "1043", "65539"),
        ("JSON", "super", "4000", "-1"), ("INTEGER[]", "super", "4000", "-1"),
        ("STRUCT(a DECIMAL(5,2))", "super", "4000", "-1"),
        ("BLOB", "binary varying(64000)", "6551", "64004"),
        ("TIMESTAMP WITH TIME ZONE", "timestamp with time zone", "1184", "-1"),
        ("UBIGINT", "numeric(20,0)", "1700", "1310724"), ("FLOAT", "real", "700", "-1"),
        ("BOOLEAN", "boolean", "16", "-1"),
        ("ENUM('a,b', 'c')", "character varying(65535)", "1043", "65539"),
    ]
}
