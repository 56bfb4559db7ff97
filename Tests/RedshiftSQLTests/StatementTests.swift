import Testing

@testable import RedshiftSQL

/// Every kind of statement, by what is read out of it.
@Suite struct StatementTests {
    /// Statements and the beginning of the description of what they are read as.
    static let kinds: [(sql: String, kind: String)] = [
        ("select a from t where b = 'x' group by 1 order by 1 limit 5", "query"),
        ("with a as (select 1) select * from a", "query"),
        ("values (1), (2)", "query"),
        ("(select 1) union (select 2)", "query"),
        ("select a into temp b from t", "createTableAs"),
        ("insert into s.t (a, b) select 1, 2", "insert"),
        ("insert into t values (1, 'x'), (2, default)", "insert"),
        ("insert into t default values", "insert"),
        ("update t set a = 1, b = f(c, d) from u where t.x = u.x", "update"),
        ("delete from t using u where t.x = u.x", "delete"),
        ("delete t where x = 1", "delete"),
        (
            """
            merge into t using s on t.a = s.a when matched and s.b > 0 then update set b = s.b when \
            not matched then insert (a) values (s.a)
            """,
            "merge"
        ),
        ("truncate table t", "truncate"),
        ("explain verbose select 1", "explain"),
        ("copy t (a, b) from stdin with (format csv, header true, delimiter ';', null 'N', quote '''')", "copy("),
        ("copy t from stdin csv header delimiter as ',' null as ''", "copy("),
        ("copy (select * from t) to stdout with csv header force quote *", "copy("),
        (
            """
            copy t from 's3://b/p' iam_role 'arn:aws:iam::1:role/r' format as csv ignoreheader 1 \
            dateformat 'auto' gzip region 'eu-west-1' maxerror 3
            """,
            "copyFromStorage"
        ),
        (
            "copy t from '/data/x' credentials 'a=b' json 'auto' timeformat 'epochsecs' truncatecolumns blanksasnull",
            "copyFromStorage"
        ),
        (
            """
            unload ('select * from t where a = ''x''') to 's3://b/p' iam_role default format \
            parquet partition by (a) include maxfilesize 5 mb allowoverwrite
            """,
            "unload"
        ),
        ("unload (select 1) to 's3://b/' with (format = 'PARQUET', partitioned_by = ARRAY['a', 'b'])", "unload"),
        ("declare c cursor with hold for select 1", "declareCursor"),
        ("fetch forward 10 from c", "fetch"), ("fetch all from c", "fetch"), ("move 5 in c", "fetch"),
        ("close c", "closeCursor"),
        ("prepare p (int, varchar(10)) as select $1", "prepare"), ("execute p (1, 'x')", "execute"),
        ("deallocate all", "deallocate(nil)"), ("discard all", "discardAll"),
        (
            """
            create table if not exists s.t (a int encode az64 distkey, b varchar(max) not null \
            default 'x', primary key (a)) diststyle key sortkey auto
            """,
            "createTable("
        ),
        ("create table #t (a int)", "createTable("),
        ("create table t with (format='PARQUET', external_location='s3://b/') as select 1", "createTableAs"),
        ("alter table t add column c decimal(10,2) default 0 encode raw", "alterTable"),
        ("alter table t drop column c cascade", "alterTable"), ("alter table t rename to u", "alterTable"),
        ("alter table t alter column c type varchar(100)", "alterTable"),
        ("alter table t alter sortkey (a, b)", "alterTable"),
        ("alter table t alter distkey a", "alterTable"), ("alter table t append from u filltarget", "alterTable"),
        (
            """
            alter table s.t add if not exists partition (day='2024-01-01', k='x') location \
            's3://b/1/' partition (day=date '2024-01-02', k='y')
            """,
            "alterTable"
        ),
        ("alter table t drop if exists partition (day='2024-01-01'), partition (day='2024-01-02')", "alterTable"),
        ("alter table t partition (day='2024-01-01') set location 's3://b/2/'", "alterTable"),
        ("alter table t set tblproperties ('a' = 'b')", "alterTable"), ("alter table t owner to me", "alterTable"),
        ("create or replace view v (a) as select 1 with no schema binding", "createView"),
        ("create schema if not exists s authorization me quota 5 gb", "createSchema"),
        ("alter schema s rename to r", "alterSchema"),
        ("drop table if exists a, b cascade", "drop"), ("drop schema s drop external database cascade", "drop"),
        ("drop materialized view if exists v", "drop"), ("drop integration i", "drop"),
        ("drop database if exists d", "drop"),
        ("drop datashare d", "drop"), ("drop user u", "drop"),
        (
            """
            create external schema if not exists market from kinesis iam_role default region \
            'us-east-1' endpoint 'http://localhost:4567'
            """,
            "createExternalSchema"
        ),
        (
            "create external schema k from kafka iam_role 'a' authentication none uri 'h:9092,i:9092'",
            "createExternalSchema"
        ),
        (
            "create external schema k from msk iam_role default authentication iam cluster_arn 'arn'",
            "createExternalSchema"
        ),
        (
            """
            create external schema h from data catalog database 'd' iam_role default create \
            external database if not exists
            """,
            "createExternalSchema"
        ),
        (
            "create external schema h from hive metastore database 'd' uri 'h' port 9083 iam_role 'x'",
            "createExternalSchema"
        ),
        ("create external schema r from redshift database 'd' schema 's'", "createExternalSchema"),
        (
            """
            create materialized view v sortkey (a) auto refresh yes strict yes backup no diststyle \
            even as select a from market.\"My-Stream\"
            """,
            "createMaterializedView"
        ),
        ("refresh materialized view s.v cascade", "refreshMaterializedView"),
        ("alter materialized view v auto refresh no", "alterMaterializedView"),
        ("alter materialized view v alter sortkey none", "alterMaterializedView"),
        (
            "create integration i source 'mysql://u:p@h:3306/db' tables 'include: db.t' password 'x'",
            "createIntegration"
        ),
        ("create database d from integration 'i' set refresh_interval 60 query_all_states = true", "createDatabase"),
        ("create database d with permissions from datashare s of account '1' namespace 'g'", "createDatabase"),
        ("create database d with owner me collate case_sensitive", "createDatabase"),
        ("alter database d integration refresh inerror tables in schema s, r", "alterDatabase"),
        ("alter database d integration refresh table s.t, s.u", "alterDatabase"),
        ("alter database d integration set refresh_interval 5", "alterDatabase"),
        ("create datashare s set publicaccessible true, managedby adx", "createDatashare"),
        ("alter datashare s add table p.t, p.u", "alterDatashare"),
        ("alter datashare s remove schema p", "alterDatashare"),
        ("alter datashare s set includenew = true for schema p", "alterDatashare"),
        ("publish datashare s to 's3://b/share'", "publishDatashare"),
        ("desc datashare s of namespace 'g'", "describeDatashare"),
        ("show datashares like 'a%'", "showDatashares"),
        ("grant usage on datashare s to namespace 'g', account '1' via data catalog", "datashareUsage"),
        (
            """
            create external table h.t (a int, b array<struct<c:int,d:map<string,double>>>) \
            partitioned by (day date) row format serde 'x' with serdeproperties ('a'='b') stored as \
            inputformat 'org.apache.parquet' outputformat 'y' location 's3://b/' table properties \
            ('numRows'='5')
            """,
            "createExternalTable"
        ),
        (
            """
            create external table h.t partitioned by (day) stored as parquet location 's3://b/' as \
            select 1, day from t
            """,
            "createExternalTable"
        ),
        ("msck repair table ccindex", "repairTable"), ("show partitions h.t", "showPartitions"),
        (
            "create user u password 'md5c4ca4238a0b923820dcc509a6f75849b' createuser valid until '2030-01-01'",
            "createUser"
        ),
        ("alter user u password disable", "alterUser"), ("begin isolation level serializable read only", "begin"),
        ("start transaction", "begin"), ("commit work", "commit"), ("end", "commit"), ("rollback", "rollback"),
        ("abort transaction", "rollback"),
        ("set search_path to a, \"B\", public", "set("), ("set session timezone = 'UTC'", "set("),
        ("set time zone 'UTC'", "set("),
        ("set local query_group to default", "set("),
        ("set session characteristics as transaction isolation level read committed", "withoutEffect"),
        ("reset all", "reset(nil)"), ("show search_path", "show("), ("show transaction isolation level", "show("),
        ("show transaction_read_only", "show("),
        ("show databases", "showCatalog"), ("show schemas from database dev like 'p%'", "showCatalog"),
        ("show tables from schema $1.$2 like $3", "showCatalog"),
        ("show columns from table ?.?.?", "showCatalog"),
        ("show constraints foreign keys exported from table a.b.c", "showCatalog"),
        ("grant select on t to public", "withoutEffect"), ("vacuum full t to 99 percent", "withoutEffect"),
        ("analyze compression t", "withoutEffect"),
        ("lock t", "withoutEffect"), ("comment on table t is 'x'", "withoutEffect"),
        ("create group g", "withoutEffect"),
        ("call p(1)", "unsupported(\"CALL\")"),
        ("create or replace procedure p() as $$ begin; end; $$ language plpgsql", "unsupported(\"CREATE PROCEDURE\")"),
        ("drop procedure p(int)", "unsupported(\"DROP PROCEDURE\")"), ("", "none"),
    ]

