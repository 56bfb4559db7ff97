internal import DuckDB
internal import RedshiftSQL

/// The engine's two functions on parse trees, on a connection.
struct ParseTrees: ParseTreeEngine {
    let connection: Connection

    func serialize(_ text: String) throws -> String {
        try call("SELECT json_serialize_sql($1::VARCHAR)", text)
    }

    func deserialize(_ json: String) throws -> String {
        try call("SELECT json_deserialize_sql($1::JSON)", json)
    }

    private func call(_ sql: String, _ argument: String) throws -> String {
        try connection.query(sql, [.text(argument)]).rows().first?.first?.text ?? ""
    }
}
