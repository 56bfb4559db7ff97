import DuckDB

@testable import RedshiftSQL

/// An engine in memory with the macros, standing in for the warehouse: runs Redshift's SQL and gives rows as text.
final class TestEngine: ParseTreeEngine, NameResolver {
    let connection: Connection
    var options = SQLOptions()
    var catalogFunctions: Set<String> = []
    /// The engine's relations by the name a statement uses for them.
    private var relations: [String: ResolvedRelation] = [:]

    init(_ setUp: String...) throws {
        connection = try Database(path: nil).connect()
        try connection.execute("SET integer_division = true")
        try connection.execute("SET default_null_order = 'nulls_last_on_asc_first_on_desc'")
        try connection.execute("SET TimeZone = 'UTC'")
        try connection.execute("CREATE SCHEMA public")
        try connection.execute("SET search_path = 'public'")
        for statement in FunctionMacros.statements { try connection.execute(statement) }
        for statement in setUp { try run(statement) }
    }

    // MARK: - ParseTreeEngine

    func serialize(_ text: String) throws -> String {
        try connection.query("SELECT CAST(json_serialize_sql(CAST($1 AS VARCHAR)) AS VARCHAR)", [.text(text)])
            .rows()[0][0].text ?? ""
    }

    func deserialize(_ json: String) throws -> String {
        try connection.query("SELECT json_deserialize_sql(CAST($1 AS JSON))", [.text(json)]).rows()[0][0].text ?? ""
    }

    // MARK: - NameResolver

    func relation(named name: ObjectName) -> ResolvedRelation? {
        let table = name.object.text
        let schema = engineSchema(for: name) ?? "public"
        // A broken look-up shows as an unresolved name in the test that made it.
        let rows = try? connection.query(
            """
            SELECT column_name, data_type FROM duckdb_columns()
            WHERE schema_name = $1 AND lower(table_name) = lower($2) ORDER BY column_index
            """, [.text(schema), .text(table)]
        ).rows()
        guard let rows, !rows.isEmpty else { return nil }
        return ResolvedRelation(
            engineSchema: schema, engineName: table,
            columns: rows.map { RelationColumn($0[0].text ?? "", DataType(engineName: $0[1].text ?? "")) })
    }

    func engineSchema(for name: ObjectName) -> String? {
        guard let schema = name.schema?.text else { return nil }
        guard let database = name.database?.text, database != "dev" else { return schema }
        return "\(database).\(schema)"
    }

    // MARK: - Running

    func translate(_ sql: String) throws -> EngineStatement {
        let statements = try parseScript(sql, options: options)
        guard statements.count == 1 else { throw TestFailure("\(statements.count) statements") }
        guard let result = try Rewriter(statements[0], resolver: self, engine: self).engineStatement() else {
            throw TestFailure("not a statement of the engine: \(sql)")
        }
        return result
    }

    @discardableResult
    func run(_ sql: String) throws -> [[String]] { try result(of: sql).rows }

    /// Rows as the engine prints them, with the names of the columns.
    func result(of sql: String) throws -> (names: [String], rows: [[String]]) {
        let translated = try translate(sql)
        for text in translated.texts.dropLast() { try connection.execute(text) }
        do {
            let isQuery = ["SELECT", "(SELECT", "WITH", "(", "EXPLAIN"].contains { translated.text.hasPrefix($0) }
            guard isQuery else {
                try connection.execute(translated.text)
                return ([], [])
            }
            let result = try connection.query(translated.text)
            let names = result.columns.map(\.name)
            let list = names.indices.map { "CAST(c\($0) AS VARCHAR)" }.joined(separator: ", ")
            let aliases = names.indices.map { "c\($0)" }.joined(separator: ", ")
            let rows = try connection.query("SELECT \(list) FROM (\(translated.text)) AS r(\(aliases))").rows()
            return (names, rows.map { $0.map { $0.text ?? "NULL" } })
        } catch {
            throw TestFailure("\(error)\n\(translated.text)")
        }
    }

    /// The one value of a query.
    func value(_ sql: String) throws -> String {
        let rows = try run(sql)
        guard rows.count == 1, rows[0].count == 1 else { throw TestFailure("\(rows)") }
        return rows[0][0]
    }
}

struct TestFailure: Error, CustomStringConvertible {
    let description: String
    init(_ description: String) { self.description = description }
}

/// One table, `public.t`, for tests that need no engine to find it.
struct FixedNames: NameResolver {
    func relation(named name: ObjectName) -> ResolvedRelation? {
        guard name.object.text == "t" else { return nil }
        let columns = [RelationColumn("id", .integer), RelationColumn("payload", .super)]
        return ResolvedRelation(engineSchema: "public", engineName: "t", columns: columns)
    }

    func engineSchema(for name: ObjectName) -> String? { name.schema?.text }
}
