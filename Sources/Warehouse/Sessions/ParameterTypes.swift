internal import DuckDB
internal import RedshiftSQL

/// Gives parameters a type where neither the statement nor the client states one, so that results can be described.
///
/// The engine describes a statement only once it knows the types of all its parameters; PostgreSQL takes text where
/// nothing says otherwise.
enum ParameterTypes {
    /// `sql` with a cast around each parameter that `statement` left open; nil if it left none.
    static func settling(_ sql: String, _ statement: PreparedStatement, stated: [ColumnType?]) throws -> String? {
        let open = statement.parameterTypes.enumerated().filter { _, type in
            if case .unknown = type { true } else { type == .null }
        }.map(\.offset)
        return open.isEmpty ? nil : try settling(sql, stated: stated) { open.contains($0) }
    }

    /// `sql` with a cast around every parameter, for a statement that the engine cannot bind without; nil if it has none.
    static func settlingAll(_ sql: String, stated: [ColumnType?]) throws -> String? {
        let settled = try settling(sql, stated: stated) { _ in true }
        return settled == sql ? nil : settled
    }

    private static func settling(_ sql: String, stated: [ColumnType?], where isOpen: (Int) -> Bool) throws -> String {
        let bytes = Array(sql.utf8)
        var result: [UInt8] = []
        var end = 0
        for token in try Tokenizer.tokens(of: sql, options: SQLOptions(dialect: .athena)) where token.kind == .parameter
        {
            guard let number = Int(token.text.dropFirst()), isOpen(number - 1) else { continue }
            let type = number <= stated.count ? stated[number - 1] : nil
            result += bytes[end..<token.range.lowerBound]
            result += Array("CAST(\(token.text) AS \(type.map { DataType($0).engineName } ?? "VARCHAR"))".utf8)
            end = token.range.upperBound
        }
        result += bytes[end...]
        return String(decoding: result, as: UTF8.self)
    }
}
