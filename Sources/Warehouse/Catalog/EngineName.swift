/// Where a relation lies in the engine.
///
/// All databases share one engine database: the schemas of the local database keep their names, those of any other are
/// engine schemas named `database.schema` (one identifier with a dot in it).
package struct EngineName: Hashable, Sendable, CustomStringConvertible {
    /// The database whose schemas keep their names in the engine.
    package static let localDatabase = "dev"
    /// The engine schema of our own tables, views and functions.
    package static let systemSchema = "millrace"

    /// The engine schema.
    package var schema: String
    /// The relation.
    package var name: String

    /// A relation by its engine names.
    package init(schema: String, name: String) {
        self.schema = schema
        self.name = name
    }

    /// A relation by its warehouse names.
    package init(database: String, schema: String, name: String) {
        self.init(schema: Self.engineSchema(database: database, schema: schema), name: name)
    }

    /// The engine schema that stands for a schema of a database.
    package static func engineSchema(database: String, schema: String) -> String {
        database == localDatabase ? schema : "\(database).\(schema)"
    }

    /// The database and schema that an engine schema stands for.
    package static func databaseAndSchema(engineSchema: String) -> (database: String, schema: String) {
        guard let dot = engineSchema.firstIndex(of: ".") else { return (localDatabase, engineSchema) }
        return (String(engineSchema[..<dot]), String(engineSchema[engineSchema.index(after: dot)...]))
    }

    /// `"schema"."name"`, ready for SQL.
    package var quoted: String { "\(Self.quote(schema)).\(Self.quote(name))" }

    package var description: String { quoted }

    /// An identifier in double quotes.
    package static func quote(_ identifier: String) -> String {
        "\"" + identifier.replacing("\"", with: "\"\"") + "\""
    }

    /// A string in single quotes.
    package static func literal(_ text: String) -> String {
        "'" + text.replacing("'", with: "''") + "'"
    }
}