    @Test(arguments: kinds)
    func kind(sql: String, kind: String) throws {
        let statements = try parseScript(sql)
        guard let statement = statements.first?.statement else {
            #expect(kind == "none")
            return
        }
        var description = "\(statement)"
        if description.hasPrefix("RedshiftSQL.Statement.") { description.removeFirst("RedshiftSQL.Statement.".count) }
        #expect(description.hasPrefix(kind), "\(description)")
        #expect(statements.count == 1)
    }

    private func read(_ sql: String) throws -> Statement {
        try #require(try parseScript(sql).first).statement
    }

    @Test func streamingView() throws {
        let sql =
            """
            CREATE MATERIALIZED VIEW quotes AUTO REFRESH YES STRICT YES SORTKEY(a) AS SELECT \"X\" \
            FROM market.\"My-Stream\"
            """
        guard case .createMaterializedView(let view) = try read(sql) else {
            Issue.record("not a view")
            return
        }
        #expect(view.name == ObjectName("quotes") && view.autoRefresh && view.isStrict)
        #expect(view.attributes.sortKey == [Identifier("a")])
        #expect(view.query.text == "SELECT \"X\" FROM market.\"My-Stream\"")
    }

    @Test func kinesisSchema() throws {
        let sql = "CREATE EXTERNAL SCHEMA Market FROM KINESIS REGION 'eu-west-1' ENDPOINT 'http://h:1' IAM_ROLE 'arn'"
        guard case .createExternalSchema(let schema) = try read(sql) else {
            Issue.record("not a schema")
            return
        }
        #expect(schema.name.text == "market" && schema.source == .kinesis && schema.region == "eu-west-1")
        #expect(schema.endpoint == "http://h:1" && schema.role == "arn" && schema.options.isEmpty)
    }

