import Foundation

@testable import WebConsole

/// Answers the statements of the pages with a little data, told apart by the tables they read.
struct SampleWarehouse: QueryBackend {
    static let days = ["2013-10-07", "2013-10-08", "2013-10-09"]
    /// More than the legend shows at first.
    static let sectors = (1...11).map { "Sector \($0)" }
    static let groups: [String?] = ["NYSE", "NASDAQ", "CBOE", nil]

    /// Whether the tables of the reports exist.
    var hasHistory = true

    func run(_ sql: String, consume: (QueryPart) async throws -> QueryDemand) async throws {
        let (columns, table) = try answer(sql)
        _ = try await consume(.columns(columns.map { ResultColumn(name: $0.0, typeName: $0.1) }))
        if !table.isEmpty { guard case .more = try await consume(.rows(rows(table))) else { return } }
        _ = try await consume(.completed(command: "SELECT"))
    }

    private typealias Answer = (columns: [(String, String)], table: [[String?]])

    private func answer(_ sql: String) throws -> Answer {
        if sql.contains("boom") {
            let before = sql.components(separatedBy: "boom")[0]
            throw QueryFailure(
                sqlState: "42703", message: "column \"boom\" does not exist", hint: "there is none",
                position: before.unicodeScalars.count + 1)
        }
        if sql.contains("dt_hist") { return try history(sql) }
        if sql.contains("as recorded_at") { return delays(isQuotes: sql.contains("sys_stream_scan_states")) }
        if let state = stateAnswers.first(where: { sql.contains($0.table) })?.answer { return state }
        throw QueryFailure(sqlState: "42601", message: "the sample warehouse has no answer")
    }

    private func history(_ sql: String) throws -> Answer {
        guard hasHistory else {
            throw QueryFailure(sqlState: "42P01", message: "table \"dt_hist_quotes\" does not exist", position: 71)
        }
        if sql.contains("first_day") {
            return ([("first_day", "date"), ("last_day", "date")], [[Self.days[0], Self.days[2]]])
        }
        let isBySector = sql.contains("day,\n    sector_name")
        let names: [String?] = isBySector ? Self.sectors : Self.groups
        let isSpread = sql.contains("weighted_average_spread")
        let table: [[String?]] = (sql.contains("'2014-01-01'") ? [] : Self.days).flatMap { day in
            names.enumerated().map { index, name -> [String?] in
                isSpread ? [day, name, "0.000\(index + 1)", "\(100 - index)"] : [day, name, "\(1000 - index).5000"]
            }
        }
        let key = (isBySector ? "sector_name" : "parent_exchange_name", "varchar")
        return isSpread
            ? (
                [
                    ("day", "date"), key, ("weighted_average_spread", "double precision"),
                    ("quoted_value", "double precision"),
                ], table
            )
            : ([("day", "date"), key, ("total_transaction_amt", "decimal(38,4)")], table)
    }

    /// One commit in each of the last twenty seconds, of ten records that waited 10 to 50 ms.
    private func delays(isQuotes: Bool) -> Answer {
        let now = Date().timeIntervalSince1970
        let table = (1...20).reversed().map { age in
            ["quotes", timestamp(now - Double(age)), isQuotes ? "10" : "50", "50", "10"] as [String?]
        }
        let columns = [
            ("source", "varchar"), ("recorded_at", "timestamp"), ("newest_delay", "bigint"), ("oldest_delay", "bigint"),
            ("record_count", "bigint"),
        ]
        return (columns, table)
    }

    private func timestamp(_ seconds: Double) -> String {
        Date(timeIntervalSince1970: seconds).formatted(
            .iso8601.year().month().day().dateTimeSeparator(.space).time(includingFractionalSeconds: true))
    }

    private var stateAnswers: [(table: String, answer: Answer)] {
        let now = timestamp(Date().timeIntervalSince1970)
        return [
            (
                "from svv_external_schemas",
                text(
                    [
                        "schemaname", "stream_name", "mv_name", "partition_id", "record_time:timestamp",
                        "stream_record_time_max:timestamp", "total_rows:bigint", "total_skipped:bigint",
                        "latest_position",
                    ],
                    [
                        ["market", "quotes", "quotes", "shardId-000000000000", now, now, "711278", "0", "4966"],
                        ["market", "orders", "orders", "shardId-000000000000", now, now, "12", "3", "4967"],
                    ])
            ),
            (
                "sys_stream_scan_errors",
                text(["record_time:timestamp", "mv_name", "error_reason"], [[now, "orders", "invalid JSON"]])
            ),
            (
                "svv_mv_info",
                text(
                    [
                        "schema_name", "name", "is_stale", "state:integer", "autorefresh", "status",
                        "end_time:timestamp", "duration:bigint",
                    ],
                    [
                        [
                            "public", "quotes", "f", "1", "t", "Refresh successfully updated MV incrementally", now,
                            "18230",
                        ],
                        [
                            "public", "broken", "u", "101", "f", "Refresh failed. A base table column was dropped", now,
                            "100",
                        ],
                    ])
            ),
            (
                "svv_integration_table_state",
                text(
                    ["schema_name", "table_name", "table_state", "reason"],
                    [
                        ["trading", "trades", "Synced", ""],
                        ["trading", "notes", "Failed", "unsupported type <b>BLOB</b>"],
                    ])
            ),
            (
                "from svv_integration",
                text(
                    [
                        "integration_name", "source", "target_database", "state", "current_lag:bigint",
                        "total_tables_failed:integer",
                    ],
                    [["orders", "MySQL", "trading", "CdcRefreshState", "94", "0"]])
            ),
            (
                "svv_datashares",
                text(
                    ["share_name", "share_type", "consumer_database", "object_count:bigint"],
                    [["fundamentals", "INBOUND", "fds_adx_fundamentals_db", "1"]])
            ),
            (
                "svv_external_tables",
                text(
                    ["schemaname", "tablename", "location", "partition_count:bigint"],
                    [["hist", "daily", "s3://bucket/daily/", "61"]])
            ),
            (
                "svv_tables",
                text(
                    ["table_catalog", "table_schema", "table_name", "table_type"],
                    [["dev", "public", "trades", "TABLE"]])
            ),
            ("svv_columns", text(["column_name", "data_type"], [["price", "decimal(18,4)"]])),
            ("current_database()", text(["database"], [["dev"]])),
            (
                "from trades",
                text(
                    ["day:date", "sector", "amount:bigint"],
                    Self.days.flatMap { day -> [[String?]] in [[day, "A", "1"], [day, "B", nil]] })
            ),
        ]
    }

    /// An answer whose columns are given as `name` or `name:type`.
    private func text(_ columns: [String], _ table: [[String?]]) -> Answer {
        let parts = columns.map { $0.split(separator: ":").map(String.init) }
        return (parts.map { ($0[0], $0.count > 1 ? $0[1] : "varchar") }, table)
    }
}
