internal import RedshiftSQL

/// The engine's query for a SHOW statement about the catalog.
enum ShowCatalogQuery {
    /// The columns that name what a kind of SHOW lists, from the database down; the last one is what LIKE is about.
    private struct Listing {
        var view: String
        /// The columns that the parts of the statement's name are compared with, the last part with the last column.
        var scope: [String]
        var like: String
        var columns = "*"
    }

    /// The engine's query that answers `show`. Its parameters are those of the statement. Throws 0A000 for kinds that
    /// nothing answers.
    static func sql(for show: ShowCatalog) throws -> String {
        let listing = try listing(of: show.kind)
        guard show.scope.count <= listing.scope.count else {
            throw WarehouseError(.syntaxError, "improper qualified name (too many dotted names)")
        }
        // The parts that are missing are those in front: they are the session's.
        let missing = listing.scope.count - show.scope.count
        var conditions: [String] = []
        for (index, column) in listing.scope.enumerated() {
            if index >= missing {
                conditions.append("\(column) = \(operand(show.scope[index - missing]))")
            } else if column.hasSuffix("database_name") {
                conditions.append("\(column) = millrace.session_database()")
            } else if column.hasSuffix("schema_name") {
                conditions.append("millrace.is_on_search_path(\(column))")
            }
        }
        if let like = show.like { conditions.append("\(listing.like) LIKE \(operand(like)) ESCAPE '\\'") }
        let filter = conditions.isEmpty ? "" : " WHERE " + conditions.joined(separator: " AND ")
        return "SELECT \(listing.columns) FROM millrace.\(listing.view)\(filter)"
    }

    private static func listing(of kind: ShowCatalog.Kind) throws -> Listing {
        let schema = ["database_name", "schema_name"]
        let table = schema + ["table_name"]
        switch kind {
        case .databases: return Listing(view: "catalog_show_databases", scope: [], like: "database_name")
        case .schemas: return Listing(view: "catalog_show_schemas", scope: ["database_name"], like: "schema_name")
        case .tables: return Listing(view: "catalog_show_tables", scope: schema, like: "table_name")
        case .columns: return Listing(view: "catalog_show_columns", scope: table, like: "column_name")
        case .primaryKeys: return Listing(view: "catalog_show_primary_keys", scope: table, like: "column_name")
        case .foreignKeys:
            return Listing(
                view: "catalog_show_foreign_keys", scope: ["fk_database_name", "fk_schema_name", "fk_table_name"],
                like: "fk_column_name")
        case .exportedForeignKeys:
            return Listing(
                view: "catalog_show_foreign_keys", scope: ["pk_database_name", "pk_schema_name", "pk_table_name"],
                like: "pk_column_name")
        case .grants: return Listing(view: "catalog_show_grants", scope: table, like: "table_name")
        case .procedures: return Listing(view: "catalog_show_procedures", scope: schema, like: "procedure_name")
        case .functions: return Listing(view: "catalog_show_functions", scope: schema, like: "function_name")
        case .parameters:
            return Listing(view: "catalog_show_parameters", scope: schema + ["function_name"], like: "parameter_name")
        case .createTable:
            return Listing(
                view: "catalog_show_create_table", scope: table, like: "table_name",
                columns: "statement AS \"Show Table DDL statement\"")
        case .createView:
            return Listing(
                view: "catalog_show_create_view", scope: table, like: "table_name",
                columns: "statement AS \"Show View DDL statement\"")
        case .tableProperties: throw WarehouseError(.featureNotSupported, "SHOW TBLPROPERTIES is not supported")
        }
    }

    /// A part of a name or a pattern as the engine reads it: a parameter stays one.
    private static func operand(_ token: Token) -> String {
        token.kind == .parameter ? "\(token.text)::VARCHAR" : EngineName.literal(token.text)
    }
}