    @Test func quotedNamesKeepTheirSpelling() throws {
        guard case .truncate(let name) = try read("truncate \"My-Stream\"") else {
            Issue.record("not a truncate")
            return
        }
        #expect(name.object.text == "my-stream" && name.object.written == "My-Stream")
    }

    @Test func copyOptions() throws {
        guard
            case .copyFromStorage(let copy) = try read(
                """
                copy s.t (a) from 's3://b/p' iam_role default delimiter ',' ignoreheader as 2 \
                emptyasnull gzip null as '\\\\N'
                """
            )
        else {
            Issue.record("not a copy")
            return
        }
        #expect(copy.table == ObjectName("s", "t") && copy.columns == [Identifier("a")] && copy.source == "s3://b/p")
        #expect(
            copy.delimiter == "," && copy.ignoredHeaderLines == 2 && copy.null == "\\N" && copy.compression == "gzip")
        #expect(copy.flags == ["emptyasnull"] && copy.credentials == ["iam_role": "default"])
    }

    @Test func users() throws {
        guard case .createUser(let user) = try read("create user u with password 'secret' createuser createdb") else {
            Issue.record("not a user")
            return
        }
        #expect(user.password == .plain("secret") && user.isSuperuser == true && user.createsDatabases == true)
    }

    @Test(arguments: [
        ("selec 1", "syntax error at or near \"selec\"", 1),
        ("select 1; creat table", "syntax error at or near \"creat\"", 11),
        ("explain explain select 1", "syntax error at or near \"explain\"", 9),
        ("create table t (a int,)", "syntax error at or near \")\"", 23),
        ("create table t (a int", "syntax error at end of input", 22),
        ("drop tabel t", "syntax error at or near \"tabel\"", 6),
        ("refresh materialized view", "syntax error at end of input", 26),
        ("truncate t 5", "syntax error at or near \"5\"", 12),
        ("create materialized view v auto refresh maybe as select 1", "syntax error at or near \"maybe\"", 41),
    ])
    func syntaxErrors(sql: String, message: String, position: Int) {
        #expect(throws: SQLError(sqlState: "42601", message: message, position: position)) { try parseScript(sql) }
    }
}
