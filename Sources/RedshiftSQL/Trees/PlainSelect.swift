/// An engine query over one table, taken apart: where it reads, and its expressions as texts.
package struct PlainSelect: Sendable, Hashable {
    /// The engine schema of the table, empty if the query names none.
    package let schema: String
    /// The table.
    package let table: String
    /// What the query calls the table; nil if it keeps its name.
    package let alias: String?
    /// The expressions of the select list; stars are left out.
    package let expressions: [String]
    /// The condition of WHERE.
    package let filter: String?

    /// Takes a query in the engine's SQL apart; nil unless it is one SELECT over one table.
    ///
    /// Throws `SQLError` for what the engine cannot parse, or what the engine's functions throw.
    package init?(engineQuery: String, engine: any ParseTreeEngine) throws {
        let document = try TreeReader.value(of: try engine.serialize(engineQuery))
        let query = try TreeRewriter.onlyStatement(of: document)["node"]
        guard let query, let source = query["from_table"], source.text("type") == "BASE_TABLE" else { return nil }
        schema = source.text("schema_name")
        table = source.text("table_name")
        alias = source.text("alias").isEmpty ? nil : source.text("alias")
        expressions = try query.items("select_list").filter { $0.text("class") != "STAR" }
            .map(engine.text(ofExpression:))
        filter = try query["where_clause"].map(engine.text(ofExpression:))
    }
}
