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

    /// Throws if the statement's text calls one of them, or casts to VARIANT. Relations are the resolver's to refuse, and
    /// so are files in their place.
    static func check(_ parsed: ParsedStatement) throws {
        for (index, token) in parsed.tokens.enumerated() where token.kind == .word || token.kind == .quotedIdentifier {
            let next = index + 1 < parsed.tokens.count ? parsed.tokens[index + 1] : nil
            let name = token.text.lowercased()
            if next?.kind == .symbol, next?.text == "(" {
                if functions.contains(name) {
                    throw WarehouseError(
                        .insufficientPrivilege, "permission denied for function \(name)",
                        hint: "files are read through external tables: CREATE EXTERNAL TABLE ... LOCATION '...'")
                }
                if recursiveFunctions.contains(name) {
                    throw WarehouseError(.featureNotSupported, "function \(name) is not supported")
                }
            }
            if name == "variant", isCast(previous: index > 0 ? parsed.tokens[index - 1] : nil, next: next) {
                throw WarehouseError(
                    .featureNotSupported, "type VARIANT is not supported", hint: "SUPER holds values of any type")
            }
        }
    }

    /// Whether a name between these two tokens is the type of a cast: the engine walks values by recursion into VARIANT too.
    private static func isCast(previous: Token?, next: Token?) -> Bool {
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
