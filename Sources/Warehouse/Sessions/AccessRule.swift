internal import DuckDB
internal import RedshiftSQL

/// What a user's SQL must not reach, whoever the user is: the warehouse's own tables, which hold secrets, and the
/// engine's functions that read any file, look around the rules, or end the process on a value nested deeply enough.
enum AccessRule {
    /// The engine's functions that open files or run text as a statement.
    private static let functions: Set<String> = [
        "read_text", "read_blob", "read_csv", "read_csv_auto", "sniff_csv", "read_json", "read_json_auto",
        "read_json_objects", "read_json_objects_auto", "read_ndjson", "read_ndjson_auto", "read_ndjson_objects",
        "read_parquet", "parquet_scan", "parquet_metadata", "parquet_schema", "parquet_file_metadata",
        "parquet_kv_metadata", "parquet_bloom_probe", "read_duckdb", "glob", "query", "query_table", "getenv",
        "duckdb_secrets", "which_secret", "millrace_batch", "json_execute_serialized_sql", "from_substrait",
        "pragma_storage_info",
        "write_log", "duckdb_logs", "read_arrow", "arrow_scan", "pandas_scan", "python_map_function",
    ]

    /// The engine walks a value by recursion in these, without a bound on the depth.
    private static let recursiveFunctions: Set<String> = ["json_structure", "json_group_structure"]

    /// Throws if the statement's text names one of them, or a file in place of a table.
    static func check(_ parsed: ParsedStatement) throws {
        for (index, token) in parsed.tokens.enumerated() {
            let next = index + 1 < parsed.tokens.count ? parsed.tokens[index + 1] : nil
            let isCall = next?.kind == .symbol && next?.text == "("
            if isCall, token.kind == .word || token.kind == .quotedIdentifier,
                functions.contains(token.text.lowercased())
            {
                throw WarehouseError(
                    .insufficientPrivilege, "permission denied for function \(token.text.lowercased())",
                    hint: "files are read through external tables: CREATE EXTERNAL TABLE ... LOCATION '...'")
            }
            if isCall, token.kind != .string, recursiveFunctions.contains(token.text.lowercased()) {
                throw WarehouseError(.featureNotSupported, "function \(token.text.lowercased()) is not supported")
            }
            if namesVariant(token, previous: index > 0 ? parsed.tokens[index - 1] : nil, next: next) {
                throw WarehouseError(
                    .featureNotSupported, "type VARIANT is not supported", hint: "SUPER holds values of any type")
            }
            let opensTable = token.kind == .word && (token.text == "from" || token.text == "join")
            if opensTable, next?.kind == .string, case .query = parsed.statement {
                throw WarehouseError(
                    .insufficientPrivilege, "permission denied to read a file by its name",
                    hint: "files are read through external tables: CREATE EXTERNAL TABLE ... LOCATION '...'")
            }
        }
    }

    /// Whether a token is the engine's type VARIANT in a cast, into which it turns values by recursion too.
    private static func namesVariant(_ token: Token, previous: Token?, next: Token?) -> Bool {
        guard token.kind == .word || token.kind == .quotedIdentifier, token.text.lowercased() == "variant" else {
            return false
        }
        if previous?.kind == .symbol, previous?.text == "::" { return true }
        return previous?.kind == .word && previous?.text == "as" && next?.kind == .symbol && next?.text == ")"
    }

    /// Whether a relation of schema `millrace` is there for users: its views are, its tables are not.
    static func isOpen(_ name: EngineName, _ connection: Connection) throws -> Bool {
        try !connection.query(
            """
            SELECT 1 FROM duckdb_views() WHERE schema_name = $1 AND view_name = $2
                AND NOT (starts_with(view_name, 'stream_') OR starts_with(view_name, 'external:'))
            """, [.text(name.schema), .text(name.name)]
        ).rows().isEmpty
    }
}
