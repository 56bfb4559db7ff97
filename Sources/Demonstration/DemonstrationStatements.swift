/// Every statement that the demonstration sends to the warehouse, in one place.
enum DemonstrationStatements {
    static let streamName = "quotes"
    static let shardCount = 4
    static let share = "fundamentals"
    static let shareDatabase = "fds_adx_fundamentals_db"

    /// Shows the stream service's streams as tables of schema `market`.
    static let streamSchema = "CREATE EXTERNAL SCHEMA market FROM KINESIS"

    /// Prices of quotes are DOUBLE PRECISION: the product of a weighted spread needs more than 38 digits in DECIMAL.
    static let quotes = """
        CREATE MATERIALIZED VIEW dt_hist_quotes SORTKEY (date_dt) AUTO REFRESH YES AS
        SELECT
            JSON_EXTRACT_PATH_TEXT(FROM_VARBYTE(kinesis_data, 'utf-8'), 'date_dt')::timestamp AS date_dt,
            JSON_EXTRACT_PATH_TEXT(FROM_VARBYTE(kinesis_data, 'utf-8'), 'symbol')::varchar(12) AS symbol,
            JSON_EXTRACT_PATH_TEXT(FROM_VARBYTE(kinesis_data, 'utf-8'), 'exchange_name')::varchar(64) AS exchange_name,
            JSON_EXTRACT_PATH_TEXT(FROM_VARBYTE(kinesis_data, 'utf-8'), 'sector_code')::varchar(4) AS sector_code,
            JSON_EXTRACT_PATH_TEXT(FROM_VARBYTE(kinesis_data, 'utf-8'), 'bid_price')::double precision AS bid_price,
            JSON_EXTRACT_PATH_TEXT(FROM_VARBYTE(kinesis_data, 'utf-8'), 'bid_volume')::bigint AS bid_volume,
            JSON_EXTRACT_PATH_TEXT(FROM_VARBYTE(kinesis_data, 'utf-8'), 'ask_price')::double precision AS ask_price,
            JSON_EXTRACT_PATH_TEXT(FROM_VARBYTE(kinesis_data, 'utf-8'), 'ask_volume')::bigint AS ask_volume,
            JSON_EXTRACT_PATH_TEXT(FROM_VARBYTE(kinesis_data, 'utf-8'), 'sent_at')::timestamp AS sent_at,
            approximate_arrival_timestamp, refresh_time, shard_id, sequence_number
        FROM market."\(streamName)"
        WHERE CAN_JSON_PARSE(kinesis_data)
        """

    /// Follows the trading system, and shows its trades under the name that the reports use.
    static func trades(port: Int, user: String, password: String) -> [String] {
        let source = "mysql://\(user)@127.0.0.1:\(port)/\(TradeFeed.database)"
        return [
            "CREATE INTEGRATION orders SOURCE \(SQLText.literal(source))\nPASSWORD \(SQLText.literal(password))",
            "CREATE DATABASE trades_db FROM INTEGRATION 'orders'",
            """
            CREATE VIEW dt_hist_trades AS
            SELECT id, date_dt, symbol, exchange_name, sector_code, price, volume
            FROM trades_db.\(TradeFeed.database).\(TradeFeed.table)
            WITH NO SCHEMA BINDING
            """,
        ]
    }

    /// What the publisher of the sector map runs in a warehouse of its own.
    static func publish(_ sectors: [ReferenceData.Sector], to folder: String) -> [String] {
        let rows = sectors.map { "(\(SQLText.literal($0.code)), \(SQLText.literal($0.name)))" }
        return [
            "CREATE SCHEMA ref_v2",
            "CREATE TABLE ref_v2.factset_sector_map (factset_sector_code char(4), factset_sector_desc varchar(100))",
            "INSERT INTO ref_v2.factset_sector_map VALUES " + rows.joined(separator: ", "),
            "CREATE DATASHARE \(share)",
            "ALTER DATASHARE \(share) ADD SCHEMA ref_v2",
            "ALTER DATASHARE \(share) ADD TABLE ref_v2.factset_sector_map",
            "PUBLISH DATASHARE \(share) TO \(SQLText.literal(folder))",
        ]
    }

    static let publisherNamespace = "SELECT current_namespace"

    /// Mounts the share.
    static func mount(namespace: String) -> String {
        "CREATE DATABASE \(shareDatabase) FROM DATASHARE \(share) OF NAMESPACE \(SQLText.literal(namespace))"
    }

    /// Declares the Parquet files of the daily history as an external table.
    static func history(folder: String) -> [String] {
        [
            """
            CREATE EXTERNAL SCHEMA hist FROM DATA CATALOG DATABASE 'hist' IAM_ROLE default
            CREATE EXTERNAL DATABASE IF NOT EXISTS
            """,
            """
            CREATE EXTERNAL TABLE hist.daily (
                date_dt date, symbol varchar(16), exchange_name varchar(64), price double precision, volume bigint,
                market_cap double precision, sector varchar(64))
            PARTITIONED BY (day date)
            STORED AS PARQUET
            LOCATION \(SQLText.literal(folder + "/"))
            """,
            "MSCK REPAIR TABLE hist.daily",
        ]
    }

    private static let parentExchange = """
        CASE WHEN exchange_name LIKE 'Cboe%' THEN 'CBOE'
             WHEN exchange_name LIKE 'NYSE%' OR exchange_name = 'New York Stock Exchange' THEN 'NYSE'
             WHEN exchange_name LIKE 'Nasdaq%' THEN 'NASDAQ' END
        """

    /// Average spread by day, exchange group and sector, weighted with the dollars quoted.
    static let spreadReport = """
        SELECT date_dt::date AS trading_day, \(parentExchange) AS parent_exchange_name,
            s.factset_sector_desc AS sector_name,
            SUM((ask_price - bid_price) / ask_price * (bid_price * bid_volume + ask_price * ask_volume))
                / SUM(bid_price * bid_volume + ask_price * ask_volume) AS weighted_average_spread
        FROM dt_hist_quotes q
        JOIN \(shareDatabase).ref_v2.factset_sector_map s ON q.sector_code = s.factset_sector_code
        WHERE ask_price <> 0 AND bid_price <> 0
        GROUP BY 1, 2, 3
        ORDER BY 1, 2, 3
        """

    /// Dollars traded by day, exchange group and sector.
    static let volumeReport = """
        SELECT date_dt::date AS trading_day, \(parentExchange) AS parent_exchange_name,
            s.factset_sector_desc AS sector_name, SUM((price * volume)::decimal(30,4)) AS total_transaction_amt
        FROM dt_hist_trades t
        JOIN \(shareDatabase).ref_v2.factset_sector_map s ON t.sector_code = s.factset_sector_code
        GROUP BY 1, 2, 3
        ORDER BY 1, 2, 3
        """

    static let quoteCount = "SELECT COUNT(*) FROM dt_hist_quotes"
    static let quoteIdentityCount = "SELECT COUNT(DISTINCT shard_id || ':' || sequence_number) FROM dt_hist_quotes"
    static let refusedQuoteCount = "SELECT COUNT(*) FROM sys_stream_scan_errors WHERE mv_name = 'dt_hist_quotes'"

    /// Count and exact sums for each symbol, prices in millionths.
    static let quoteSums = """
        SELECT symbol, COUNT(*), SUM(bid_volume), SUM(ask_volume), SUM(ROUND(bid_price * 1000000)::bigint),
            SUM(ROUND(ask_price * 1000000)::bigint)
        FROM dt_hist_quotes GROUP BY symbol
        """

    /// Count and exact sums for each symbol; the source answers the same query.
    static func tradeSums(table: String) -> String {
        "SELECT symbol, COUNT(*), SUM(volume), SUM(price * volume) FROM \(table) GROUP BY symbol"
    }

    /// What the whole of the trades adds up to; the source answers the same query.
    static func tradeTotals(table: String) -> String {
        "SELECT COUNT(*), SUM(volume), SUM(price * volume) FROM \(table)"
    }

    static let historyCount = "SELECT COUNT(*) FROM hist.daily"

    /// For each refresh of each shard: the delay of its oldest record until it could be queried, and its records.
    static let quoteDelays = """
        SELECT DATEDIFF(microsecond, stream_record_time_min, record_time), scanned_rows
        FROM sys_stream_scan_states WHERE mv_name = 'dt_hist_quotes' AND scanned_rows > 0
        """

    /// For each batch of changes: the delay from the source's commit until they could be queried, and one.
    static let tradeDelays = """
        SELECT DATEDIFF(microsecond, last_commit_timestamp, integration_end_time), 1
        FROM sys_integration_activity WHERE checkpoint_type = 'cdc'
        """
}
